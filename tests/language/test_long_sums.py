"""A sum or a product of hundreds of terms is one level of a formula: everything made from it takes no recursion."""

from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.describe import surface_latex
from gdviz.engine.surface import Surface
from gdviz.language import derivatives
from gdviz.language.alike import alike
from gdviz.language.folding import constant_value
from gdviz.language.latex import function_latex, latex
from gdviz.language.parser import parse_expression
from gdviz.language.python_text import python_text
from gdviz.language.terms import terms, total

TERMS = 500
DATA = np.round(np.random.default_rng(7).normal(size=(TERMS, 2)), 1)


def least_squares(count: int = TERMS) -> str:
    return " + ".join(f"({b} - x*{a})**2" for a, b in DATA[:count]) + " + y**2"


def log_loss(count: int) -> str:
    return " + ".join(f"log(1 + exp({-a}*x - {b}*y))" for a, b in DATA[:count])


@pytest.mark.parametrize("text", [" + ".join(["x"] * TERMS), " - ".join(["x"] * TERMS), "*".join(["x"] * TERMS)])
def test_a_chain_is_read_and_printed_as_it_was_typed(text: str) -> None:
    tree = parse_expression(text)
    assert python_text(tree, numpy=False) == text
    again = parse_expression(text.replace(" ", ""))
    assert tree == again
    assert hash(tree) == hash(again)
    assert tree != parse_expression(text[:-1] + "y")
    assert latex(tree).count("x") == TERMS


def test_the_value_of_a_sum_without_names() -> None:
    assert constant_value(parse_expression(" + ".join(["0.5"] * TERMS))) == 0.5 * TERMS
    assert constant_value(parse_expression(" + ".join(["0.5"] * TERMS) + " + x")) is None


def test_gradient_and_hessian_of_least_squares() -> None:
    a, b = DATA.T
    surface = compile_surface(Surface("s", "S", least_squares()))
    point = np.array([0.3, -1.7])
    residual = b - 0.3 * a
    assert surface.value(point) == pytest.approx(np.sum(residual**2) + 1.7**2, rel=1e-13)
    assert surface.gradient(point) == pytest.approx(np.array([-2.0 * np.sum(a * residual), -3.4]), rel=1e-12)
    assert surface.hessian(point) == pytest.approx(np.diag([2.0 * np.sum(a * a), 2.0]), rel=1e-12)


def test_gradient_and_hessian_of_a_log_loss() -> None:
    count = 300
    points = DATA[:count]
    surface = compile_surface(Surface("s", "S", log_loss(count)))
    at = np.array([0.4, -0.2])
    share = 1.0 / (1.0 + np.exp(points @ at))
    assert surface.gradient(at) == pytest.approx(-(share @ points), rel=1e-11)
    weighted = points * (share * (1.0 - share))[:, None]
    assert surface.hessian(at) == pytest.approx(weighted.T @ points, rel=1e-11)


def test_of_terms_that_are_alike_one_is_differentiated() -> None:
    derivatives._by_sympy.cache_clear()
    derivatives.gradient(parse_expression(log_loss(200)), ("x", "y"))
    assert derivatives._by_sympy.cache_info().misses == 1


def test_a_chain_of_coordinates_is_differentiated_once_for_all() -> None:
    dim = 60
    names = tuple(f"x{i}" for i in range(1, dim + 1))
    text = " + ".join(f"(1 - x{i})**2 + 100*(x{i + 1} - x{i}**2)**2" for i in range(1, dim))
    derivatives._by_sympy.cache_clear()
    surface = compile_surface(Surface("s", "S", text), derivatives=1)
    assert derivatives._by_sympy.cache_info().misses == 2
    x = np.linspace(-1.0, 1.0, dim)
    expected = np.zeros(dim)
    expected[:-1] = -2.0 * (1.0 - x[:-1]) - 400.0 * x[:-1] * (x[1:] - x[:-1] ** 2)
    expected[1:] += 200.0 * (x[1:] - x[:-1] ** 2)
    assert surface.coordinates == names
    assert surface.gradient(x) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    "term", ["-(x - 2)*y", "x**2", "3*x*x", "sqrt(x**2 + 4)/7", "where(x < 1, x, 2*y)", "abs(x - 3)"]
)
def test_alike_or_not_the_derivative_is_the_same(term: str) -> None:
    at = np.array([0.7, -1.3])
    one = compile_surface(Surface("s", "S", f"{term} + 5*y"))
    many = compile_surface(Surface("s", "S", " + ".join([f"({term} + 5*y)"] * 9)))
    assert many.gradient(at) == pytest.approx(9.0 * one.gradient(at), rel=1e-13)
    assert many.hessian(at) == pytest.approx(9.0 * one.hessian(at), rel=1e-13)


def test_shapes_keep_exponents_and_tell_names_apart() -> None:
    shapes = {text: alike(parse_expression(text)).shape for text in ("2*x**2", "-7.5*y**2", "2*x**3", "x*x", "x*y")}
    assert shapes["2*x**2"] == shapes["-7.5*y**2"]
    assert len(set(shapes.values())) == 4
    for text in shapes:
        term = alike(parse_expression(text))
        assert term.filled(term.shape) == parse_expression(text)


def test_a_sum_comes_back_from_its_terms() -> None:
    tree = parse_expression("-x + (y - (z - 1)) - 2*x")
    assert python_text(total(terms(tree)), numpy=False) == "y - x - z + 1 - 2*x"


def test_the_middle_of_a_long_sum_is_left_out_of_the_picture() -> None:
    tree = parse_expression(" + ".join(f"(x - {number})**2" for number in range(1, 60)))
    assert function_latex(tree, ("x",), room=24) == (r"f(x) = (x - 1)^{2} + (x - 2)^{2} + \cdots + (x - 59)^{2}")
    assert function_latex(tree, ("x",), room=5) == r"f(x) = (x - 1)^{2} + \cdots + (x - 59)^{2}"
    assert function_latex(tree, ("x",), room=2_000) == function_latex(tree, ("x",))
    assert latex(parse_expression("x + y - z"), room=1) == "x + y - z"
    assert len(surface_latex(Surface("s", "S", least_squares()))) < 300
