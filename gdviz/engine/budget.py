"""What a race is measured in: steps, or evaluations of the gradient, which is what the steps cost."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.pace import Pace, Whole
from gdviz.engine.result import Floats
from gdviz.engine.spec import Entry
from gdviz.engine.trajectory import Trajectory


class Budget(Enum):
    """What one row of a trajectory stands for."""

    STEPS = "steps"
    GRADIENTS = "gradients"


def gradients_per_step(entry: Entry) -> int:
    """How often a step asks for the gradient, line searches apart; rules that never ask are let go one step for one
    all the same.
    """
    return max(1, entry.method.program.evaluations["grad"])


def gradients_until(trajectory: Trajectory, lane: int, step: int) -> int:
    """How often a lane has asked for the gradient in its first so many steps, line searches included."""
    return _asked_until(trajectory, lane, step, "grad")


def losses_until(trajectory: Trajectory, lane: int, step: int) -> int:
    """How often a lane has asked for the loss in its first so many steps, line searches included."""
    return _asked_until(trajectory, lane, step, "f")


def _asked_until(trajectory: Trajectory, lane: int, step: int, function: str) -> int:
    entry = trajectory.spec.entries[lane // len(trajectory.spec.starts)]
    searched = trajectory.searched
    found = int(searched[step, lane, ("f", "grad").index(function)]) if len(searched) else 0
    return entry.method.program.evaluations[function] * step + found


def budget_of(trajectory: Trajectory) -> Budget:
    """What the rows of a trajectory count."""
    return Budget.GRADIENTS if trajectory.pace.costs else Budget.STEPS


def on_budget(trajectory: Trajectory, budget: Budget) -> Trajectory:
    """The same race with its rows counted in a budget: row k is where k of it have brought every lane.

    A lane whose step takes two gradients stands in rows 2 and 3 where its first step has led.
    """
    by_steps = trajectory.by_steps or trajectory
    if budget is Budget.STEPS:
        return by_steps
    pace = _pace(by_steps)
    if all(cost == 1 for cost in pace.costs) and not len(pace.ends):
        return replace(by_steps, pace=pace, by_steps=by_steps)
    return _stretched(by_steps, pace)


def _pace(race: Trajectory) -> Pace:
    """How many gradients the steps of a race cost."""
    costs = np.repeat([gradients_per_step(entry) for entry in race.spec.entries], len(race.spec.starts))
    if not len(race.searched):
        return Pace(tuple(costs.tolist()))
    ends = np.arange(race.length)[:, None] * costs + race.searched[:, :, 1].astype(np.int64)
    return Pace(tuple(costs.tolist()), np.asfortranarray(ends))


def _stretched(race: Trajectory, pace: Pace) -> Trajectory:
    starts, lanes = len(race.spec.starts), range(race.spec.lanes)
    ends = np.array([pace.row_of(lane, race.last_step(lane)) for lane in lanes])
    # While the race is being computed, all lanes are shown as far as is known of every one.
    last = int(ends.max()) if race.complete else min(pace.row_of(lane, race.length - 1) for lane in lanes)
    rows = np.arange(last + 1 if race.length else 0)
    made = np.stack([pace.steps_at(lane, rows) for lane in lanes], axis=1)
    steps, over = np.minimum(made, max(0, race.length - 1)), rows[:, None] > ends
    states = []
    for entry, named in enumerate(race.states_buffer):
        own = slice(entry * starts, (entry + 1) * starts)
        states.append({name: _spread(values, steps[:, own], over[:, own]) for name, values in named.items()})
    return replace(
        race,
        length=len(rows),
        points_buffer=_spread(race.points_buffer, steps, over),
        loss_buffer=_spread(race.loss_buffer, steps, over),
        states_buffer=tuple(states),
        pace=pace,
        by_steps=race,
    )


def _spread(values: Floats, steps: Whole, over: NDArray[np.bool_]) -> Floats:
    """Of values (steps, lanes, ...) those at each row's step, nan where a lane has ended."""
    spread = values[steps, np.arange(steps.shape[1])]
    spread[over] = np.nan
    return spread
