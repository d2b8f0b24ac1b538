"""The declared surfaces are what they say: values, critical points, windows and starts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from gdviz.engine.compiled_surface import compile_surface, dimension
from gdviz.engine.errors import InputError
from gdviz.surfaces import CLOSED, surface
from tests.surfaces.surface_formulas import FORMULAS, at, curvature, grid, slope

KEYS = """
parabola cubic x_cubed bowl ellipse beale beale_squares beale_misprinted rosenbrock himmelblau booth rastrigin ackley
styblinski_tang three_hump_camel six_hump_camel saddle monkey_saddle product_saddle cliff plateau two_wells hills
quadratic3d
"""

# From the papers, textbooks and the usual collections of test functions, or short enough to work out on paper.
VALUES = [
    ("parabola", (1.5,), 2.25),
    ("cubic", (-1.0,), 7.0),
    ("cubic", (3.0,), -25.0),
    ("x_cubed", (-2.0,), -8.0),
    ("bowl", (2.0, 3.0), 13.0),
    ("ellipse", (-2.4, 0.2), 0.72),
    ("beale", (3.0, 0.5), 0.0),
    ("beale", (0.0, 0.0), 14.203125),
    ("beale", (0.0, 1.0), 14.203125),
    ("beale", (3.0, 4.0), 39062.953125),
    ("beale_squares", (0.0, 0.0), 14.335),
    ("beale_squares", (3.0, 0.5), 0.000625),
    ("beale_misprinted", (0.0, 0.0), 25.922125),
    ("beale_misprinted", (3.0, 0.5), 0.000015625),
    ("rosenbrock", (-1.2, 1.0), 24.2),
    ("rosenbrock", (0.0, 0.0), 1.0),
    ("himmelblau", (0.0, 0.0), 170.0),
    ("himmelblau", (-0.270845, -0.923039), 181.6165),
    ("booth", (0.0, 0.0), 74.0),
    ("booth", (1.0, 3.0), 0.0),
    ("rastrigin", (1.0, 1.0), 2.0),
    ("rastrigin", (0.5, 0.5), 40.5),
    ("rastrigin", (4.52299366, 4.52299366), 80.70658039),
    ("ackley", (1.0, 1.0), 3.6253849384403627),
    ("styblinski_tang", (0.0, 0.0), 0.0),
    ("styblinski_tang", (-2.903534, -2.903534), -78.33233),
    ("three_hump_camel", (1.7476, -0.8738), 0.298638),
    ("three_hump_camel", (5.0, 5.0), 2047.916667),
    ("six_hump_camel", (0.0898, -0.7126), -1.0316284),
    ("saddle", (2.0, 1.0), 3.0),
    ("monkey_saddle", (1.0, 1.0), -2.0),
    ("product_saddle", (0.0, 5.0), 1.0),
    ("product_saddle", (2.0, 3.0), 25.0),
    ("cliff", (0.0,), 1.0),
    ("cliff", (1.5,), 3210.926738),
    ("plateau", (-2.0, -2.0), 0.41582),
    ("plateau", (np.log(6), -np.log(4) - np.log(6) / 2), 0.0),
    ("two_wells", (0.0, 0.0), 1.0),
    ("two_wells", (1.0, 1.0), 0.3),
    ("two_wells", (-1.0, -1.0), -0.3),
    ("hills", (0.0, 0.0), 3 - 3 * np.exp(-5) - np.exp(-4)),
    ("quadratic3d", (-2.0, -2.0, -2.0), 12.4),
]

NO_FLOOR = {"x_cubed", "beale_misprinted", "saddle", "monkey_saddle"}
UNLISTED = {"rastrigin", "ackley"}  # their saddles and maxima are left out
CURVES = {"product_saddle"}  # its minima are two curves
FLAT = {("product_saddle", (1.0, 1.0)), ("product_saddle", (-1.0, -1.0))}

every = pytest.mark.parametrize("known", CLOSED, ids=lambda known: known.key)


def test_keys_and_order():
    assert [known.key for known in CLOSED] == KEYS.split()
    assert set(FORMULAS) == set(KEYS.split())


def test_lookup():
    assert all(surface(known.key) is known for known in CLOSED)
    with pytest.raises(InputError, match="did you mean rosenbrock") as caught:
        surface("rosenbrok")
    assert caught.value.where == "surface"


@pytest.mark.parametrize(("key", "point", "value"), VALUES)
def test_values_from_the_literature(key, point, value):
    digits = {"rel": 2e-6, "abs": 1e-12}
    assert at(key, point) == pytest.approx(value, **digits)
    assert compile_surface(surface(key), derivatives=0).value(np.array(point)) == pytest.approx(value, **digits)


def test_gradient_of_beale_as_a_textbook_prints_it():
    assert compile_surface(surface("beale")).gradient(np.array([3.0, 4.0])) == pytest.approx(
        [25625.25, 57519.0], rel=1e-12
    )


def test_curvatures_of_beale_as_a_textbook_prints_them():
    beale = compile_surface(surface("beale"))
    assert np.linalg.eigvalsh(beale.hessian(np.array([3.0, 0.5]))) == pytest.approx([0.301, 48.98], abs=5e-3)
    assert np.linalg.eigvalsh(beale.hessian(np.array([0.0, 1.0]))) == pytest.approx([-27.75, 27.75], abs=1e-12)


@every
def test_declaration_is_whole(known):
    assert known.title
    assert known.summary.endswith(".")
    assert len(known.summary) <= 110
    assert known.levels in ("linear", "log")
    assert len(known.window) == len(known.start) == dimension(known)
    hash(known)


@every
def test_all_points_lie_in_the_window(known):
    for point in (known.start, *known.minima, *known.local_minima, *known.saddles, *known.maxima):
        assert len(point) == len(known.window)
        assert all(low < coordinate < high for coordinate, (low, high) in zip(point, known.window, strict=True))


@every
def test_expression_says_what_the_formula_says(known):
    low, high = np.array(known.window).T
    points = low + (high - low) * np.random.default_rng(1).random((200, len(known.window)))
    expected = at(known.key, points)
    scale = 1e-12 * np.abs(expected).max()
    assert compile_surface(known, derivatives=0).value(points) == pytest.approx(expected, rel=1e-11, abs=scale)


@every
def test_start_is_on_a_slope(known):
    gradient = compile_surface(known).gradient(np.array(known.start))
    assert np.isfinite(gradient).all()
    assert np.abs(gradient).max() > 1e-3
    listed = (*known.minima, *known.local_minima, *known.saddles, *known.maxima)
    assert all(np.linalg.norm(np.subtract(known.start, point)) > 0.05 for point in listed)


def critical(kind):
    """Every declared point of a kind, but the tip of Ackley's cone, where there is no gradient."""
    return [
        pytest.param(known, point, id=f"{known.key}-{index}")
        for known in CLOSED
        for index, point in enumerate(getattr(known, kind))
        if (known.key, kind) != ("ackley", "minima")
    ]


