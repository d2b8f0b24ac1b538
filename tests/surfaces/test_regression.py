"""Regressions against NumPy, scikit-learn and a loop by hand; formulas that neither overflow nor have a kink."""

from __future__ import annotations

import math

import numpy as np
import pytest

import gdviz
from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.errors import InputError
from gdviz.engine.samples import Samples
from gdviz.surfaces.regression import linear_regression, logistic_regression

RANDOM = np.random.default_rng(3)
A, B = RANDOM.normal(170, 9, 60), RANDOM.uniform(-1, 1, 60)
Y = 0.4 * A - 3 * B + RANDOM.normal(0, 1, 60)
CLASS = (Y + RANDOM.normal(0, 2, 60) > np.median(Y)).astype(float)
DATA = Samples.of({"a": A.tolist(), "b1": B.tolist(), "y": Y.tolist(), "c": CLASS.tolist()})


def scaled(column):
    return (column - column.mean()) / column.std()


@pytest.mark.parametrize("scale", [False, True])
def test_the_minimum_of_linear_regression_is_scikit_learns(scale):
    linear = pytest.importorskip("sklearn.linear_model")
    design = np.stack([scaled(A), scaled(B)] if scale else [A, B], axis=1)
    fit = linear.LinearRegression().fit(design, Y)
    surface = linear_regression(DATA, ["a", "b1"], "y", scale)
    np.testing.assert_allclose(surface.minima[0], [*fit.coef_, fit.intercept_], rtol=1e-5)
    compiled = compile_surface(surface)
    least = np.array(surface.minima[0])
    assert float(compiled.value(least)) == pytest.approx(np.mean((fit.predict(design) - Y) ** 2) / 2, rel=1e-9)
    np.testing.assert_allclose(compiled.gradient(least), 0, atol=1e-8)


@pytest.mark.parametrize("scale", [False, True])
def test_the_minimum_of_logistic_regression_is_scikit_learns(scale):
    linear = pytest.importorskip("sklearn.linear_model")
    design = np.stack([scaled(A), scaled(B)] if scale else [A - 170, B], axis=1)
    data = Samples.of({"a": (A - (0 if scale else 170)).tolist(), "b1": B.tolist(), "c": CLASS.tolist()})
    fit = linear.LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000, solver="newton-cholesky").fit(design, CLASS)
    surface = logistic_regression(data, ["a", "b1"], "c", scale)
    np.testing.assert_allclose(surface.minima[0], [*fit.coef_[0], fit.intercept_[0]], rtol=1e-4)
    likely = fit.predict_proba(design)[:, 1]
    entropy = -np.mean(CLASS * np.log(likely) + (1 - CLASS) * np.log(1 - likely))
    assert float(compile_surface(surface).value(np.array(surface.minima[0]))) == pytest.approx(entropy, rel=1e-8)


def test_a_race_arrives_where_scikit_learn_does():
    linear = pytest.importorskip("sklearn.linear_model")
    fit = linear.LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(scaled(A)[:, None], CLASS)
    surface = logistic_regression(DATA, ["a"], "c", scale=True)
    (run,) = gdviz.race(surface, "gd:lr=1", steps=2000).runs
    assert run["verdict"] == "minimum"
    assert run["point"] == pytest.approx(
        [fit.coef_[0, 0], fit.intercept_[0]], abs=1e-5
    )  # the deviation in the formula has six digits
    assert surface.minima[0] == pytest.approx(run["point"], rel=1e-5)


def test_cross_entropy_and_its_derivatives_are_those_of_the_textbook():
    surface = logistic_regression(DATA, ["b1"], "c")
    theta = np.array([0.7, -0.2])
    p = 1 / (1 + np.exp(-(theta[0] * B + theta[1])))
    compiled = compile_surface(surface)
    assert float(compiled.value(theta)) == pytest.approx(-np.mean(CLASS * np.log(p) + (1 - CLASS) * np.log(1 - p)))
    np.testing.assert_allclose(compiled.gradient(theta), [np.mean((p - CLASS) * B), np.mean(p - CLASS)], rtol=1e-12)
    expected = np.array([[np.mean(p * (1 - p) * u * v) for u in (B, 1)] for v in (B, 1)])
    np.testing.assert_allclose(compiled.hessian(theta), expected, rtol=1e-12)


