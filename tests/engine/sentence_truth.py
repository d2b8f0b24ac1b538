"""Reads a sentence about a rule and compares what it claims with the numbers; knows nothing of how it was made."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import sentence_texts as texts
from gdviz.engine.anatomy import RuleAnatomy, StepAnatomy
from gdviz.engine.optimizer import Role
from gdviz.language.sentence import Sentence

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A sentence with the rule and the step that it is about."""

    sentence: Sentence
    rule: RuleAnatomy
    anatomy: StepAnatomy
    known: Mapping[str, Floats]
    newest_gradient: Floats

    def number(self, name: str) -> float:
        """The number in a place of the sentence; a share of 90 % is 0.9."""
        text = str(self.sentence.values[name]).replace("−", "-").replace("∞", "inf")
        return float(text.removesuffix("\u00a0%")) / (100.0 if text.endswith("%") else 1.0)

    def vector(self, name: str = "thing") -> Floats | None:
        """What the thing in a place stands for, if it is a name, the square of one, or a multiple of one."""
        return self._of(self.sentence.values[name])

    def _of(self, thing: str) -> Floats | None:
        if isinstance(thing, Sentence) and thing.template in (texts.THE_SQUARE, texts.TIMES):
            inner = self._of(thing.values["thing"])
            if inner is None:
                return None
            return inner**2 if thing.template == texts.THE_SQUARE else _read(thing.values["factor"]) * inner
        return self.known.get(str(thing))


def _read(text: str) -> float:
    return float(text.replace("−", "-"))


