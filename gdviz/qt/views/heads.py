"""The heads of the lanes: each entry's marker where its run is now, in front of the trails."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import draw_marker, draw_shape, line_pen
from gdviz.qt.style import Look, marker_scale, theme
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.window import Window

RADIUS = 6.5


class HeadLayer(Layer):
    """Draws the last finite point of every visible lane at or before the current row."""

    def __init__(self, box: pg.ViewBox, z: float = 40.0) -> None:
        super().__init__(box, z)
        self.points: Floats = np.empty((0, 0, 2))
        self.looks: tuple[Look, ...] = ()
        self.hidden: frozenset[int] = frozenset()
        self.ringed: int | None = None
        self.step = 0
        self._last: list[int] = []
        self._marked: Floats = np.empty((0, 4))  # where markers were drawn last

    def set_points(self, points: Floats, looks: tuple[Look, ...]) -> None:
        """The lanes' points, (rows, lanes, 2), with one look per lane."""
        self.points, self.looks = points, looks
        self._last = last_rows(points)
        self.update()

    def set_hidden(self, lanes: frozenset[int]) -> None:
        """Leave out these lanes."""
        self.hidden = lanes
        self.update()

    def set_ringed(self, lane: int | None) -> None:
        """Tell one lane's head from the others."""
        if lane != self.ringed:
            self.ringed = lane
            self.update()

    def set_step(self, step: int) -> None:
        """Show the heads after this step."""
        if step != self.step:
            self.step = step
            window = self.window()
            new = _rects(window, self._pixels(window)[1])
            self.update_pixels(np.concatenate([self._marked, new]))
            self._marked = new

    def _pixels(self, window: Window) -> tuple[list[int], Floats]:
        """The visible lanes that have a head, the ringed one last, and the pixels of their heads, (n, 2)."""
        lanes = [lane for lane, last in enumerate(self._last) if lane not in self.hidden and last >= 0]
        lanes.sort(key=lambda lane: lane == self.ringed)
        return lanes, window.to_pixels(self.points[[self.row(lane) for lane in lanes], lanes])

    def heads(self) -> dict[int, tuple[float, float]]:
        """Where each visible lane's head is; a lane without a finite point has none."""
        found: dict[int, tuple[float, float]] = {}
        for lane, last in enumerate(self._last):
            if lane not in self.hidden and last >= 0:
                x, y = self.points[self.row(lane), lane]
                found[lane] = (float(x), float(y))
        return found

    def row(self, lane: int) -> int:
        """The row of a lane's head; -1 if it has none."""
        return min(self.step, self._last[lane])

    def draw(self, painter: QPainter, window: Window) -> None:
        """A marker per head, or an arrow at the edge that points to one outside; the ringed one in front."""
        lanes, pixels = self._pixels(window)
        self._marked = _rects(window, pixels)
        for lane, (across, down) in zip(lanes, pixels.tolist(), strict=True):
            if 0 <= across <= window.width and 0 <= down <= window.height:
                if lane == self.ringed:
                    draw_ring(painter, QPointF(across, down))
                draw_marker(painter, self.looks[lane], QPointF(across, down), RADIUS)
            elif math.isfinite(across) and math.isfinite(down):
                _draw_arrow(painter, self.looks[lane], window, across, down)


def _rects(window: Window, heads: Floats) -> Floats:
    """Around every marker, (n, 4) in pixels; that of a head outside is at the edge."""
    reach = 2.0 * RADIUS * marker_scale()
    places = np.clip(heads, 0.0, (window.width, window.height))
    return np.concatenate([places - reach, places + reach], axis=1)


def draw_ring(painter: QPainter, at: QPointF) -> None:
    """What tells the selected head from the others."""
    radius = (RADIUS + 4.0) * marker_scale()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme().paper, 4.0), (theme().accent, 2.0)):
        painter.setPen(line_pen(colour, width))
        painter.drawEllipse(at, radius, radius)


def last_rows(points: Floats) -> list[int]:
    """The last row without nan or inf of every lane of (rows, lanes, dim), -1 if it has none."""
    finite = np.isfinite(points).all(axis=2)
    rows = np.where(finite, np.arange(len(points))[:, None], -1)
    return [int(row) for row in rows.max(axis=0, initial=-1)]


def _draw_arrow(painter: QPainter, look: Look, window: Window, across: float, down: float) -> None:
    inset = 8.0
    edge = QPointF(min(max(across, inset), window.width - inset), min(max(down, inset), window.height - inset))
    painter.save()
    painter.translate(edge)
    painter.rotate(math.degrees(math.atan2(down - edge.y(), across - edge.x())))
    draw_shape(painter, "triangle_right", QPointF(0.0, 0.0), RADIUS, look.colour, theme().paper)
    painter.restore()
