"""What a line of an optimizer does in one step, in a teacher's words: made from its role, its form and its numbers.

A sentence is said only where the numbers of the step bear it out, whoever wrote the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from gdviz.engine.optimizer import Role
from gdviz.engine.plain_text import formula_text, number_text, parts_text, percent_text, value_text
from gdviz.engine.result import Floats
from gdviz.engine.rule_terms import Kept, Multiple, Term, chosen, kept, multiple, terms, total
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.engine.sentence_texts import (
    ACCUMULATES,
    ADDS,
    AVERAGES,
    BRANCH_HOLDS,
    BRANCH_NOT,
    COPY,
    CORRECTED,
    CORRECTED_NO_MORE,
    DIVIDED,
    GENERIC,
    GENERIC_BARE,
    GENERIC_CHANGE,
    GOES,
    GRADIENT,
    GRADIENT_AHEAD,
    GRADIENT_AHEAD_ZERO,
    GRADIENT_ZERO,
    GROWS,
    HELD_BACK,
    KEEPS,
    LARGER,
    LOOK_AHEAD,
    MIXES,
    MULTIPLIED,
    MULTIPLIED_PLUS,
    NOT_FINITE,
    PUSH_DOWN,
    PUSH_SIDEWAYS,
    PUSH_UP,
    SAME_LENGTH,
    SHRINKS,
    SIGNS,
    SMALLER,
    STAYS_AT,
    STEP_DOWN,
    STEP_SIDEWAYS,
    STEP_UP,
    STEP_ZERO,
    THE_GRADIENT,
    THE_POINT,
    THE_SQUARE,
    THE_VELOCITY,
    TIMES,
    TIMES_IT,
    VELOCITY_KEEPS,
    VELOCITY_ONLY,
)
from gdviz.engine.step_numbers import StepNumbers
from gdviz.language.sentence import Sentence
from gdviz.language.tree import Binary, Call, Name, Node, Number, names_in

# Shares that add up to one this nearly are those of an average.
_NEAR = 1e-9


@dataclass(frozen=True, eq=False)
class Scene:
    """One rule in one step: all that a sentence about it is made from."""

    numbers: StepNumbers
    rule: int
    role: Role | None
    roles: Mapping[str, Role]
    letter: Callable[[str], str]

    @property
    def name(self) -> str:
        """The name that the rule assigns."""
        return self.numbers.rules[self.rule].name

    @property
    def value(self) -> Floats:
        """What it comes to."""
        return self.numbers.lines[self.rule]

    @property
    def before(self) -> Floats | None:
        """What the name stood for until then, if it stood for anything."""
        return self.numbers.known(self.rule).get(self.name)

    def of(self, node: Node) -> Floats:
        """What a part of the rule comes to."""
        return self.numbers.value(node, self.rule)

    def text(self, node: Node) -> str:
        """A part of the rule as a formula in one line."""
        return formula_text(node, self.letter)

    def thing(self, node: Node) -> str:
        """A part of the rule in words, where there are words for it."""
        match node:
            case Name():
                words = {Role.GRADIENT: THE_GRADIENT, Role.VELOCITY: THE_VELOCITY}
                word = THE_POINT if node.name == POSITION else words.get(self.roles.get(node.name))
                return Sentence(word) if word else self.letter(node.name)
            case Binary(operator="**", right=Number(value=2.0)) if isinstance(node.left, Name):
                return Sentence(THE_SQUARE, thing=self.thing(node.left))
        return self.text(node)

    def subject(self) -> str:
        """The letter of the rule's name."""
        return self.letter(self.name)


def sentences(scene: Scene) -> tuple[Sentence, ...]:
    """What the rule does in this step."""
    from gdviz.engine.sentences_of_motion import about_the_point

    if not np.isfinite(scene.value).all():
        return (Sentence(NOT_FINITE, name=scene.subject()),)
    node, conditions = chosen(scene.numbers.rules[scene.rule].expression, scene.numbers, scene.rule)
    said = [
        Sentence(BRANCH_HOLDS if holds else BRANCH_NOT, condition=scene.text(condition))
        for condition, holds in conditions
    ]
    if scene.name == POSITION and scene.rule == len(scene.numbers.rules) - 1:
        return (*said, *about_the_point(scene, node))
    return (*said, *_about_the_rule(scene, node))


def _about_the_rule(scene: Scene, node: Node) -> Iterator[Sentence]:
    """The first form that fits."""
    for form in _FORMS:
        found = list(form(scene, node))
        if found:
            yield from found
            return


def _gradient(scene: Scene, node: Node) -> Iterator[Sentence]:
    if not (isinstance(node, Call) and node.function == "grad"):
        return
    slope = length(scene.value)
    here = node.arguments[0] == Name(POSITION) and np.array_equal(
        scene.of(node.arguments[0]), scene.numbers.before[POSITION]
    )
    if here:
        yield Sentence(GRADIENT, slope=number_text(slope)) if slope else Sentence(GRADIENT_ZERO)
    else:
        place = value_text(scene.of(node.arguments[0]))
        said = GRADIENT_AHEAD if slope else GRADIENT_AHEAD_ZERO
        yield Sentence(said, place=place, slope=number_text(slope))


