"""What the scheduled hyperparameters of a race were at every row, without the gradient that the engine needs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from gdviz.engine.program import input_name, inputs_of
from gdviz.engine.result import Floats
from gdviz.engine.rules import STEP_COUNT
from gdviz.engine.spec import Entry
from gdviz.engine.trajectory import Trajectory
from gdviz.language.evaluate import evaluate
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.tree import names_in
from gdviz.language.values import Scalar, Value, Vector, flat


def rate_curve(trajectory: Trajectory, lane: int, of: str) -> Floats:
    """The value of a hyperparameter in the step that led to each row of a lane, (rows, numbers); one number unless it
    is a vector. NaN in row 0 and past the lane's end, and where the states that it follows were not recorded.
    """
    which, start = divmod(lane, len(trajectory.spec.starts))
    entry = trajectory.spec.entries[which]
    steps = trajectory.steps_of(lane).astype(np.float64)
    kept = {name: rows[:, start, 0] for name, rows in trajectory.states(which).items()}
    values = rates(entry, of, steps, kept)
    values[(steps < 1) | np.isnan(trajectory.points[:, lane]).any(axis=1)] = np.nan
    return values


def rates(entry: Entry, of: str, steps: Floats, kept: Mapping[str, Floats] = MappingProxyType({})) -> Floats:
    """What a hyperparameter is in some steps, (steps, numbers); `kept` holds the states after them that its schedule
    may follow, and where one is missing the rate is NaN.
    """
    name = entry.woven.rates.get(of)
    if name is None:
        constant = np.atleast_1d(np.array(entry.value(of), dtype=np.float64))
        return np.repeat(constant[None], len(steps), axis=0)
    tape = Tape()
    names = _names(tape, entry)
    states = entry.method.program.states
    for rule in entry.woven.lines[of]:
        if rule.name in states:  # as it was recorded after the step
            names[rule.name] = Scalar(tape.input(rule.name))
            continue
        if all(each in names for each in names_in(rule.expression)):
            names[rule.name] = Translator(tape, dict(names)).value(rule.expression)
    numbers = flat(names[name])
    inputs = {**inputs_of(entry), **{each: kept.get(each, np.full_like(steps, np.nan)) for each in states[1:]}}
    columns = evaluate(tape, numbers, {**inputs, STEP_COUNT: steps})
    return np.stack([np.broadcast_to(column, steps.shape) for column in columns], axis=1)


def _names(tape: Tape, entry: Entry) -> dict[str, Value]:
    names: dict[str, Value] = {STEP_COUNT: Scalar(tape.input(STEP_COUNT))}
    for hyper, value in entry.hyperparameters().items():
        if isinstance(value, tuple):
            names[hyper] = Vector(tuple(tape.input(input_name(hyper, index)) for index in range(len(value))))
        else:
            names[hyper] = Scalar(tape.input(hyper))
    return names
