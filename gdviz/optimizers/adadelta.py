"""Adadelta: Adagrad without a rate to choose."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import guard, memory, rate, start_squares

ADADELTA = Optimizer(
    key="adadelta",
    title="Adadelta",
    summary="Measure each step by the size of the recent steps over the size of the recent gradients.",
    rules="""
        g     = grad(theta)
        eg    = rho*eg + (1 - rho)*g**2
        step  = -sqrt(ed + eps)/sqrt(eg + eps)*g
        ed    = rho*ed + (1 - rho)*step**2
        theta = theta + lr*step
    """,
    hyperparameters=(
        rate(1.0),
        memory(0.9),
        guard(1e-5),
        start_squares("eg0", "E[g^2]_0"),
        start_squares("ed0", r"E[\Delta\theta^2]_0"),
    ),
    roles={"g": Role.GRADIENT, "eg": Role.SQUARES, "step": Role.STEP},
    initial={"eg": "eg0", "ed": "ed0"},
    symbols={"eg": "E[g^2]", "step": r"\Delta\theta", "ed": r"E[\Delta\theta^2]"},
    reference="Zeiler, 2012, arXiv:1212.5701, algorithm 1.",
)
