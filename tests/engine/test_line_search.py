"""Line searches: the steps keep their promises, and what they ask is counted."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.optimize import line_search as scipy_search
from scipy.optimize import minimize_scalar
from scipy.optimize._linesearch import LineSearchWarning

import gdviz
from gdviz.engine.budget import Budget, gradients_until, on_budget
from gdviz.engine.compiled_surface import compile_surface, formulas
from gdviz.engine.errors import InputError
from gdviz.engine.line_search import Walked, line_search
from gdviz.engine.line_searches import MOST_TRIALS
from gdviz.engine.script import script
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface
from tests.optimizers.textbook_cases import CASES

C1, C2 = 1e-4, 0.4
SEARCHING = ("gd_best_of", "gd_backtracking", "gd_wolfe", "gd_exact")


class Line:
    """The surface along d from theta: its loss, its slope, and what a search finds on it."""

    def __init__(self, of: Surface, theta: tuple[float, float], d: tuple[float, ...] = ()) -> None:
        self.of, self.surface = of, compile_surface(of, 1)
        self.theta = np.array(theta)
        self.g = self.surface.gradient(self.theta)
        self.d = np.array(d) if d else -self.g

    def phi(self, step: float) -> float:
        return float(self.surface.value(self.theta + step * self.d))

    def slope(self, step: float) -> float:
        return float(self.surface.gradient(self.theta + step * self.d) @ self.d)

    def searched(self, name: str, *numbers: float) -> Walked:
        search = line_search(name, formulas(self.of))
        return search.walked(*self.theta.tolist(), *self.d.tolist(), *self.g.tolist(), *numbers, 1.0)


def lines() -> list[Line]:
    """Steepest descent, and ways that are not the steepest, from places all over two surfaces."""
    random = np.random.default_rng(7)
    found = []
    for key, width in (("beale", 3.0), ("rosenbrock", 2.0)):
        for _ in range(25):
            theta = tuple(random.uniform(-width, width, 2).tolist())
            straight = Line(surface(key), theta)
            turned = straight.d + 0.5 * np.linalg.norm(straight.d) * random.normal(size=2)
            found.append(straight)
            if turned @ straight.g < 0:
                found.append(Line(surface(key), theta, tuple(turned.tolist())))
    return found


LINES = lines()


def scipys(line: Line, c2: float) -> float | None:
    """The step that SciPy takes; none where it gives up, as it does after far fewer trials."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LineSearchWarning)
        found = scipy_search(line.surface.value, line.surface.gradient, line.theta, line.d, line.g, c1=C1, c2=c2)
    return None if found[0] is None else float(found[0])


def test_backtracking_takes_the_first_step_that_lowers_the_loss_enough() -> None:
    for line in LINES:
        step = line.searched("backtracking", 1.0, 0.6, C1).step
        power = round(math.log(step) / math.log(0.6))
        tried = [math.prod([1.0, *[0.6] * each]) for each in range(power + 1)]
        enough = [line.phi(each) <= line.phi(0.0) + C1 * each * line.slope(0.0) for each in tried]
        assert step == tried[-1]
        assert enough == [False] * power + [True]


def test_strong_wolfe_conditions_hold_at_every_step_taken_as_they_do_at_scipys() -> None:
    both = 0
    for line in LINES:
        theirs = scipys(line, C2)
        for step in (line.searched("wolfe", 1.0, C1, C2).step, *([theirs] if theirs else [])):
            assert step > 0
            assert line.phi(step) <= line.phi(0.0) + C1 * step * line.slope(0.0)
            assert abs(line.slope(step)) <= C2 * abs(line.slope(0.0)) * (1 + 1e-9)
        both += theirs is not None
    assert both > len(LINES) / 2


def test_strong_wolfe_and_scipy_are_near_the_lowest_point_of_a_parabola() -> None:
    """There the slope is a share of the first just as far as the step is from the lowest point."""
    line = Line(surface("ellipse"), (-2.4, 0.2))
    lowest = line.g @ line.g / (line.g @ np.diag([1 / 8, 18]) @ line.g)
    for step in (scipys(line, 0.01), line.searched("wolfe", 1.0, C1, 0.01).step):
        assert step == pytest.approx(lowest, rel=0.01)


def test_exact_is_where_a_fine_minimisation_ends() -> None:
    for line in LINES:
        step = line.searched("exact", 1e-3).step
        assert abs(line.slope(step)) < 1e-9 * abs(line.slope(0.0))
        near = minimize_scalar(line.phi, bounds=(0.5 * step, 1.5 * step), method="bounded", options={"xatol": 1e-12})
        assert line.phi(step) <= near.fun * (1 + 1e-12) + 1e-15
        assert line.phi(step) < line.phi(0.0)


def test_zigzag_of_the_textbook() -> None:
    """Case Z-zigzag: with an exact search each gradient is at a right angle to the one before."""
    case = CASES["Z-zigzag"]
    expected = case["reproduced"]
    answer = gdviz.race("ellipse", "gd_exact", start=tuple(case["start"]), steps=case["iterations"], tolerance=0.0)
    for name, step in (("iter1", 1), ("iter2", 2), ("iter20", 20)):
        assert answer.points[step, 0] == pytest.approx(expected[name], rel=0, abs=case["atol"])
    assert answer.loss[20, 0] == pytest.approx(expected["f20"], rel=1e-9)
    gradients = answer.vectors(0)["g"]
    turns = np.sum(gradients[1:] * gradients[:-1], axis=1)
    assert np.abs(turns / np.sum(gradients[1:] ** 2, axis=1)).max() < 1e-9


