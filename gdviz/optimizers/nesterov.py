"""Nesterov's momentum."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import friction, rate, start_velocity

NESTEROV = Optimizer(
    key="nesterov",
    title="Nesterov momentum",
    summary="Look where the velocity is about to take you, and take the gradient there.",
    rules="""
        ahead = theta + mu*v
        g     = grad(ahead)
        v     = mu*v - lr*g
        theta = theta + v
    """,
    hyperparameters=(rate(0.002), friction(0.9), start_velocity()),
    roles={"ahead": Role.LOOK_AHEAD, "g": Role.GRADIENT, "v": Role.VELOCITY},
    initial={"v": "v0"},
    symbols={"ahead": r"\tilde{\theta}"},
    reference="Nesterov, 1983, Soviet Mathematics Doklady 27, 372-376; Sutskever et al., 2013, equations 3 and 4.",
)
