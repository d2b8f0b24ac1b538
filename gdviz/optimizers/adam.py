"""Adam and the readings of its small number and of its bias correction."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import first_beta, guard, rate, second_beta

_ROLES = {"g": Role.GRADIENT, "m": Role.MOMENT, "v": Role.SQUARES, "scaled": Role.SCALED}
_SYMBOLS = {"m_hat": r"\hat{m}", "v_hat": r"\hat{v}", "scaled": r"\tilde{m}"}
_KNOBS = (rate(0.1), first_beta(), second_beta(), guard(1e-8))

ADAM = Optimizer(
    key="adam",
    title="Adam",
    summary="Momentum over RMSprop: an average of gradients over the root of an average of their squares, "
    "both corrected for having started at zero.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        m_hat  = m/(1 - beta1**t)
        v_hat  = v/(1 - beta2**t)
        scaled = m_hat/(sqrt(v_hat) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Kingma and Ba, 2015, arXiv:1412.6980, algorithm 1.",
)

ADAM_EPS_INSIDE = Optimizer(
    key="adam_eps_inside",
    title="Adam, eps inside the root",
    summary="Adam with the small number added under the root instead of after it.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        m_hat  = m/(1 - beta1**t)
        v_hat  = v/(1 - beta2**t)
        scaled = m_hat/sqrt(v_hat + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Kingma and Ba, 2015, algorithm 1, as several lecture notes print it.",
    variant_of="adam",
)

ADAM_UNCORRECTED = Optimizer(
    key="adam_uncorrected",
    title="Adam without bias correction",
    summary="Adam with its averages used as they are: the first steps are too long.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        scaled = m/(sqrt(v) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    symbols={"scaled": r"\tilde{m}"},
    reference="Kingma and Ba, 2015, algorithm 1 without the two corrections of its section 3.",
    variant_of="adam",
)

ADAM_LATE_CORRECTION = Optimizer(
    key="adam_late_correction",
    title="Adam, correction one step late",
    summary="Adam whose corrections count one step too many, a common slip: the first step is too short.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        m_hat  = m/(1 - beta1**(t + 1))
        v_hat  = v/(1 - beta2**(t + 1))
        scaled = m_hat/(sqrt(v_hat) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Textbook programs that count t up before the power t + 1.",
    variant_of="adam",
)
