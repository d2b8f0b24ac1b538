from __future__ import annotations

import itertools
import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.qt.views.curves import peaks
from gdviz.qt.views.polylines import length, thinned, visible
from gdviz.qt.views.window import Window

WIDTH, HEIGHT, MARGIN = 100.0, 80.0, 10.0
numbers = st.one_of(
    st.floats(-300.0, 400.0), st.sampled_from([math.nan, math.inf, -math.inf, 1e300, -1e300, 1e12, 0.0, 110.0, -10.0])
)
polylines = st.lists(st.tuples(numbers, numbers), min_size=0, max_size=12).map(
    lambda points: np.array(points, dtype=float).reshape(-1, 2)
)


def distance_to_segment(point: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
    along = b - a
    square = float(along @ along)
    share = 0.0 if square == 0.0 else min(1.0, max(0.0, float((point - a) @ along) / square))
    return float(np.hypot(*(point - a - share * along)))


def on_some_part(point: np.ndarray, parts: list[np.ndarray]) -> bool:
    return any(distance_to_segment(point, a, b) < 1e-4 for part in parts for a, b in itertools.pairwise(part))


@given(polylines)
def test_the_parts_lie_inside_the_margin(points: np.ndarray) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parts = visible(points, WIDTH, HEIGHT, MARGIN)
    for part in parts:
        assert len(part) > 1
        assert np.isfinite(part).all()
        assert (part >= -MARGIN - 1e-3).all()
        assert (part <= [WIDTH + MARGIN + 1e-3, HEIGHT + MARGIN + 1e-3]).all()


@given(polylines)
def test_whatever_can_be_seen_is_kept(points: np.ndarray) -> None:
    parts = visible(points, WIDTH, HEIGHT, MARGIN)
    for a, b in itertools.pairwise(points):
        # The end of a segment as long as 1e300 cannot be sampled finely enough in floating point.
        if not np.isfinite([a, b]).all() or max(np.abs(a).max(), np.abs(b).max()) > 1e6:
            continue
        for share in np.linspace(0.0, 1.0, 9):
            point = a + share * (b - a)
            if (point > 0.0).all() and (point < [WIDTH, HEIGHT]).all() and not (a == b).all():
                assert on_some_part(point, parts)


def test_a_line_inside_is_left_alone() -> None:
    points = np.array([[1.0, 2.0], [3.0, 4.0], [50.0, 60.0]])
    (part,) = visible(points, WIDTH, HEIGHT)
    assert part is points


def test_a_line_that_leaves_and_comes_back_has_two_parts() -> None:
    points = np.array([[50.0, 40.0], [500.0, 40.0], [500.0, 60.0], [50.0, 60.0]])
    first, second = visible(points, WIDTH, HEIGHT, MARGIN)
    np.testing.assert_allclose(first, [[50.0, 40.0], [110.0, 40.0]])
    np.testing.assert_allclose(second, [[110.0, 60.0], [50.0, 60.0]])


def test_the_direction_of_a_lane_that_flies_away_is_true() -> None:
    (part,) = visible(np.array([[0.0, 0.0], [1e200, 5e199]]), WIDTH, HEIGHT, MARGIN)
    np.testing.assert_allclose(part[1], [110.0, 55.0])


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=1, max_size=60))
def test_thinning_keeps_the_ends_and_drops_only_what_cannot_be_seen(raw: list[tuple[float, float]]) -> None:
    points = np.array(raw)
    kept = thinned(points, 0.5)
    assert (kept[0] == points[0]).all()
    assert (kept[-1] == points[-1]).all()
    for point in points:
        assert np.hypot(*(kept - point).T).min() <= 0.5 * math.sqrt(2.0)


def test_a_lane_at_rest_costs_nothing() -> None:
    assert len(thinned(np.full((10_000, 2), 3.3))) <= 3


def test_length_is_that_of_the_polyline() -> None:
    assert length(np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 10.0]])) == 11.0
    assert length(np.array([[1.0, 1.0]])) == 0.0


@pytest.mark.parametrize("rows", [3, 100, 5000])
def test_thinned_curves_keep_every_peak(rows: int) -> None:
    random = np.random.default_rng(1)
    heights = random.normal(size=(rows, 3))
    heights[rows // 2, 1] = 50.0
    heights[rows // 3, 2] = -50.0
    steps, thin = peaks(heights, 0.0, rows - 1.0, 200.0)
    assert len(steps) == len(thin) <= max(rows, 1200)
    np.testing.assert_allclose(thin.max(axis=0), heights.max(axis=0))
    np.testing.assert_allclose(thin.min(axis=0), heights.min(axis=0))
    assert abs(steps[thin[:, 1].argmax()] - rows // 2) <= max(1.0, rows / 200.0)


def test_thinned_curves_end_where_a_lane_ends() -> None:
    heights = np.ones((5000, 1))
    heights[1000:] = np.nan
    steps, thin = peaks(heights, 0.0, 4999.0, 100.0)
    assert steps[np.isfinite(thin[:, 0])].max() <= 1000.0
    assert np.isnan(thin[-1, 0])


def test_a_window_maps_to_pixels_and_back() -> None:
    window = Window(-2.0, 2.0, 0.0, 10.0, 400.0, 100.0)
    across, down = window.to_pixels(np.array([1.0, 7.5]))
    assert (across, down) == (300.0, 25.0)
    assert window.to_plane(300.0, 25.0) == (1.0, 7.5)
    assert window.clamped((5.0, -3.0)) == (2.0, 0.0)
    assert window.grown(0.1).covers(window)
    assert not window.covers(window.grown(0.1))
