"""Yogi: Adam whose average of squares moves by bounded amounts."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import first_beta, guard, rate, second_beta

YOGI = Optimizer(
    key="yogi",
    title="Yogi",
    summary="Adam whose average of squares goes up or down only by a share of the newest square, never all at once.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = v - (1 - beta2)*sign(v - g**2)*g**2
        scaled = m/(sqrt(v) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=(rate(0.1), first_beta(), second_beta(), guard(1e-3)),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT, "v": Role.SQUARES, "scaled": Role.SCALED},
    symbols={"scaled": r"\tilde{m}"},
    reference="Zaheer et al., 2018, NeurIPS 31, algorithm 2.",
)
