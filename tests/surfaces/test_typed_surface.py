"""Any typed expression becomes a surface with a window, a start and levels that suit it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.engine.compiled_surface import compile_surface, dimension
from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.surfaces import CLOSED, typed


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("x**2", 1),
        ("x**2 + y**2", 2),
        ("y**2", 2),
        ("x*y*z", 3),
        ("x1**2 + x2**2", 2),
        ("x1**2 + x7**4", 7),
        ("sin(x)*exp(-y**2)", 2),
        ("where(x < 0, x**2, abs(y))", 2),
        ("x500**2", 500),
    ],
)
def test_window_and_start_fit_the_formula(expression, count):
    made = typed(expression)
    assert made.key == "typed"
    assert made.expression == expression
    assert made.window == ((-5.0, 5.0),) * count
    assert len(made.start) == count == dimension(made)
    assert all(-5 < coordinate < 5 for coordinate in made.start)
    assert made.minima == made.saddles == ()
    hash(made)


def test_start_is_no_symmetric_critical_point():
    symmetric = [
        "x**2 - y**2",
        "(1 - x*y)**2",
        "x*y",
        "(x - y)**2",
        "cos(pi*x) + cos(pi*y)",
        "x**3 - 3*x*y**2",
        "x1*x2*x3*x4*x5",
    ]
    for expression in symmetric:
        made = typed(expression)
        gradient = compile_surface(made, derivatives=1).gradient(np.array(made.start))
        assert np.abs(gradient).max() > 0.01, expression
        assert len(set(map(abs, made.start[:4]))) == min(4, len(made.start)), expression


@pytest.mark.parametrize(
    "expression",
    ["log(x) + log(y)", "sqrt(x)", "log(-x)", "sqrt(x - 2)", "sqrt(x)*log(y) + sqrt(z)", "log(-y) + sqrt(x)"],
)
def test_start_is_where_f_is_defined(expression):
    made = typed(expression)
    assert np.isfinite(compile_surface(made, derivatives=0).value(np.array(made.start)))


def test_formula_defined_nowhere_in_the_window_still_becomes_a_surface():
    made = typed("sqrt(-1 - x**2)")
    assert -5 < made.start[0] < 5
    assert made.levels == "linear"


@pytest.mark.parametrize(
    ("expression", "levels"),
    [
        ("x**2 + y**2", "linear"),
        ("x**2 - y**2", "linear"),
        ("sin(x)*cos(y)", "linear"),
        ("x**2/16 + 9*y**2", "linear"),
        ("x*0 + 5", "linear"),
        ("(1 - x)**2 + 100*(y - x**2)**2", "log"),
        ("(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", "log"),
        ("exp(x*y)", "log"),
        ("exp(exp(x*y))", "log"),
    ],
)
def test_spacing_of_levels(expression, levels):
    assert typed(expression).levels == levels


def test_given_window_and_start_are_kept():
    made = typed("x**2 + y**2", window=((-1, 2), (0, 4)), start=(2, 1))
    assert made.window == ((-1.0, 2.0), (0.0, 4.0))
    assert made.start == (2.0, 1.0)
    assert typed("x**2", window=((10.0, 20.0),)).start == (12.1,)


def test_window_or_start_may_add_coordinates():
    assert dimension(typed("x**2", window=((0.0, 1.0), (0.0, 1.0)))) == 2
    assert typed("x**2", start=(1.0, 2.0)).window == ((-5.0, 5.0), (-5.0, 5.0))


@pytest.mark.parametrize(
    ("expression", "options", "message", "where"),
    [
        ("x + y", {"window": ((0.0, 1.0),)}, "the surface has 2 coordinates (x, y) but the window has 1", "window"),
        ("x1 + x9", {"start": (0.0,)}, "the surface has 9 coordinates (x1 .. x9) but the start has 1", "start"),
        (
            "x",
            {"window": ((1.0, 0.0),)},
            "the window of x must run from a lower to a higher number, not 1 to 0",
            "window",
        ),
        ("x", {"window": ((0.0, float("inf")),)}, "the window of x must run", "window"),
        ("x", {"window": ((float("nan"), 1.0),)}, "the window of x must run", "window"),
        ("x + y", {"window": ((0.0, 1.0), (2.0, 2.0))}, "the window of y must run", "window"),
    ],
)
def test_windows_and_starts_that_do_not_fit(expression, options, message, where):
    with pytest.raises(InputError) as caught:
        typed(expression, **options)
    assert caught.value.message.startswith(message)
    assert caught.value.where == where


@pytest.mark.parametrize(
    "expression", ["", "3", "x +", "q**2", "x = 2", "().__class__", "__import__('os')", "9**9**9**9", "x^2"]
)
def test_what_is_no_formula(expression):
    with pytest.raises(FormulaError):
        typed(expression)


@pytest.mark.parametrize("known", CLOSED, ids=lambda known: known.key)
def test_known_formulas_can_be_typed(known):
    made = typed(known.expression)
    assert dimension(made) == len(known.window)
    assert np.isfinite(compile_surface(made, derivatives=0).value(np.array(made.start)))


@given(st.tuples(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300)).map(sorted).filter(lambda pair: pair[0] < pair[1]))
def test_start_lies_in_any_window(pair):
    made = typed("x**2", window=(tuple(pair),))
    low, high = pair
    rounding = 1e-11 * max(abs(low), abs(high))
    assert low - rounding <= made.start[0] <= high + rounding


def test_no_sympy():
    script = "import sys; from gdviz.surfaces import typed; typed('x**2 + sin(y)'); sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