def _carries_on(scene: Scene, node: Node) -> Iterator[Sentence]:
    """A name that keeps a share of itself."""
    before = scene.before
    carried = kept(scene.name, node, scene.numbers, scene.rule) if before is not None else None
    if carried is None or before is None or before.shape != scene.value.shape or not np.isfinite(before).all():
        return
    if scene.role is Role.VELOCITY and carried.rest and before.ndim == 1:
        yield _velocity(scene, carried, before)
    else:
        yield _kept(scene, carried)
    if scene.role is Role.SQUARES:
        yield _change(value_text(before), value_text(scene.value))
    elif before.ndim == 1:
        yield change_of_length(length(before), length(scene.value))


def _change(before: str, after: str) -> Sentence:
    return Sentence(STAYS_AT if before == after else GOES, before=before, after=after)


def _velocity(scene: Scene, carried: Kept, before: Floats) -> Sentence:
    push = Sentence(
        _direction(total(carried.rest, scene.numbers, scene.rule), scene, (PUSH_DOWN, PUSH_SIDEWAYS, PUSH_UP))
    )
    if not (carried.share * before).any():
        return Sentence(VELOCITY_ONLY, push=push)
    if 0.0 <= carried.share <= 1.0:
        return Sentence(VELOCITY_KEEPS, share=percent_text(carried.share), push=push)
    return Sentence(MULTIPLIED_PLUS, name=scene.subject(), factor=number_text(carried.share), gain=push)


def _direction(vector: Floats, scene: Scene, words: tuple[str, str, str]) -> str:
    """The word for down, level or up, against the newest gradient."""
    down, level, up = words
    slope = float(np.dot(np.broadcast_to(vector, scene.numbers.gradient.shape), newest_gradient(scene)))
    return down if slope < 0 else up if slope > 0 else level


def newest_gradient(scene: Scene) -> Floats:
    """The gradient that the rules have taken last, else the one at the point."""
    for rule in reversed(range(scene.rule)):
        node, value = scene.numbers.rules[rule].expression, scene.numbers.lines[rule]
        if isinstance(node, Call) and node.function == "grad":
            return value
    return scene.numbers.gradient


def _kept(scene: Scene, carried: Kept) -> Sentence:
    subject, share = scene.subject(), carried.share
    if not carried.rest:
        return Sentence(MULTIPLIED, name=subject, factor=number_text(share))
    one = multiple(carried.rest[0], scene.numbers, scene.rule) if len(carried.rest) == 1 else None
    if one and share == 1.0 and one.factor > 0 and _never_negative(one.node):
        return Sentence(ACCUMULATES, name=subject, thing=_times(scene, one))
    if one and 0.0 <= share <= 1.0 and abs(one.factor - (1.0 - share)) < _NEAR:
        new = scene.thing(one.node)
        return Sentence(AVERAGES, name=subject, share=percent_text(share), rest=percent_text(one.factor), thing=new)
    gain = _times(scene, one) if one else value_text(total(carried.rest, scene.numbers, scene.rule))
    if 0.0 <= share <= 1.0:
        return Sentence(KEEPS, name=subject, share=percent_text(share), gain=gain)
    return Sentence(MULTIPLIED_PLUS, name=subject, factor=number_text(share), gain=gain)


