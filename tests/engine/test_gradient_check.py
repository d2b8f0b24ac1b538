"""The gradient check accepts what is right, finds what is wrong, and tells kinks, edges, gaps and rounding apart."""

from __future__ import annotations

import dataclasses
import math
import pickle

import numpy as np
import pytest

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface
from gdviz.engine.errors import InputError
from gdviz.engine.gradient_check import BEST_STEP, STEPS, GradientCheck, check_gradient_of, check_in_pieces, measure
from gdviz.engine.gradient_sentence import check_sentence, worst
from gdviz.engine.result import Floats
from gdviz.engine.samples import Samples
from gdviz.engine.surface import Point, Surface
from gdviz.language.errors import FormulaError
from gdviz.surfaces import SURFACES
from tests.optimizers.textbook_cases import CASES

HUNDRED = " + ".join(f"({number}*x{number}**3 - sin(x{number}*x{number % 100 + 1}))" for number in range(1, 101))


def check_of(expression: str, point: Point) -> GradientCheck:
    return check_gradient_of(Surface("s", "S", expression), [point])[0]


def findings(expression: str, point: Point) -> list[str]:
    return [part.finding.value for part in check_of(expression, point).partials]


@pytest.mark.parametrize("surface", SURFACES, ids=[surface.key for surface in SURFACES])
def test_every_known_surface_agrees(surface: Surface) -> None:
    points = (surface.start, *surface.minima, *surface.local_minima, *surface.saddles, *surface.maxima)
    for check in check_gradient_of(surface, points):
        found = {part.finding.value for part in check.partials}
        # Ackley's minimum is the tip of a cone.
        assert found == ({"kink"} if surface.key == "ackley" and check.point == (0.0, 0.0) else {"agrees"})


@pytest.mark.parametrize(
    ("expression", "point", "expected"),
    [
        ("x**3", (2.0,), "agrees"),
        ("x**3", (0.0,), "agrees"),
        ("x**4", (0.0,), "agrees"),
        ("2 + x**2", (0.0,), "agrees"),
        ("abs(x)", (1e-3,), "agrees"),
        ("1e12*x", (1.0,), "agrees"),
        ("1e12 + x", (1.0,), "agrees"),
        ("1e-12*x**2", (3.0,), "agrees"),
        ("exp(x)", (300.0,), "agrees"),
        ("x**2", (1e6,), "agrees"),
        ("1/x", (1e-5,), "agrees"),  # the pole lies within the larger steps
        ("log(x)", (1e-6,), "agrees"),
        ("sin(1000*x)", (1.0,), "agrees"),
        ("sin(1e6*x)", (1.0,), "agrees"),
        ("(x + 1e8) - 1e8", (1.3,), "agrees"),  # rounds far more than its value tells
        ("x + floor(x)", (0.5,), "agrees"),
        ("abs(x)", (0.0,), "kink"),  # the central difference is right here by chance
        ("abs(x) + 1e6", (0.0,), "kink"),
        ("abs(x - 0.3)", (0.3,), "kink"),
        ("maximum(0, x)", (0.0,), "kink"),
        ("100*x + 0.001*abs(x)", (0.0,), "kink"),
        ("floor(x) + x", (1.0,), "edge"),
        ("x + where(x < 0, 0, 1)", (0.0,), "edge"),
        ("sqrt(abs(x))", (0.0,), "edge"),
        ("sqrt(x)", (0.0,), "undefined"),
        ("log(x)", (1e-13,), "undefined"),
        ("log(x)", (-1.0,), "undefined"),
        ("1e16 + x", (1.0,), "rounding"),
    ],
)
def test_one_coordinate(expression: str, point: Point, expected: str) -> None:
    assert findings(expression, point) == [expected]


def test_each_coordinate_is_judged_by_itself() -> None:
    assert findings("abs(x) + y**2 + sqrt(z)", (0.0, 1.0, 0.0)) == ["kink", "agrees", "undefined"]
    assert findings("maximum(x, y)", (1.0, 1.0)) == ["kink", "kink"]


@pytest.mark.parametrize("key", ["B-numgrad8", "B-numgrad6"])
def test_the_textbooks_differences(key: str) -> None:
    """To the last bit where the book prints it, at its step size."""
    case = CASES[key]
    surface = compile_surface(Surface("s", "S", "x**2/16 + 9*y**2"), 1)
    check = measure(surface, tuple(case["start"]))
    at = STEPS.index(float(f"1e-{key[-1]}"))
    expected = np.abs(np.array(case["reproduced"][:2]) - [0.25, 54.0])
    assert check.errors[at] == pytest.approx(expected, rel=0, abs=case["test_atol"])


def test_errors_fall_with_the_square_of_the_step_and_then_grow_with_its_inverse() -> None:
    check = check_of("exp(x)", (1.0,))
    errors, steps = check.errors[:, 0], np.array(STEPS)
    # f''' / 6 h^2, and about epsilon f / h.
    assert errors[:12] == pytest.approx(math.e / 6 * steps[:12] ** 2, rel=0.01)
    assert check.partials[0].truncation == pytest.approx(math.e / 6, rel=0.05)
    assert 1e-18 < check.partials[0].rounding < 1e-15
    assert BEST_STEP / 10 < check.partials[0].step < BEST_STEP * 10
    assert np.argmin(errors) not in (0, len(errors) - 1)


