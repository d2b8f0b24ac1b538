"""What is asked about the critical points in a window, and what is answered: immutable, and light to import."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from gdviz.engine.nature import Nature
from gdviz.engine.surface import Point, Surface

Spans = tuple[tuple[float, float], ...]

# So many points are shown; where there are more, those nearest the middle of the window.
MOST = 500


@dataclass(frozen=True)
class CriticalQuestion:
    """Which critical points has this surface in the window, (low, high) per coordinate?"""

    surface: Surface
    window: Spans


class Extent(Enum):
    """Whether a critical point stands alone or for a whole line or area of them."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


@dataclass(frozen=True)
class FoundPoint:
    """A critical point, or a point of a line or area of them, all of which are then in `places`.

    `eigenvalues` of the Hessian ascend, `eigenvectors` have length 1; both are empty at a kink, which has no Hessian.
    `degenerate` says that the eigenvalues do not decide the nature; it is None where a line has several.
    """

    point: Point
    loss: float
    nature: Nature | None
    eigenvalues: tuple[float, ...] = ()
    eigenvectors: tuple[Point, ...] = ()
    degenerate: bool = False
    extent: Extent = Extent.POINT
    places: tuple[Point, ...] = ()

    @property
    def kink(self) -> bool:
        """Whether the gradient is not zero there but not defined."""
        return not self.eigenvalues


@dataclass(frozen=True)
class CriticalAnswer:
    """What was found; `more` if there are more than MOST, `undefined` the share of the window without f.

    The points are in the order minima, saddles, maxima, the lowest first. `lowest` is the loss of the lowest minimum.
    """

    question: CriticalQuestion
    points: tuple[FoundPoint, ...] = ()
    more: bool = False
    undefined: float = 0.0
    lowest: float = math.inf
