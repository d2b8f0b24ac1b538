"""AdaMax: Adam with the largest recent gradient in place of the root of an average."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import first_beta, guard, rate, second_beta

_ROLES = {"g": Role.GRADIENT, "m": Role.MOMENT, "scaled": Role.SCALED}
_SYMBOLS = {"m_hat": r"\hat{m}", "scaled": r"\tilde{m}"}
_KNOBS = (rate(0.5), first_beta(), second_beta(), guard(0.0))

# The paper has no eps. The floor under u makes 0/0 a zero on a coordinate whose gradient has always been zero.
ADAMAX = Optimizer(
    key="adamax",
    title="AdaMax",
    summary="Adam that divides by the largest gradient it remembers.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        u      = maximum(beta2*u, abs(g) + eps)
        m_hat  = m/(1 - beta1**t)
        scaled = m_hat/maximum(u, 1e-300)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Kingma and Ba, 2015, arXiv:1412.6980, algorithm 2; eps as in torch.optim.Adamax.",
)

ADAMAX_BETA2_CORRECTION = Optimizer(
    key="adamax_beta2_correction",
    title="AdaMax, corrected with beta2",
    summary="A misprint worth racing: the average of gradients is corrected with the other memory, and the first step "
    "is a hundred times too long.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        u      = maximum(beta2*u, abs(g) + eps)
        m_hat  = m/(1 - beta2**t)
        scaled = m_hat/maximum(u, 1e-300)
        theta  = theta - lr*scaled
    """,
    hyperparameters=(rate(0.01), *_KNOBS[1:]),
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="A lecture's pseudo-code with beta2 where algorithm 2 of Kingma and Ba, 2015, has beta1.",
    variant_of="adamax",
)
