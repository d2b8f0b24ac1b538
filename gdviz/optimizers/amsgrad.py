"""AMSGrad: Adam whose denominator never shrinks."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import first_beta, guard, rate, second_beta

AMSGRAD = Optimizer(
    key="amsgrad",
    title="AMSGrad",
    summary="Adam that never forgets the largest average of squares, so that its steps cannot grow back.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        v_max  = maximum(v_max, v)
        m_hat  = m/(1 - beta1**t)
        v_hat  = v_max/(1 - beta2**t)
        scaled = m_hat/(sqrt(v_hat) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=(rate(0.1), first_beta(), second_beta(), guard(1e-8)),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT, "v_max": Role.SQUARES, "scaled": Role.SCALED},
    symbols={"v_max": r"v^{\max}", "m_hat": r"\hat{m}", "v_hat": r"\hat{v}", "scaled": r"\tilde{m}"},
    reference="Reddi, Kale and Kumar, 2018, ICLR, algorithm 2; corrected for bias as in torch.optim.Adam.",
)
