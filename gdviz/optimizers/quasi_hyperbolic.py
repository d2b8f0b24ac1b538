"""Quasi-hyperbolic momentum and Adam: a step between the plain gradient and its average."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.optimizers.hypers import SLOWEST, first_beta, guard, rate, second_beta


def _mix(name: str, symbol: str, default: float, what: str) -> Hyper:
    return Hyper(name, symbol, default, 0.0, 1.0, help=f"Share of the average in the {what}; the rest is the gradient.")


QHM = Optimizer(
    key="qhm",
    title="Quasi-hyperbolic momentum",
    summary="Step along a mixture of the present gradient and the average of the past ones.",
    rules="""
        g     = grad(theta)
        m     = beta*m + (1 - beta)*g
        mixed = (1 - nu)*g + nu*m
        theta = theta - lr*mixed
    """,
    hyperparameters=(
        rate(0.01),
        Hyper("beta", r"\beta", 0.9, 0.0, SLOWEST, help="Memory of the average of gradients."),
        _mix("nu", r"\nu", 0.7, "step"),
    ),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT},
    symbols={"mixed": r"\bar{g}"},
    reference="Ma and Yarats, 2019, arXiv:1810.06801, equations 3 and 4.",
)

QHADAM = Optimizer(
    key="qhadam",
    title="Quasi-hyperbolic Adam",
    summary="Adam with both of its averages mixed with the present gradient.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        m_hat  = m/(1 - beta1**t)
        v_hat  = v/(1 - beta2**t)
        scaled = ((1 - nu1)*g + nu1*m_hat)/(sqrt((1 - nu2)*g**2 + nu2*v_hat) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=(
        rate(0.1),
        first_beta(),
        second_beta(),
        guard(1e-8),
        _mix("nu1", r"\nu_1", 0.7, "numerator"),
        _mix("nu2", r"\nu_2", 1.0, "denominator"),
    ),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT, "v": Role.SQUARES, "scaled": Role.SCALED},
    symbols={"m_hat": r"\hat{m}", "v_hat": r"\hat{v}", "scaled": r"\tilde{m}"},
    reference="Ma and Yarats, 2019, arXiv:1810.06801, section 4.3 (QHAdam).",
)