def scale_of(key, point):
    """The usual size of the curvature at a point, to judge what is nearly zero."""
    return max(1.0, float(np.abs(curvature(key, point)).max()))


@pytest.mark.parametrize(("known", "point"), critical("minima") + critical("local_minima"))
def test_minima_are_minima(known, point):
    assert np.abs(slope(known.key, point)).max() < 1e-5 * scale_of(known.key, point)
    curvatures = np.linalg.eigvalsh(curvature(known.key, point))
    if (known.key, point) in FLAT:
        assert curvatures == pytest.approx([0, 4], abs=1e-5)
    else:
        assert curvatures.min() > 1e-3


@pytest.mark.parametrize(("known", "point"), critical("saddles"))
def test_saddles_go_up_and_down(known, point):
    assert np.abs(slope(known.key, point)).max() < 1e-5 * scale_of(known.key, point)
    if known.key not in ("x_cubed", "monkey_saddle"):
        curvatures = np.linalg.eigvalsh(curvature(known.key, point))
        assert curvatures[0] < -0.1
        assert curvatures[-1] > 0.1


@pytest.mark.parametrize("key", ["x_cubed", "monkey_saddle"])
def test_flat_saddles_go_up_and_down(key):
    known = surface(key)
    (middle,) = known.saddles
    assert compile_surface(known).hessian(np.array(middle)) == pytest.approx(0.0)
    around = np.random.default_rng(2).normal(size=(100, len(middle))) * 0.01
    heights = at(key, middle + around) - at(key, middle)
    assert heights.min() < 0 < heights.max()


@pytest.mark.parametrize(("known", "point"), critical("maxima"))
def test_maxima_are_maxima(known, point):
    assert np.abs(slope(known.key, point)).max() < 1e-5 * scale_of(known.key, point)
    around = np.random.default_rng(3).normal(size=(100, len(point))) * 0.05
    assert (at(known.key, point + around) <= at(known.key, point)).all()
    if known.key != "cliff":
        assert np.linalg.eigvalsh(curvature(known.key, point)).max() < -0.1


@pytest.mark.parametrize(
    ("known", "point"),
    [case for kind in ("minima", "local_minima", "saddles", "maxima") for case in critical(kind)],
)
def test_critical_points_are_exact(known, point):
    """Newton's step from a declared point is what is still missing to the true one."""
    compiled = compile_surface(known)
    gradient, hessian = compiled.gradient(np.array(point)), compiled.hessian(np.array(point))
    assert np.abs(np.linalg.pinv(hessian, rcond=1e-9) @ gradient).max() < 1e-12
    if not hessian.any():
        assert not gradient.any()


@pytest.mark.parametrize(("kind", "low", "high"), [("minima", 1, 1), ("saddles", -1, 1), ("maxima", -1, -1)])
def test_exact_hessians_agree_with_the_kind(kind, low, high):
    for case in critical(kind):
        known, point = case.values
        if (known.key, point) in FLAT or known.key in ("x_cubed", "monkey_saddle", "cliff"):
            continue
        eigenvalues = np.linalg.eigvalsh(compile_surface(known).hessian(np.array(point)))
        assert (np.sign(eigenvalues[0]), np.sign(eigenvalues[-1])) == (low, high), known.key


