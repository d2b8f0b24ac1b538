"""Lanes that end at critical points: minimum, local minimum, saddle, maximum, or level ground."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.engine.result import Verdict
from gdviz.engine.surface import Surface
from gdviz.engine.verdict import Ending, Stop, best_known, judge
from tests.engine import written_surfaces as at
from tests.engine.written_surfaces import Quadratic, Written, adam, ending, gd, momentum, standing, verdict_of


def test_descent_on_the_ridge_stops_on_the_saddle() -> None:
    verdict, message = verdict_of(at.SADDLE, gd(0.01), (1.0, 0.0), 5000)
    assert verdict is Verdict.SADDLE
    assert message.values["low"] == pytest.approx(-2)
    assert message.values["high"] == pytest.approx(2)
    assert "nudge" in str(message)


def test_product_saddle_is_reached_from_its_ridge_and_escaped_from_beside_it() -> None:
    on, off = (verdict_of(at.PRODUCT, gd(0.1), start, 2000) for start in ((0.5, -0.5), (0.5, -0.499)))
    assert on[0] is Verdict.SADDLE
    assert off[0] is Verdict.MINIMUM


@pytest.mark.parametrize("tolerance", [1e-8, 0.0])
@pytest.mark.parametrize("start", [(0.5, -0.499), (2.0, 0.1), (-1.9, -0.2), (1.0, 1.0)])
def test_a_valley_of_equal_minima_is_a_minimum(start: tuple[float, float], tolerance: float) -> None:
    assert verdict_of(at.PRODUCT, gd(0.05), start, 5000, tolerance)[0] is Verdict.MINIMUM


def test_cubic_stops_in_its_only_minimum_as_the_textbook_says() -> None:
    end = ending(at.CUBIC, gd(0.01), (1.0,), 500)
    assert (end.stop, end.steps) == (Stop.TOLERANCE, 176)
    verdict, message = judge(end, at.CUBIC, at.CUBIC.surface, best_known(at.CUBIC, at.CUBIC.surface, [end]))
    assert verdict is Verdict.MINIMUM
    assert str(message).startswith("Reached a minimum: the gradient is 8.9e-09 and the curvature is positive (12)")


def test_a_lane_that_flies_off_knows_no_better_minimum() -> None:
    ends = [ending(at.CUBIC, gd(0.01), start, 500) for start in ((1.0,), (-1.1,))]
    best = best_known(at.CUBIC, at.CUBIC.surface, ends)
    verdicts = [judge(end, at.CUBIC, at.CUBIC.surface, best)[0] for end in ends]
    assert verdicts == [Verdict.MINIMUM, Verdict.DIVERGED]


def test_a_lane_lower_down_in_the_window_makes_a_minimum_a_local_one() -> None:
    undeclared = Surface("wells", "Wells", "", window=at.WELLS.surface.window)
    ends = [ending(at.WELLS, gd(0.05), (1.5, 1.0), 1000), ending(at.WELLS, gd(0.05), (-1.5, 1.0), 20)]
    best = best_known(at.WELLS, undeclared, ends)
    verdicts = [judge(end, at.WELLS, undeclared, best)[0] for end in ends]
    assert verdicts == [Verdict.LOCAL_MINIMUM, Verdict.OUT_OF_BUDGET]


@pytest.mark.parametrize("start", [(3.0, 2.1), (-2.5, 3.0), (-3.5, -3.5), (3.5, -1.5)])
def test_equal_minima_are_all_minima_though_their_losses_differ_by_rounding(start: tuple[float, float]) -> None:
    ends = [ending(at.HIMMELBLAU, gd(0.005), each, 5000, 1e-6) for each in (start, (3.0, 2.0))]
    best = best_known(at.HIMMELBLAU, at.HIMMELBLAU.surface, ends)
    assert best == 0.0
    assert judge(ends[0], at.HIMMELBLAU, at.HIMMELBLAU.surface, best)[0] is Verdict.MINIMUM


def test_the_shallow_well_is_a_local_minimum_and_the_deep_one_is_not() -> None:
    shallow, deep = (verdict_of(at.WELLS, gd(0.05), start, 1000) for start in ((1.5, 1.0), (-1.5, 1.0)))
    assert shallow[0] is Verdict.LOCAL_MINIMUM
    assert shallow[1].values["best"] == pytest.approx(-0.3054, abs=1e-4)
    assert deep[0] is Verdict.MINIMUM


def test_without_anything_lower_known_a_well_is_a_minimum() -> None:
    end = ending(at.WELLS, gd(0.05), (1.5, 1.0), 1000)
    assert judge(end, at.WELLS, Surface("wells", "Wells", ""), None)[0] is Verdict.MINIMUM


def test_the_lowest_loss_known_comes_from_declared_minima_and_from_lanes() -> None:
    end = ending(at.WELLS, gd(0.05), (1.5, 1.0), 3)
    undeclared = Surface("wells", "Wells", "")
    assert best_known(at.WELLS, undeclared) is None
    assert best_known(at.WELLS, undeclared, [end]) == end.tail_loss.min()
    assert best_known(at.WELLS, at.WELLS.surface, [end]) == pytest.approx(-0.30543, abs=1e-5)


@pytest.mark.parametrize("stop", [Stop.TOLERANCE, Stop.BUDGET])
@pytest.mark.parametrize(
    ("by_hand", "point", "verdict"),
    [
        (at.BOWL, (0.0, 0.0), Verdict.MINIMUM),
        (at.DOME, (0.0, 0.0), Verdict.MAXIMUM),
        (at.SADDLE, (0.0, 0.0), Verdict.SADDLE),
        (at.BEALE, (0.0, 1.0), Verdict.SADDLE),
        (at.BEALE, (3.0, 0.5), Verdict.MINIMUM),
        (at.CUBIC, (-1.0,), Verdict.MAXIMUM),
        (at.SQUARE, (0.0,), Verdict.MINIMUM),
        (at.THIRD_POWER, (0.0,), Verdict.SADDLE),
        (at.FOURTH_POWER, (0.0,), Verdict.MINIMUM),
        (at.MONKEY, (0.0, 0.0), Verdict.SADDLE),
        (at.PEANO, (0.0, 0.0), Verdict.SADDLE),
        (at.TONGUE, (0.0, 0.0), Verdict.SADDLE),
        (at.CROSS, (0.0, 0.0), Verdict.MINIMUM),
        (at.CROSS, (0.5, 0.0), Verdict.MINIMUM),
        (at.PRODUCT, (0.0, 0.0), Verdict.SADDLE),
        (at.PRODUCT, (2.0, 0.5), Verdict.MINIMUM),
        (at.CONSTANT, (1.0, 2.0), Verdict.PLATEAU),
        (at.TENTH_POWER, (1.0,), Verdict.MINIMUM),
        (at.VEE, (0.0,), Verdict.MINIMUM),
    ],
)
def test_a_lane_that_stands_on_a_critical_point(
    by_hand: Written, point: tuple[float, ...], verdict: Verdict, stop: Stop
) -> None:
    assert standing(by_hand, point, stop)[0] is verdict


def test_flat_critical_points_are_recognised_from_where_descent_stops() -> None:
    # The rule 4 |x|**3 < 1e-8 fires 0.0014 before the minimum, 3 x**2 < 1e-8 fires 0.00006 before the inflection.
    assert verdict_of(at.FOURTH_POWER, gd(0.1), (1.0,), 10**5, 1e-5)[0] is Verdict.MINIMUM
    assert standing(at.FOURTH_POWER, (0.00135,))[0] is Verdict.MINIMUM
    assert standing(at.THIRD_POWER, (5.7e-5,))[0] is Verdict.SADDLE
    assert standing(at.THIRD_POWER, (-5.7e-5,))[0] is Verdict.SADDLE
    assert standing(at.MONKEY, (5.7e-5, 0.0))[0] is Verdict.SADDLE
    assert standing(at.TENTH_POWER, (0.09,))[0] is Verdict.PLATEAU


@pytest.mark.parametrize("by_hand", [at.FOURTH_POWER, at.CROSS, at.PRODUCT, at.TENTH_POWER, at.VEE, at.CONE])
def test_a_flat_or_pointed_global_minimum_is_not_mistaken_for_a_local_one(by_hand: Written) -> None:
    near = {1: (1e-3,), 2: (1.0, 1e-9)}[len(by_hand.surface.window)]
    if by_hand is at.PRODUCT:
        near = (1.0, 1 + 1e-9)
    if by_hand is at.TENTH_POWER:
        near = (1 - 1e-10,)
    if by_hand in (at.VEE, at.CONE):
        near = (1e-7,) * len(near)
    stop = Stop.BUDGET if by_hand in (at.VEE, at.CONE) else Stop.TOLERANCE
    tail = np.array([near])
    assert judge(Ending(stop, 0, tail, by_hand.value(tail)), by_hand, by_hand.surface, 0.0)[0] is Verdict.MINIMUM


def test_the_sign_flipped_surface_gets_the_opposite_verdict() -> None:
    for by_hand, point in ((at.FOURTH_POWER, (0.0,)), (at.CROSS, (0.0, 0.0)), (at.PRODUCT, (2.0, 0.5))):
        flipped = Written(
            by_hand.surface,
            lambda *x, f=by_hand.f: -f(*x),
            lambda *x, g=by_hand.g: tuple(-part for part in g(*x)),
            lambda *x, h=by_hand.h: tuple(tuple(-part for part in row) for row in h(*x)),
        )
        assert standing(flipped, point)[0] is Verdict.MAXIMUM


def test_an_undefined_gradient_at_the_tip_of_a_cone_is_a_minimum_not_a_crash() -> None:
    assert standing(at.CONE, (0.0, 0.0), Stop.BUDGET)[0] is Verdict.MINIMUM
    broken = Ending(Stop.DIVERGED, 1, np.array([[0.0, 0.0], [np.nan, np.nan]]), np.array([0.0, np.nan]))
    verdict, message = judge(broken, at.CONE, at.CONE.surface, 0.0)
    assert verdict is Verdict.MINIMUM
    assert "kink" in str(message)


def test_descent_jumps_to_and_fro_over_the_tip_of_a_cone() -> None:
    assert verdict_of(at.CONE, gd(0.1), (1.03, 0.5), 500)[0] is Verdict.OSCILLATING


def test_a_coarse_tolerance_is_owned_up_to() -> None:
    near = verdict_of(at.ELLIPSE, gd(0.1), (-2.4, 0.2), 5000, 1e-3)
    far = verdict_of(at.ELLIPSE, gd(0.1), (-2.4, 0.2), 5000, 0.1)
    assert (near[0], far[0]) == (Verdict.MINIMUM, Verdict.PLATEAU)
    assert max(near[1].values["largest"], far[1].values["largest"] / 100) < 1e-3
    assert str(far[1].template).count("largest component of the gradient")
    assert near[1].values["distance"] == pytest.approx(0.008, rel=0.05)
    assert far[1].values["distance"] == pytest.approx(0.8, rel=0.05)


def test_momentum_that_crosses_the_minimum_at_speed_is_not_at_rest() -> None:
    tail = np.array([[1.5], [0.75], [0.0]])
    verdict, _ = judge(Ending(Stop.BUDGET, 2, tail, at.SQUARE.value(tail)), at.SQUARE, at.SQUARE.surface, 0.0)
    assert verdict is Verdict.OUT_OF_BUDGET


def test_a_long_run_comes_to_rest_in_the_minimum_without_any_tolerance() -> None:
    assert verdict_of(at.BOWL, momentum(0.1, 0.9), (1.0, 1.0), 1000, 0.0)[0] is Verdict.MINIMUM
    assert verdict_of(at.ELLIPSE, adam(0.1), (-2.4, 0.2), 2000, 0.0)[0] is Verdict.MINIMUM


@given(
    st.lists(st.floats(-3, 3).map(lambda power: 10.0**power), min_size=1, max_size=6),
    st.data(),
)
def test_on_quadratics_the_verdict_is_what_the_signs_of_the_eigenvalues_say(
    sizes: list[float], data: st.DataObject
) -> None:
    dim = len(sizes)
    signs = data.draw(st.lists(st.sampled_from([-1.0, 1.0]), min_size=dim, max_size=dim))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    axes, _ = np.linalg.qr(rng.normal(size=(dim, dim)))
    matrix = (axes * (np.array(sizes) * signs)) @ axes.T
    by_hand = Quadratic((matrix + matrix.T) / 2, rng.uniform(-3, 3, dim))
    expected = {dim: Verdict.MINIMUM, -dim: Verdict.MAXIMUM}.get(round(sum(signs)), Verdict.SADDLE)
    point = by_hand.centre + 1e-9 * rng.normal(size=dim)
    for stop in (Stop.TOLERANCE, Stop.BUDGET):
        assert standing(by_hand, tuple(point), stop)[0] is expected


@given(st.floats(-1e3, 1e3), st.floats(1e-6, 1e6), st.floats(-1e6, 1e6))
def test_where_a_bowl_stands_and_how_steep_and_high_it_is_makes_no_difference(
    centre: float, steep: float, high: float
) -> None:
    bowl = at.written(
        lambda x: high + steep * (x - centre) ** 2, lambda x: (2 * steep * (x - centre),), lambda x: ((2 * steep,),)
    )
    surface = Surface("bowl", "Bowl", "", window=((centre - 4, centre + 4),))
    tail = np.array([[centre + 1e-7]])
    end = Ending(Stop.TOLERANCE, 0, tail, bowl.value(tail))
    assert judge(end, bowl, surface, high)[0] is Verdict.MINIMUM


@pytest.mark.parametrize("along", [20.0, 30.0, 35.0, 60.0])
@pytest.mark.parametrize("stop", [Stop.TOLERANCE, Stop.BUDGET])
def test_a_valley_floor_that_falls_ever_so_little_is_neither_a_minimum_nor_a_saddle(along: float, stop: Stop) -> None:
    valley = at.written(
        lambda x, y: np.exp(-x) + y**2,
        lambda x, y: (-np.exp(-x), 2 * y),
        lambda x, y: ((np.exp(-x), 0.0 * x), (0.0 * x, 2.0)),
    )
    expected = Verdict.PLATEAU if stop is Stop.TOLERANCE else Verdict.OUT_OF_BUDGET
    tail = np.array([[along, 0.0]])
    assert judge(Ending(stop, 1, tail, valley.value(tail)), valley, valley.surface, None)[0] is expected


@pytest.mark.parametrize("stop", [Stop.TOLERANCE, Stop.BUDGET])
@pytest.mark.parametrize("point", [(1e5,), (9.4e8,), (1e15,), (1e30,)])
def test_numbers_near_overflow_are_no_critical_points(point: tuple[float, ...], stop: Stop) -> None:
    verdict, _ = standing(at.TENTH_POWER, point, stop)
    assert verdict not in (Verdict.MINIMUM, Verdict.LOCAL_MINIMUM, Verdict.SADDLE, Verdict.MAXIMUM)
