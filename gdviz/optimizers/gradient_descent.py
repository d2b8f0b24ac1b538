"""Gradient descent."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import rate

GRADIENT_DESCENT = Optimizer(
    key="gd",
    title="Gradient descent",
    summary="Step straight downhill, as far as the slope is steep.",
    rules="""
        g     = grad(theta)
        theta = theta - lr*g
    """,
    hyperparameters=(rate(0.005),),
    roles={"g": Role.GRADIENT},
    reference="Cauchy, 1847, Comptes rendus 25, 536-538.",
)
