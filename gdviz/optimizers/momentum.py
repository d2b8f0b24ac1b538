"""Momentum, with the rate inside the velocity as the textbooks write it, and outside as torch does."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.optimizers.hypers import friction, rate, start_velocity

MOMENTUM = Optimizer(
    key="momentum",
    title="Momentum",
    summary="A heavy ball: every step keeps a share of the last one and adds the new push downhill.",
    rules="""
        g     = grad(theta)
        v     = mu*v - lr*g
        theta = theta + v
    """,
    hyperparameters=(rate(0.002), friction(0.9), start_velocity()),
    roles={"g": Role.GRADIENT, "v": Role.VELOCITY},
    initial={"v": "v0"},
    reference="Polyak, 1964, USSR Computational Mathematics and Mathematical Physics 4(5), equation 9; "
    "Sutskever et al., 2013, equations 1 and 2.",
)

MOMENTUM_RATE_OUTSIDE = Optimizer(
    key="momentum_rate_outside",
    title="Momentum, rate outside",
    summary="Momentum that adds up gradients and applies the rate last, as torch does; the first sum is the gradient.",
    rules="""
        g     = grad(theta)
        v     = where(t == 1, g, mu*v + (1 - dampening)*g)
        theta = theta - lr*v
    """,
    hyperparameters=(
        rate(0.002),
        friction(0.9),
        Hyper("dampening", r"\tau", 0.0, 0.0, 1.0, help="Share of each new gradient that is left out."),
    ),
    roles={"g": Role.GRADIENT, "v": Role.MOMENT},
    reference="torch.optim.SGD of PyTorch 2, with momentum and dampening.",
    variant_of="momentum",
)