def _never_negative(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator == "**" and node.right == Number(2.0, "2")


def _times(scene: Scene, one: Multiple) -> str:
    thing = scene.thing(one.node)
    return thing if one.factor == 1.0 else Sentence(TIMES, factor=number_text(one.factor), thing=thing)


def change_of_length(before: float, after: float) -> Sentence:
    """Whether a vector has grown, told with lengths as they are shown."""
    lengths = {"before": number_text(before), "after": number_text(after)}
    if lengths["before"] == lengths["after"]:
        return Sentence(SAME_LENGTH, **lengths)
    return Sentence(GROWS if after > before else SHRINKS, **lengths)


def _look_ahead(scene: Scene, node: Node) -> Iterator[Sentence]:
    if scene.role is Role.LOOK_AHEAD and scene.value.shape == scene.numbers.gradient.shape:
        away = length(scene.value - scene.numbers.before[POSITION])
        yield Sentence(LOOK_AHEAD, name=scene.subject(), place=value_text(scene.value), length=number_text(away))


def _larger(scene: Scene, node: Node) -> Iterator[Sentence]:
    if isinstance(node, Call) and node.function in ("maximum", "minimum") and scene.value.ndim == 1:
        first, second = (scene.text(argument) for argument in node.arguments)
        said = LARGER if node.function == "maximum" else SMALLER
        yield Sentence(said, name=scene.subject(), first=first, second=second, value=value_text(scene.value))


def _signs(scene: Scene, node: Node) -> Iterator[Sentence]:
    if isinstance(node, Call) and node.function == "sign" and scene.value.ndim == 1:
        parts = parts_text(scene.numbers.names, scene.value)
        yield Sentence(SIGNS, name=scene.subject(), thing=scene.thing(node.arguments[0]), parts=parts)


def _step(scene: Scene, node: Node) -> Iterator[Sentence]:
    if scene.role is Role.STEP and scene.value.shape == scene.numbers.gradient.shape:
        if not scene.value.any():
            yield Sentence(STEP_ZERO)
        else:
            said = _direction(scene.value, scene, (STEP_DOWN, STEP_SIDEWAYS, STEP_UP))
            yield Sentence(said, value=value_text(scene.value), length=number_text(length(scene.value)))


def _multiple_of_one(scene: Scene, node: Node) -> Iterator[Sentence]:
    subject = scene.subject()
    if isinstance(node, Name):
        yield Sentence(COPY, name=subject, thing=scene.thing(node))
        return
    one = multiple(Term(1.0, node), scene.numbers, scene.rule)
    if one is None or one.node == node or len(terms(one.node)) > 1 or not np.isfinite(one.factor):
        return
    thing, factor = scene.thing(one.node), number_text(one.factor)
    if _corrects(node) and one.factor >= 1.0:
        said = CORRECTED_NO_MORE if factor == "1" else CORRECTED
        yield Sentence(said, name=subject, thing=thing, factor=factor)
    else:
        yield Sentence(TIMES_IT, name=subject, factor=factor, thing=thing)


def _corrects(node: Node) -> bool:
    """Whether it divides by one minus a power of the step count, as the correction for starting at zero does."""
    if not (isinstance(node, Binary) and node.operator == "/" and isinstance(node.left, Name)):
        return False
    below = node.right
    if not (isinstance(below, Binary) and below.operator == "-" and below.left == Number(1.0, "1")):
        return False
    return (
        isinstance(below.right, Binary) and below.right.operator == "**" and STEP_COUNT in names_in(below.right.right)
    )


def _mixture(scene: Scene, node: Node) -> Iterator[Sentence]:
    parts = terms(node)
    if len(parts) != 2 or scene.value.ndim != 1:
        return
    first, second = (multiple(part, scene.numbers, scene.rule) for part in parts)
    if first is None or second is None or not np.isfinite([first.factor, second.factor]).all():
        return
    one, other = scene.thing(first.node), scene.thing(second.node)
    if min(first.factor, second.factor) >= 0.0 and abs(first.factor + second.factor - 1.0) < _NEAR:
        a, b = percent_text(first.factor), percent_text(second.factor)
        yield Sentence(MIXES, name=scene.subject(), first=a, one=one, second=b, other=other)
    else:
        a, b = number_text(first.factor), number_text(second.factor)
        yield Sentence(ADDS, name=scene.subject(), first=a, one=one, second=b, other=other)


def _division(scene: Scene, node: Node) -> Iterator[Sentence]:
    if not (isinstance(node, Binary) and node.operator == "/"):
        return
    above, below = scene.of(node.left), scene.of(node.right)
    if above.ndim != 1 or below.ndim != 1:
        return
    parts = parts_text(scene.numbers.names, below)
    yield Sentence(DIVIDED, thing=scene.thing(node.left), parts=parts)
    sizes = np.abs(below)
    if np.isfinite(sizes).all() and np.count_nonzero(sizes == sizes.max()) == 1 and len(sizes) > 1:
        yield Sentence(HELD_BACK, coordinate=scene.numbers.names[int(sizes.argmax())])


def _generic(scene: Scene, node: Node) -> Iterator[Sentence]:
    inputs = ", ".join(scene.letter(name) for name in names_in(node))
    before = scene.before
    texts = {"name": scene.subject(), "value": value_text(scene.value)}
    if before is not None and before.shape == scene.value.shape and before.ndim < 2:
        yield Sentence(GENERIC_CHANGE, before=value_text(before), inputs=inputs or "–", **texts)
    elif inputs:
        yield Sentence(GENERIC, inputs=inputs, **texts)
    else:
        yield Sentence(GENERIC_BARE, **texts)


def length(vector: Floats) -> float:
    """The Euclidean length."""
    return float(np.sqrt(np.sum(np.square(vector)))) if np.abs(vector).max(initial=0.0) < 1e150 else _large(vector)


def _large(vector: Floats) -> float:
    most = float(np.abs(vector).max())
    return most * float(np.sqrt(np.sum(np.square(vector / most))))


_FORMS = (_gradient, _carries_on, _look_ahead, _larger, _signs, _step, _multiple_of_one, _mixture, _division, _generic)
