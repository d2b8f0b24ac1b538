"""Rates that watch the loss: halving when it has risen."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper
from gdviz.engine.schedule import Schedule

# The one place that says which loss is watched.
WATCHED = "f(theta)"

HALVING = Schedule(
    key="halving",
    title="Halving when the loss rises",
    summary="Every so many steps the loss is looked at; if it is higher than the last time, the rate falls.",
    rules=f"""
        seen  = where(every*floor((t - 1)/every) == t - 1, {WATCHED}, last)
        share = where(seen > last, factor*share, share)
        last  = seen
        rate  = base*share
    """,
    hyperparameters=(
        Hyper("every", "T", 10.0, 1.0, 1e9, log=True, help="Number of steps from one look to the next."),
        Hyper("factor", "q", 0.5, 0.0, 1.0, help="Share of the rate that is kept when the loss has risen."),
    ),
    short="halving",
    initial={"last": WATCHED, "share": "1"},
    symbols={"seen": r"f^{\mathrm{seen}}", "last": r"f^{\mathrm{last}}", "share": "s"},
    reference="Course notes: halve the rate when the validation error has risen.",
)
