from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gdviz.qt.rounding import rounded
from gdviz.qt.views.number_text import full, short, shorts
from gdviz.qt.views.scale import LOG_OF_ZERO, Scale, can_be_log, decades, scale_for

NONE = np.zeros(2, dtype=bool)


def test_only_values_that_have_logarithms_get_a_logarithmic_axis() -> None:
    assert can_be_log(np.array([[1.0, 1e-9], [np.nan, 0.0]]))
    assert not can_be_log(np.array([[1.0, -1e-9]]))
    assert not can_be_log(np.zeros((3, 1)))
    assert decades(np.array([1e-3, 1.0, 10.0, 0.0])) == 4.0


def test_a_logarithmic_axis_ends_at_whole_decades_around_the_values() -> None:
    scale = scale_for(np.array([[20.0, 3.0], [0.5, 0.004]]), True, NONE)
    assert (scale.low, scale.high) == (-3.0, 2.0)


def test_zero_leaves_a_logarithmic_axis_at_the_bottom_and_does_not_stretch_it() -> None:
    values = np.array([[1.0, 1.0], [0.1, 0.0]])
    scale = scale_for(values, True, NONE)
    assert (scale.low, scale.high) == (-1.0, 1.0) or scale.low == -1.0
    assert scale.applied(values)[1, 1] == LOG_OF_ZERO < scale.low


def test_a_lane_that_diverged_does_not_flatten_the_others() -> None:
    values = np.array([[1.0, 1.0], [0.5, 1e200]])
    scale = scale_for(values, False, np.array([False, True]))
    assert scale.high < 2.0


def test_where_all_diverged_their_beginning_is_shown() -> None:
    values = np.array([[1.0, 2.0], [50.0, 90.0], [1e30, 1e40]])
    scale = scale_for(values, False, np.array([True, True]))
    assert scale.high < 1e3


def test_what_is_as_good_as_zero_does_not_stretch_a_logarithmic_axis() -> None:
    scale = scale_for(np.array([[1.0, 1.0], [1e-300, 0.1]]), True, NONE)
    assert scale.low > -40.0


def test_the_axis_rests_while_values_change_a_little() -> None:
    first, second = (scale_for(np.array([[5.0, 4.0], [1.0 + d, 2.0]]), False, NONE) for d in (0.0, 0.01))
    assert first == second


@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats()), st.booleans())
def test_every_axis_is_finite_and_has_a_height(values: np.ndarray, log: bool) -> None:
    for diverged in (np.zeros(values.shape[1], dtype=bool), np.ones(values.shape[1], dtype=bool)):
        scale = scale_for(values, log and can_be_log(values), diverged)
        assert math.isfinite(scale.low)
        assert math.isfinite(scale.high)
        assert scale.low < scale.high


def test_a_linear_axis_leaves_values_alone() -> None:
    values = np.array([[1.0, np.nan]])
    assert Scale(False, 0.0, 1.0).applied(values) is values


def test_numbers_are_short_and_have_true_minus_signs() -> None:
    assert short(-0.000123456) == "−0.0001235"
    assert short(1e-9) == "1e−09"
    assert short(-0.0) == "0"
    assert short(math.inf) == "∞"
    assert short(math.nan) == "undefined"
    assert shorts((1.0, -2.5)) == "(1, −2.5)"
    assert shorts(range(9), most=2) == "(0, 1, …)"
    assert float(full(0.1 + 0.2)) == 0.1 + 0.2


def test_a_number_from_the_mouse_has_no_more_digits_than_a_pixel_tells_apart() -> None:
    assert rounded(-2.530105777054516, 0.0138) == -2.53
    assert rounded(3.0000000012345, 1e-9) == 3.000000001
    assert str(rounded(-0.001, 0.02)) == "0.0"
    assert rounded(123_456.0, 300.0) == 123_500.0
    for value, grain in ((1.7e308, 1e306), (math.nan, 1.0), (2.5, 0.0), (2.5, math.inf)):
        np.testing.assert_allclose(rounded(value, grain), value)
