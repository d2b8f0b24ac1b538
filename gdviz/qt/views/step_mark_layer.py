"""Draws a step's vectors on the map."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen, marker_path
from gdviz.qt.style import Look, heading_font, line_scale, marker_scale, theme
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.vector_colours import role_colour, vector_colours
from gdviz.qt.views.window import Window

if TYPE_CHECKING:
    from gdviz.engine.anatomy import StepAnatomy
    from gdviz.qt.views.step_marks import Ellipse, StepMarks

GHOST_RADIUS = 7.5
TIP = 11.0
# Nothing is drawn farther out than this many pixels: painters do not like large numbers.
FAR = 1e5


class StepMarkLayer(Layer):
    """Shows the marks of an anatomy up to a rule, over trails and heads, so that a short arrow is seen; `axes` are the
    coordinates of the map.
    """

    def __init__(self, box: pg.ViewBox, z: float = 45.0) -> None:
        super().__init__(box, z)
        self.anatomy: StepAnatomy | None = None
        self.rule = 0
        self.ellipses = False
        self.look: Look | None = None
        self.axes = (0, 1)

    def show_step(self, anatomy: StepAnatomy | None, rule: int, look: Look | None, ellipses: bool) -> None:
        """Another step, or another number of rules of it that are done; None shows nothing."""
        self.anatomy, self.rule, self.look, self.ellipses = anatomy, rule, look, ellipses
        self.update()

    def marks(self, window: Window) -> StepMarks | None:
        """What is drawn in a window."""
        if self.anatomy is None or not window.usable:
            return None
        from gdviz.qt.views.step_marks import step_marks  # not needed for the first paint

        return step_marks(self.anatomy, self.rule, self._colours(), window, self.ellipses, self.axes)

    def _colours(self) -> Mapping[str, str]:
        return vector_colours(self.anatomy.question.entry.method) if self.anatomy else {}

    def draw(self, painter: QPainter, window: Window) -> None:
        """Ellipses and squares below, then arrows, the ghost, and the card."""
        marks = self.marks(window)
        if marks is None:
            return
        if not _near(window.to_pixels(marks.head)):
            return
        self._draw_ellipses(painter, window, marks)
        self._draw_squares(painter, window, marks)
        self._draw_ghost(painter, window, marks)
        for arrow in marks.arrows:
            tail, tip = window.to_pixels(arrow.tail), window.to_pixels(arrow.tip)
            draw_arrow(painter, tail, tip, arrow.colour)
            draw_letter(painter, tail, tip, arrow.letter, arrow.colour)
        for place in marks.places:
            self._draw_place(
                painter, window.to_pixels(marks.head), window.to_pixels(place.at), place.letter, place.colour
            )
        from gdviz.qt.views.step_mark_card import card_rows, draw_card  # not needed for the first paint

        ends = [window.to_pixels(end) for end in marks.ends]
        draw_card(painter, card_rows(marks, self.ellipses), window.width, window.height, ends)

    def _draw_place(self, painter: QPainter, head: Floats, at: Floats, letter: str, colour: str) -> None:
        if not _near(at):
            return
        painter.setPen(line_pen(colour, 1.6 * line_scale(), (3.0, 3.0)))
        painter.drawLine(point(head), point(at))
        draw_ring(painter, at, colour)
        draw_letter(painter, head, at, letter, colour)

    def _draw_squares(self, painter: QPainter, window: Window, marks: StepMarks) -> None:
        """The square of x to the right of the head and below it, that of y to its left and above it."""
        head = window.to_pixels(marks.head)
        for square in marks.squares:
            side = square_pixels(square.side, window)
            corner = QPointF(head[0], head[1]) if square.axis == 0 else QPointF(head[0] - side, head[1] - side)
            fill = QColor(square.colour)
            fill.setAlpha(70)
            painter.setPen(QPen(QColor(square.colour), 1.6 * line_scale()))
            painter.setBrush(fill)
            painter.drawRect(QRectF(corner.x(), corner.y(), side, side))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_ghost(self, painter: QPainter, window: Window, marks: StepMarks) -> None:
        if marks.ghost is None or self.look is None:
            return
        head, ghost = window.to_pixels(marks.head), window.to_pixels(marks.ghost)
        if not _near(ghost):
            return
        colour = role_colour(Role.STEP)
        draw_arrow(painter, head, ghost, colour, (2.0, 1.6))
        draw_ghost(painter, ghost, self.look)

    def _draw_ellipses(self, painter: QPainter, window: Window, marks: StepMarks) -> None:
        for ellipse, colour in ((marks.curvature, theme().ink), (marks.scaling, role_colour(Role.SCALED))):
            if ellipse is not None:
                dash = (4.0, 3.0) if ellipse.bends_down else ()
                painter.setPen(line_pen(theme().paper, 4.0 * line_scale()))
                painter.drawPolygon(_outline(ellipse, marks.head, window))
                painter.setPen(line_pen(colour, 2.0 * line_scale(), dash))
                painter.drawPolygon(_outline(ellipse, marks.head, window))


def square_pixels(side: float, window: Window) -> float:
    """How many pixels a length takes on a map whose axes differ: those of the square of the same area."""
    across = window.width / (window.right - window.left)
    up = window.height / (window.top - window.bottom)
    return side * math.sqrt(across * up)


def draw_arrow(painter: QPainter, tail: Floats, tip: Floats, colour: str, dash: tuple[float, ...] = ()) -> None:
    """An arrow with a rim of paper, its point exactly at the tip; short ones have a short point."""
    length = float(np.hypot(*(tip - tail)))
    if not _near(tip) or length < 0.5:
        return
    along = (tip - tail) / length
    size = min(TIP * line_scale(), 0.6 * length)
    neck = tip - along * size * 0.9
    for pen in (line_pen(theme().paper, 5.0 * line_scale()), line_pen(colour, 2.4 * line_scale(), dash)):
        painter.setPen(pen)
        painter.drawLine(point(tail), point(neck))
    across = np.array([-along[1], along[0]]) * size * 0.42
    base = tip - along * size
    painter.setPen(QPen(QColor(theme().paper), 1.2))
    painter.setBrush(QColor(colour))
    painter.drawPolygon(QPolygonF([point(tip), point(base + across), point(base - across)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_ghost(painter: QPainter, at: Floats, look: Look) -> None:
    """An entry's marker, half transparent."""
    fill = QColor(theme().paper)
    fill.setAlpha(150)
    painter.setPen(QPen(QColor(look.colour), 2.2 * line_scale()))
    painter.setBrush(fill)
    radius = GHOST_RADIUS * marker_scale()
    place = QTransform(radius, 0.0, 0.0, radius, float(at[0]), float(at[1]))
    painter.drawPath(place.map(marker_path(look.marker)))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_ring(painter: QPainter, at: Floats, colour: str) -> None:
    """A point that a rule computes."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = 5.0 * marker_scale()
    for ink, width in ((theme().paper, 5.0), (colour, 2.4)):
        painter.setPen(QPen(QColor(ink), width * line_scale()))
        painter.drawEllipse(point(at), radius, radius)


def draw_letter(painter: QPainter, tail: Floats, tip: Floats, letter: str, colour: str) -> None:
    """A vector's letter beyond its tip, with a rim of paper."""
    length = float(np.hypot(*(tip - tail)))
    if not _near(tip):
        return
    along = (tip - tail) / length if length > 0.5 else np.array([0.7, -0.7])
    font = QFont(heading_font())
    font.setItalic(True)
    metrics = QFontMetricsF(font)
    centre = tip + along * (0.5 * metrics.height() + 3.0)
    path = QPainterPath()
    path.addText(centre[0] - metrics.horizontalAdvance(letter) / 2.0, centre[1] + metrics.xHeight() / 2.0, font, letter)
    painter.strokePath(path, line_pen(theme().paper, 3.5))
    painter.fillPath(path, QColor(colour))


def _outline(ellipse: Ellipse, centre: Floats, window: Window) -> QPolygonF:
    angle = np.linspace(0.0, 2.0 * math.pi, 73)
    points = centre + np.cos(angle)[:, None] * ellipse.axes[0] + np.sin(angle)[:, None] * ellipse.axes[1]
    return QPolygonF([point(pixel) for pixel in window.to_pixels(points)])


def _near(pixel: Floats) -> bool:
    return bool(np.isfinite(pixel).all() and (np.abs(pixel) < FAR).all())


def point(pixel: Floats) -> QPointF:
    """A place in pixels, (2,), as Qt wants it."""
    return QPointF(float(pixel[0]), float(pixel[1]))
