"""Contour levels and colours: nothing blank at the minimum, nothing broken by strange grids."""

from __future__ import annotations

import contourpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdviz.engine.compiled_surface import compile_surface
from gdviz.surfaces import SURFACES, surface, typed
from gdviz.surfaces.levels import contour_levels, known_minimum, shade
from tests.surfaces.surface_formulas import at, grid

PLANES = [known for known in SURFACES if len(known.window) == 2]
FLOORED = [known for known in PLANES if known.minima or known.local_minima]

anything = arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    elements=st.floats(allow_nan=True, allow_infinity=True),
)
spacings = st.sampled_from(["linear", "log"])
minima = st.one_of(st.none(), st.floats())


def bowl(count=200, half=5.0):
    return at("bowl", grid(((-half, half), (-half, half)), count))


@given(anything, minima, spacings)
def test_levels_of_any_grid_are_finite_and_increase(values, minimum, spacing):
    levels = contour_levels(values, minimum, spacing)
    assert np.isfinite(levels).all()
    assert (np.diff(levels) > 0).all()
    assert levels.size <= 24


@given(anything, minima, spacings)
def test_shades_of_any_grid_follow_f(values, minimum, spacing):
    before = values.copy()
    shades = shade(values, minimum, spacing)
    assert shades.shape == values.shape
    assert ((shades >= 0) & (shades <= 1)).all()
    known = ~np.isnan(values)
    order = np.argsort(values[known], kind="stable")
    assert (np.diff(shades[known][order]) >= 0).all()
    assert (shades[~known] == 1).all()
    assert np.array_equal(values, before, equal_nan=True)


@pytest.mark.parametrize("known", FLOORED, ids=lambda known: known.key)
def test_no_blank_area_at_the_minimum(known):
    """The lowest line above the floor encloses little, and several lines run close around each global minimum."""
    compiled = compile_surface(known, derivatives=0)
    values = compiled.value(grid(known.window, 200))
    floor = known_minimum(known, compiled.value)
    levels = contour_levels(values, floor, known.levels)
    assert levels[levels > floor][0] - floor < 0.01 * (values.max() - floor)
    lowest = levels[levels > floor][0]
    assert np.mean(np.abs(values - floor) <= lowest - floor) < 0.02
    widths = np.ptp(np.array(known.window), axis=1)
    for point in known.minima or known.local_minima:
        near = tuple((c - 0.15 * w, c + 0.15 * w) for c, w in zip(point, widths, strict=True))
        close = compiled.value(grid(near, 60))
        assert np.count_nonzero((levels > floor) & (levels < close.max())) >= 3


@pytest.mark.parametrize("known", PLANES, ids=lambda known: known.key)
def test_most_levels_are_drawn(known):
    low, high = np.array(known.window).T
    axes = [np.linspace(*pair, 200) for pair in zip(low, high, strict=True)]
    compiled = compile_surface(known, derivatives=0)
    values = compiled.value(np.stack(np.meshgrid(*axes), axis=-1))
    levels = contour_levels(values, known_minimum(known, compiled.value), known.levels)
    lines = contourpy.contour_generator(*axes, values)
    drawn = [level for level in levels if lines.lines(level)]
    assert levels.size >= 20
    assert len(drawn) >= levels.size - 2


def test_linear_levels_are_even():
    values = bowl()
    levels = contour_levels(values, 0.0, "linear")
    steps = np.diff(levels[2:])
    assert steps == pytest.approx(steps[0])
    assert levels[2] == pytest.approx(steps[0])
    assert 0 < levels[0] < levels[1] < levels[2]
    assert levels[-1] < values.max()


def test_log_levels_are_even_in_the_logarithm():
    values = at("beale", grid(surface("beale").window, 200)) + 7
    levels = contour_levels(values, 7.0, "log")
    ratios = np.diff(np.log(levels - 7))
    assert ratios == pytest.approx(ratios[0])
    assert (levels > 7).all()
    assert levels[-1] < values.max()


def test_number_of_levels_can_be_chosen():
    for spacing in ("linear", "log"):
        assert contour_levels(bowl(), 0.0, spacing, count=10).size == 10


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_negative_minimum_between_the_points_of_the_grid(spacing):
    values = bowl() - 100
    assert values.min() > -100
    levels = contour_levels(values, -100.0, spacing)
    assert -100 < levels[0] < -99.9


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_unknown_minimum_is_the_lowest_value_seen(spacing):
    values = bowl() + 3
    assert contour_levels(values, None, spacing) == pytest.approx(contour_levels(values, values.min(), spacing))
    assert contour_levels(values, np.nan, spacing) == pytest.approx(contour_levels(values, None, spacing))


