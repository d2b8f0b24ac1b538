"""What a race is measured in: steps, or evaluations of the gradient, which is what the steps cost."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.result import Floats
from gdviz.engine.spec import Entry
from gdviz.engine.trajectory import Trajectory


class Budget(Enum):
    """What one row of a trajectory stands for."""

    STEPS = "steps"
    GRADIENTS = "gradients"


def gradients_per_step(entry: Entry) -> int:
    """How often a step asks for the gradient; rules that never ask are let go one step for one all the same."""
    return max(1, entry.method.program.evaluations["grad"])


def budget_of(trajectory: Trajectory) -> Budget:
    """What the rows of a trajectory count."""
    return Budget.GRADIENTS if trajectory.rows_per_step else Budget.STEPS


def on_budget(trajectory: Trajectory, budget: Budget) -> Trajectory:
    """The same race with its rows counted in a budget: row k is where k of it have brought every lane.

    A lane whose step takes two gradients stands in rows 2 and 3 where its first step has led.
    """
    by_steps = trajectory.by_steps or trajectory
    if budget is Budget.STEPS:
        return by_steps
    costs = tuple(gradients_per_step(entry) for entry in by_steps.spec.entries)
    if all(cost == 1 for cost in costs):
        return replace(by_steps, rows_per_step=costs, by_steps=by_steps)
    return _stretched(by_steps, costs)


def _stretched(race: Trajectory, costs: tuple[int, ...]) -> Trajectory:
    starts = len(race.spec.starts)
    per_lane = np.repeat(costs, starts)
    ends = np.array([race.last_step(lane) for lane in range(race.spec.lanes)]) * per_lane
    # While the race is being computed, all lanes are shown as far as is known of every one.
    last = int(ends.max()) if race.complete else (race.length - 1) * min(costs)
    rows = np.arange(last + 1 if race.length else 0)[:, None]
    steps, over = np.minimum(rows // per_lane, max(0, race.length - 1)), rows > ends
    states = []
    for entry, named in enumerate(race.states_buffer):
        lanes = slice(entry * starts, (entry + 1) * starts)
        states.append({name: _spread(values, steps[:, lanes], over[:, lanes]) for name, values in named.items()})
    return replace(
        race,
        length=len(rows),
        points_buffer=_spread(race.points_buffer, steps, over),
        loss_buffer=_spread(race.loss_buffer, steps, over),
        states_buffer=tuple(states),
        rows_per_step=costs,
        by_steps=race,
    )


def _spread(values: Floats, steps: NDArray[np.int64], over: NDArray[np.bool_]) -> Floats:
    """Of values (steps, lanes, ...) those at each row's step, nan where a lane has ended."""
    spread = values[steps, np.arange(steps.shape[1])]
    spread[over] = np.nan
    return spread
