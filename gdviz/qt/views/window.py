"""The piece of the plane that a view shows, and the way between it and the pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.result import Floats
from gdviz.qt.rounding import rounded


@dataclass(frozen=True)
class Window:
    """A rectangle of the plane, low to high both ways, shown on `width` x `height` pixels with the y axis upwards."""

    left: float
    right: float
    bottom: float
    top: float
    width: float
    height: float

    def to_pixels(self, points: Floats) -> Floats:
        """Pixels of points, (..., 2) to (..., 2); what overflows is inf or nan, without a warning."""
        across, down = self.width / (self.right - self.left), self.height / (self.bottom - self.top)
        with np.errstate(all="ignore"):
            pixels: Floats = (points - (self.left, self.top)) * (across, down)
        return pixels

    def to_plane(self, across: float, down: float) -> tuple[float, float]:
        """The point of the plane under a pixel."""
        x = self.left + across / self.width * (self.right - self.left)
        return x, self.top - down / self.height * (self.top - self.bottom)

    def resolved(self, x: float, y: float) -> tuple[float, float]:
        """A point with as many digits as a pixel tells apart."""
        if not self.usable:
            return x, y
        return rounded(x, (self.right - self.left) / self.width), rounded(y, (self.top - self.bottom) / self.height)

    def clamped(self, point: tuple[float, float]) -> tuple[float, float]:
        """The nearest point that is inside."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.bottom), self.top)

    def grown(self, share: float) -> Window:
        """The rectangle with a margin of that share of its size on every side."""
        across, up = (self.right - self.left) * share, (self.top - self.bottom) * share
        wide, high = self.width * (1.0 + 2.0 * share), self.height * (1.0 + 2.0 * share)
        return Window(self.left - across, self.right + across, self.bottom - up, self.top + up, wide, high)

    def covers(self, other: Window) -> bool:
        """Whether the other rectangle lies inside this one."""
        sideways = self.left <= other.left and other.right <= self.right
        return sideways and self.bottom <= other.bottom and other.top <= self.top

    @property
    def usable(self) -> bool:
        """Whether it has an area and pixels to show it on."""
        return self.width > 1.0 and self.height > 1.0 and self.right > self.left and self.top > self.bottom