@pytest.mark.parametrize("spacing", ["linear", "log"])
@pytest.mark.parametrize(("centre", "half"), [((3.0, 0.5), 1e-3), ((3.0, 0.5), 1e-6), ((-3.0, -3.0), 0.5)])
def test_zoomed_views_keep_their_lines(spacing, centre, half):
    window = tuple((c - half, c + half) for c in centre)
    values = at("beale", grid(window, 200))
    levels = contour_levels(values, 0.0, spacing)
    assert np.count_nonzero((levels > values.min()) & (levels < values.max())) >= 15


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_flat_grids_have_no_levels(spacing):
    for minimum in (None, 5.0, 0.0):
        assert contour_levels(np.full((50, 50), 5.0), minimum, spacing).size == 0
        assert (shade(np.full((50, 50), 5.0), minimum, spacing) == 0).all()
    noise = 1.0 + np.finfo(float).eps * (np.arange(2500).reshape(50, 50) % 2)
    assert contour_levels(noise, None, spacing).size == 0


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_grids_without_a_number(spacing):
    for value in (np.nan, np.inf, -np.inf):
        assert contour_levels(np.full((3, 3), value), None, spacing).size == 0
    values = np.array([[np.nan, np.inf], [-np.inf, 1.0]])
    assert shade(values, None, spacing).tolist() == [[1.0, 1.0], [0.0, 0.0]]
    assert contour_levels(np.empty((0, 0)), None, spacing).size == 0


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_values_that_are_not_finite_change_nothing(spacing):
    values = bowl()
    expected = contour_levels(values, 0.0, spacing)
    values[:3, :] = np.nan
    values[3:6, :] = np.inf
    values[6:9, :] = -np.inf
    assert contour_levels(values, 0.0, spacing) == pytest.approx(expected, rel=0.1)
    shades = shade(values, 0.0, spacing)
    assert (shades[:6] == 1).all()
    assert (shades[6:9] == 0).all()


def test_a_pole_does_not_swallow_the_linear_scale():
    x = np.linspace(-1, 1, 200)
    values = 1 / (x[:, None] ** 2 + x**2)
    assert values.max() > 1e4
    levels = contour_levels(values, None, "linear")
    assert np.count_nonzero(levels < 20) >= 3
    shades = shade(values, None, "linear")
    assert shades[0, 100] < 0.1 < shades[90, 100] <= shades.max() == 1


def test_huge_ranges_keep_lines_near_the_floor():
    points = grid(((-5, 5), (-5, 5)), 200)
    values = np.exp(np.minimum((points**2).prod(axis=-1), 700))
    levels = contour_levels(values, 1.0, "log")
    assert np.count_nonzero(levels < 1e6) >= 5


def test_surface_without_a_floor_has_lines_on_both_sides_of_its_dent():
    known = surface("beale_misprinted")
    compiled = compile_surface(known, derivatives=0)
    floor = known_minimum(known, compiled.value)
    assert floor == pytest.approx(1.4759e-5, rel=1e-3)
    values = compiled.value(grid(known.window, 200))
    levels = contour_levels(values, floor, "log")
    assert np.count_nonzero(levels < floor) >= 8
    assert np.count_nonzero(levels > floor) >= 8
    shades = shade(values, floor, "log")
    assert shades.min() == 0
    assert shades.max() == 1


def test_minimum_that_rounding_lifts_is_still_the_floor():
    values = bowl(201) - 1e-13
    levels = contour_levels(values, 0.0, "log")
    assert (levels > 0).all()
    assert levels.size == 24


def test_known_minimum():
    def value_of(known):
        return compile_surface(known, derivatives=0).value

    assert known_minimum(surface("six_hump_camel"), value_of(surface("six_hump_camel"))) == pytest.approx(
        -1.0316284534898774
    )
    assert known_minimum(surface("saddle"), value_of(surface("saddle"))) is None
    assert known_minimum(typed("x**2"), value_of(typed("x**2"))) is None
    three = surface("quadratic3d")
    assert known_minimum(three, value_of(three)) == 0


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_any_shape_of_grid(spacing):
    line = np.linspace(-2, 2, 500) ** 2
    cube = at("quadratic3d", grid(((-3, 3),) * 3, 20))
    for values in (line, cube):
        assert contour_levels(values, 0.0, spacing).size == 24
        assert shade(values, 0.0, spacing).shape == values.shape
    assert contour_levels(np.arange(5), None, spacing).dtype == np.float64


def test_shades_agree_with_the_levels():
    """Between two neighbouring levels the colour changes by the same amount everywhere, above the floor lines."""
    for spacing, first in (("linear", 2), ("log", 0)):
        values = bowl()
        levels = contour_levels(values, 0.0, spacing)
        # The grid decides the scale; the levels' own colours are read off by adding them to it.
        shades = shade(np.concatenate([values.ravel(), levels]), 0.0, spacing)[values.size :]
        steps = np.diff(shades[first:])
        assert steps == pytest.approx(steps[0], rel=0.02)
