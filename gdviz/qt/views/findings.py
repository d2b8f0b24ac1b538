"""What is marked on the maps of a surface beside the race: its critical points, and its Taylor model at a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdviz.engine.critical_answer import CriticalAnswer, Extent, FoundPoint
from gdviz.engine.nature import Nature
from gdviz.engine.surface import Point, Surface

if TYPE_CHECKING:
    from gdviz.engine.taylor import TaylorModel

# Losses that agree to so many parts are those of equally deep minima.
SAME_LOSS = 1e-9


@dataclass(frozen=True, eq=False)
class ShownModel:
    """A Taylor model, its order, 1 or 2, and the radius within which its error is told."""

    model: TaylorModel
    order: int
    radius: float


@dataclass(frozen=True, eq=False)
class Findings:
    """The critical points, of which the `chosen` one is ringed; and a model, or with `picking` the wish for a point."""

    answer: CriticalAnswer | None = None
    chosen: FoundPoint | None = None
    shown: ShownModel | None = None
    picking: bool = False


NOTHING = Findings()


def points_by_kind(surface: Surface, answer: CriticalAnswer | None) -> dict[str, tuple[Point, ...]]:
    """The places to mark by the kinds of KINDS: what has been found, or else what is known of the surface."""
    if answer is None:
        kinds = ("minima", "local_minima", "saddles", "maxima")
        return {kind: getattr(surface, kind) for kind in kinds if getattr(surface, kind)}
    places: dict[str, tuple[Point, ...]] = {}
    for each in answer.points:
        kind = kind_of(each, answer.lowest)
        places[kind] = (*places.get(kind, ()), *(each.places or (each.point,)))
    return places


def kind_of(found: FoundPoint, lowest: float) -> str:
    """Which mark it gets."""
    if found.extent is not Extent.POINT:
        return "wholes"
    if found.degenerate:
        return "degenerate"
    if found.nature is Nature.MINIMUM:
        return "minima" if found.loss <= lowest + SAME_LOSS * (1.0 + abs(lowest)) else "local_minima"
    return "saddles" if found.nature is Nature.SADDLE else "maxima"
