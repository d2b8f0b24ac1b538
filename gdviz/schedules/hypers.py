"""The knobs that several schedules share."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper

LONGEST = 1e9  # steps


def period(default: float) -> Hyper:
    """After how many steps something happens again."""
    return Hyper("period", "T", default, 1.0, LONGEST, log=True, help="Number of steps from one change to the next.")


def span(default: float, low: float = 1.0) -> Hyper:
    """How many steps a schedule takes from its beginning to its end."""
    return Hyper("span", "T", default, low, LONGEST, log=True, help="Number of steps that the schedule takes.")


def end(default: float) -> Hyper:
    """The share of the rate that is left in the end."""
    return Hyper("end", "r", default, 0.0, 1.0, help="Share of the rate that is left at the end.")
