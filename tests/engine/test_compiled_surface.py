"""Coordinates of a formula, and its value, gradient and Hessian on arrays of points."""

from __future__ import annotations

import pickle
import subprocess
import sys
import warnings

import numpy as np
import pytest

from gdviz.engine.compiled_surface import compile_surface, coordinates, dimension
from gdviz.engine.surface import Surface
from gdviz.language.errors import FormulaError
from tests.engine.plain_race import assert_same_bits

COORDINATES = {
    "x": ("x",),
    "y": ("x", "y"),
    "z + 1": ("x", "y", "z"),
    "z*x": ("x", "y", "z"),
    "x1": ("x1",),
    "x2 + x5": ("x1", "x2", "x3", "x4", "x5"),
    "x12": tuple(f"x{index}" for index in range(1, 13)),
}


@pytest.mark.parametrize("expression", COORDINATES)
def test_coordinates_are_those_the_formula_uses(expression: str) -> None:
    assert coordinates(expression) == COORDINATES[expression]
    assert dimension(Surface("s", "S", expression)) == len(COORDINATES[expression])


def test_window_and_start_say_how_many_there_are_at_least() -> None:
    assert coordinates(Surface("s", "S", "x**2", window=((0, 1), (0, 1)))) == ("x", "y")
    assert coordinates(Surface("s", "S", "x1**2", start=(1.0, 2.0, 3.0, 4.0))) == ("x1", "x2", "x3", "x4")
    assert coordinates(Surface("s", "S", "z", start=(1.0,))) == ("x", "y", "z")
    assert coordinates(Surface("s", "S", "x1 + x2", start=(1.0,))) == ("x1", "x2")


def test_letters_are_three() -> None:
    """A start of four coordinates does not make x1 of x."""
    assert coordinates(Surface("s", "S", "x**2 + y**2", start=(1.0, 2.0, 3.0, 4.0))) == ("x", "y", "z")


REFUSED = {
    "w + x": (1, 1, "w is no coordinate"),
    "x + \ntheta": (2, 1, "theta is no coordinate"),
    "x + t": (1, 5, "t is no coordinate"),
    "x + sqrt": (1, 5, "sqrt is no coordinate"),
    "x0": (1, 1, "x0 is no coordinate"),
    "x01": (1, 1, "x01 is no coordinate"),
    "x10000": (1, 1, "x10000 is no coordinate"),
    "x501": (1, 1, "at most 500 coordinates"),
    "x1 + y": (1, 6, "not both"),
    "y + x1": (1, 1, "not both"),
    "3 + pi": (1, 1, "there is no coordinate"),
}


@pytest.mark.parametrize("expression", REFUSED)
def test_names_that_are_no_coordinates(expression: str) -> None:
    line, column, piece = REFUSED[expression]
    with pytest.raises(FormulaError) as fault:
        coordinates(expression)
    assert (fault.value.line, fault.value.column) == (line, column)
    assert piece in fault.value.message


NO_SURFACES = {
    "x < 1": "must yield one number",
    "where(x < 1, x, y) == 2": "must yield one number",
    "grad(x)": "no place in this formula",
    "f(x) + 1": "no place in this formula",
    "norm(x)": "cannot work on a scalar",
    "outer(x, y)": "cannot work on a scalar",
    "x @ y": "cannot multiply",
}


@pytest.mark.parametrize("expression", NO_SURFACES)
@pytest.mark.parametrize("derivatives", [0, 2])
def test_formulas_that_are_no_surfaces(expression: str, derivatives: int) -> None:
    with pytest.raises(FormulaError, match=NO_SURFACES[expression]):
        compile_surface(Surface("s", "S", expression), derivatives)


@pytest.mark.parametrize("expression", ["x**2", "x**2*y", "sin(x)*y + z**3"])
@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 3), (2, 0), (0,)])
def test_shapes_of_batches(expression: str, shape: tuple[int, ...]) -> None:
    surface = compile_surface(Surface("s", "S", expression))
    dim = len(surface.coordinates)
    points = np.random.default_rng(2).uniform(0.5, 2.0, (*shape, dim))
    assert surface.value(points).shape == shape
    assert surface.gradient(points).shape == (*shape, dim)
    assert surface.hessian(points).shape == (*shape, dim, dim)
    for index in np.ndindex(shape):
        assert_same_bits(surface.value(points)[index], surface.value(points[index]))
        assert_same_bits(surface.gradient(points)[index], surface.gradient(points[index]))
        assert_same_bits(surface.hessian(points)[index], surface.hessian(points[index]))


def test_derivatives_that_are_constant_have_the_shape_of_the_points() -> None:
    surface = compile_surface(Surface("s", "S", "2*x + 3*y"))
    np.testing.assert_array_equal(surface.gradient(np.zeros((2, 3, 2))), np.tile([2.0, 3.0], (2, 3, 1)))
    np.testing.assert_array_equal(surface.hessian(np.zeros((2, 3, 2))), np.zeros((2, 3, 2, 2)))


def test_no_value_gives_no_warning() -> None:
    surface = compile_surface(Surface("s", "S", "log(x) + 1/y + exp(x*y)"))
    points = np.array([[0.0, 0.0], [-1.0, 1.0], [1e200, 1e200], [np.nan, 1.0], [np.inf, -np.inf]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not np.isfinite(surface.value(points)).any()
        surface.gradient(points)
        surface.hessian(points)


def test_whole_numbers_are_points_too() -> None:
    surface = compile_surface(Surface("s", "S", "x**3/2"))
    np.testing.assert_array_equal(surface.value(np.array([[1], [3]])), [0.5, 13.5])


def test_it_crosses_processes() -> None:
    surface = compile_surface(Surface("s", "S", "where(x < 0, -x, x**2)*y"))
    again = pickle.loads(pickle.dumps(surface))
    points = np.random.default_rng(2).uniform(-2.0, 2.0, (20, 2))
    assert again.coordinates == surface.coordinates
    assert_same_bits(again.value(points), surface.value(points))
    assert_same_bits(again.gradient(points), surface.gradient(points))
    assert_same_bits(again.hessian(points), surface.hessian(points))


def test_one_formula_is_compiled_once() -> None:
    one, other = Surface("a", "A", "x**2 + y"), Surface("b", "B", "x**2 + y", levels="log")
    assert compile_surface(one) is compile_surface(other)


WITHOUT_SYMPY = """
import sys
import pickle
import numpy as np
from gdviz.engine.check import check_values
from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.race import race
from gdviz.engine.script import script
from gdviz.engine.surface import Surface
from gdviz.optimizers import OPTIMIZERS
from gdviz.surfaces import SURFACES

for surface in SURFACES:
    compile_surface(surface, derivatives=0).value(np.zeros((3, len(surface.start))))
surface = pickle.loads(sys.stdin.buffer.read())
print(surface.gradient(np.array([3.0, 2.0])).tolist(), "sympy" in sys.modules)
"""


def test_values_need_no_sympy() -> None:
    """It takes a third of a second to import: only the engine process may do so, and only when it differentiates."""
    crossed = pickle.dumps(compile_surface(Surface("s", "S", "x**2*y")))
    done = subprocess.run([sys.executable, "-c", WITHOUT_SYMPY], input=crossed, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout.decode().strip() == "[12.0, 9.0] False"
