"""Critical points in words."""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.engine.critical_answer import CriticalAnswer, Extent, FoundPoint
from gdviz.engine.escape import Escape
from gdviz.engine.nature import Nature
from gdviz.engine.taylor import ModelError
from gdviz.language.sentence import Sentence
from gdviz.qt.text import tr
from gdviz.qt.views.critical_layer import MOST_LINED
from gdviz.qt.views.findings import ShownModel
from gdviz.qt.views.number_text import printed, short, shorts

_POINTS = {Nature.MINIMUM: "minimum", Nature.SADDLE: "saddle", Nature.MAXIMUM: "maximum"}
_KINKS = {
    Nature.MINIMUM: "minimum at a kink",
    Nature.SADDLE: "saddle at a kink",
    Nature.MAXIMUM: "maximum at a kink",
}
_DEGENERATE = {
    Nature.MINIMUM: "degenerate: a minimum",
    Nature.SADDLE: "degenerate: a saddle",
    Nature.MAXIMUM: "degenerate: a maximum",
    Nature.LEVEL: "degenerate: level ground",
}
_LINES = {
    Nature.MINIMUM: "a whole line of minima",
    Nature.SADDLE: "a whole line of saddles",
    Nature.MAXIMUM: "a whole line of maxima",
    Nature.LEVEL: "a whole line of level ground",
    None: "a whole line, not all of one kind",
}
_AREAS = {
    Nature.MINIMUM: "a whole area of minima",
    Nature.SADDLE: "a whole area of saddles",
    Nature.MAXIMUM: "a whole area of maxima",
    Nature.LEVEL: "a level area",
    None: "a whole area, not all of one kind",
}


def kind_text(found: FoundPoint, kind: str = "") -> str:
    """What it is; `kind` "local_minima" tells a minimum that is not the lowest."""
    if found.extent is not Extent.POINT:
        return tr((_LINES if found.extent is Extent.LINE else _AREAS)[found.nature])
    if found.nature is None:
        return tr("degenerate")
    if found.degenerate:
        return tr(_DEGENERATE[found.nature])
    if found.kink:
        return tr(_KINKS.get(found.nature, "saddle at a kink"))
    return tr("local minimum") if kind == "local_minima" else tr(_POINTS[found.nature])


def eigen_text(found: FoundPoint) -> str:
    """The eigenvalues; at a kink there are none."""
    return ", ".join(printed(value) for value in found.eigenvalues[:4]) + (", …" if found.eigenvalues[4:] else "")


def point_text(found: FoundPoint, digits: int = 4, most: int = 4) -> str:
    """Its coordinates."""
    return shorts((0.0 if abs(value) < 1e-12 else value for value in found.point), digits, most)


def found_readout(found: FoundPoint, kind: str) -> str:
    """All about a point in one line."""
    texts = [f"{kind_text(found, kind)} {point_text(found)}", f"f = {short(found.loss)}"]
    return "    ".join([*texts, f"λ = {eigen_text(found)}"] if found.eigenvalues else texts)


def answer_sentence(answer: CriticalAnswer) -> Sentence:
    """How many were found, and what must be known about the search."""
    count = len(answer.points)
    if answer.undefined >= 1.0:
        return Sentence("The surface is not defined in this window.")
    found = Sentence("One critical point.") if count == 1 else Sentence("{count} critical points.", count=count)
    if not count:
        found = Sentence("The slope is zero nowhere in this window.")
    elif answer.more:
        found = Sentence("More than {count}: those nearest the middle are shown; zoom in to see all.", count=count)
    if answer.undefined == 0.0:
        return Sentence("{found} Eigenvectors: solid up, dashed down.", found=found) if _lined(answer) else found
    template = "{found} In {share:.0%} of the window the surface is not defined."
    return Sentence(template, found=found, share=answer.undefined)


def _lined(answer: CriticalAnswer) -> bool:
    """Whether eigenvectors are drawn."""
    lined = [each for each in answer.points if each.extent is Extent.POINT and any(each.eigenvalues)]
    return bool(lined) and len(answer.points) <= MOST_LINED and len(lined[0].point) > 1


def rows_of(answer: CriticalAnswer, kinds: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """The cells of the table: kind, point, f and eigenvalues."""
    return [
        (kind_text(each, kind), point_text(each), printed(each.loss), eigen_text(each))
        for each, kind in zip(answer.points, kinds, strict=True)
    ]


def escape_sentence(found: FoundPoint | None, way: Escape | None) -> Sentence:
    """What a step along the eigenvector of the lowest eigenvalue does to the loss: as predicted, and truly."""
    if found is None:
        return Sentence("Select a row: the point is ringed on the map.")
    if way is None:
        return Sentence("No eigenvalue is negative here: the Hessian shows no way down.")
    return Sentence(
        "Way down: u = {along}, λ = {value}. A step of {step} along u should change f by −|λ|/2·step² = {predicted};"
        " truly by {there} one way and {back} the other.",
        along=shorts(way.direction, 3, 4),
        value=printed(way.eigenvalue),
        step=short(way.step),
        predicted=printed(-way.predicted, 3),
        there=printed(-way.lower[0], 3),
        back=printed(-way.lower[1], 3),
    )


def model_sentence(shown: ShownModel, error: ModelError) -> Sentence:
    """How far the model is off near its point."""
    template = (
        "First order at {point}: within {radius} of the point the model is off by at most {worst}."
        if shown.order == 1
        else "Second order at {point}: within {radius} of the point the model is off by at most {worst}."
    )
    told = Sentence(
        template, point=shorts(shown.model.point, 4, 4), radius=short(error.radius), worst=printed(error.worst, 3)
    )
    if not error.defined:
        return Sentence("{told} Not all of that is part of the surface.", told=told)
    return Sentence("{told} Click the map to move it.", told=told)