def test_a_quadratic_has_no_truncation() -> None:
    assert all(math.isnan(part.truncation) for part in check_of("x**2/16 + 9*y**2", (2.0, 3.0)).partials)


def test_a_hundred_coordinates() -> None:
    check = check_of(HUNDRED, tuple(np.linspace(-2, 2, 100)))
    assert len(check.partials) == 100
    assert check.errors.shape == (len(STEPS), 100)
    assert {part.finding.value for part in check.partials} == {"agrees"}
    # Coordinates are not mistaken for one another: the largest factors give the largest slopes at both ends.
    assert check.partials[99].analytic == pytest.approx(1200, rel=0.01)


def test_a_loss_over_many_samples_comes_in_pieces_with_the_same_numbers() -> None:
    rows = np.linspace(-2.0, 2.0, 60_000)
    data = Samples.of({"u": rows, "y": np.tanh(rows)})  # type: ignore[dict-item]
    loss = Surface("s", "S", "(tanh(w*u + b) - y)**2", parameters=("w", "b"), data=data, mean=True)
    *pieces, check = check_in_pieces(loss, (0.5, 0.3))
    assert len(pieces) > 3
    assert set(pieces) == {None}
    assert check is not None
    assert [part.finding.value for part in check.partials] == ["agrees", "agrees"]
    assert [part.name for part in check.partials] == ["w", "b"]
    slope = 2 * (np.tanh(0.5 * rows + 0.3) - np.tanh(rows)) * (1 - np.tanh(0.5 * rows + 0.3) ** 2)
    assert check.partials[0].analytic == pytest.approx(np.mean(slope * rows), rel=1e-9)


class Wrong(CompiledSurface):
    """A surface whose gradient is not that of its value."""

    def gradient(self, points: Floats) -> Floats:
        return np.asarray(self.wrong(super().gradient(points)))  # type: ignore[attr-defined]


def measured_wrong(wrong: object, expression: str = "x**3 + x*y + 7*y", point: Point = (1.0, 1.5)) -> GradientCheck:
    right = compile_surface(Surface("s", "S", expression), 1)
    made = Wrong(**{field.name: getattr(right, field.name) for field in dataclasses.fields(right)})
    object.__setattr__(made, "wrong", wrong)
    return measure(made, point)


@pytest.mark.parametrize("factor", [0.0, -1.0, 0.999, 1.01, 2.0])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_wrong_gradient_is_found_and_named(factor: float, axis: int) -> None:
    factors = np.where(np.arange(2) == axis, factor, 1.0)
    check = measured_wrong(lambda gradient: factors * gradient)
    expected = ["agrees", "agrees"]
    expected[axis] = "disagrees"
    assert [part.finding.value for part in check.partials] == expected
    part = worst(check)
    assert part is check.partials[axis]
    assert f"along {part.name} is said to be {part.analytic:.7g}" in check_sentence(check)
    assert f"{part.central:.7g}" in check_sentence(check)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda g: -g, "the sign is the other way round"),
        (lambda g: 2 * g, "it is 2 times too large"),
        (lambda g: g / 3, "it is 3 times too small"),
        (lambda g: g[::-1], "that is the derivative along"),
        (lambda g: g + 0.37, "a term is missing or wrong"),
    ],
)
def test_the_likely_cause_is_told(wrong: object, said: str) -> None:
    assert said in check_sentence(measured_wrong(wrong))


def test_a_wrong_gradient_at_a_minimum_is_found() -> None:
    assert worst(measured_wrong(lambda g: g + 1e-3, "x**2 + y**2", (0.0, 0.0))).finding == "disagrees"


@pytest.mark.parametrize(
    ("expression", "point", "said"),
    [
        ("x**3 + y", (2.0, 1.0), "agrees with central differences to at least"),
        ("x**2", (0.0,), "The gradient is zero here, and so are central differences."),
        ("abs(x)", (0.0,), "its slope is -1 before and 1 behind, so it has no derivative; 0 is used for one."),
        ("sqrt(x)", (0.0,), "not finite here or close by"),
        ("floor(x) + x", (1.0,), "jumps or is infinitely steep"),
        ("1e16 + x", (1.0,), "Rounding hides the derivative along x"),
        ("abs(x) + y**2 + sqrt(z)", (0.0, 1.0, 0.0), "Along z"),
    ],
)
def test_the_verdict(expression: str, point: Point, said: str) -> None:
    assert said in check_sentence(check_of(expression, point))


def test_the_relative_error_is_that_of_the_larger_number() -> None:
    part = measured_wrong(lambda g: 2 * g, "x*7", (1.0,)).partials[0]
    assert part.relative_error == pytest.approx(0.5)
    assert part.digits == 0


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ((1.0,), "the point has 1 coordinate, the surface has 2"),
        ((1.0, math.nan), "every coordinate of the point must be a finite number"),
        ((1.0, math.inf), "every coordinate of the point must be a finite number"),
    ],
)
def test_a_wrong_point_is_refused(point: Point, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        check_of("x*y", point)
    assert caught.value.where == "point"


def test_a_wrong_formula_is_refused() -> None:
    with pytest.raises(FormulaError):
        check_of("x +", (1.0,))


def test_the_answer_crosses_to_another_process() -> None:
    check = check_of("x*y", (1.0, 2.0))
    again = pickle.loads(pickle.dumps(check))
    assert repr(again.partials) == repr(check.partials)
    assert np.array_equal(again.errors, check.errors)