@pytest.mark.parametrize("z", [-1e4, -800.0, -30.0, 0.0, 30.0, 800.0, 1e4])
def test_cross_entropy_is_right_far_out_and_smooth_at_zero(z):
    surface = logistic_regression(Samples.of({"x": (1.0, 2.0), "y": (0.0, 1.0)}), ["x"], "y")
    compiled = compile_surface(surface)
    values = [np.logaddexp(0, z), np.logaddexp(0, 2 * z) - 2 * z]
    slopes = [1 / (1 + math.exp(min(-k * z, 700.0))) for k in (1, 2)]
    assert float(compiled.value(np.array([z, 0.0]))) == pytest.approx(np.mean(values), rel=1e-12, abs=1e-15)
    gradient = [np.mean([slopes[0], 2 * (slopes[1] - 1)]), np.mean([slopes[0], slopes[1] - 1])]
    np.testing.assert_allclose(compiled.gradient(np.array([z, 0.0])), gradient, rtol=1e-12, atol=1e-15)
    assert np.isfinite(compiled.hessian(np.array([z, 0.0]))).all()
    if z == 0:
        np.testing.assert_allclose(compiled.hessian(np.array([z, 0.0])), [[5 / 8, 3 / 8], [3 / 8, 1 / 4]], rtol=1e-15)


def test_of_unscaled_columns_only_what_leaves_the_window_is_said_to_diverge():
    """Their windows differ by thousands: a lane far out along one coordinate is near along another."""
    random = np.random.default_rng(0)
    large, small = random.normal(100, 20, 60), random.normal(0.01, 0.003, 60)
    y = 0.5 * large + 300 * small + 7 + random.normal(0, 1, 60)
    surface = gdviz.regression({"large": large, "small": small, "y": y}, "y")
    window = np.array(surface.window)
    edge = float(2 / np.linalg.eigvalsh(compile_surface(surface).hessian(np.zeros(3)))[-1])
    for share, verdict in ((0.5, "out_of_budget"), (0.99, "out_of_budget"), (1.005, "diverged"), (2.0, "diverged")):
        (run,) = gdviz.race(surface, f"gd:lr={share * edge!r}", steps=500).runs
        assert run["verdict"] == verdict
        far = np.abs(run["point"] - window.mean(axis=1)) / np.diff(window).T[0]
        assert (far.max() > 5) == (verdict == "diverged")
        if share == 1.005:  # nearer to the middle than the widest side of the window is long
            assert np.linalg.norm(run["point"] - window.mean(axis=1)) < np.diff(window).max()
            assert "times as far from the middle of the window as the window is wide" in run["message"]


def test_scaling_is_said_and_does_what_it_says():
    surface = linear_regression(DATA, ["a"], "y", scale=True)
    assert surface.summary.endswith("The features are scaled to mean 0 and deviation 1.")
    column = compile_surface(gdviz.Surface("s", "", surface.model[2:-4].replace("a", "x"))).value(A[:, None])
    assert [float(column.mean()), float(column.std())] == pytest.approx([0, 1], abs=1e-5)
    np.testing.assert_allclose(compile_surface(surface).hessian(np.zeros(2)), np.eye(2), atol=1e-5)


def test_what_cannot_be_learned_is_said():
    apart = logistic_regression(Samples.of({"x": (1, 2, 3, 4), "y": (0, 0, 1, 1)}), ["x"], "y")
    assert apart.minima == ()  # told apart without a fault: the weights run away
    for features, target, words in (
        (["a"], "y", "must hold 0 and 1"),
        ([], "c", "from 1 to 4 columns"),
        (["a", "a"], "c", "chosen twice"),
        (["c"], "c", "chosen twice"),
    ):
        with pytest.raises(InputError, match=words):
            logistic_regression(DATA, features, target)
    level = Samples.of({"x": (5, 5, 5), "y": (1, 2, 3)})
    for scale in (False, True):
        with pytest.raises(InputError, match="the column x is 5 in every row"):
            linear_regression(level, ["x"], "y", scale)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "there are no numbers"),
        ({"x": [], "y": []}, "there are no numbers"),
        ({"x": [1.0, 2.0, 3.0], "y": [1.0]}, "columns y and x differ in length (1 and 3 rows)"),
        ({"x": [1.0], "y": []}, "columns y and x differ in length (0 and 1 rows)"),
        ({"x": [1.0, "two"], "y": [1.0, 2.0]}, "row 2, column x: this is not a finite number"),
        ({"x": 3.0, "y": [1.0]}, "row 1, column x: this is not a finite number"),
        ({"x": [1.0, float("nan")], "y": [1.0, 2.0]}, "row 2, column x"),
    ],
)
def test_columns_that_make_no_table_are_told_in_a_sentence(columns, said):
    with pytest.raises(InputError) as caught:
        gdviz.regression(columns, "y")
    assert said in str(caught.value)
    with pytest.raises(InputError):
        Samples.of(columns)
