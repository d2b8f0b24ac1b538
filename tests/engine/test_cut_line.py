"""The line of a step: the curve is the surface's, the trials are those of the search, and each is judged rightly."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine.anatomy import step_question
from gdviz.engine.budget import gradients_until, losses_until
from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.cut_line import line_slice
from gdviz.engine.line_slice import Finding, LineSlice
from gdviz.engine.spec import Entry
from gdviz.engine.trajectory import Trajectory
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface
from tests.optimizers.gentle import GENTLE

BEALE = compile_surface(surface("beale"), 1)
METHODS = [method for method in GENTLE if method.key in ("gd_best_of", "gd_backtracking", "gd_wolfe", "gd_exact")]


@pytest.fixture(scope="module")
def race() -> Trajectory:
    """The four searches, and one that does not search."""
    entries = [*map(Entry, METHODS), Entry(optimizer("gd"))]
    return gdviz.race("beale", entries, start=(1.0, 1.5), steps=12, tolerance=0.0).trajectory


def cut(race: Trajectory, lane: int, number: int) -> LineSlice:
    found = line_slice(step_question(race, lane, number))
    assert found is not None
    return found


@pytest.mark.parametrize("lane", range(4))
def test_curve_and_trials_lie_on_the_surface_and_the_step_taken_is_the_races(race: Trajectory, lane: int) -> None:
    for number in (1, 2, 7):
        line = cut(race, lane, number)
        theta, after = race.points[number - 1, lane], race.points[number, lane]
        d = -BEALE.gradient(theta)
        steps, losses = line.curve
        places = theta + steps[:, None] * d
        np.testing.assert_allclose(losses, BEALE.value(places), rtol=1e-9)
        assert (steps[0], steps[-1]) == (0.0, max(line.near, line.far))
        assert line.loss == pytest.approx(race.loss[number - 1, lane], rel=1e-12)
        assert line.slope == pytest.approx(-d @ d, rel=1e-9)
        np.testing.assert_allclose(theta + line.step * d, after, rtol=1e-9, atol=1e-12)
        assert [each.step for each in line.tried if each.finding is Finding.TAKEN] == [line.step]
        for trial in line.tried:
            assert trial.loss == pytest.approx(BEALE.value(theta + trial.step * d), rel=1e-9)
            if not np.isnan(trial.slope):
                slope = BEALE.gradient(theta + trial.step * d) @ d
                assert trial.slope == pytest.approx(slope, rel=1e-6, abs=1e-9 * abs(line.slope))


def test_each_trial_is_judged_by_what_its_search_looks_for(race: Trajectory) -> None:
    rates, armijo, wolfe, exact = (cut(race, lane, 2) for lane in range(4))
    assert {each.finding for each in rates.tried} == {Finding.TAKEN, Finding.PASSED}
    assert min(rates.tried, key=lambda each: each.loss).finding is Finding.TAKEN
    for each in armijo.tried:
        assert (each.loss <= armijo.promised(each.step)) is (each.finding is Finding.TAKEN)
    for each in wolfe.tried:
        assert wolfe.curvature is not None
        level = abs(each.slope) <= wolfe.curvature * abs(wolfe.slope)
        assert level is (each.finding is Finding.TAKEN)
        assert np.isnan(each.slope) is (each.finding is Finding.HIGH) or np.isnan(each.slope) == (
            each.finding is Finding.HIGH
        )
    for each in exact.tried:
        if each.finding is not Finding.TAKEN:
            assert (each.slope < 0) is (each.finding is Finding.FALLING)


def test_what_a_step_costs_is_what_its_trials_ask(race: Trajectory) -> None:
    for lane in range(4):
        line = cut(race, lane, 3)
        losses = losses_until(race, lane, 3) - losses_until(race, lane, 2)
        gradients = gradients_until(race, lane, 3) - gradients_until(race, lane, 2)
        slopes = sum(not np.isnan(each.slope) for each in line.tried)
        assert gradients == 1 + slopes
        if line.search != "exact":  # which looks at the loss only until it has gone far enough
            assert losses == len(line.tried) + (line.search != "")


def test_what_does_not_search_has_no_line(race: Trajectory) -> None:
    assert line_slice(step_question(race, 4, 1)) is None
    bent = gdviz.Optimizer(
        "bent",
        "Bent",
        "g = grad(theta)\na = f(theta - g*g)\nb = f(theta)\ntheta = theta - 0.001*g*where(a < b, 2, 1)",
        roles={"g": gdviz.optimizers.optimizer("gd").roles["g"]},
    )
    answer = gdviz.race("beale", bent, start=(1.0, 1.5), steps=2)
    assert line_slice(step_question(answer.trajectory, 0, 1)) is None


def test_a_search_that_finds_nothing_takes_no_step() -> None:
    up = gdviz.Optimizer("up", "Up", "g = grad(theta)\na = wolfe(theta, g, g, 1, 0.1, 0.9)\ntheta = theta + a*g")
    answer = gdviz.race("beale", up, start=(1.0, 1.5), steps=2)
    line = cut(answer.trajectory, 0, 1)
    assert (line.step, line.tried) == (0.0, ())
