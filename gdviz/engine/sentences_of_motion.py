"""What the last line of an optimizer does: where the point goes, how far, and whether that is downhill."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gdviz.engine.plain_text import number_text, percent_text, value_text
from gdviz.engine.result import Floats
from gdviz.engine.rule_terms import kept, multiple, total
from gdviz.engine.rules import POSITION
from gdviz.engine.sentence_scene import Scene, length
from gdviz.engine.sentence_texts import (
    AGAINST,
    AGAINST_GRADIENT,
    ALONG,
    DRAWN_TO_ZERO,
    FALLS,
    MOVES,
    NO_F,
    OFF,
    RISES,
    SAME_F,
    STAYS,
    STRAIGHT_DOWN,
    TIMES,
)
from gdviz.language.sentence import Sentence
from gdviz.language.terms import Term
from gdviz.language.tree import Name, Node

# Nearer to the steepest way down than this, in degrees, a step is called straight.
_STRAIGHT = 0.05


def about_the_point(scene: Scene, node: Node) -> Iterator[Sentence]:
    """How the point moves, how far and whether f falls, and how far off the steepest way down that is."""
    move = scene.numbers.after - scene.numbers.before[POSITION]
    if not move.any():
        yield Sentence(STAYS)
        return
    yield from _cause(scene, node, move)
    yield _outcome(scene, length(move))
    yield from _heading(scene, move)


def _cause(scene: Scene, node: Node, move: Floats) -> Iterator[Sentence]:
    carried = kept(POSITION, node, scene.numbers, scene.rule)
    if carried is None or not carried.rest or not 0.0 <= carried.share <= 1.0:
        yield Sentence(MOVES, value=value_text(move))
        return
    if carried.share != 1.0:
        yield Sentence(DRAWN_TO_ZERO, share=percent_text(carried.share))
    if len(carried.rest) == 1:
        yield _one_push(scene, carried.rest[0])
    else:
        yield Sentence(MOVES, value=value_text(total(carried.rest, scene.numbers, scene.rule)))


def _one_push(scene: Scene, term: Term) -> Sentence:
    one = multiple(term, scene.numbers, scene.rule)
    if one is None:
        return Sentence(MOVES, value=value_text(total((term,), scene.numbers, scene.rule)))
    thing, factor = scene.thing(one.node), number_text(abs(one.factor))
    if one.factor > 0:
        return Sentence(ALONG, thing=thing if one.factor == 1.0 else Sentence(TIMES, factor=factor, thing=thing))
    gradient = isinstance(one.node, Name) and scene.is_the_gradient(one.node.name)
    return Sentence(AGAINST_GRADIENT, factor=factor) if gradient else Sentence(AGAINST, thing=thing, factor=factor)


def _outcome(scene: Scene, far: float) -> Sentence:
    before, after = scene.numbers.loss, scene.numbers.loss_after
    texts = {"length": number_text(far), "before": number_text(before), "after": number_text(after)}
    if not np.isfinite([before, after]).all():
        return Sentence(NO_F, **texts)
    if texts["before"] == texts["after"]:
        return Sentence(SAME_F, **texts)
    return Sentence(FALLS if after < before else RISES, **texts)


def _heading(scene: Scene, move: Floats) -> Iterator[Sentence]:
    gradient = scene.numbers.gradient
    sizes = length(move) * length(gradient)
    if len(move) < 2 or not np.isfinite(sizes) or sizes == 0.0:
        return
    down = float(np.dot(move / length(move), -gradient / length(gradient)))
    angle = float(np.degrees(np.arccos(np.clip(down, -1.0, 1.0))))
    yield Sentence(STRAIGHT_DOWN) if angle < _STRAIGHT else Sentence(OFF, angle=f"{angle:.0f}")
