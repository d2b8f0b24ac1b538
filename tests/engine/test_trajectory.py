"""A trajectory grows without changing what was handed out before."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from gdviz.engine.race import race
from gdviz.engine.result import Chunk, Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.engine.trajectory import Trajectory
from tests.engine.plain_race import assert_same_bits, trajectory
from tests.engine.written_rules import optimizer

HEAVY = optimizer("v = mu*v - lr*grad(theta)\ntheta = theta + v", "lr", "mu")
SPEC = RaceSpec(
    Surface("b", "B", "x**2 + 3*y**2"), (Entry(HEAVY), Entry(HEAVY, (("lr", 0.4),))), ((1.0, 2.0), (3.0, 1.0)), 30, 0.5
)


def chunk(first: int, rows: int) -> Chunk:
    """Rows of their own step's number."""
    steps = np.arange(first, first + rows, dtype=float)
    points = np.broadcast_to(steps[:, None, None], (rows, SPEC.lanes, 2)).copy()
    states = tuple({"v": -points[:, :2]} for _ in SPEC.entries)
    return Chunk(first, points, points[:, :, 0] * 10, states)


def test_a_race_is_over_when_its_last_run_is() -> None:
    known = trajectory(replace(SPEC, steps=5000, tolerance=1e-6))
    assert known.complete
    assert known.last_row == max(run.steps for run in known.runs) < 5000
    assert np.isfinite(known.points[-1]).all(axis=1).any()


def test_older_trajectories_stay_as_they_were() -> None:
    stages = [Trajectory.empty(SPEC)]
    for first, rows in ((0, 1), (1, 4), (5, 10), (15, 16)):
        stages.append(stages[-1].grown(chunk(first, rows)))
    assert [stage.length for stage in stages] == [0, 1, 5, 15, 31]
    for stage in stages:
        assert stage.points.shape == (stage.length, 4, 2)
        assert stage.loss.shape == (stage.length, 4)
        assert_same_bits(stage.points[:, 3, 1], np.arange(stage.length))
        assert_same_bits(stage.loss[:, 0], 10 * np.arange(stage.length))
    assert stages[0].states(0) == {}
    for stage in stages[1:]:
        assert_same_bits(stage.states(1)["v"][:, 1, 0], -np.arange(float(stage.length)))


def test_an_array_handed_out_does_not_change_when_the_trajectory_grows() -> None:
    young = Trajectory.empty(SPEC).grown(chunk(0, 3))
    handed_out = young.points
    before = handed_out.copy()
    young.grown(chunk(3, 5))
    assert_same_bits(handed_out, before)


@pytest.mark.parametrize("which", ["points", "loss", "states"])
def test_arrays_are_read_only(which: str) -> None:
    grown = Trajectory.empty(SPEC).grown(chunk(0, 3))
    values = grown.states(0)["v"] if which == "states" else getattr(grown, which)
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1.0


def test_complete_once_the_runs_are_there() -> None:
    grown = Trajectory.empty(SPEC)
    for each in race(SPEC):
        assert not grown.complete
        grown = grown.grown(each)
    assert grown.complete
    assert len(grown.runs) == SPEC.lanes


def test_without_recording_there_are_no_states() -> None:
    assert trajectory(SPEC, Record.POINTS).states(0) == {}


def test_the_last_step_of_every_lane() -> None:
    grown = trajectory(SPEC)
    assert [grown.last_step(lane) for lane in range(SPEC.lanes)] == [run.steps for run in grown.runs]
    assert len({run.steps for run in grown.runs}) > 1
    assert Trajectory.empty(SPEC).last_step(0) == 0
    assert Trajectory.empty(SPEC).grown(chunk(0, 1)).last_step(0) == 0


def test_a_lane_that_ends_at_no_number_has_its_last_step_too() -> None:
    own = optimizer("theta = where(theta == 1, sqrt(-theta), theta*2)")
    grown = trajectory(RaceSpec(SPEC.surface, (Entry(own),), ((1.0, 3.0), (3.0, 1.0)), 5, 0.0))
    assert [run.steps for run in grown.runs] == [1, 1]
    assert [grown.last_step(lane) for lane in (0, 1)] == [1, 1]


def test_it_crosses_processes() -> None:
    grown = trajectory(SPEC)
    again = pickle.loads(pickle.dumps(grown))
    assert again.spec == grown.spec
    assert_same_bits(again.points, grown.points)
    assert_same_bits(again.states(1)["v"], grown.states(1)["v"])
