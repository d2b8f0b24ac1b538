"""Tangents on the graph of one coordinate: the line that the gradient is at every head, and the step along it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import Look
from gdviz.qt.views.heads import HeadLayer
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.window import Window

# Pixels to either side of a head.
REACH = 78.0
WIDTH = 1.5
DASH = (5.0, 3.0)
DROP_DASH = (1.5, 2.5)
FAINT = 150


class TangentLayer(Layer):
    """Draws, for the heads of a graph, the tangent at each, and the last step along the old one, then to the curve.

    Nothing is drawn before the exact derivative is known, and nothing on a map of two coordinates.
    """

    def __init__(self, box: pg.ViewBox, heads: HeadLayer, z: float = 35.0) -> None:
        super().__init__(box, z)
        self.heads = heads
        self._slope: Callable[[Floats], Floats] | None = None

    def set_compiled(self, compiled: CompiledSurface | None) -> None:
        """Whose derivative to use: a surface of one coordinate with its gradient; anything else draws nothing."""
        known = compiled is not None and len(compiled.coordinates) == 1 and len(compiled.gradient_numbers) == 1
        self._slope = compiled.gradient if compiled is not None and known else None
        self.update()

    def tangents(self) -> dict[int, tuple[float, float, float]]:
        """x, f and slope at the head of every visible lane."""
        return {lane: (x, f, self._slope_at(x)) for lane, (x, f) in self._heads().items()}

    def steps(self) -> dict[int, Floats]:
        """The last step of every visible lane, (3, 2): where it began, the tangent's promise, what became of it."""
        found: dict[int, Floats] = {}
        for lane, head in self._heads().items():
            row = self.heads.row(lane)
            if row > 0:
                x, f = (float(value) for value in self.heads.points[row - 1, lane])
                found[lane] = np.array([(x, f), (head[0], f + self._slope_at(x) * (head[0] - x)), head])
        return found

    def _heads(self) -> dict[int, tuple[float, float]]:
        return self.heads.heads() if self._slope is not None else {}

    def _slope_at(self, x: float) -> float:
        assert self._slope is not None
        with np.errstate(all="ignore"):
            return float(self._slope(np.array([x]))[0])

    def draw(self, painter: QPainter, window: Window) -> None:
        """Tangents first, steps over them."""
        for lane, (x, f, slope) in self.tangents().items():
            _draw_tangent(painter, window, self.heads.looks[lane], x, f, slope)
        for lane, corners in self.steps().items():
            _draw_step(painter, self.heads.looks[lane], window.to_pixels(corners))


def _draw_tangent(painter: QPainter, window: Window, look: Look, x: float, f: float, slope: float) -> None:
    middle = window.to_pixels(np.array([x, f]))
    along = window.to_pixels(np.array([x + 1.0, f + slope])) - middle
    length = float(np.hypot(*along))
    if np.isfinite(middle).all() and np.isfinite(length) and length > 0.0:
        reach = along * (REACH / length)
        painter.setPen(line_pen(look.colour, WIDTH, DASH))
        painter.drawLine(QPointF(*(middle - reach)), QPointF(*(middle + reach)))


def _draw_step(painter: QPainter, look: Look, pixels: Floats) -> None:
    if not np.isfinite(pixels).all() or np.abs(pixels).max() > 1e6:
        return
    begin, promise, end = (QPointF(*place) for place in pixels)
    painter.setPen(line_pen(look.colour, WIDTH))
    painter.drawLine(begin, promise)
    faint = QColor(look.colour)
    faint.setAlpha(FAINT)
    pen = line_pen(look.colour, WIDTH, DROP_DASH)
    pen.setColor(faint)
    painter.setPen(pen)
    painter.drawLine(promise, end)
