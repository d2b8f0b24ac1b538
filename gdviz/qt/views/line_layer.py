"""The curve of the loss along a line, the trials on it in their order, and the lines that they are measured by."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdviz.engine.line_slice import Finding, LineSlice, Tried
from gdviz.qt.marker_shapes import draw_marker, draw_shape, line_pen
from gdviz.qt.style import Look, line_scale, marker_scale, small_font, theme
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.plot import Box
from gdviz.qt.views.polylines import visible
from gdviz.qt.views.strokes import polygon
from gdviz.qt.views.window import Window

CURVE, LINE, SLOPE = 1.8, 1.4, 2.0
# In pixels: a trial, the one that was taken, its ring, half the length of a slope, and how near is pointed at.
DOT, TAKEN, RING, REACH, NEAR = 3.6, 7.0, 9.0, 24.0, 14.0
DASH, DOTS = (5.0, 3.0), (1.0, 3.0)


class LineLayer(Layer):
    """Draws a slice; `chosen` is the trial that is ringed, None for none."""

    def __init__(self, box: Box) -> None:
        super().__init__(box, 20.0)
        self.line: LineSlice | None = None
        self.look: Look | None = None
        self.chosen: int | None = None

    def show_line(self, line: LineSlice | None, look: Look) -> None:
        """Draw this one."""
        self.line, self.look, self.chosen = line, look, None
        self.update()

    def choose(self, trial: int | None) -> None:
        """Ring a trial."""
        if trial != self.chosen:
            self.chosen = trial
            self.update()

    def places(self, window: Window) -> np.ndarray:
        """The pixels of the trials, (trials, 2); what is above the plot, or has no value, is at its upper edge."""
        tried = self.line.tried if self.line is not None else ()
        pixels = window.to_pixels(np.array([(each.step, each.loss) for each in tried]).reshape(-1, 2))
        pixels[:, 1] = np.maximum(np.where(np.isfinite(pixels[:, 1]), pixels[:, 1], -1.0), _edge())
        return pixels

    def near(self, across: float, down: float) -> int | None:
        """The trial nearest to a pixel, if one is near; of several in one place the last."""
        window = self.window()
        if self.line is None or not self.line.tried or not window.usable:
            return None
        distances = np.hypot(*(self.places(window) - (across, down)).T)
        found = len(distances) - 1 - int(distances[::-1].argmin())
        return found if distances[found] < NEAR * marker_scale() else None

    def draw(self, painter: QPainter, window: Window) -> None:
        """Lines first, then the curve, then the trials."""
        line = self.line
        if line is None or self.look is None:
            return
        painter.setClipRect(self.box.rect())
        self._draw_straight(painter, window, line.slope, theme().muted_ink, DOTS)
        if line.decrease is not None:
            self._draw_straight(painter, window, line.decrease * line.slope, theme().playhead, DASH)
        painter.setPen(line_pen(self.look.colour, CURVE))
        for piece in visible(window.to_pixels(line.curve.T), window.width, window.height):
            painter.drawPolyline(polygon(piece))
        pixels = self.places(window)
        for trial, (across, down) in zip(line.tried, pixels.tolist(), strict=True):
            self._draw_slope(painter, window, trial, QPointF(across, down))
        self._draw_trials(painter, window, line, pixels)

    def _draw_straight(
        self, painter: QPainter, window: Window, slope: float, colour: str, dash: tuple[float, ...]
    ) -> None:
        """From phi(0) on with this slope."""
        assert self.line is not None
        ends = np.array([[0.0, self.line.loss], [window.right, self.line.loss + slope * window.right]])
        painter.setPen(line_pen(colour, LINE, dash))
        for piece in visible(window.to_pixels(ends), window.width, window.height):
            painter.drawPolyline(polygon(piece))

    @staticmethod
    def _draw_slope(painter: QPainter, window: Window, trial: Tried, place: QPointF) -> None:
        """A piece of the tangent, of the same length on the screen however steep it is."""
        if math.isnan(trial.slope) or place.y() <= _edge():
            return
        way = window.to_pixels(np.array([1.0, trial.slope])) - window.to_pixels(np.array([0.0, 0.0]))
        across, down = (way / np.hypot(*way) * REACH * marker_scale()).tolist()
        painter.setPen(line_pen(theme().ink, SLOPE))
        painter.drawLine(place - QPointF(across, down), place + QPointF(across, down))

    def _draw_trials(self, painter: QPainter, window: Window, line: LineSlice, pixels: np.ndarray) -> None:
        assert self.look is not None
        taken = [each.finding is Finding.TAKEN for each in line.tried]
        written: list[QRectF] = []
        for index in sorted(range(len(taken)), key=lambda index: taken[index]):
            place = QPointF(*pixels[index].tolist())
            if place.x() > window.width:
                continue
            if taken[index]:
                painter.setPen(line_pen(self.look.colour, LINE, DASH))
                painter.drawLine(place, QPointF(place.x(), window.height))
                draw_marker(painter, self.look, place, TAKEN)
            else:
                shape = "triangle" if place.y() <= _edge() else "circle"
                draw_shape(painter, shape, place, DOT, theme().paper, theme().ink)
        for index in sorted(range(len(taken)), key=lambda index: (not taken[index], index)):
            if pixels[index, 0] <= window.width:
                place, rising = QPointF(*pixels[index].tolist()), line.tried[index].slope > 0.0
                _number(painter, window, place, str(index + 1), (taken[index], rising), written)
        if self.chosen is not None and self.chosen < len(pixels):
            self._ring(painter, QPointF(*pixels[self.chosen].tolist()))

    @staticmethod
    def _ring(painter: QPainter, centre: QPointF) -> None:
        radius = RING * marker_scale()
        for ink, width in ((theme().paper, 4.0), (theme().playhead, 2.0)):
            painter.setPen(QPen(QColor(ink), width * line_scale()))
            painter.drawEllipse(centre, radius, radius)


def _edge() -> float:
    """Where what is above the plot is marked."""
    return (DOT + 2.0) * marker_scale()


def _number(
    painter: QPainter, window: Window, place: QPointF, text: str, kind: tuple[bool, bool], written: list[QRectF]
) -> None:
    """The number of a trial beside it, unless another one stands there already; `kind` is whether it is the one taken,
    and whether its slope rises: then the number stands at the left, out of the way of the slope.
    """
    bold, rising = kind
    font = QFont(small_font())
    font.setBold(bold)
    painter.setFont(font)
    room = painter.fontMetrics().boundingRect(text)
    width, height = room.width() + 4.0, float(painter.fontMetrics().height())
    gap = (TAKEN if bold else DOT) * marker_scale() + 2.0
    at_left = rising or place.x() + gap + width > window.width
    left = place.x() - gap - width if at_left else place.x() + gap
    top = min(max(place.y() - gap - height, 0.0), window.height - height)
    box = QRectF(left, top, width, height)
    if any(box.intersects(other) for other in written):
        return
    written.append(box)
    painter.setPen(QColor(theme().ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
