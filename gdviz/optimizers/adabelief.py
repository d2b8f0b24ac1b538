"""AdaBelief: Adam that divides by how far the gradient departs from its own forecast."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import first_beta, guard, rate, second_beta

ADABELIEF = Optimizer(
    key="adabelief",
    title="AdaBelief",
    summary="Long steps where the gradient is what its average foretold, short ones where it surprises.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        s      = beta2*s + (1 - beta2)*(g - m)**2 + eps
        m_hat  = m/(1 - beta1**t)
        s_hat  = s/(1 - beta2**t)
        scaled = m_hat/(sqrt(s_hat) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=(rate(0.1), first_beta(), second_beta(), guard(1e-8)),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT, "s": Role.SQUARES, "scaled": Role.SCALED},
    symbols={"m_hat": r"\hat{m}", "s_hat": r"\hat{s}", "scaled": r"\tilde{m}"},
    reference="Zhuang et al., 2020, arXiv:2010.07468, algorithm 2.",
)