@every
def test_all_minima_are_equally_low_and_local_ones_higher(known):
    values = [float(at(known.key, point)) for point in known.minima]
    assert np.ptp(values or [0.0]) < 1e-10
    assert all(at(known.key, point) > min(values) + 1e-3 for point in known.local_minima if values)


def test_ackley_has_a_tip_and_no_gradient_there():
    known = surface("ackley")
    (tip,) = known.minima
    assert at("ackley", tip) == pytest.approx(0.0, abs=1e-14)
    for angle in np.linspace(0, 2 * np.pi, 12):
        way = np.array([np.cos(angle), np.sin(angle)])
        # 20 * 0.2 / sqrt(2): the slope of the cone.
        assert at("ackley", 1e-6 * way) / 1e-6 == pytest.approx(4 / np.sqrt(2), rel=1e-3)
    assert not np.isfinite(compile_surface(known).gradient(np.array(tip))).all()


@pytest.mark.parametrize("known", [known for known in CLOSED if known.key not in NO_FLOOR], ids=lambda known: known.key)
def test_nothing_in_the_window_is_lower(known):
    points = grid(known.window, {1: 20001, 2: 401, 3: 61}[len(known.window)]).reshape(-1, len(known.window))
    values = at(known.key, points)
    lowest = min(float(at(known.key, point)) for point in known.minima)
    assert values.min() >= lowest - 1e-12
    for place in points[np.argsort(values)[:: max(1, values.size // 8)]]:
        found = optimize.minimize(lambda point: float(at(known.key, point)), place, bounds=known.window)
        assert found.fun >= lowest - 1e-9


@pytest.mark.parametrize("key", sorted(NO_FLOOR))
def test_surfaces_without_a_floor_declare_no_minimum(key):
    known = surface(key)
    assert known.minima == ()
    assert at(key, 100 * grid(known.window, 41)).min() < at(key, grid(known.window, 41)).min() < 0


def pits(known, sign):
    """The local minima (maxima for sign -1) within the window, found on a grid and polished."""
    points = grid(known.window, 401)
    values = sign * at(known.key, points)
    inner = (slice(1, -1),) * values.ndim
    low = np.ones_like(values[inner], dtype=bool)
    for shift in np.ndindex(*(3,) * values.ndim):
        low &= values[inner] <= values[tuple(slice(s, s + n - 2) for s, n in zip(shift, values.shape, strict=True))]
    options = {"xatol": 1e-9, "fatol": 1e-13}
    near = 0.05 * max(high - low for low, high in known.window)
    found = set()
    for place in points[inner][low]:
        end = optimize.minimize(
            lambda point: sign * float(at(known.key, point)), place, method="Nelder-Mead", options=options
        ).x
        # What runs away was only a valley's slope cut by the grid; what has no curvature is only flat.
        if np.abs(end - place).max() < near and np.linalg.eigvalsh(sign * curvature(known.key, end)).min() > 1e-3:
            found.add(tuple(np.round(end, 4) + 0.0))
    return found


LISTED = [known for known in CLOSED if len(known.window) < 3 and known.key not in CURVES]


@pytest.mark.parametrize("known", LISTED, ids=lambda known: known.key)
def test_no_minimum_is_missing(known):
    found = {tuple(np.round(point, 4) + 0.0) for point in (*known.minima, *known.local_minima)}
    assert pits(known, 1) == found


@pytest.mark.parametrize("known", [known for known in LISTED if known.key not in UNLISTED], ids=lambda known: known.key)
def test_no_maximum_is_missing(known):
    flat = known.key == "cliff"  # its top has no curvature
    assert pits(known, -1) == {tuple(np.round(point, 4) + 0.0) for point in known.maxima if not flat}


@pytest.mark.parametrize(
    "known",
    [known for known in CLOSED if len(known.window) == 2 and known.key not in UNLISTED],
    ids=lambda known: known.key,
)
def test_no_critical_point_is_missing(known):
    """Newton's method from many places finds only what is declared."""
    compiled = compile_surface(known)
    points = grid(known.window, 25).reshape(-1, 2) + np.array([1e-3, -1.7e-3])
    for _ in range(100):
        steps = (np.linalg.pinv(compiled.hessian(points)) @ compiled.gradient(points)[..., None])[..., 0]
        length = np.linalg.norm(steps, axis=-1, keepdims=True)
        points = points - steps * np.minimum(1, 0.3 / np.maximum(length, 1e-300))
    low, high = np.array(known.window).T
    settled = (length[:, 0] < 1e-9) & ((points >= low) & (points <= high)).all(axis=-1)
    declared = np.array([*known.minima, *known.local_minima, *known.saddles, *known.maxima])
    assert settled.any()
    if known.key in CURVES:
        x, y = points[settled].T
        assert (np.isclose(x * y, 1) | np.isclose(np.hypot(x, y), 0, atol=1e-6)).all()
    else:
        distance = np.linalg.norm(points[settled][:, None] - declared, axis=-1)
        assert distance.min(axis=1).max() < 1e-5
        assert distance.min(axis=0).max() < 1e-5
