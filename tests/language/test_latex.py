"""Formulas print as a textbook prints them."""

from __future__ import annotations

import pytest

from gdviz.language.latex import aligned, function_latex, initial_latex, latex, rules_latex
from gdviz.language.parser import parse_expression, parse_rules
from gdviz.language.tree import Binary, Name, Number
from tests.language.printed_formulas import EXPRESSIONS

ADAM = """
    g     = grad(theta)
    m     = beta1*m + (1 - beta1)*g
    v     = beta2*v + (1 - beta2)*g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (sqrt(v_hat) + eps)
"""


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_prints_as_a_textbook_prints_it(text: str) -> None:
    assert latex(parse_expression(text)) == EXPRESSIONS[text]


def test_adam_prints_with_derived_time_indices() -> None:
    assert rules_latex(parse_rules(ADAM)) == (
        r"g_t = \nabla f(\theta_{t-1})",
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t",
        r"v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^{2}",
        r"\hat{m}_t = \frac{m_t}{1 - \beta_1^{t}}",
        r"\hat{v}_t = \frac{v_t}{1 - \beta_2^{t}}",
        r"\theta_t = \theta_{t-1} - \frac{\eta \, \hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}",
    )


def test_given_symbols_stand_for_names_and_take_indices() -> None:
    rules = parse_rules("v1 = mu*v1 - lr*grad(theta)\neg = eg + v1**2\ntheta = theta + v1/eg**2")
    symbols = {"eg": "E[g^2]", "v1": r"\Delta\theta", "lr": r"\alpha", "mu": r"\gamma_{0}"}
    assert rules_latex(rules, symbols) == (
        r"\Delta\theta_t = \gamma_0 \Delta\theta_{t-1} - \alpha \, \nabla f(\theta_{t-1})",
        r"E[g^2]_t = E[g^2]_{t-1} + (\Delta\theta_t)^{2}",
        r"\theta_t = \theta_{t-1} + \frac{\Delta\theta_t}{(E[g^2]_t)^{2}}",
    )


def test_a_name_with_a_subscript_takes_the_time_behind_it() -> None:
    assert rules_latex(parse_rules("v_max = maximum(v_max, 1)\ntheta = theta - v_max"))[0] == (
        r"v_{\mathrm{max},t} = \max(v_{\mathrm{max},t-1}, 1)"
    )


def test_a_name_that_is_assigned_twice_carries_a_prime_in_between() -> None:
    rules = parse_rules("theta = theta*(1 - lr)\ntheta = theta - lr*theta**2")
    assert rules_latex(rules) == (
        r"\theta'_t = \theta_{t-1} (1 - \eta)",
        r"\theta_t = \theta'_t - \eta (\theta'_t)^{2}",
    )


def test_two_vectors_multiply_component_by_component() -> None:
    rules = parse_rules("g = grad(theta)\nacc = acc + g*g\nk = 0.9*k + t\ntheta = theta - lr/(sqrt(acc) + eps)*g*k")
    _, squares, count, step = rules_latex(rules)
    assert squares == r"\mathrm{acc}_t = \mathrm{acc}_{t-1} + g_t \odot g_t"
    assert count == "k_t = 0.9 k_{t-1} + t"
    assert step == r"\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{\mathrm{acc}_t} + \epsilon} \odot g_t k_t"


def test_states_that_start_elsewhere_than_at_zero() -> None:
    rules = parse_rules("g = grad(theta)\nv = rho*v + g**2\nrate = rate/v\ntheta = theta - rate*g")
    initial = [
        ("v", parse_expression("grad(theta)**2")),
        ("rate", parse_expression("lr")),
    ]
    assert initial_latex(rules, initial, {"rate": r"\eta", "lr": r"\eta"}) == (
        r"v_0 = (\nabla f(\theta_0))^{2}",
        r"\eta_0 = \eta",
    )
    assert initial_latex(rules, [("v", parse_expression("v0"))], {"v0": "v_0"}) == ()


def test_two_names_never_print_alike() -> None:
    assert latex(parse_expression("lr + eta + x1 + x_1 + pi + pi_")) == (
        r"\eta + \mathrm{eta} + x_1 + \mathrm{x\_1} + \pi + \mathrm{pi\_}"
    )
    assert latex(parse_expression("eta + lr"), {"lr": r"\eta"}) == r"\mathrm{eta} + \eta"


def test_names_may_be_read_at_a_time() -> None:
    node = parse_expression("m + v*t")
    assert latex(node, previous=["m"], current=["v"]) == "m_{t-1} + v_t t"


def test_a_surface_has_its_coordinates_in_front() -> None:
    beale = "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2"
    assert function_latex(parse_expression(beale), ("x", "y")) == (
        "f(x, y) = (1.5 - x + x y)^{2} + (2.25 - x + x y^{2})^{2} + (2.625 - x + x y^{3})^{2}"
    )
    assert function_latex(parse_expression("x1 + x6"), [f"x{i}" for i in range(1, 7)]) == (
        r"f(x_1, \ldots, x_6) = x_1 + x_6"
    )


def test_a_long_surface_breaks_in_front_of_a_sign() -> None:
    node = parse_expression("(x + y)**2 - sin(x*y)*x + 3*y")
    assert function_latex(node, ("x", "y"), width=100) == r"f(x, y) = (x + y)^{2} - \sin(x y) x + 3 y"
    assert function_latex(node, ("x", "y"), width=20) == (
        r"\begin{aligned} f(x, y) &= (x + y)^{2} \\ & \quad - \sin(x y) x + 3 y \end{aligned}"
    )
    assert function_latex(parse_expression("exp(x + y)"), ("x", "y"), width=3) == r"f(x, y) = \exp(x + y)"


def test_lines_align_at_their_first_equals_sign() -> None:
    assert aligned(["a = b = c", "d = e"]) == r"\begin{aligned} a &= b = c \\ d &= e \end{aligned}"


def test_a_tree_that_a_program_made_may_hold_negative_numbers_without_text() -> None:
    node = Binary("*", Name("x"), Binary("**", Number(-2.5, ""), Number(2.0, "")))
    assert latex(node) == r"x \cdot (-2.5)^{2}"
    assert latex(Number(-1e-9, "-1e-09")) == "-10^{-9}"


def test_a_long_sum_needs_no_deep_recursion() -> None:
    node = Name("x")
    for _ in range(5000):
        node = Binary("+", node, Name("x"))
    assert latex(node).count("+") == 5000
