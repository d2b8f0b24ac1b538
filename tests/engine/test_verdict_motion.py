"""Lanes that end at no critical point: diverged, oscillating, plateau or out of budget."""

from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.result import Verdict
from gdviz.engine.verdict import Ending, Stop, judge
from tests.engine import written_surfaces as at
from tests.engine.written_surfaces import (
    Quadratic,
    adagrad,
    adam,
    ending,
    gd,
    momentum,
    sign_descent,
    verdict_of,
)


def test_a_hair_beside_the_ridge_descent_leaves_the_saddle_in_the_end() -> None:
    early, late = (verdict_of(at.SADDLE, gd(0.01), (1.0, 1e-9), steps) for steps in (500, 1300))
    assert early[0] is Verdict.OUT_OF_BUDGET
    assert "saddle" in str(early[1])
    assert late[0] is Verdict.DIVERGED


def test_descent_that_flies_off_has_diverged_and_the_step_is_told() -> None:
    end = ending(at.CUBIC, gd(0.01), (-1.1,), 500)
    verdict, message = judge(end, at.CUBIC, at.CUBIC.surface, None)
    assert verdict is Verdict.DIVERGED
    assert message.values["steps"] == end.steps
    assert f"step {end.steps}" in str(message)


def test_overflow_undefined_loss_and_broken_rules_are_told_apart() -> None:
    def said(by_hand: at.Written, *tail: float) -> str:
        rows = np.array(tail)[:, None]
        verdict, message = judge(Ending(Stop.DIVERGED, 7, rows, by_hand.value(rows)), by_hand, by_hand.surface, None)
        assert verdict is Verdict.DIVERGED
        return str(message)

    assert "too large" in said(at.SQUARE, 1e200, np.inf)
    assert "past every bound" in said(at.SQUARE, 1e11, -1e13)
    assert "not defined" in said(at.LOGARITHM, 0.1, -0.5)
    assert "0/0" in said(at.SQUARE, 0.5, np.nan)
    assert "not a number" in said(at.SQUARE, 0.7, 0.5)


def test_a_lane_that_left_the_surface_before_the_budget_was_over_is_no_lane_on_its_way() -> None:
    assert verdict_of(at.LOGARITHM, gd(0.5), (1.0,), 50)[0] is Verdict.DIVERGED


def test_a_minimum_far_outside_the_window_is_no_divergence() -> None:
    far = at.written(lambda x: (x - 300) ** 2, lambda x: (2 * (x - 300),), lambda x: ((2.0,),))
    on_the_way, there = (verdict_of(far, gd(0.002), (0.0,), steps) for steps in (200, 6000))
    assert on_the_way[0] is Verdict.OUT_OF_BUDGET
    assert there[0] is Verdict.MINIMUM


def test_steady_flight_down_an_endless_slope_is_divergence() -> None:
    assert verdict_of(at.DECAY, adam(0.3), (1.0,), 1000, 0.0)[0] is Verdict.OUT_OF_BUDGET
    slide = at.written(lambda x: -x, lambda x: (-1.0 + 0 * x,), lambda x: ((0.0,),))
    assert verdict_of(slide, gd(0.1), (0.0,), 100)[0] is Verdict.OUT_OF_BUDGET
    assert verdict_of(slide, gd(0.1), (0.0,), 2000)[0] is Verdict.DIVERGED


@pytest.mark.parametrize("steps", [200, 501, 1000])
def test_too_long_steps_jump_to_and_fro(steps: int) -> None:
    verdict, message = verdict_of(at.CUBIC, gd(0.17), (1.0,), steps)
    assert verdict is Verdict.OSCILLATING
    assert message.values["period"] == 2


def test_at_the_limit_of_stability_the_steep_axis_never_settles() -> None:
    verdict, message = verdict_of(at.ELLIPSE, gd(1 / 9), (-2.4, 0.2), 1000)
    assert verdict is Verdict.OSCILLATING
    assert message.values["width"] == pytest.approx(0.4)
    assert "back and forth" in str(message)


