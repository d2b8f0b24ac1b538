"""Which part of an axis shows a set of curves best, and whether it is logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.result import Floats

# Where a zero goes on a logarithmic axis: below anything that a float can show.
LOG_OF_ZERO = -400.0
# A curve that climbs this far above where all began leaves the picture; the others stay readable.
LINEAR_REACH = 4.0
LOG_REACH = 6.0
# What has shrunk to less than this share of the highest is as good as zero.
LOG_DEPTH = 34.0
# Where all have flown away, only what stays within so many times their beginning is shown.
FLIGHT = 1e3


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, both as decimal logarithms if `log`."""

    log: bool
    low: float
    high: float

    def applied(self, values: Floats) -> Floats:
        """Values as they stand on the axis, of the same shape."""
        if not self.log:
            return values
        with np.errstate(all="ignore"):
            return np.where(values == 0.0, LOG_OF_ZERO, np.log10(values))


def can_be_log(values: Floats) -> bool:
    """Whether a logarithmic axis can show all of the values: none negative, some positive."""
    with np.errstate(invalid="ignore"):
        return bool((values > 0.0).any() and not (values < 0.0).any())


def decades(values: Floats) -> float:
    """How many powers of ten lie between the smallest and the largest positive value."""
    positive = values[np.isfinite(values) & (values > 0.0)]
    return float(np.log10(positive.max() / positive.min())) if len(positive) else 0.0


def scale_for(values: Floats, log: bool, diverged: NDArray[np.bool_]) -> Scale:
    """The axis for curves, (rows, curves); those in `diverged`, (curves,), count only where nothing else does."""
    counted = _before_flight(values) if diverged.all() else values[:, ~diverged]
    axis = Scale(log, 0.0, 1.0).applied(counted)
    finite = axis[np.isfinite(axis) & (axis > LOG_OF_ZERO if log else True)]
    if not len(finite):
        return Scale(log, 0.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    first = axis[0][np.isfinite(axis[0])]
    if len(first) and float(first.max()) > low:
        reach = LOG_REACH if log else LINEAR_REACH * (float(first.max()) - low)
        high = min(high, float(first.max()) + reach)
    return Scale(log, *(_round_log(max(low, high - LOG_DEPTH), high) if log else _round(low, high)))


def _before_flight(values: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.where(np.abs(values) <= FLIGHT * (1.0 + np.abs(values[:1])), values, np.nan)


def _round_log(low: float, high: float) -> tuple[float, float]:
    """Whole decades, so that the axis rests while a start is dragged."""
    bottom, top = math.floor(low), math.ceil(high)
    return float(bottom), float(max(top, bottom + 1))


def _round(low: float, high: float) -> tuple[float, float]:
    """A little more than the values, to two digits of their range, for the same reason."""
    span = high - low
    if not math.isfinite(span) or span > 1e300:
        return max(low, -1e300), min(high, 1e300)
    if span <= 1e-12 * max(abs(low), abs(high)):
        half = 0.5 * abs(high) or 1.0
        return low - half, high + half
    grain = 10.0 ** math.floor(math.log10(span)) / 4.0
    return math.floor((low - 0.03 * span) / grain) * grain, math.ceil((high + 0.03 * span) / grain) * grain
