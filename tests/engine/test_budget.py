"""A race counted in gradient evaluations: every lane where its last step that could be paid for has led."""

from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.anatomy import step_question
from gdviz.engine.budget import Budget, budget_of, gradients_per_step, on_budget
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.surfaces import surface

EXTRAGRADIENT = Optimizer(
    key="extragradient",
    title="Extragradient",
    rules="""
        ahead = theta - lr*grad(theta)
        m = 0.5*m + grad(ahead)
        theta = theta - lr*m
    """,
    hyperparameters=(Hyper("lr", r"\eta", 0.01, 1e-6, 10.0),),
)
STEPS = 12


def raced(*entries: Entry, tolerance: float = 0.0) -> Trajectory:
    spec = RaceSpec(surface("beale"), entries, ((3.0, 4.0), (1.0, 1.0)), steps=STEPS, tolerance=tolerance)
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, Record.STATES):
        trajectory = trajectory.grown(chunk)
    return trajectory


@pytest.fixture(scope="module")
def mixed() -> Trajectory:
    return raced(Entry(optimizer("momentum")), Entry(EXTRAGRADIENT))


def test_the_rules_say_what_the_race_counted(mixed: Trajectory) -> None:
    assert [gradients_per_step(entry) for entry in mixed.spec.entries] == [1, 2]
    for lane, run in enumerate(mixed.runs):
        assert run.gradient_evaluations == run.steps * gradients_per_step(mixed.spec.entries[lane // 2])


def test_each_lane_stands_where_its_gradients_have_brought_it(mixed: Trajectory) -> None:
    by_gradients = on_budget(mixed, Budget.GRADIENTS)
    assert by_gradients.length == 2 * STEPS + 1
    assert by_gradients.last_row == 2 * STEPS
    for row in range(by_gradients.length):
        for lane, cost in enumerate((1, 1, 2, 2)):
            if row <= cost * mixed.runs[lane].steps:
                assert np.array_equal(by_gradients.points[row, lane], mixed.points[row // cost, lane])
                assert by_gradients.loss[row, lane] == mixed.loss[row // cost, lane]
                assert by_gradients.step_of(lane, row) == row // cost
            else:
                assert np.isnan(by_gradients.points[row, lane]).all()
                assert np.isnan(by_gradients.loss[row, lane])
    assert np.array_equal(by_gradients.states(1)["m"][::2], mixed.states(1)["m"], equal_nan=True)
    assert [by_gradients.last_step(lane) for lane in range(4)] == [
        cost * run.steps for cost, run in zip((1, 1, 2, 2), mixed.runs, strict=True)
    ]


def test_there_and_back_is_the_same_race(mixed: Trajectory) -> None:
    by_gradients = on_budget(mixed, Budget.GRADIENTS)
    assert on_budget(by_gradients, Budget.STEPS) is mixed
    assert (budget_of(mixed), budget_of(by_gradients)) == (Budget.STEPS, Budget.GRADIENTS)


def test_a_step_taken_apart_is_the_same_on_both_axes(mixed: Trajectory) -> None:
    by_gradients = on_budget(mixed, Budget.GRADIENTS)
    for lane, run in enumerate(mixed.runs):
        for number in range(1, run.steps + 1):
            assert step_question(by_gradients, lane, number) == step_question(mixed, lane, number)


def test_with_one_gradient_a_step_the_rows_are_shared() -> None:
    race_ = raced(Entry(optimizer("gd")), Entry(optimizer("adam")))
    by_gradients = on_budget(race_, Budget.GRADIENTS)
    assert by_gradients.points_buffer is race_.points_buffer
    assert budget_of(by_gradients) is Budget.GRADIENTS


def test_a_race_on_its_way_is_shown_as_far_as_every_lane_is_known() -> None:
    spec = RaceSpec(surface("beale"), (Entry(optimizer("gd")), Entry(EXTRAGRADIENT)), ((1.0, 1.0),), steps=STEPS)
    empty = on_budget(Trajectory.empty(spec), Budget.GRADIENTS)
    assert (empty.length, empty.last_row) == (0, 2 * STEPS)
    grown = Trajectory.empty(spec).grown(next(iter(race(spec))))
    by_gradients = on_budget(grown, Budget.GRADIENTS)
    assert (by_gradients.length, by_gradients.last_row) == (STEPS + 1, 2 * STEPS)
    assert np.isfinite(by_gradients.points).all()


def test_rules_that_ask_for_no_gradient_move_all_the_same() -> None:
    blind = Optimizer(
        key="blind", title="Blind", rules="theta = theta - lr", hyperparameters=(Hyper("lr", r"\eta", 0.1, 1e-6, 10.0),)
    )
    assert gradients_per_step(Entry(blind)) == 1
    assert all(gradients_per_step(Entry(each)) >= 1 for each in OPTIMIZERS)
