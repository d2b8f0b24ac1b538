"""What a line of an optimizer does in one step, in a teacher's words: made from its role, its form and its numbers.

A sentence is said only where the numbers of the step bear it out, whoever wrote the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gdviz.engine.optimizer import Role
from gdviz.engine.plain_text import number_text, parts_text, percent_text, value_text
from gdviz.engine.rule_terms import chosen, multiple
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.engine.sentence_scene import Scene, direction, length
from gdviz.engine.sentence_texts import (
    ADDS,
    BRANCH_HOLDS,
    BRANCH_NOT,
    COPY,
    CORRECTED,
    CORRECTED_NO_MORE,
    DIVIDED,
    GENERIC,
    GENERIC_BARE,
    GENERIC_CHANGE,
    GRADIENT,
    GRADIENT_AHEAD,
    GRADIENT_AHEAD_ZERO,
    GRADIENT_ZERO,
    HELD_BACK,
    LARGER,
    LOOK_AHEAD,
    MIXES,
    NOT_FINITE,
    SIGNS,
    SMALLER,
    STEP_DOWN,
    STEP_SIDEWAYS,
    STEP_UP,
    STEP_ZERO,
    SUBTRACTS,
    TIMES_IT,
)
from gdviz.engine.sentences_of_memory import NEAR, about_what_is_kept, times
from gdviz.engine.sentences_of_motion import about_the_point
from gdviz.engine.sentences_of_search import about_a_search
from gdviz.language.sentence import Sentence
from gdviz.language.terms import Term, terms
from gdviz.language.tree import Binary, Call, Name, Node, Number, names_in


def sentences(scene: Scene) -> tuple[Sentence, ...]:
    """What the rule does in this step."""
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
            said = direction(scene.value, scene, (STEP_DOWN, STEP_SIDEWAYS, STEP_UP))
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
    if min(first.factor, second.factor) >= 0.0 and abs(first.factor + second.factor - 1.0) < NEAR:
        a, b = percent_text(first.factor), percent_text(second.factor)
        yield Sentence(MIXES, name=scene.subject(), first=a, one=one, second=b, other=other)
    else:
        template = SUBTRACTS if second.factor < 0.0 else ADDS
        size = replace(second, factor=abs(second.factor))
        yield Sentence(template, name=scene.subject(), one=times(scene, first), other=times(scene, size))


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


_FORMS = (
    _gradient,
    about_a_search,
    about_what_is_kept,
    _look_ahead,
    _larger,
    _signs,
    _step,
    _multiple_of_one,
    _mixture,
    _division,
    _generic,
)
