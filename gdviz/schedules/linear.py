"""Rates that reach their end after a given number of steps: linear and polynomial."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper
from gdviz.engine.schedule import Schedule
from gdviz.schedules.hypers import end, span

LINEAR = Schedule(
    key="linear",
    title="Linear decay",
    summary="The rate goes down in a straight line to a small share of itself and stays there.",
    rules="""
        done = minimum(1, (t - 1)/span)
        rate = base*(1 - done + end*done)
    """,
    hyperparameters=(span(1000.0), end(0.01)),
    short="linear",
    symbols={"done": "a"},
    reference="Goodfellow, Bengio and Courville, 2016, equation 8.14; torch.optim.lr_scheduler.LinearLR.",
)

POLYNOMIAL = Schedule(
    key="polynomial",
    title="Polynomial decay",
    summary="The rate goes down to zero, the later the gentler: a power of what is left of the time.",
    rules="rate = base*(1 - minimum(1, (t - 1)/span))**power",
    hyperparameters=(span(1000.0), Hyper("power", "p", 2.0, 0.1, 10.0, help="Power: 1 is a straight line.")),
    short="polynomial",
    reference="torch.optim.lr_scheduler.PolynomialLR.",
)
