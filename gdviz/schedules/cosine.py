"""Rates along a cosine: with restarts, and one cycle up and down."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper
from gdviz.engine.schedule import Schedule
from gdviz.schedules.hypers import period, span

COSINE = Schedule(
    key="cosine",
    title="Cosine with restarts",
    summary="The rate glides down half a cosine and jumps back up, again and again.",
    rules="""
        phase = (t - 1)/period - floor((t - 1)/period)
        rate  = base*(low + (1 - low)*(1 + cos(pi*phase))/2)
    """,
    hyperparameters=(
        period(200.0),
        Hyper("low", "r", 0.0, 0.0, 1.0, help="Share of the rate that is left before a restart."),
    ),
    short="cosine",
    symbols={"phase": r"\phi"},
    reference="Loshchilov and Hutter, 2017, arXiv:1608.03983, with periods of equal length.",
)

ONE_CYCLE = Schedule(
    key="one_cycle",
    title="One cycle",
    summary="The rate climbs from a small share to its full value and comes down far below where it began.",
    rules="""
        done = minimum(t, span) - 1
        top  = rise*span - 1
        up   = low + (1 - low)*(1 - cos(pi*done/top))/2
        down = end + (1 - end)*(1 + cos(pi*(done - top)/(span - 1 - top)))/2
        rate = base*where(done < top, up, down)
    """,
    hyperparameters=(
        span(1000.0, low=10.0),
        Hyper("rise", "u", 0.3, 0.01, 0.9, help="Share of the steps in which the rate climbs."),
        Hyper("low", "r", 0.04, 0.0, 1.0, help="Share of the rate at the first step."),
        Hyper("end", "s", 4e-6, 0.0, 1.0, log=True, help="Share of the rate that is left at the end."),
    ),
    short="one cycle",
    symbols={"done": "a", "top": r"a_{\mathrm{top}}", "up": r"\mathrm{up}", "down": r"\mathrm{down}"},
    reference="Smith and Topin, 2018, arXiv:1708.07120, as in torch.optim.lr_scheduler.OneCycleLR.",
)
