"""Exact derivatives against dual numbers, against central differences, and where there are none."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, coordinates
from gdviz.engine.surface import Surface
from gdviz.language.errors import FormulaError
from gdviz.language.parser import parse_expression
from tests.language.dual_numbers import dual_gradient

# Every function at least once; smooth within reach of the points that are tried.
FORMULAS = (
    "x",
    "3*x - 2*y + 1",
    "x*y",
    "x/y",
    "(x - 2*y)/(3 + x*x)/(1 + y*y)",
    "x**2*y**3 - x**-2",
    "x**1.5 + y**-0.5",
    "x**(1/3) + y**pi",
    "x**y",
    "2**x + e**y",
    "-x**2 + (-y)**3",
    "(x + y)**4*(x - y)",
    "x**10 - y**7/7",
    "sqrt(x**2 + y**2)",
    "sqrt(sqrt(1 + x*y))",
    "exp(-x*y) + exp(x/y)",
    "log(x**2 + y)",
    "log(x)/log(10)",
    "sin(x)*cos(y)",
    "sin(3*x + cos(2*y))",
    "tan(x/2) - tan(y/3)",
    "tanh(x - y) + tanh(x*y)**2",
    "sigmoid(2*x - y)",
    "sigmoid(x)*(1 - sigmoid(y))",
    "softplus(2*x - y) - x*y",
    "abs(x - 5) + abs(y)",
    "abs(x*y)**3",
    "sign(x - 5)*x*y",
    "floor(x + 0.35)*x + floor(y)*y",
    "minimum(x**2, 7*y) + maximum(x, 9)*y",
    "maximum(0, x - 5)**2 + maximum(0, y)**2",
    "where(x < 5, x*y, x**3)",
    "where(x*y > 0, sin(x), y) + where(y >= 100, x, y**2)",
    "where(x <= 5, where(y != 100, x*x*y, 1), 0)",
    "abs(x)*sign(y) + e*pi*x",
    "1.123456789012345678*x**2 + 1e-20*y**3 + 1e20*x",
    "0.1*x + 0.2*y**2 + x*y/3",
    "100*(y - x**2)**2 + (1 - x)**2",
    "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
    "-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + e + 20",
    "(4 - 2.1*x**2 + x**4/3)*x**2 + x*y + (4*y**2 - 4)*y**2",
    "x**2 + 0.1*y**2 + 2*z**2 - x*y*z",
    "x1**2 + x2*x3 - sin(x4)*x5 + exp(x6/9)",
    "x1*x2*x3*x4",
    "x2**2",
)
POINTS = ((0.6, 1.3), (1.7, 0.35), (2.2, 2.9))


def compiled(formula: str) -> CompiledSurface:
    return compile_surface(Surface("s", "S", formula))


def points_for(formula: str) -> np.ndarray:
    dim = len(coordinates(formula))
    return np.array([[point[index % 2] + 0.11 * (index // 2) for index in range(dim)] for point in POINTS])


@pytest.mark.parametrize("formula", FORMULAS)
def test_gradient_equals_dual_numbers(formula: str) -> None:
    names, tree = coordinates(formula), parse_expression(formula)
    points = points_for(formula)
    wanted = [dual_gradient(tree, dict(zip(names, point.tolist(), strict=True))) for point in points]
    np.testing.assert_allclose(compiled(formula).gradient(points), wanted, rtol=2e-14, atol=1e-14)


@pytest.mark.parametrize("formula", FORMULAS)
def test_derivatives_agree_with_differences(formula: str) -> None:
    surface, points, nudge = compiled(formula), points_for(formula), 1e-5
    dim = points.shape[1]
    gradient, hessian = surface.gradient(points), surface.hessian(points)
    np.testing.assert_array_equal(hessian, np.swapaxes(hessian, 1, 2))
    for axis in range(dim):
        side = nudge * np.eye(dim)[axis]
        slope = (surface.value(points + side) - surface.value(points - side)) / (2 * nudge)
        bend = (surface.gradient(points + side) - surface.gradient(points - side)) / (2 * nudge)
        scale = np.abs(surface.value(points)).max() + 1
        np.testing.assert_allclose(gradient[:, axis], slope, rtol=1e-7, atol=1e-9 * scale)
        scale = np.abs(gradient).max() + 1
        np.testing.assert_allclose(hessian[:, :, axis], bend, rtol=1e-7, atol=1e-9 * scale)


LEAVES = st.sampled_from(("x", "y", "x", "y", "2", "0.5", "3", "pi", "1.1"))


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("({} / (1.5 + ({})**2))".format, inner, inner),
        st.builds("({})**{}".format, inner, st.sampled_from(("2", "3", "4"))),
        st.builds("{}({})".format, st.sampled_from("sin cos tanh sigmoid - abs".split()), inner),
        st.builds("sqrt(1 + ({})**2)".format, inner),
        st.builds("log(1.1 + ({})**2)".format, inner),
        st.builds("where({} < {}, {}, {})".format, inner, inner, inner, inner),
        st.builds("maximum({}, {})".format, inner, inner),
    )


@given(st.recursive(LEAVES, _larger, max_leaves=7))
@settings(max_examples=40)
def test_any_formula_equals_dual_numbers(inner: str) -> None:
    formula = f"x + 2*y + {inner}"
    try:
        surface = compile_surface(Surface("s", "S", formula), 1)
    except FormulaError as error:
        if "flat" not in error.message:
            raise
        return
    point = {"x": 0.8371, "y": -0.4519}
    names = surface.coordinates
    wanted = dual_gradient(parse_expression(formula), {name: point[name] for name in names})
    found = surface.gradient(np.array([point[name] for name in names]))
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)


def test_a_kink_has_the_slope_zero() -> None:
    np.testing.assert_array_equal(compiled("abs(x) + abs(y)").gradient(np.array([[0.0, 2.0]])), [[0.0, 1.0]])


def test_a_choice_never_mixes_the_other_side_in() -> None:
    """A sum of products with 0 and 1 would give NaN where the other side has no value."""
    surface = compiled("where(x > 0, log(x), x**2)")
    np.testing.assert_array_equal(surface.gradient(np.array([[-1.0], [0.0], [2.0]])), [[-2.0], [0.0], [0.5]])


FLAT = ("x - x", "0*x", "x**0", "floor(x)", "sign(x) + sign(y)", "where(x < 0, 1, 2)", "x/x", "1e-300*1e-300*x - 1")


@pytest.mark.parametrize("formula", FLAT)
def test_a_flat_formula_has_no_gradient(formula: str) -> None:
    with pytest.raises(FormulaError, match="flat"):
        compile_surface(Surface("s", "S", formula), 1)


def test_one_coordinate_may_be_flat() -> None:
    surface = compile_surface(Surface("s", "S", "x**2", start=(1.0, 1.0)))
    np.testing.assert_array_equal(surface.gradient(np.array([3.0, 5.0])), [6.0, 0.0])
    np.testing.assert_array_equal(surface.hessian(np.array([3.0, 5.0])), [[2.0, 0.0], [0.0, 0.0]])


REFUSED = ("1/0*x", "sqrt(-1)*x", "log(0)*x", "tan(pi/2)*x", "x*1e300*1e300", "(1e300)**64*x")


@pytest.mark.parametrize("formula", REFUSED)
def test_what_is_not_finite_has_no_gradient(formula: str) -> None:
    with pytest.raises(FormulaError):
        compile_surface(Surface("s", "S", formula))


def nested(inner: str, power: str, times: int) -> str:
    """A power of a power of a power .."""
    return inner if not times else f"({nested(inner, power, times - 1)})**{power}"


def product(count: int) -> str:
    """A product that is wide, not deep."""
    return f"sin(x + {count})" if count < 2 else f"({product(count // 2)})*({product(count - count // 2)})"


LARGE = {
    "numbers to powers of powers": f"{nested('9', '64', 6)}*x",
    "products to powers of powers": nested("(3*x)", "64", 6),
    "fractions to powers of powers": f"{nested('0.1', '64', 6)}*x",
    "many factors": product(100),
    "many functions of functions": "sigmoid(" * 100 + "x" + ")" * 100,
    "many choices of choices": "where(x < 1, x*" * 40 + "x**2" + ", 1)" * 40,
}


@pytest.mark.parametrize("formula", LARGE.values(), ids=LARGE)
def test_what_would_take_for_ever_is_refused_at_once(formula: str) -> None:
    compiled("x")  # SymPy is imported
    begun = time.process_time()
    with pytest.raises(FormulaError, match="differentiated"):
        compiled(formula)
    assert time.process_time() - begun < 1.0


def total(terms: list[str]) -> str:
    """A sum that is wide, not deep."""
    half = len(terms) // 2
    return terms[0] if len(terms) == 1 else f"({total(terms[:half])} + {total(terms[half:])})"


def test_a_sum_of_many_terms() -> None:
    """SymPy makes one flat sum of it, deeper on its left than Python's calls may be nested."""
    surface = compile_surface(Surface("s", "S", total([f"sin({index + 1}*x)" for index in range(320)])), 1)
    rates = np.arange(1.0, 321.0)
    found = surface.gradient(np.array([[0.1], [0.7]]))
    np.testing.assert_allclose(found[:, 0], [(rates * np.cos(rates * x)).sum() for x in (0.1, 0.7)], rtol=1e-10)


def test_sixty_coordinates() -> None:
    surface = compiled(total([f"{index}*x{index}**2" for index in range(1, 61)]))
    points = np.linspace(-1.0, 1.0, 60)
    np.testing.assert_allclose(surface.gradient(points), 2 * np.arange(1, 61) * points, rtol=1e-15)
    np.testing.assert_array_equal(surface.hessian(points), np.diag(2.0 * np.arange(1, 61)))


def test_exact_where_differences_are_not() -> None:
    """The rounding of 0.1 and 0.2 in a product of literals does not get into the gradient."""
    np.testing.assert_array_equal(compiled("0.1*x*3*10").gradient(np.array([[5.0]])), [[3.0]])
