"""Cuts the surface along the line of a step, as its line search saw it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gdviz.engine.anatomy import StepQuestion
from gdviz.engine.compiled_surface import formulas
from gdviz.engine.formulas import disturbed
from gdviz.engine.line_search import SEARCHES, LineSearch, Trial, line_search
from gdviz.engine.line_slice import Finding, LineSlice, Tried
from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.engine.step_numbers import StepNumbers, step_numbers
from gdviz.language.tree import Call, Node, walk

# So many places of the curve near the step, and as many beyond.
PLACES = 241
# The rates of a set lie on one line if they leave it by no more than this share.
STRAIGHT = 1e-9


def line_slice(question: StepQuestion) -> LineSlice | None:
    """The line of the step's first search, or of the set of rates that it tried; None if it did neither."""
    numbers = step_numbers(question)
    calls = [(node, rule) for rule, each in enumerate(numbers.rules) for node in _calls(each.expression)]
    for node, rule in calls:
        if node.function in SEARCHES:
            return _searched(numbers, node, rule)
    asked = [numbers.value(node.arguments[0], rule) for node, rule in calls if node.function == "f"]
    points = [point for point in asked if not np.array_equal(point, question.point)]
    return _given(numbers, points) if points else None


def _calls(expression: Node) -> list[Call]:
    return [node for node in walk(expression) if isinstance(node, Call)]


@dataclass(frozen=True)
class _Line:
    """The line of a search, in the step's own sample and noise."""

    search: LineSearch
    arguments: tuple[float, ...]

    def asked(self, what: str, step: float) -> float:
        """The loss ("f") or the slope ("g") at a step."""
        return self.search.asked(what, step, *self.arguments)

    def curve(self, far: float, near: float) -> Floats:
        """Dense near the step, and as dense beyond."""
        steps = np.union1d(np.linspace(0.0, near, PLACES), np.linspace(0.0, far, PLACES))
        return np.array([steps, self.search.slice(steps.tolist(), *self.arguments)])


def _searched(numbers: StepNumbers, node: Call, rule: int) -> LineSlice:
    found = numbers.search(node, rule)
    line, walked = _Line(found.search, found.arguments), found.walked
    parameters = [float(numbers.value(part, rule)) for part in node.arguments[3:]]
    decrease = {"backtracking": parameters[-1], "wolfe": parameters[1 % len(parameters)]}.get(node.function)
    curvature = parameters[-1] if node.function == "wolfe" else None
    d, g = (numbers.value(part, rule) for part in node.arguments[1:3])
    empty = LineSlice(
        question=numbers.question,
        search=node.function,
        curve=np.empty((2, 0)),
        loss=line.asked("f", 0.0),
        slope=float(d @ g),
        step=walked.step,
        tried=(),
        decrease=decrease,
        curvature=curvature,
    )
    return _filled(line, empty, _merged(walked.trials, line), lambda trial: _finding(empty, trial))


def _merged(trials: Sequence[Trial], line: _Line) -> list[tuple[float, float, float]]:
    """Step, loss and slope of each trial: at one step a search may ask for both, and for the loss to draw it at all."""
    slopes = {trial.step: trial.answer for trial in trials if trial.asked == "g"}
    steps = dict.fromkeys(trial.step for trial in trials if trial.step != 0.0)
    return [(step, line.asked("f", step), slopes.get(step, np.nan)) for step in steps]


def _finding(slice_: LineSlice, trial: tuple[float, float, float]) -> Finding:
    step, loss, slope = trial
    if step == slice_.step:
        return Finding.TAKEN
    if not np.isfinite(loss):
        return Finding.UNDEFINED
    if slice_.search == "exact":
        return Finding.FALLING if slope < 0.0 else Finding.RISING
    return Finding.STEEP if slope == slope and loss <= slice_.promised(step) else Finding.HIGH


def _given(numbers: StepNumbers, points: Sequence[Floats]) -> LineSlice | None:
    """A set of rates along the gradient."""
    gradients = [rule for rule, role in numbers.question.entry.method.roles.items() if role is Role.GRADIENT]
    names = [rule.name for rule in numbers.rules]
    theta = np.array(numbers.question.point)
    if not gradients or gradients[-1] not in names:
        return None
    g = np.asarray(numbers.lines[names.index(gradients[-1])])
    length = float(g @ g)
    rates = [float((theta - point) @ g) / length if length > 0.0 else 0.0 for point in points]
    straight = all(
        np.abs(theta - rate * g - point).max() <= STRAIGHT * (1.0 + np.abs(point).max())
        for rate, point in zip(rates, points, strict=True)
    )
    if not straight:
        return None
    seen = disturbed(formulas(numbers.question.surface), numbers.question.sampling)
    search, drawn = line_search("exact", seen), numbers.question.sampling.inputs()
    parts = (*theta, *-g, *g, 1.0, float(numbers.question.number), *(drawn[each] for each in search.draws))
    line = _Line(search, tuple(map(float, parts)))
    taken = float((theta - numbers.after) @ g) / length if length > 0.0 else 0.0
    nearest = min(rates, key=lambda rate: abs(rate - taken))
    empty = LineSlice(numbers.question, "", np.empty((2, 0)), line.asked("f", 0.0), -length, nearest, ())
    tried = [(rate, line.asked("f", rate), np.nan) for rate in rates]
    return _filled(line, empty, tried, lambda trial: Finding.TAKEN if trial[0] == nearest else Finding.PASSED)


def _filled(
    line: _Line,
    empty: LineSlice,
    tried: Sequence[tuple[float, float, float]],
    judged: Callable[[tuple[float, float, float]], Finding],
) -> LineSlice:
    """With its trials, and with the curve as far as they reach."""
    full = replace(empty, tried=tuple(Tried(*trial, judged(trial)) for trial in tried))
    return replace(full, curve=line.curve(full.far, full.near)) if full.tried else full
