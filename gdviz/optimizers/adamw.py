"""AdamW: Adam with weight decay that does not pass through the averages."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import decay, first_beta, guard, rate, second_beta

ADAMW = Optimizer(
    key="adamw",
    title="AdamW",
    summary="Adam that also shrinks theta a little at every step; it settles between the minimum and zero.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        m_hat  = m/(1 - beta1**t)
        v_hat  = v/(1 - beta2**t)
        scaled = m_hat/(sqrt(v_hat) + eps)
        theta  = theta*(1 - lr*weight_decay) - lr*scaled
    """,
    hyperparameters=(rate(0.1), first_beta(), second_beta(), guard(1e-8), decay(0.01)),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT, "v": Role.SQUARES, "scaled": Role.SCALED},
    symbols={"m_hat": r"\hat{m}", "v_hat": r"\hat{v}", "scaled": r"\tilde{m}"},
    reference="Loshchilov and Hutter, 2019, arXiv:1711.05101, algorithm 2; the decay scaled by the rate as in "
    "torch.optim.AdamW.",
)