def test_a_hair_below_the_limit_it_is_told_by_how_little_the_jumps_shrink() -> None:
    # Each jump is 1 - 2e-5 times the one before: f'' = 2, so that the factor is 1 - 2 * lr.
    verdict, message = verdict_of(at.SQUARE, gd(0.99999), (1.0,), 1000)
    assert verdict is Verdict.OSCILLATING
    assert "no nearer" not in str(message)
    count = message.values["count"]
    assert count > 100
    assert message.values["share"] == pytest.approx(100 * (1 - (1 - 2e-5) ** count), rel=1e-3)


def test_just_below_the_limit_the_swings_shrink_and_the_budget_ran_out() -> None:
    assert verdict_of(at.ELLIPSE, gd(0.999 / 9), (-2.4, 0.2), 400)[0] is Verdict.OUT_OF_BUDGET


def test_just_above_the_limit_the_swings_grow() -> None:
    verdict, message = verdict_of(at.ELLIPSE, gd(1.01 / 9), (-2.4, 0.2), 120)
    assert verdict is Verdict.OSCILLATING
    assert "wider" in str(message)
    assert verdict_of(at.ELLIPSE, gd(1.01 / 9), (-2.4, 0.2), 400)[0] is Verdict.DIVERGED


def test_chaos_that_stays_put_is_oscillation_without_a_period() -> None:
    # x <- x - lr*(x**3 - x): beyond lr = 1.65 the steps wander for ever without repeating.
    quartic = at.written(lambda x: x**4 / 4 - x**2 / 2, lambda x: (x**3 - x,), lambda x: ((3 * x**2 - 1,),), 2.0)
    verdict, message = verdict_of(quartic, gd(1.8), (0.3,), 2000)
    assert verdict is Verdict.OSCILLATING
    assert message.values["period"] == 0


def test_momentum_without_friction_goes_round_for_ever() -> None:
    verdict, message = verdict_of(at.BOWL, momentum(0.01, 1.0), (1.0, 0.0), 1000)
    assert verdict is Verdict.OSCILLATING
    # The angle per step has cos = 1 - lr*f''/2 = 0.99: a round takes 44.4 steps.
    assert message.values["period"] == pytest.approx(44.4, abs=0.6)
    assert message.values["width"] == pytest.approx(2.0, rel=0.02)


@pytest.mark.parametrize("mu", [0.9, 0.99, 0.998])
def test_a_spiral_that_shrinks_is_on_its_way(mu: float) -> None:
    assert verdict_of(at.BOWL, momentum(0.01, mu), (1.0, 0.5), 120)[0] is Verdict.OUT_OF_BUDGET


def test_steps_of_a_fixed_length_dither_around_the_minimum() -> None:
    verdict, message = verdict_of(at.BOWL, sign_descent(0.03), (1.0, 0.7), 500, 0.0)
    assert verdict is Verdict.OSCILLATING
    assert message.values["width"] == pytest.approx(0.03)


def test_adams_small_limit_cycle_is_not_called_a_minimum() -> None:
    tail = 3.0 + 5e-5 * np.stack([np.cos(0.9 * np.arange(256)), np.sin(0.9 * np.arange(256))], axis=-1)
    tail[:, 1] -= 2.5
    verdict, message = judge(Ending(Stop.BUDGET, 9000, tail, at.BEALE.value(tail)), at.BEALE, at.BEALE.surface, 0.0)
    assert verdict is Verdict.OSCILLATING
    assert message.values["width"] == pytest.approx(1e-4, rel=0.05)


def test_adam_that_falls_out_of_the_minimum_it_had_reached_is_not_there_any_more() -> None:
    # Once g**2 has sunk below eps, Adam's steps grow until they throw it out: measured, in step 4950 of this race.
    reached, thrown = (verdict_of(at.ELLIPSE, adam(0.1), (-2.4, 0.2), steps, 0.0) for steps in (2000, 4950))
    assert reached[0] is Verdict.MINIMUM
    assert thrown[0] in (Verdict.OSCILLATING, Verdict.OUT_OF_BUDGET)


def test_adam_with_short_memory_circles_the_minimum() -> None:
    end = ending(at.BEALE, adam(0.1, 0.5, 0.5), (1.0, 1.0), 3000, 0.0)
    assert np.ptp(end.tail, axis=0).max() > 1e-3
    assert judge(end, at.BEALE, at.BEALE.surface, 0.0)[0] is Verdict.OSCILLATING


