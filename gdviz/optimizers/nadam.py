"""Nadam: Adam with Nesterov's look ahead."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.optimizers.hypers import first_beta, guard, rate, second_beta

_ROLES = {"g": Role.GRADIENT, "m": Role.MOMENT, "v": Role.SQUARES, "scaled": Role.SCALED}
_SYMBOLS = {"m_hat": r"\hat{m}", "v_hat": r"\hat{v}", "m_bar": r"\bar{m}", "scaled": r"\tilde{m}"}
_KNOBS = (rate(0.1), first_beta(), second_beta(), guard(1e-8))

NADAM = Optimizer(
    key="nadam",
    title="Nadam",
    summary="Adam that already counts the present gradient into the step after this one, as Nesterov does.",
    rules="""
        g      = grad(theta)
        m      = beta1*m + (1 - beta1)*g
        v      = beta2*v + (1 - beta2)*g**2
        m_hat  = m/(1 - beta1**t)
        v_hat  = v/(1 - beta2**t)
        m_bar  = beta1*m_hat + (1 - beta1)*g/(1 - beta1**t)
        scaled = m_bar/(sqrt(v_hat) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Ruder, 2016, arXiv:1609.04747, section 4.8, after Dozat, 2016.",
)

NADAM_DOZAT = Optimizer(
    key="nadam_dozat",
    title="Nadam with Dozat's schedule",
    summary="Nadam as its author wrote it: the share of the momentum grows from step to step.",
    rules="""
        g          = grad(theta)
        mu         = beta1*(1 - 0.5*0.96**(t*psi))
        mu_next    = beta1*(1 - 0.5*0.96**((t + 1)*psi))
        mu_product = mu_product*mu
        m          = beta1*m + (1 - beta1)*g
        v          = beta2*v + (1 - beta2)*g**2
        v_hat      = v/(1 - beta2**t)
        m_bar      = mu_next*m/(1 - mu_product*mu_next) + (1 - mu)*g/(1 - mu_product)
        scaled     = m_bar/(sqrt(v_hat) + eps)
        theta      = theta - lr*scaled
    """,
    hyperparameters=(
        rate(0.05),
        *_KNOBS[1:],
        Hyper("psi", r"\psi", 0.004, 0.0, 1.0, help="How fast the share of the momentum grows to beta1."),
    ),
    roles=_ROLES,
    initial={"mu_product": "1"},
    symbols={
        "mu": r"\mu",
        "mu_next": r"\mu'",
        "mu_product": r"\Pi",
        "v_hat": r"\hat{v}",
        "m_bar": r"\bar{m}",
        "scaled": r"\tilde{m}",
    },
    reference="Dozat, 2016, ICLR workshop, algorithm 2, as in torch.optim.NAdam.",
    variant_of="nadam",
)