def close(a: Floats | float, b: Floats | float) -> bool:
    """Equal as far as four digits tell."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return bool(np.all(np.abs(a - b) <= 2e-3 * (np.abs(a) + np.abs(b)) + 1e-300))


def size(vector: Floats) -> float:
    return float(np.hypot.reduce(vector)) if vector.ndim else float(abs(vector))


def _push(case: Case, word: Sentence, push: Floats) -> bool:
    slope = float(np.dot(push, case.newest_gradient))
    noise = 1e-9 * size(push) * size(case.newest_gradient)
    return {texts.PUSH_DOWN: slope < noise, texts.PUSH_UP: slope > -noise, texts.PUSH_SIDEWAYS: abs(slope) <= noise}[
        word.template
    ]


def _velocity_keeps(case: Case) -> bool:
    push = case.rule.value - case.number("share") * case.rule.before
    exact = bool(size(push) > 1e-2 * size(case.rule.before))  # else the share's four digits drown it
    return 0 <= case.number("share") <= 1 and (not exact or _push(case, case.sentence.values["push"], push))


def _averages(case: Case) -> bool:
    new = case.vector()
    share, rest = case.number("share"), case.number("rest")
    # A share of 99.99999 % is written with four digits.
    fits = abs(share + rest - 1) < 1e-3
    if new is None or case.rule.before is None:
        return fits
    parts = share * case.rule.before, rest * new
    return fits and bool(np.all(np.abs(sum(parts) - case.rule.value) <= 2e-3 * sum(map(np.abs, parts)) + 1e-300))


def _times(case: Case) -> bool:
    thing = case.vector()
    return thing is None or close(case.number("factor") * thing, case.rule.value)


def _parts(case: Case) -> dict[str, float]:
    found = re.findall(r"(\w+): ([^,]+)", str(case.sentence.values["parts"]))
    return {name: _read(number) for name, number in found}


def _divided(case: Case) -> bool:
    thing = case.vector()
    parts = np.array([_parts(case)[name] for name in case.anatomy.coordinates])
    return thing is None or close(thing, case.rule.value * parts)


def _mixture(case: Case) -> bool:
    one, other = case.vector("one"), case.vector("other")
    if one is None or other is None:
        return True
    return _adds_up(case, case.number("first") * one, case.number("second") * other)


def _sum(case: Case) -> bool:
    one, other = case.vector("one"), case.vector("other")
    sign = -1.0 if case.sentence.template == texts.SUBTRACTS else 1.0
    return one is None or other is None or _adds_up(case, one, sign * other)


def _adds_up(case: Case, *parts: Floats) -> bool:
    return bool(np.all(np.abs(sum(parts) - case.rule.value) <= 2e-3 * sum(map(np.abs, parts)) + 1e-300))


def _loss(case: Case) -> bool:
    before, after = case.anatomy.loss, case.anatomy.loss_after
    said = case.sentence.template
    return {texts.FALLS: after < before, texts.RISES: after > before, texts.SAME_F: close(after, before)}[said] and (
        close(case.number("length"), size(case.anatomy.after - case.anatomy.point))
    )


def _length(case: Case) -> bool:
    before, after = size(case.rule.before), size(case.rule.value)
    said = case.sentence.template
    return {texts.GROWS: after > before, texts.SHRINKS: after < before, texts.SAME_LENGTH: close(before, after)}[said]


def _angle(case: Case) -> bool:
    move, down = case.anatomy.after - case.anatomy.point, -case.anatomy.gradient
    cosine = float(np.dot(move / size(move), down / size(down)))
    angle = 0.0 if case.sentence.template == texts.STRAIGHT_DOWN else case.number("angle")
    return abs(np.cos(np.radians(angle)) - cosine) < 0.02


def _against(case: Case) -> bool:
    thing = case.newest_gradient if case.sentence.template == texts.AGAINST_GRADIENT else case.vector()
    # Decay has drawn the point towards zero first, which another sentence says.
    decayed = any(each.template == texts.DRAWN_TO_ZERO for each in case.rule.sentences)
    move = case.anatomy.after - case.anatomy.point
    rounding = 1e-9 * np.abs(case.anatomy.point).max()
    return (
        thing is None
        or decayed
        or bool(np.all(np.abs(move + case.number("factor") * thing) <= 2e-3 * np.abs(move) + rounding))
    )


def _searched(case: Case) -> bool:
    """Our searches go along -g: the step is the one that was taken, and it does not climb."""
    point = case.anatomy.point - case.rule.value * case.newest_gradient
    taken = close(case.number("step"), case.rule.value) and bool(np.allclose(point, case.anatomy.after, rtol=1e-12))
    return taken and case.anatomy.loss_after <= case.anatomy.loss * (1 + 1e-12) and _trials(case)


def _trials(case: Case) -> bool:
    """Each trial of backtracking is a fixed share of the one before, so the step tells how many there were."""
    if case.sentence.template != texts.BACKTRACKED:
        return True
    hypers = case.anatomy.question.entry.hyperparameters()
    tried = 1 + round(np.log(float(case.rule.value) / hypers["first"]) / np.log(case.number("factor")))
    return hypers["shrink"] == case.number("factor") and str(case.sentence.values["trials"]) == f"{tried} trials"


def _step(case: Case) -> bool:
    slope = float(np.dot(case.rule.value, case.newest_gradient))
    signs = {texts.STEP_DOWN: -1, texts.STEP_UP: 1, texts.STEP_SIDEWAYS: 0}
    return float(np.sign(slope)) == signs[case.sentence.template] and close(
        case.number("length"), size(case.rule.value)
    )


CHECKS: dict[str, Callable[[Case], bool]] = {
    texts.GRADIENT: lambda case: close(case.number("slope"), size(case.rule.value)),
    texts.GRADIENT_AHEAD: lambda case: close(case.number("slope"), size(case.rule.value)),
    texts.GRADIENT_ZERO: lambda case: not case.rule.value.any(),
    texts.GRADIENT_AHEAD_ZERO: lambda case: not case.rule.value.any(),
    texts.VELOCITY_KEEPS: _velocity_keeps,
    texts.VELOCITY_ONLY: lambda case: _push(case, case.sentence.values["push"], case.rule.value),
    texts.AVERAGES: _averages,
    texts.ACCUMULATES: lambda case: bool((case.rule.value >= case.rule.before).all()),
    texts.MULTIPLIED: lambda case: close(case.number("factor") * case.rule.before, case.rule.value),
    texts.GROWS: _length,
    texts.SHRINKS: _length,
    texts.SAME_LENGTH: _length,
    texts.TIMES_IT: _times,
    texts.CORRECTED: _times,
    texts.COPY: lambda case: case.vector() is None or close(case.vector(), case.rule.value),
    texts.CORRECTED_NO_MORE: lambda case: case.vector() is None or close(case.vector(), case.rule.value),
    texts.DIVIDED: _divided,
    texts.MIXES: lambda case: _mixture(case) and abs(case.number("first") + case.number("second") - 1) < 1e-3,
    texts.ADDS: _sum,
    texts.SUBTRACTS: _sum,
    texts.FALLS: _loss,
    texts.RISES: _loss,
    texts.SAME_F: _loss,
    texts.STRAIGHT_DOWN: _angle,
    texts.OFF: _angle,
    texts.AGAINST: _against,
    texts.AGAINST_GRADIENT: _against,
    texts.STAYS: lambda case: bool((case.anatomy.after == case.anatomy.point).all()),
    texts.STEP_DOWN: _step,
    texts.STEP_UP: _step,
    texts.STEP_SIDEWAYS: _step,
    texts.TRIED_ONE: _searched,
    texts.BACKTRACKED: _searched,
    texts.SEARCHED_WOLFE: _searched,
    texts.SEARCHED_EXACT: _searched,
    texts.NO_STEP: lambda case: not case.rule.value,
    texts.STEP_ZERO: lambda case: not case.rule.value.any(),
    texts.NOT_FINITE: lambda case: not np.isfinite(case.rule.value).all(),
    texts.DRAWN_TO_ZERO: lambda case: 0 <= case.number("share") <= 1,
}


def cases(anatomy: StepAnatomy) -> list[Case]:
    """Every sentence of a step whose claim can be checked, with what was known when its rule's turn came."""
    found = []
    known: dict[str, Floats] = {"the point": anatomy.point}
    for rule in anatomy.rules:
        if rule.before is not None:
            known.setdefault(rule.letter, rule.before)
    states = dict(anatomy.question.states)
    letters = {rule.name: rule.letter for rule in anatomy.rules}
    known |= {letters[name]: np.array(row) for name, row in states.items() if len(row) == len(anatomy.point)}
    for rule in anatomy.rules:
        if rule.role is Role.VELOCITY and rule.before is not None:
            known["the velocity"] = rule.before
    gradient = anatomy.gradient
    for rule in anatomy.rules:
        found += [Case(sentence, rule, anatomy, dict(known), gradient) for sentence in rule.sentences]
        known[rule.letter] = rule.value
        if rule.role is Role.VELOCITY:
            known["the velocity"] = rule.value
        if any(each.template in (texts.GRADIENT, texts.GRADIENT_AHEAD) for each in rule.sentences):
            gradient = known["the gradient"] = rule.value
    return found


def is_true(case: Case) -> bool:
    """Whether the numbers bear the sentence out; sentences that only state a value are taken at their word."""
    check = CHECKS.get(case.sentence.template)
    return check is None or check(case)
