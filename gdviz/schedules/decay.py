"""Rates that shrink for ever: by halves, exponentially, as 1/t."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper
from gdviz.engine.schedule import Schedule
from gdviz.schedules.hypers import period

CONSTANT = Schedule(
    key="constant",
    title="Constant",
    summary="The same rate at every step.",
    rules="rate = base",
    short="constant",
)

STEP = Schedule(
    key="step",
    title="Step decay",
    summary="The rate falls to a share of itself, a half if you like, every so many steps.",
    rules="rate = base*factor**floor((t - 1)/period)",
    hyperparameters=(
        Hyper("factor", "q", 0.5, 0.0, 1.0, help="Share of the rate that is kept at every fall."),
        period(250.0),
    ),
    short="step decay",
    reference="Course notes on annealing the learning rate; torch.optim.lr_scheduler.StepLR.",
)

EXPONENTIAL = Schedule(
    key="exponential",
    title="Exponential decay",
    summary="Every step takes the same share off the rate.",
    rules="rate = base*exp(-k*(t - 1))",
    hyperparameters=(Hyper("k", "k", 0.002, 0.0, 10.0, log=True, help="How fast the rate decays."),),
    short="exponential",
    reference="Course notes on annealing the learning rate, whose print of it lacks the e.",
)

INVERSE = Schedule(
    key="inverse",
    title="1/t decay",
    summary="The rate falls fast at first and then ever more slowly, as the theory of stochastic descent asks for.",
    rules="rate = base/(1 + k*(t - 1))",
    hyperparameters=(Hyper("k", "k", 0.005, 0.0, 10.0, log=True, help="How fast the rate decays."),),
    short="1/t",
    reference="Robbins and Monro, 1951; course notes on annealing the learning rate.",
)