def test_slow_zigzag_down_a_valley_is_progress() -> None:
    end = ending(at.ROSENBROCK, gd(0.0022), (-1.2, 1.0), 5000)
    turns = np.diff(np.sign(np.diff(end.tail[:, 0])))
    assert np.count_nonzero(turns) > 100
    assert judge(end, at.ROSENBROCK, at.ROSENBROCK.surface, 0.0)[0] is Verdict.OUT_OF_BUDGET


def test_a_flat_slope_without_a_minimum_near_is_a_plateau_though_the_tolerance_fired() -> None:
    verdict, message = verdict_of(at.DECAY, gd(1.0), (30.0,), 500)
    assert verdict is Verdict.PLATEAU
    assert message.values["gradient"] == pytest.approx(np.exp(-30.0))


def test_crawling_over_the_shelf_of_a_neuron_is_a_plateau() -> None:
    assert verdict_of(at.NEURON, gd(1.0), (-2.0, -2.0), 60)[0] in (Verdict.PLATEAU, Verdict.OUT_OF_BUDGET)
    verdict, message = verdict_of(at.NEURON, gd(0.1), (-5.0, -5.0), 1000)
    assert verdict is Verdict.PLATEAU
    assert message.values["distance"] < 0.01


def test_a_slow_approach_to_a_minimum_is_no_plateau() -> None:
    verdict, message = verdict_of(at.ELLIPSE, gd(0.01), (-0.3, 0.0), 1000)
    assert verdict is Verdict.OUT_OF_BUDGET
    assert "Nearly there" in str(message)
    assert message.values["distance"] == pytest.approx(0.3 * (1 - 0.01 / 8) ** 1000, rel=1e-6)


def test_tiny_steps_on_a_steep_slope_are_no_plateau() -> None:
    assert verdict_of(at.BEALE, gd(1e-9), (1.0, 1.0), 500)[0] is Verdict.OUT_OF_BUDGET


@pytest.mark.parametrize(("start", "lr"), [((3.0, 4.0), 0.1), ((3.0, 4.0), 0.01), ((-3.0, -3.0), 0.05)])
def test_adagrads_endless_valley_runs_out_of_budget(start: tuple[float, float], lr: float) -> None:
    assert verdict_of(at.BEALE, adagrad(lr), start, 3000)[0] is Verdict.OUT_OF_BUDGET


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_short_races_get_honest_answers(steps: int) -> None:
    slow = verdict_of(at.BOWL, gd(0.1), (1.0, 1.0), steps)
    assert slow[0] is Verdict.OUT_OF_BUDGET
    assert verdict_of(at.BOWL, gd(0.1), (0.0, 0.0), steps, 0.0)[0] is Verdict.MINIMUM
    assert verdict_of(at.SADDLE, gd(0.1), (0.0, 0.0), steps)[0] is Verdict.SADDLE
    assert verdict_of(at.SQUARE, gd(0.5), (1.0,), steps)[0] is (Verdict.MINIMUM if steps else Verdict.OUT_OF_BUDGET)
    assert verdict_of(at.ELLIPSE, gd(1 / 9), (0.0, 0.2), steps)[0] is (
        Verdict.OSCILLATING if steps == 5 else Verdict.OUT_OF_BUDGET
    )


def test_a_race_of_no_steps_says_so() -> None:
    assert str(verdict_of(at.BOWL, gd(0.1), (1.0, 1.0), 0)[1]).startswith("Took no step: at the start the loss is 2 ")


def test_a_hundred_coordinates() -> None:
    rng = np.random.default_rng(5)
    axes, _ = np.linalg.qr(rng.normal(size=(100, 100)))
    sizes = np.geomspace(0.1, 1.0, 100)
    bowl = Quadratic((axes * sizes) @ axes.T, np.zeros(100))
    assert verdict_of(bowl, gd(1.0), tuple(np.ones(100)), 3000)[0] is Verdict.MINIMUM
    assert verdict_of(bowl, gd(1.0), tuple(np.ones(100)), 30)[0] is Verdict.OUT_OF_BUDGET
    saddle = Quadratic((axes * np.where(np.arange(100) == 7, -sizes, sizes)) @ axes.T, np.zeros(100))
    verdict, message = verdict_of(saddle, gd(1.0), tuple(np.zeros(100)), 5)
    assert verdict is Verdict.SADDLE
    assert message.values["down"] == 1
