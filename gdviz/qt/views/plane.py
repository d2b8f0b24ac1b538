"""What a surface looks like on paper: the graph of one coordinate, the map of two, a slice through more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdviz.engine.result import Floats
from gdviz.engine.surface import Point, Surface
from gdviz.engine.trajectory import Trajectory

# How far above its lower part a graph is shown, in heights of that part.
WALL = 3.0

Value = Callable[[Floats], Floats]
Spans = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Graph:
    """One coordinate: f(x) over x; trails run through the points (x, f(x))."""

    value: Value

    def trails(self, trajectory: Trajectory) -> Floats:
        """Every lane's (x, f), (rows, lanes, 2)."""
        return np.stack([trajectory.points[..., 0], trajectory.loss], axis=-1)

    def place(self, point: Point) -> tuple[float, float]:
        """Where a point of the surface is drawn."""
        return point[0], float(self.value(np.array(point[:1])))

    def point(self, x: float, _y: float, _others: Point) -> Point:
        """The point of the surface that is meant by a place on paper."""
        return (x,)

    def home(self, surface: Surface) -> Spans:
        """The spans, across and upwards, that show the surface's own window."""
        low, high = _window(surface, 0)
        values = self.value(np.linspace(low, high, 400)[:, None])
        finite = values[np.isfinite(values)]
        if not len(finite):
            return (low, high), (-1.0, 1.0)
        bottom, most = float(finite.min()), float(np.quantile(finite, 0.8))
        start = float(self.value(np.array(surface.start))) if surface.start else bottom
        # A steep wall at the edge must not flatten everything else.
        top = min(float(finite.max()), max(bottom + WALL * (most - bottom), 1.2 * start - 0.2 * bottom))
        margin = 0.08 * (top - bottom) or 1.0
        return (low, high), (bottom - margin, top + margin)


@dataclass(frozen=True)
class Map:
    """Two coordinates, or the first two of more: the others stay at `others`."""

    value: Value
    others: Point = ()

    def trails(self, trajectory: Trajectory) -> Floats:
        """Every lane's first two coordinates, (rows, lanes, 2)."""
        return trajectory.points[..., :2]

    def place(self, point: Point) -> tuple[float, float]:
        """Where a point of the surface is drawn: straight below it, if it lies outside the slice."""
        return point[0], point[1]

    def point(self, x: float, y: float, others: Point) -> Point:
        """The point of the surface that is meant by a place on paper, with these further coordinates."""
        return (x, y, *(others or self.others))

    def home(self, surface: Surface) -> Spans:
        """The spans, across and upwards, that show the surface's own window."""
        return _window(surface, 0), _window(surface, 1)

    def values(self, x: Floats, y: Floats) -> Floats:
        """f on a grid, (rows, columns)."""
        grid = np.empty((len(y), len(x), 2 + len(self.others)))
        grid[..., 0], grid[..., 1] = x[None, :], y[:, None]
        grid[..., 2:] = self.others
        with np.errstate(all="ignore"):
            return np.asarray(self.value(grid), dtype=float)


Plane = Graph | Map


def plane(dimension: int, value: Value, others: Point = ()) -> Plane:
    """The picture for a surface of so many coordinates; `others` is where a slice cuts the third and further ones."""
    if dimension == 1:
        return Graph(value)
    return Map(value, tuple(others) or (0.0,) * (dimension - 2))


def _window(surface: Surface, axis: int) -> tuple[float, float]:
    low, high = surface.window[axis] if axis < len(surface.window) else (-5.0, 5.0)
    return float(low), float(high)
