"""What differences of f say about a derivative, found without looking at the derivative first."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property

import numpy as np

from gdviz.engine.result import Floats

AGREEMENT = 1e-4
# What is so small beside the slopes of f a little farther on is as good as zero.
NOTHING = 1e-9
# Differences that are uncertain by such a share of themselves say nothing.
LOST = 0.1
# The bend of f must stand out so far from rounding, over so many steps, for a corner to be believed.
OUTSTANDING, CORNER_STEPS = 50.0, 7
EVEN = 1.3
# Fewer finite differences than these are too few to judge by.
FEWEST = 8


class Finding(StrEnum):
    """What was found along a coordinate, from the worst to the best."""

    DISAGREES = "disagrees"
    UNDEFINED = "undefined"
    EDGE = "edge"
    KINK = "kink"
    ROUNDING = "rounding"
    AGREES = "agrees"


@dataclass(frozen=True, eq=False)
class Measured:
    """The derivative, and differences of f by every step: left, right and central, with the error of rounding in each.

    Along all coordinates (steps, coordinates), `analytic` and `units` (coordinates,); `along` gives one of them.
    """

    analytic: Floats
    units: Floats
    steps: Floats
    left: Floats
    right: Floats
    central: Floats
    rounding: Floats

    def along(self, axis: int) -> Measured:
        """One coordinate."""
        return Measured(*(getattr(self, field.name)[..., axis] for field in fields(self)))

    @cached_property
    def finite(self) -> int:
        """How many steps of this coordinate gave a difference."""
        return int(np.isfinite(self.central).sum())

    @cached_property
    def uncertainty(self) -> Floats:
        """What each difference may be wrong by: what it changed by since the step before, and rounding."""
        with np.errstate(all="ignore"):
            change = np.abs(np.diff(self.central, prepend=self.central[1]))
            whole = change + self.rounding
        return np.where(np.isfinite(whole), whole, np.inf)

    @cached_property
    def nothing(self) -> float:
        """A slope as good as zero beside the steepest one to points that are not very near."""
        far = np.abs(np.stack([self.left, self.right])[:, : len(self.steps) // 4])
        return NOTHING * float(np.max(far, initial=0.0, where=np.isfinite(far)))

    @cached_property
    def best(self) -> int:
        """The step at which differences are most certain, for their size: near a pole they are small only far off."""
        with np.errstate(all="ignore"):
            share = self.uncertainty / (np.abs(self.central) + self.nothing)
        return int(np.argmin(np.where(np.isnan(share), np.inf, share)))

    @cached_property
    def corner(self) -> int | None:
        """The smallest step that shows a corner or an edge of f, if there is one.

        The bend f(x+h) + f(x-h) - 2f(x) of a smooth f falls with h^2; at a corner it falls with h, at an edge by less.
        """
        with np.errstate(all="ignore"):
            gaps = np.abs(self.right - self.left)
            outstanding = np.flatnonzero(gaps > OUTSTANDING * self.rounding)
        if not len(outstanding) or outstanding[-1] < CORNER_STEPS - 1:
            return None
        last = int(outstanding[-1])
        shown = gaps[last - CORNER_STEPS + 1 : last + 1]
        return last if np.isfinite(shown).all() and (_even(shown) or _climbs(shown)) else None

    @property
    def is_edge(self) -> bool:
        """Whether what shows at `corner` is an edge."""
        last = self.corner
        if last is None:
            return False
        return not _even(np.abs(self.right - self.left)[last - CORNER_STEPS + 1 : last + 1])


def finding(measured: Measured) -> Finding:
    """What is to be said of one coordinate."""
    if measured.corner is not None:
        return Finding.EDGE if measured.is_edge else Finding.KINK
    if not np.isfinite(measured.analytic) or measured.finite < FEWEST:
        return Finding.UNDEFINED
    exact, central = float(measured.analytic), float(measured.central[measured.best])
    uncertainty, size = float(measured.uncertainty[measured.best]), max(abs(exact), abs(central))
    if abs(exact) > measured.nothing and uncertainty > LOST * size:
        return Finding.ROUNDING
    allowed = AGREEMENT * size + 8 * uncertainty + measured.nothing
    return Finding.AGREES if abs(exact - central) <= allowed else Finding.DISAGREES


def _even(gaps: Floats) -> bool:
    return bool(gaps.max() < EVEN * gaps.min())


def _climbs(gaps: Floats) -> bool:
    """Whether they grow all the way as the step shrinks, and by more than by chance."""
    return bool((np.diff(gaps) > 0).all() and gaps[-1] > EVEN * gaps[0])
