"""An optimizer's rules as LaTeX, with the letters of its declaration."""

from __future__ import annotations

import numpy as np

from gdviz.engine.optimizer import Optimizer
from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.engine.vectors import vectors
from gdviz.language.latex import StepValues, initial_latex, rules_latex, rules_latex_numbers


def letters(optimizer: Optimizer) -> dict[str, str]:
    """The declared LaTeX letters of hyperparameters and rules by name."""
    hypers = {hyper.name: hyper.symbol for hyper in optimizer.hyperparameters if hyper.symbol}
    return hypers | dict(optimizer.symbols)


def optimizer_latex(optimizer: Optimizer) -> tuple[str, ...]:
    """One line per rule, in the order of the program."""
    return rules_latex(optimizer.program.rules, letters(optimizer))


def start_latex(optimizer: Optimizer) -> tuple[str, ...]:
    """What the states start at that do not start at zero, one line each."""
    return initial_latex(optimizer.program.rules, optimizer.program.initial, letters(optimizer))


def step_latex(optimizer: Optimizer, values: StepValues, digits: int = 4) -> tuple[str, ...]:
    """One line per rule with this step's numbers and what they come to."""
    return rules_latex_numbers(optimizer.program.rules, values, letters(optimizer), digits)


def step_values(trajectory: Trajectory, lane: int, step: int) -> StepValues:
    """The numbers of one step of a lane; steps count from 1.

    Raises InputError when the race was run without recording its states.
    """
    number, start = divmod(lane, len(trajectory.spec.starts))
    point = trajectory.points[step - 1, lane]
    states = {name: rows[step - 1, start] for name, rows in trajectory.states(number).items()}
    after = {name: rows[0] for name, rows in vectors(trajectory, lane, step, step).items()}
    return StepValues(
        t=step,
        before={"theta": point} | {name: _shaped(row, len(point)) for name, row in states.items()},
        after={name: _shaped(row, len(point)) for name, row in after.items()},
        hyperparameters=trajectory.spec.entries[number].hyperparameters(),
    )


def _shaped(numbers: Floats, dimension: int) -> Floats:
    """A matrix, which is recorded as one row of numbers, as a matrix again; anything else as it is."""
    array = np.asarray(numbers)
    return array.reshape(dimension, dimension) if array.size == dimension**2 and dimension > 1 else array
