"""The box around a surface in three dimensions: two walls behind it, three axes with numbers and names."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import small_font, theme
from gdviz.qt.views.log_ticks import power
from gdviz.qt.views.number_text import short
from gdviz.qt.views.surface3d_camera import HEIGHT, Camera
from gdviz.qt.views.surface3d_ground import Ground
from gdviz.surfaces.levels import Shader

TICKS = 5
TICK, NUMBER, NAME = 0.02, 0.075, 0.17
# Seen from steeper than this, heights cannot be read off.
STEEP = 78.0

Place = tuple[float, float, float]


@dataclass(frozen=True)
class Tick:
    """A number at a place along an axis, the place as a share of its length."""

    share: float
    text: str


def level_ticks(low: float, high: float) -> list[Tick]:
    """Round numbers along a level axis."""
    return [Tick((value - low) / (high - low), short(value)) for value in _round_numbers(low, high)]


def _round_numbers(low: float, high: float) -> list[float]:
    span = high - low
    if not (math.isfinite(span) and span > 0.0):
        return []
    base = 10.0 ** math.floor(math.log10(span / TICKS))
    step = next(base * factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if span / (base * factor) <= TICKS)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return [(first + index) * step for index in range(min(count, 12))]


def upright_ticks(ground: Ground) -> list[Tick]:
    """Round numbers, or on a logarithmic height powers of ten above the base, up the box."""
    heights = ground.heights
    bottom, top = heights.reach
    if heights.log:
        if not (0.0 < bottom < top):
            return []
        low, high = math.ceil(math.log10(bottom) - 1e-9), math.floor(math.log10(top) + 1e-9)
        stride = max(1, math.ceil((high - low + 1) / TICKS))
        powers = range(low, high + 1, stride)
        return _shown([(10.0**exponent, power(float(exponent))) for exponent in powers], heights)
    values = _round_numbers(heights.base, heights.base + top)
    return _shown([(value - heights.base, short(value)) for value in values], heights)


def _shown(marks: Sequence[tuple[float, str]], heights: Shader) -> list[Tick]:
    shares = heights(np.array([heights.base + height for height, _ in marks]))
    return [Tick(float(share), text) for share, (_, text) in zip(shares, marks, strict=True)]


class Frame:
    """Draws the box for one camera; `pixel` takes a place of the box to the picture."""

    def __init__(self, camera: Camera, pixel: Callable[[Floats], Floats], names: Sequence[str], ground: Ground) -> None:
        ca, sa, _, _ = camera.turn
        self.near_x, self.near_y = math.copysign(0.5, sa), -math.copysign(0.5, ca)
        self._camera, self._pixel, self._names, self._ground = camera, pixel, names, ground
        self._upright = upright_ticks(ground)
        # The upright axis stands at the corner that is farthest to the left.
        corners = ((self.near_x, -self.near_y), (-self.near_x, self.near_y))
        self._corner = min(corners, key=lambda corner: corner[0] * ca + corner[1] * sa)

    def _at(self, *places: Place) -> list[QPointF]:
        return [QPointF(x, y) for x, y in self._pixel(np.array(places))]

    def draw_behind(self, painter: QPainter) -> None:
        """The two walls away from the eye, with a line at every height that has a number."""
        x, y = -self.near_x, -self.near_y
        for first, last in (((x, -0.5), (x, 0.5)), ((-0.5, y), (0.5, y))):
            corners = self._at((*first, 0.0), (*last, 0.0), (*last, HEIGHT), (*first, HEIGHT))
            painter.setPen(line_pen(theme().frame, 0.8))
            painter.setBrush(QColor(theme().paper))
            painter.drawPolygon(QPolygonF(corners))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            faint = QColor(theme().frame)
            faint.setAlpha(110)
            painter.setPen(faint)
            for tick in self._upright:
                painter.drawLine(*self._at((*first, tick.share * HEIGHT), (*last, tick.share * HEIGHT)))

    def draw_axes(self, painter: QPainter) -> None:
        """Numbers and names along the two near edges of the ground and up the left."""
        painter.setFont(small_font())
        (left, right), (bottom, top) = self._ground.spans
        outward = math.copysign(1.0, self.near_y)
        for tick in level_ticks(left, right):
            self._mark(painter, (tick.share - 0.5, self.near_y, 0.0), (0.0, outward, 0.0), tick.text)
        self._name(painter, (0.0, self.near_y, 0.0), (0.0, outward, 0.0), self._names[0])
        outward = math.copysign(1.0, self.near_x)
        for tick in level_ticks(bottom, top):
            self._mark(painter, (self.near_x, tick.share - 0.5, 0.0), (outward, 0.0, 0.0), tick.text)
        self._name(painter, (self.near_x, 0.0, 0.0), (outward, 0.0, 0.0), self._names[1])
        if self._camera.elevation < STEEP:
            self._draw_upright(painter)

    def _draw_upright(self, painter: QPainter) -> None:
        ca, sa, _, _ = self._camera.turn
        foot, head = self._at((*self._corner, 0.0), (*self._corner, HEIGHT))
        painter.setPen(line_pen(theme().frame, 0.8))
        painter.drawLine(foot, head)
        left = (-ca, -sa, 0.0)
        for tick in self._upright:
            self._mark(painter, (*self._corner, tick.share * HEIGHT), left, tick.text)
        self._write(painter, head + QPointF(0.0, -10.0), self._names[2], theme().ink)

    def _mark(self, painter: QPainter, at: Place, outward: Place, text: str) -> None:
        begin, end, middle = self._at(at, *(_moved(at, outward, far) for far in (TICK, NUMBER)))
        painter.setPen(line_pen(theme().frame, 1.0))
        painter.drawLine(begin, end)
        self._write(painter, middle, text, theme().muted_ink)

    def _name(self, painter: QPainter, at: Place, outward: Place, text: str) -> None:
        self._write(painter, self._at(_moved(at, outward, NAME))[0], text, theme().ink)

    def _write(self, painter: QPainter, middle: QPointF, text: str, colour: str) -> None:
        metrics = QFontMetricsF(painter.font())
        room = QRectF(0.0, 0.0, metrics.horizontalAdvance(text) + 4.0, metrics.height())
        room.moveCenter(middle)
        painter.setPen(QColor(colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _moved(at: Place, outward: Place, far: float) -> Place:
    x, y, z = (start + far * way for start, way in zip(at, outward, strict=True))
    return x, y, z
