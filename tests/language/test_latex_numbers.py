"""Numbers on the page: readable, honest, and in the place of the letters they belong to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.language.latex import StepValues, rules_latex_numbers
from gdviz.language.latex_numbers import literal, quantity, readable, readable_text
from gdviz.language.latex_slots import slotted_rules
from gdviz.language.parser import parse_rules


@pytest.mark.parametrize(
    ("value", "latex", "text"),
    [
        (0.0001234, r"1.234 \cdot 10^{-4}", "1.234e-4"),
        (-0.0001, "-10^{-4}", "-1e-4"),
        (0.001234567, "0.001235", "0.001235"),
        (0.5, "0.5", "0.5"),
        (2.0, "2", "2"),
        (-2.0, "-2", "-2"),
        (12.3456, "12.35", "12.35"),
        (25625.25, "25625", "25625"),
        (999499.4, "999499", "999499"),
        (999999.6, r"10^{6}", "1e6"),
        (1234567.0, r"1.235 \cdot 10^{6}", "1.235e6"),
        (0.00099999, "0.001", "0.001"),
        (9.99996, "10", "10"),
        (100.0, "100", "100"),
        (5e-324, r"4.941 \cdot 10^{-324}", "4.941e-324"),
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (math.inf, r"\infty", "inf"),
        (-math.inf, r"-\infty", "-inf"),
        (math.nan, r"\mathrm{NaN}", "nan"),
        (np.float64(0.1), "0.1", "0.1"),
        (7, "7", "7"),
    ],
)
def test_a_number_is_readable(value: float, latex: str, text: str) -> None:
    assert readable(value) == latex
    assert readable_text(value) == text


@given(st.floats(-1e300, 1e300), st.integers(1, 17))
def test_a_readable_number_has_the_digits_asked_for(value: float, digits: int) -> None:
    again = float(readable_text(value, digits))
    assert again == value if digits == 17 else math.isclose(again, value, rel_tol=0.5001 * 10.0 ** (1 - digits))


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 17))
def test_latex_and_text_say_the_same(value: float, digits: int) -> None:
    latex = readable(value, digits)
    plain = latex.replace(r" \cdot 10^{", "e").replace("10^{", "1e").replace("}", "")
    assert plain == readable_text(value, digits)


@pytest.mark.parametrize("text", ["0.5", "12", "3.25e10", "1e-300", "17.0", "4_0.0_1", ".5", "2.", "0b11"])
def test_a_literal_keeps_its_value(text: str) -> None:
    value = float(eval(text))  # noqa: S307
    printed = literal(text, value).replace(r" \cdot 10^{", "e").replace("10^{", "1e").replace("}", "")
    assert float(printed) == value


def test_vectors_are_columns_and_long_ones_are_cut() -> None:
    assert quantity([1.0, -2.5]) == r"\begin{pmatrix} 1 \\ -2.5 \end{pmatrix}"
    assert quantity(np.array([3.25])) == "3.25"
    assert quantity(np.eye(2)) == r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}"
    assert quantity(np.arange(9.0), components=4) == r"\begin{pmatrix} 0 \\ 1 \\ \vdots \\ 8 \end{pmatrix}"
    assert quantity(np.eye(9), components=3) == (
        r"\begin{pmatrix} 1 & \cdots & 0 \\ \vdots & \ddots & \vdots \\ 0 & \cdots & 1 \end{pmatrix}"
    )


def test_one_step_on_a_line_shows_plain_numbers() -> None:
    rules = parse_rules("g = grad(theta)\nv = mu*v - lr*g\ntheta = theta + v*-2 + v**2")
    values = StepValues(
        t=3,
        before={"theta": [1.5], "v": [-0.25]},
        after={"g": [3.0], "v": [-0.525], "theta": [2.825625]},
        hyperparameters={"mu": 0.9, "lr": 0.1},
    )
    assert rules_latex_numbers(rules, values) == (
        r"g_t = \nabla f(1.5) = 3",
        r"v_t = 0.9 \cdot (-0.25) - 0.1 \cdot 3 = -0.525",
        r"\theta_t = 1.5 + (-0.525 \cdot (-2)) + (-0.525)^{2} = 2.826",
    )


def test_one_step_in_the_plane_shows_columns() -> None:
    rules = parse_rules("g = grad(theta + mu*v)\nv = v*g + g\ntheta = theta - lr*v/(1 - mu**t)")
    values = StepValues(
        t=2,
        before={"theta": (1.0, 2.0), "v": (0.0, -1.0)},
        after={"g": (3.0, 4e-5), "v": (3.0, 0.0), "theta": (0.5, 2.0)},
        hyperparameters={"mu": 0.123456, "lr": (0.1, 0.01)},
    )
    before, velocity = r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", r"\begin{pmatrix} 0 \\ -1 \end{pmatrix}"
    after, rate = r"\begin{pmatrix} 3 \\ 0 \end{pmatrix}", r"\begin{pmatrix} 0.1 \\ 0.01 \end{pmatrix}"
    end = r"\begin{pmatrix} 0.5 \\ 2 \end{pmatrix}"
    gradient = r"\begin{pmatrix} 3 \\ 4 \cdot 10^{-5} \end{pmatrix}"
    assert rules_latex_numbers(rules, values) == (
        rf"g_t = \nabla f\left({before} + 0.123456 {velocity}\right) = {gradient}",
        rf"v_t = {velocity} \odot {gradient} + {gradient} = {after}",
        rf"\theta_t = {before} - \frac{{{rate} \odot {after}}}{{1 - 0.123456^{{2}}}} = {end}",
    )


def test_what_is_not_known_stays_a_letter() -> None:
    rules = parse_rules("theta = theta*lr\ntheta = theta - mu")
    values = StepValues(t=1, before={}, after={"theta": 1.0}, hyperparameters={"lr": 0.5})
    assert rules_latex_numbers(rules, values) == (
        r"\theta'_t = \theta_{t-1} \cdot 0.5",
        r"\theta_t = \theta'_t - \mu = 1",
    )


def test_a_result_that_stands_there_already_is_not_repeated() -> None:
    values = StepValues(t=1, before={"theta": 2.0}, after={"d": 0.125, "theta": 2.125}, hyperparameters={"k": 0.125})
    assert rules_latex_numbers(parse_rules("d = k\ntheta = theta + d"), values) == (
        "d = 0.125",
        r"\theta_t = 2 + 0.125 = 2.125",
    )


def test_powers_of_ten_are_bracketed_under_an_exponent_and_never_run_together() -> None:
    values = StepValues(t=1, before={"theta": 2.0}, after={}, hyperparameters={"k": 2.5e-9, "eps": 1e-8, "n": math.inf})
    (line,) = rules_latex_numbers(parse_rules("theta = k**2*eps*eps/n + eps**2 - theta*k"), values)
    assert line == (
        r"\theta_t = \frac{(2.5 \cdot 10^{-9})^{2} \cdot 10^{-8} \cdot 10^{-8}}{\infty} + (10^{-8})^{2}"
        r" - 2 \cdot 2.5 \cdot 10^{-9}"
    )


def test_a_negative_number_that_a_function_is_taken_of_has_one_pair_of_parentheses() -> None:
    rules = parse_rules("g = grad(theta)\ntheta = theta - lr*g")
    values = [np.array([-1.5]), np.array([-0.25])]
    gradient, step = slotted_rules(rules, (), (), 1, {"lr": 0.1}, {"theta": np.array([-0.5])}, values)
    assert gradient.latex.count("(") == gradient.latex.count(")") == 1
    assert step.latex.count("(") == 2
