"""What is said of a name that keeps a share of itself: velocities, averages, sums."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gdviz.engine.optimizer import Role
from gdviz.engine.plain_text import number_text, percent_text, value_text
from gdviz.engine.result import Floats
from gdviz.engine.rule_terms import Kept, Multiple, kept, multiple, total
from gdviz.engine.sentence_scene import Scene, direction, length
from gdviz.engine.sentence_texts import (
    ACCUMULATES,
    AVERAGES,
    GOES,
    GROWS,
    KEEPS,
    MULTIPLIED,
    MULTIPLIED_PLUS,
    PUSH_DOWN,
    PUSH_SIDEWAYS,
    PUSH_UP,
    SAME_LENGTH,
    SHRINKS,
    STAYS_AT,
    TIMES,
    VELOCITY_KEEPS,
    VELOCITY_ONLY,
)
from gdviz.language.sentence import Sentence
from gdviz.language.tree import Binary, Node, Number

# Shares that add up to one this nearly are those of an average.
NEAR = 1e-9


def about_what_is_kept(scene: Scene, node: Node) -> Iterator[Sentence]:
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
        direction(total(carried.rest, scene.numbers, scene.rule), scene, (PUSH_DOWN, PUSH_SIDEWAYS, PUSH_UP))
    )
    if not (carried.share * before).any():
        return Sentence(VELOCITY_ONLY, push=push)
    if 0.0 <= carried.share <= 1.0:
        return Sentence(VELOCITY_KEEPS, share=percent_text(carried.share), push=push)
    return Sentence(MULTIPLIED_PLUS, name=scene.subject(), factor=number_text(carried.share), gain=push)


def _kept(scene: Scene, carried: Kept) -> Sentence:
    subject, share = scene.subject(), carried.share
    if not carried.rest:
        return Sentence(MULTIPLIED, name=subject, factor=number_text(share))
    one = multiple(carried.rest[0], scene.numbers, scene.rule) if len(carried.rest) == 1 else None
    if one and share == 1.0 and one.factor > 0 and _never_negative(one.node):
        return Sentence(ACCUMULATES, name=subject, thing=times(scene, one))
    if one and 0.0 <= share <= 1.0 and abs(one.factor - (1.0 - share)) < NEAR:
        new = scene.thing(one.node)
        return Sentence(AVERAGES, name=subject, share=percent_text(share), rest=percent_text(one.factor), thing=new)
    gain = times(scene, one) if one else value_text(total(carried.rest, scene.numbers, scene.rule))
    if 0.0 <= share <= 1.0:
        return Sentence(KEEPS, name=subject, share=percent_text(share), gain=gain)
    return Sentence(MULTIPLIED_PLUS, name=subject, factor=number_text(share), gain=gain)


def _never_negative(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator == "**" and node.right == Number(2.0, "2")


def times(scene: Scene, one: Multiple) -> str:
    """So many times a thing, in words."""
    thing = scene.thing(one.node)
    return thing if one.factor == 1.0 else Sentence(TIMES, factor=number_text(one.factor), thing=thing)


def change_of_length(before: float, after: float) -> Sentence:
    """Whether a vector has grown, told with lengths as they are shown."""
    lengths = {"before": number_text(before), "after": number_text(after)}
    if lengths["before"] == lengths["after"]:
        return Sentence(SAME_LENGTH, **lengths)
    return Sentence(GROWS if after > before else SHRINKS, **lengths)
