"""Curves over the steps: one item for all of a panel, thinned to what the pixels can show, with a playhead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import draw_marker, hairline, line_pen
from gdviz.qt.style import Look, marker_scale, theme
from gdviz.qt.views.layer import KeptLayer, Layer
from gdviz.qt.views.polylines import length, visible
from gdviz.qt.views.strokes import cost_ms, strokes
from gdviz.qt.views.trail_choice import distance
from gdviz.qt.views.window import Window

WIDTH = 1.6
MARKER_RADIUS = 4.0
# So near to a curve, in pixels, a click means it.
CURVE_REACH = 8.0
# More markers than this on the playhead hide one another.
MOST_MARKERS = 40


@dataclass(frozen=True)
class Curve:
    """What a curve is: its entry and lane, its name in the legend, its look, its line style and its last step."""

    entry: int
    lane: int
    label: str
    look: Look
    dash: tuple[float, ...]
    last: int


class CurveLayer(KeptLayer):
    """Draws the columns of `heights` (rows, curves) over the row number; nan ends or breaks a curve."""

    # There are three panels to one map.
    rough_above_ms = 1.5

    def __init__(self, box: pg.ViewBox, z: float = 20.0) -> None:
        super().__init__(box, z)
        self.curves: tuple[Curve, ...] = ()
        self.heights: Floats = np.empty((0, 0))
        self._ready: tuple[object, list[list[Floats]]] = (None, [])

    def set_curves(self, curves: Sequence[Curve], heights: Floats) -> None:
        """Other curves, their heights as they stand on the axis."""
        self.curves, self.heights = tuple(curves), heights
        self.contents_changed()

    def _prepared(self, window: Window) -> list[list[Floats]]:
        key = (window, self._revision)
        if self._ready[0] != key:
            self._ready = (key, [visible(one, window.width, window.height) for one in self._pixels(window)])
        return self._ready[1]

    def _pixels(self, window: Window) -> Iterator[Floats]:
        steps, heights = peaks(self.heights, window.left, window.right, window.width)
        for column in range(heights.shape[1]):
            yield window.to_pixels(np.stack([steps, heights[:, column]], axis=-1))

    def curve_at(self, across: float, up: float) -> Curve | None:
        """The curve that is nearest to a place of the plane, if any is within reach."""
        window = self.window()
        if not window.usable:
            return None
        reach = CURVE_REACH * (window.right - window.left) / window.width
        first = max(0, int(across - reach) - 1)
        rows = np.arange(first, min(len(self.heights), int(across + reach) + 2), dtype=float)
        place = window.to_pixels(np.array([across, up]))
        gaps = []
        for column in range(self.heights.shape[1]):
            near = np.stack([rows, self.heights[first : first + len(rows), column]], axis=-1)
            gaps.append(distance(window.to_pixels(near), place))
        nearest = int(np.argmin(gaps)) if gaps else 0
        return self.curves[nearest] if gaps and gaps[nearest] <= CURVE_REACH else None

    def cost_ms(self, window: Window) -> float:
        """About how long the fine lines take."""
        return sum(cost_ms("fine", len(part), length(part)) for parts in self._prepared(window) for part in parts)

    def render(self, painter: QPainter, window: Window, fine: bool) -> Iterator[None]:
        """Every curve; roughly as thin lines of the same dash."""
        for curve, parts in zip(self.curves, self._prepared(window), strict=True):
            pen = line_pen(curve.look.colour, WIDTH, curve.dash) if fine else hairline(curve.look.colour)
            drawn = 0.0
            for part in parts:
                drawn = yield from strokes(painter, pen, part, drawn)


def peaks(heights: Floats, left: float, right: float, pixels: float) -> tuple[Floats, Floats]:
    """The rows between left and right, thinned to the lowest and the highest of each column of pixels.

    `heights` is (rows, curves); the answer is the steps (n,) and the heights (n, curves).
    """
    first, last = max(0, int(left) - 1), min(len(heights), int(np.ceil(right)) + 2)
    if last <= first or not heights.shape[1]:
        return np.empty(0), np.empty((0, heights.shape[1]))
    steps, shown = np.arange(first, last, dtype=float), heights[first:last]
    group = int((right - left) / max(pixels, 1.0))
    if group < 3:
        return steps, shown
    begins = np.arange(0, len(shown), group)
    with np.errstate(invalid="ignore"):
        low, high = np.fmin.reduceat(shown, begins, axis=0), np.fmax.reduceat(shown, begins, axis=0)
    thin = np.stack([low, high], axis=1).reshape(-1, shown.shape[1])
    return np.repeat(steps[begins], 2), thin


class PlayheadLayer(Layer):
    """A line at the current step, with each curve's marker at its height there."""

    def __init__(self, box: pg.ViewBox, curves: CurveLayer, z: float = 40.0) -> None:
        super().__init__(box, z)
        self.step = 0
        self._curves = curves

    def set_step(self, step: int) -> None:
        """Move to a step."""
        if step != self.step:
            old, self.step = self.step, step
            self.update_pixels(np.array([self._strip(old), self._strip(step)]))

    def _strip(self, step: int) -> tuple[float, float, float, float]:
        """Where the line and the markers are at a step."""
        window, reach = self.window(), 2.0 * MARKER_RADIUS * marker_scale()
        across = float(window.to_pixels(np.array([float(step), window.bottom]))[0])
        return across - reach, 0.0, across + reach, window.height

    def places(self) -> list[tuple[Look, float, float]]:
        """Look, step and height of every curve's marker: at its last step once the playhead is past it."""
        found: list[tuple[Look, float, float]] = []
        heights = self._curves.heights
        for column, curve in enumerate(self._curves.curves):
            row = min(self.step, curve.last, len(heights) - 1)
            if row >= 0 and np.isfinite(heights[row, column]):
                found.append((curve.look, float(row), float(heights[row, column])))
        return found

    def draw(self, painter: QPainter, window: Window) -> None:
        """The line and the markers."""
        across = float(window.to_pixels(np.array([float(self.step), window.bottom]))[0])
        painter.setPen(line_pen(theme().playhead, 1.2))
        painter.drawLine(QPointF(across, 0.0), QPointF(across, window.height))
        places = self.places()
        for look, step, height in places if len(places) <= MOST_MARKERS else []:
            x, y = window.to_pixels(np.array([step, height]))
            if 0.0 <= y <= window.height:
                draw_marker(painter, look, QPointF(x, y), MARKER_RADIUS)


class NoteLayer(Layer):
    """A sentence in the middle of a panel that has nothing to show."""

    def __init__(self, box: pg.ViewBox, z: float = 50.0) -> None:
        super().__init__(box, z)
        self.text = ""

    def set_text(self, text: str) -> None:
        """Say this, or nothing."""
        if text != self.text:
            self.text = text
            self.update()

    def draw(self, painter: QPainter, window: Window) -> None:
        """The sentence, in as many lines as it needs, on blank paper."""
        if not self.text:
            return
        painter.fillRect(self.boundingRect(), QColor(theme().paper))
        room = QRectF(12.0, 4.0, window.width - 24.0, window.height - 8.0)
        painter.setPen(QColor(theme().muted_ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text)