class Counted:
    """A function that counts its calls."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function, self.calls = function, 0

    def __call__(self, point: Any) -> Any:
        self.calls += 1
        return self.function(point)


@pytest.mark.parametrize("key", SEARCHING)
def test_the_evaluations_are_those_that_a_script_makes(key: str) -> None:
    """The script is run with an f and a grad that count; its own test of the end of a run asks for one of each."""
    steps, start = 25, (1.0, 1.5)
    entry = Entry(
        optimizer(key), tuple((f"rate{index}", 0.01 * index) for index in range(1, 6)) if "best" in key else ()
    )
    spec = RaceSpec(surface("beale"), (entry,), (start,), steps, 0.0)
    names: dict[str, Any] = {"__name__": "script"}
    exec(compile(script(spec), "<script>", "exec"), names)  # noqa: S102 - written by gdviz
    f, grad = names["f"], names["grad"] = Counted(names["f"]), Counted(names["grad"])
    (_, run, hypers), *_ = names["RACE"]
    theta, made = run(np.array(start), **hypers)
    (ours,) = gdviz.race("beale", [entry], start=start, steps=steps, tolerance=0.0).runs
    assert made == ours["steps"] == steps
    assert theta == pytest.approx(ours["point"], rel=1e-9)
    assert grad.calls - steps == ours["gradient_evaluations"]
    assert f.calls - steps == ours["loss_evaluations"]
    assert ours["loss_evaluations"] > steps


def test_many_lanes_search_as_each_does_alone() -> None:
    starts = [(x, y) for x in np.linspace(-2, 3, 6) for y in np.linspace(-1.5, 1.5, 6)]
    entries = ["gd_backtracking", "gd_wolfe", "gd_exact"]
    many = gdviz.race("beale", entries, start=starts, steps=15, tolerance=0.0)
    for start in (0, 17, 35):
        alone = gdviz.race("beale", entries, start=starts[start], steps=15, tolerance=0.0)
        for entry in range(len(entries)):
            ours = many.trajectory.searched[:, entry * len(starts) + start]
            np.testing.assert_array_equal(ours, alone.trajectory.searched[:, entry])
    for lane, run in enumerate(many.runs):
        assert run["gradient_evaluations"] == gradients_until(many.trajectory, lane, run["steps"])


def test_counted_in_gradients_each_lane_stands_where_those_it_spent_have_brought_it() -> None:
    by_steps = gdviz.race("beale", ["gd", "gd_wolfe", "gd_exact"], start=(1.0, 1.5), steps=12, tolerance=0.0).trajectory
    race = on_budget(by_steps, Budget.GRADIENTS)
    assert on_budget(race, Budget.STEPS) is by_steps
    for lane in range(3):
        spent = [gradients_until(by_steps, lane, step) for step in range(13)]
        assert spent[0] == 0
        assert [race.row_of(lane, step) for step in range(13)] == spent
        assert race.last_step(lane) == spent[-1] == by_steps.runs[lane].gradient_evaluations
        for row in range(spent[-1] + 1):
            step = max(each for each in range(13) if spent[each] <= row)
            assert race.step_of(lane, row) == step
            assert np.array_equal(race.points[row, lane], by_steps.points[step, lane])
        assert np.isnan(race.loss[spent[-1] + 1 :, lane]).all()
    assert len({race.last_step(lane) for lane in range(3)}) == 3
    assert race.last_row == max(run.gradient_evaluations for run in by_steps.runs)


def test_no_step_is_taken_along_a_direction_that_leads_up() -> None:
    for call in ("backtracking(theta, g, g, 1, 0.5, 0.1)", "wolfe(theta, g, g, 1, 0.1, 0.9)", "exact(theta, g, g, 1)"):
        up = gdviz.Optimizer("up", "Up", f"g = grad(theta)\na = {call}\ntheta = theta + a*g")
        answer = gdviz.race("beale", up, start=(1.0, 1.5), steps=5)
        assert np.array_equal(answer.points, np.broadcast_to(answer.points[0], answer.points.shape))
        assert answer.runs[0]["loss_evaluations"] <= 5
        assert answer.runs[0]["gradient_evaluations"] == 5


@pytest.mark.parametrize("key", SEARCHING[1:])
def test_a_surface_that_ends_along_the_line_is_not_left(key: str) -> None:
    """Past zero there is no logarithm, though its derivative goes on; exp(exp(..)) is more than a number can be."""
    for expression, start, lowest in (("x - log(x)", 5.0, 1.0), ("exp(exp(x)) + exp(-x)", 1.5, None)):
        answer = gdviz.race(expression, f"{key}:first=100", start=(start,), steps=60)
        assert np.isfinite(answer.runs[0]["loss"])
        assert np.nanmax(answer.loss) == answer.loss[0, 0]
        if lowest is not None:
            assert answer.runs[0]["point"] == pytest.approx([lowest], abs=1e-6)


def test_a_line_without_end_is_followed_for_so_many_trials() -> None:
    line = Line(Surface("plane", "Plane", "x + y"), (0.0, 0.0))
    for name, numbers in (("wolfe", (1.0, 0.1, 0.5)), ("exact", (1.0,))):
        walked = line.searched(name, *numbers)
        assert walked.step >= 2.0 ** (MOST_TRIALS - 2)
        assert len(walked.trials) <= 2 * MOST_TRIALS + 2


@pytest.mark.parametrize("rate", [0, -1, math.nan, math.inf])
def test_rates_that_are_no_rates_are_refused(rate: float) -> None:
    with pytest.raises(InputError, match=rf"Best of five rates: rate2 must lie between 1e-08 and 10000, not {rate}"):
        gdviz.race("beale", [Entry(optimizer("gd_best_of"), (("rate2", rate),))])


def test_a_search_goes_along_one_line() -> None:
    with pytest.raises(InputError, match="first must be one number, not one for each coordinate"):
        gdviz.race("beale", "gd_wolfe:first=(1,2)")
