"""The textbooks' numbers that need no race: slopes, curvatures and minima of their surfaces."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import gdviz
from gdviz.engine.compiled_surface import CompiledSurface, compile_surface
from gdviz.engine.surface import Surface
from gdviz.surfaces import surface
from tests.optimizers.textbook_cases import CASES, NOT_RACED


def _compiled(expression: str) -> CompiledSurface:
    return compile_surface(Surface("typed", "Typed", expression))


def _gradient(expression: str, *point: float) -> NDArray[np.float64]:
    return _compiled(expression).gradient(np.array(point))


def test_these_are_the_cases_said_to_be_measured() -> None:
    measured = {name for name, reason in NOT_RACED.items() if reason.startswith("measured")}
    assert measured == {"B-roots", "B-saddle1d", "B-grad0", "H-min", "L-saddle", "Z-sigderiv", "H-momsum"}


def test_roots_of_the_cubics_derivative() -> None:
    cubic = _compiled("x**3 - 3*x**2 - 9*x + 2")
    roots = np.array(CASES["B-roots"]["claimed"], dtype=float)[:, np.newaxis]
    assert cubic.gradient(roots) == pytest.approx(np.zeros((2, 1)), abs=1e-12)
    assert cubic.value(roots) == pytest.approx([7.0, -25.0])
    assert np.sign(cubic.hessian(roots)).ravel().tolist() == [-1, 1]


def test_derivative_that_vanishes_at_no_extremum() -> None:
    assert _gradient("x**3", 0.0).tolist() == CASES["B-saddle1d"]["claimed"]


def test_gradient_of_beale_at_the_start() -> None:
    case = CASES["B-grad0"]
    beale = "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2"
    assert _gradient(beale, *case["start"]) == pytest.approx(case["claimed"], rel=0, abs=case["atol"])


def test_minimum_of_the_neuron() -> None:
    expected = CASES["H-min"]["reproduced"]
    neuron, start = compile_surface(surface("neuron")), np.array([-2.0, -2.0])
    minimum = np.array([expected["w"], expected["b"]])
    assert neuron.gradient(minimum) == pytest.approx([0, 0], abs=1e-15)
    assert neuron.value(minimum) == pytest.approx(0, abs=1e-30)
    assert neuron.value(start) == pytest.approx(expected["loss_start"], rel=1e-14)
    assert neuron.gradient(start) == pytest.approx(expected["grad_start"], rel=1e-12)


def test_way_out_of_the_saddle() -> None:
    values, vectors = np.linalg.eigh(_compiled("(1 - x*y)**2").hessian(np.zeros(2)))
    assert [values[0], vectors[0, 0] / vectors[1, 0]] == pytest.approx(CASES["L-saddle"]["claimed"], abs=1e-12)


def test_steepest_slopes_of_activations() -> None:
    expected = CASES["Z-sigderiv"]["reproduced"]
    inputs = np.linspace(-5, 5, 1001)[:, np.newaxis]
    logistic = _compiled("sigmoid(x)").gradient(inputs).max()
    assert logistic == pytest.approx(expected["logistic_max"], rel=1e-14)
    assert logistic**5 == pytest.approx(expected["chain5"], rel=1e-14)
    assert _compiled("tanh(x)").gradient(inputs).max() == pytest.approx(expected["tanh_max"], rel=1e-14)


def test_momentum_on_a_constant_slope_sums_a_geometric_series() -> None:
    velocity = gdviz.race("-x", ["momentum:lr=1,mu=0.9"], start=(0.0,), steps=50, tolerance=0.0).vectors(0)["v"]
    for step, expected in CASES["H-momsum"]["reproduced"].items():
        assert velocity[int(step) - 1, 0] == pytest.approx(expected, rel=1e-12), step
