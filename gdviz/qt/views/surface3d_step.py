"""The marks of a step on a surface in three dimensions: its vectors in the plane, laid over the ground."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QPainter, QPolygonF

from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import line_scale, theme
from gdviz.qt.views.marked_step import UNMARKED, MarkedStep
from gdviz.qt.views.step_mark_card import card_rows, draw_card
from gdviz.qt.views.step_mark_layer import draw_arrow, draw_ghost, draw_letter, draw_ring, point
from gdviz.qt.views.step_marks import StepMarks, step_marks
from gdviz.qt.views.surface3d_ground import Ground
from gdviz.qt.views.surface3d_marks import Project
from gdviz.qt.views.vector_colours import role_colour, vector_colours
from gdviz.qt.views.window import Window

# An arrow follows the ground in so many pieces; the last ones are its point.
PIECES = 24


class StepPicture:
    """Squares and ellipses have a meaning only on a level map: they are left to it."""

    def __init__(self) -> None:
        self.marked: MarkedStep = UNMARKED

    def marks(self, ground: Ground, width: float, height: float) -> StepMarks | None:
        """What is drawn over a ground, in the plane."""
        anatomy = self.marked.anatomy
        if anatomy is None:
            return None
        (left, right), (bottom, top) = ground.spans
        window = Window(left, right, bottom, top, 0.7 * width, 0.7 * height)
        colours = vector_colours(anatomy.question.entry.method)
        marks = step_marks(anatomy, self.marked.rule, colours, window)
        return replace(marks, squares=())

    def draw(self, painter: QPainter, project: Project, ground: Ground, width: float, height: float) -> None:
        """Arrows, look-ahead points, the ghost, and the card."""
        marks = self.marks(ground, width, height)
        if marks is None:
            return
        if marks.ghost is not None:
            self._draw_ghost(painter, project, ground, marks)
        for arrow in marks.arrows:
            path = _laid(project, ground, marks.head, arrow.tip)
            _draw_path(painter, path, arrow.colour, arrow.letter)
        for place in marks.places:
            path = _laid(project, ground, marks.head, place.at)
            if len(path) > 1:
                painter.setPen(line_pen(place.colour, 1.6 * line_scale(), (3.0, 3.0)))
                painter.drawPolyline(_polygon(path))
                draw_ring(painter, path[-1], place.colour)
                draw_letter(painter, path[-2], path[-1], place.letter, place.colour)
        ends, _, _ = project(ground.over(ground.sideways(np.array(marks.ends))))
        draw_card(painter, card_rows(marks, False), width, height, ends)

    def _draw_ghost(self, painter: QPainter, project: Project, ground: Ground, marks: StepMarks) -> None:
        assert marks.ghost is not None
        path = _laid(project, ground, marks.head, marks.ghost)
        if len(path) and self.marked.look is not None:
            _draw_path(painter, path, role_colour(Role.STEP), "", (2.0, 1.6))
            draw_ghost(painter, path[-1], self.marked.look)


def _laid(project: Project, ground: Ground, tail: Floats, tip: Floats) -> Floats:
    """The pixels of a straight way in the plane over the ground, (n, 2); it ends where the ground does."""
    if not np.isfinite(tip - tail).all():
        return np.empty((0, 2))
    way = tail + np.linspace(0.0, 1.0, PIECES + 1)[:, None] * (tip - tail)
    pixels, _, _ = project(ground.over(ground.sideways(way)))
    outside = np.flatnonzero(~np.isfinite(pixels).all(axis=1))
    return pixels[: outside[0]] if len(outside) else pixels


def _draw_path(painter: QPainter, path: Floats, colour: str, letter: str, dash: tuple[float, ...] = ()) -> None:
    if len(path) < 2:
        return
    # The point of the arrow needs a straight piece of its own.
    bend = max(0, len(path) - 1 - PIECES // 4)
    for pen in (line_pen(theme().paper, 5.0 * line_scale()), line_pen(colour, 2.4 * line_scale(), dash)):
        painter.setPen(pen)
        painter.drawPolyline(_polygon(path[: bend + 1]))
    draw_arrow(painter, path[bend], path[-1], colour, dash)
    if letter:
        draw_letter(painter, path[bend], path[-1], letter, colour)


def _polygon(path: Floats) -> QPolygonF:
    return QPolygonF([point(pixel) for pixel in path])
