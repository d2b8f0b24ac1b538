"""The loss of some entries against their rate: what the plot and the table of a rate search show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdviz.engine.rate_search import at_edge
from gdviz.engine.result import Floats
from gdviz.engine.scan import Trial, best
from gdviz.engine.spec import Value
from gdviz.qt.style import Look
from gdviz.qt.views.scale import Scale, can_be_log, scale_for

# What lies so many times above the loss at the lowest rates is drawn at the upper edge.
REACH = 10.0


@dataclass(frozen=True)
class RateCurve:
    """An entry, counted as in the race, with its trials from the lowest rate to the highest; `now` is its own rate,
    `lowest` and `highest` are the ends of what it may have, `done` says whether all its trials have been made.
    """

    entry: int
    label: str
    look: Look
    now: Value
    lowest: float
    highest: float
    trials: tuple[Trial, ...]
    done: bool

    @cached_property
    def best(self) -> Trial | None:
        """The best of the trials; None if all of them diverge, or while there is none."""
        return best(self.trials)

    @cached_property
    def edge(self) -> int:
        """As at_edge."""
        return at_edge(self.trials)

    @cached_property
    def logs(self) -> Floats:
        """The decimal logarithms of the rates."""
        return np.log10([trial.rate for trial in self.trials]) if self.trials else np.empty(0)

    @cached_property
    def losses(self) -> Floats:
        """The loss at each rate; not a number where it diverges."""
        losses = np.array([trial.loss for trial in self.trials], dtype=float)
        return np.where(np.isfinite(losses), losses, np.nan)


@dataclass(frozen=True)
class RatePicture:
    """The curves of the entries, the one that is looked at closely, how many starts count, and the ends of the scan."""

    curves: tuple[RateCurve, ...]
    selected: int
    steps: int
    starts: int
    low: float
    high: float

    @cached_property
    def chosen(self) -> RateCurve | None:
        """The curve of the selected entry, or else the first."""
        curves = self.curves
        return next((curve for curve in curves if curve.entry == self.selected), curves[0] if curves else None)

    @cached_property
    def span(self) -> tuple[float, float]:
        """The decimal logarithms of the lowest and of the highest rate to show."""
        ends = [np.log10([self.low, self.high]), *(curve.logs for curve in self.curves)]
        logs = np.concatenate(ends)
        return float(logs.min()), float(logs.max())

    @cached_property
    def scale(self) -> Scale:
        """The axis for the losses."""
        known = [curve.losses for curve in self.curves if np.isfinite(curve.losses).any()]
        if not known:
            return Scale(True, 0.0, 1.0)
        values = np.concatenate(known)
        log = can_be_log(values)
        first = max(float(losses[np.isfinite(losses)][0]) for losses in known)
        top = REACH * first if log else first + (first - float(np.nanmin(values)))
        with np.errstate(invalid="ignore"):
            shown = np.where(values <= top, values, np.nan)
        return scale_for(shown[:, None], log, np.zeros(1, dtype=bool))

    def heights(self, curve: RateCurve) -> Floats:
        """The losses of a curve as they stand on the axis; what is above its end stands there."""
        return np.minimum(self.scale.applied(curve.losses), self.scale.high)


def height_at(picture: RatePicture, curve: RateCurve, log: float) -> float | None:
    """How high a curve stands at a rate between its trials; None beside them and where one of them diverges."""
    heights = picture.heights(curve)
    if not len(heights) or not curve.logs[0] <= log <= curve.logs[-1]:
        return None
    exact = np.flatnonzero(np.isclose(curve.logs, log, rtol=0.0, atol=1e-9))
    found = float(heights[exact[0]]) if len(exact) else float(np.interp(log, curve.logs, heights))
    return found if np.isfinite(found) else None


def curve_of(curves: Sequence[RateCurve], entry: int) -> RateCurve | None:
    """The curve of an entry."""
    return next((curve for curve in curves if curve.entry == entry), None)
