"""Line searches: how far to go along a direction d from theta.

Each is a generator that asks for the loss ("f") or for the slope along d ("g") at a step, is sent the answer, and
returns the step. `slope` is that at theta itself, g.d; a direction that does not lead down is not gone. A script that
is written out contains this file's functions as they stand.
"""

from __future__ import annotations

import math
from collections.abc import Generator

Search = Generator[tuple[str, float], float, float]

# So many trials of one kind, then what has been reached is taken: 2**-60 of a step is no step.
MOST_TRIALS = 60
# The exact search ends where the slope is so small a part of that at theta.
LEVEL = 1e-12


def backtracking(slope: float, first: float, shrink: float, decrease: float) -> Search:
    """Shrinks the first step until the loss falls by a share of what the slope promises.

    Source: Armijo, 1966; Nocedal and Wright, Numerical Optimization, algorithm 3.1.
    """
    here, step = (yield "f", 0.0), first
    for _ in range(MOST_TRIALS if slope < 0.0 else 0):
        there = yield "f", step
        if there <= here + decrease * step * slope:
            return step
        step *= shrink
    return 0.0


def wolfe(slope: float, first: float, decrease: float, curvature: float) -> Search:
    """A step that lowers the loss enough and where the slope is small enough: the strong Wolfe conditions.

    Source: Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6.
    """
    here, step = (yield "f", 0.0), first
    low, low_loss, low_slope = 0.0, here, slope
    for trial in range(MOST_TRIALS if slope < 0.0 else 0):
        there = yield "f", step
        if not there <= here + decrease * step * slope or (trial > 0 and there >= low_loss):
            return (yield from wolfe_between(slope, here, decrease, curvature, low, low_loss, low_slope, step, there))
        tilt = yield "g", step
        if abs(tilt) <= -curvature * slope:
            return step
        if tilt >= 0.0:
            return (yield from wolfe_between(slope, here, decrease, curvature, step, there, tilt, low, low_loss))
        low, low_loss, low_slope, step = step, there, tilt, 2.0 * step
    return low


def wolfe_between(
    slope: float,
    here: float,
    decrease: float,
    curvature: float,
    low: float,
    low_loss: float,
    low_slope: float,
    high: float,
    high_loss: float,
) -> Search:
    """The step of `wolfe` between `low`, the best so far, and `high`."""
    for _ in range(MOST_TRIALS):
        step = parabola_step(low, low_loss, low_slope, high, high_loss)
        there = yield "f", step
        if not there <= here + decrease * step * slope or there >= low_loss:
            high, high_loss = step, there
            continue
        tilt = yield "g", step
        if abs(tilt) <= -curvature * slope:
            return step
        if tilt * (high - low) >= 0.0:
            high, high_loss = low, low_loss
        low, low_loss, low_slope = step, there, tilt
    return low


def parabola_step(low: float, low_loss: float, low_slope: float, high: float, high_loss: float) -> float:
    """The lowest point of the parabola through what is known, or the middle where that is too near an end."""
    width = high - low
    bend = high_loss - low_loss - low_slope * width
    share = -0.5 * low_slope * width / bend if bend > 0.0 and math.isfinite(bend) else 0.5
    return low + width * (share if 0.1 <= share <= 0.9 else 0.5)


def exact(slope: float, first: float) -> Search:
    """A step at which the slope is zero, the nearest if `first` is small: doubling until it rises, then secants
    between.

    Source: the Illinois variant of regula falsi, Dowell and Jarratt, 1971.
    """
    low, low_slope, high = 0.0, slope, first
    if not slope < 0.0:
        return low
    high_slope = yield from slope_on_the_surface(high)
    for _ in range(MOST_TRIALS):
        if high_slope >= 0.0:
            break
        if math.isfinite(high_slope):
            low, low_slope, high = high, high_slope, 2.0 * high
        else:
            high = 0.5 * (low + high)
        high_slope = yield from slope_on_the_surface(high)
    if not high_slope >= 0.0:
        return low
    step, side = high, 0
    for _ in range(MOST_TRIALS):
        step = high - high_slope * (high - low) / (high_slope - low_slope)
        step = step if low < step < high else 0.5 * (low + high)
        tilt = yield "g", step
        if abs(tilt) <= -LEVEL * slope or not low < step < high:
            return step
        if tilt < 0.0:
            low, low_slope, high_slope, side = step, tilt, high_slope * (0.5 if side == -1 else 1.0), -1
        else:
            high, high_slope, low_slope, side = step, tilt, low_slope * (0.5 if side == 1 else 1.0), 1
    return step


def slope_on_the_surface(step: float) -> Search:
    """The slope at a step; nan where the loss is not finite: the slope's formula may go on, the surface does not."""
    there = yield "f", step
    return (yield "g", step) if math.isfinite(there) else math.nan
