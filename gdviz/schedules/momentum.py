"""A schedule for momentum."""

from __future__ import annotations

from gdviz.engine.schedule import Schedule
from gdviz.schedules.hypers import period

SUTSKEVER = Schedule(
    key="sutskever",
    title="Growing momentum",
    summary="Momentum grows from a half towards one in ever longer stages, up to the value that was chosen.",
    rules="rate = minimum(1 - 2**(-1 - log(floor((t - 1)/period) + 1)/log(2)), base)",
    hyperparameters=(period(250.0),),
    short="growing momentum",
    of=("mu", "beta1"),
    reference="Sutskever, Martens, Dahl and Hinton, 2013, equation 5; log is written to the base 2 as log(x)/log(2).",
)
