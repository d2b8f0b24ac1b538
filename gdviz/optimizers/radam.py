"""RAdam: Adam that waits until it knows its denominator."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import first_beta, guard, rate, second_beta

# Both branches of `where` are computed: in the first steps the rectifier would be the root of a negative number.
# beta2 stays above 0.6, below which the method is momentum for ever. At the paper's 0.999 the rectifier opens over
# thousands of steps, so that a race of 500 would show little but the warm-up.
RADAM = Optimizer(
    key="radam",
    title="RAdam",
    summary="Plain momentum while too few squares have been seen to divide by, then Adam, let in gradually.",
    rules="""
        g        = grad(theta)
        m        = beta1*m + (1 - beta1)*g
        v        = beta2*v + (1 - beta2)*g**2
        m_hat    = m/(1 - beta1**t)
        rho_inf  = 2/(1 - beta2) - 1
        rho      = rho_inf - 2*t*beta2**t/(1 - beta2**t)
        rect     = sqrt(maximum((rho - 4)*(rho - 2)*rho_inf/((rho_inf - 4)*(rho_inf - 2)*rho), 0))
        adaptive = sqrt(1 - beta2**t)/(sqrt(v) + eps)
        scaled   = where(rho > 5, rect*m_hat*adaptive, m_hat)
        theta    = theta - lr*scaled
    """,
    hyperparameters=(rate(0.005), first_beta(), second_beta(0.9, low=0.7), guard(1e-8)),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT, "v": Role.SQUARES, "scaled": Role.SCALED},
    symbols={
        "m_hat": r"\hat{m}",
        "rho_inf": r"\rho^{\infty}",
        "rho": r"\rho",
        "rect": "r",
        "adaptive": r"\ell",
        "scaled": r"\tilde{m}",
    },
    reference="Liu et al., 2020, arXiv:1908.03265, algorithm 2; threshold 5 and eps as in torch.optim.RAdam.",
)
