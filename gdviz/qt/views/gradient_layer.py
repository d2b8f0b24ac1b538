"""The curves of a gradient check, the lines of truncation and rounding, and the names of the two regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gdviz.engine.gradient_check import BEST_STEP, PER_DECADE, STEPS, GradientCheck, Partial
from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import draw_marker, line_pen
from gdviz.qt.style import Look, small_font, theme
from gdviz.qt.text import tr
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.polylines import visible
from gdviz.qt.views.strokes import polygon
from gdviz.qt.views.window import Window

LOG_STEPS = np.log10(STEPS)
WIDTH, CHOSEN_WIDTH = 1.2, 2.2
MARKER_RADIUS = 3.5
GUIDE = (5.0, 4.0)
# So many decades are shown at least and at most, and such shares above and below them for the names.
FEWEST, MOST = 3.0, 24.0
ABOVE, BELOW = 0.25, 0.12


@dataclass(frozen=True, eq=False)
class Curves:
    """What is drawn of a check: the looks of the coordinates that have a curve, and the one that is explained."""

    check: GradientCheck
    looks: Mapping[int, Look]
    chosen: int

    @property
    def partial(self) -> Partial:
        """The coordinate that is explained."""
        return self.check.partials[self.chosen]

    @property
    def is_scaled(self) -> bool:
        """Whether a step size is counted in units other than 1 for some coordinate."""
        return any(part.unit != 1.0 for part in self.check.partials)

    def logs(self, axis: int) -> Floats:
        """The logarithms of a coordinate's errors; nan where an error is zero or not finite."""
        errors = self.check.errors[:, axis]
        with np.errstate(all="ignore"):
            return np.where((errors > 0) & np.isfinite(errors), np.log10(errors), np.nan)

    def heights(self) -> tuple[float, float]:
        """The part of the axis that shows all of the curves, with room above for the names."""
        logs = np.concatenate([self.logs(axis) for axis in self.looks])
        told = logs[np.isfinite(logs)]
        if not len(told):
            return -16.0, -12.0
        top = float(np.ceil(told.max()))
        low = max(float(np.floor(told.min())), top - MOST)
        low = min(low, top - FEWEST)
        return low - BELOW * (top - low), top + ABOVE * (top - low)


class ErrorLayer(Layer):
    """Draws them; `step` is the step size pointed at, counted from the largest."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 20.0)
        self.curves: Curves | None = None
        self.step: int | None = None

    def set_curves(self, curves: Curves) -> None:
        """Draw these."""
        self.curves = curves
        self.update()

    def set_step(self, step: int | None) -> None:
        """Point at a step size, or at none."""
        if step != self.step:
            self.step = step
            self.update()

    def draw(self, painter: QPainter, window: Window) -> None:
        """What explains them, then the curves."""
        curves = self.curves
        if curves is None:
            return
        painter.setClipRect(self.box.rect())
        self._draw_guides(painter, window, curves.partial)
        self._draw_regions(painter, window, curves.partial)
        for axis, look in curves.looks.items():
            if axis != curves.chosen:
                _draw_curve(painter, window, curves.logs(axis), look, WIDTH)
        if curves.chosen in curves.looks:
            _draw_curve(painter, window, curves.logs(curves.chosen), curves.looks[curves.chosen], CHOSEN_WIDTH)
        if self.step is not None:
            self._upright(painter, window, float(LOG_STEPS[self.step]), theme().playhead, ())

    def _draw_regions(self, painter: QPainter, window: Window, part: Partial) -> None:
        """The step size at which they meet by the rule of thumb, and the name of what rules on either side."""
        across = self._upright(painter, window, float(np.log10(BEST_STEP)), theme().ink, (2.0, 3.0))
        painter.setFont(small_font())
        painter.setPen(QColor(theme().ink))
        high = painter.fontMetrics().height()
        left = tr("rounding (slope\N{NO-BREAK SPACE}−1)") if np.isfinite(part.rounding) else tr("no rounding seen")
        right = (
            tr("truncation (slope\N{NO-BREAK SPACE}2)") if np.isfinite(part.truncation) else tr("no truncation seen")
        )
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(4.0, 2.0, across - 8.0, 2.0 * high), centre, left)
        painter.drawText(QRectF(across + 4.0, 2.0, window.width - across - 8.0, 2.0 * high), centre, right)
        rule = tr("h ≈ ε^(1/3)")
        wide = painter.fontMetrics().horizontalAdvance(rule) + 4.0
        bottom = QRectF(across - wide - 4.0, window.height - high - 2.0, wide, high)
        painter.fillRect(bottom, QColor(theme().paper))
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, rule)

    def _draw_guides(self, painter: QPainter, window: Window, part: Partial) -> None:
        """Truncation falls with the square of the step, rounding grows with its inverse."""
        painter.setPen(line_pen(theme().muted_ink, 1.2, GUIDE))
        for factor, slope in ((part.truncation, 2.0), (part.rounding, -1.0)):
            if np.isfinite(factor) and factor > 0:
                ends = LOG_STEPS[[0, -1]]
                line = np.stack([ends, np.log10(factor) + slope * ends], axis=-1)
                for piece in visible(window.to_pixels(line), window.width, window.height):
                    painter.drawPolyline(polygon(piece))

    def _upright(self, painter: QPainter, window: Window, log: float, colour: str, dash: tuple[float, ...]) -> float:
        """A line at a step size; where it stands, in pixels."""
        across = float(window.to_pixels(np.array([log, window.bottom]))[0])
        painter.setPen(line_pen(colour, 1.0, dash))
        painter.drawLine(QPointF(across, 0.0), QPointF(across, window.height))
        return across


def _draw_curve(painter: QPainter, window: Window, logs: Floats, look: Look, width: float) -> None:
    """Broken where the error is exactly zero; with markers at the decades, and where it is broken on both sides."""
    pixels = window.to_pixels(np.stack([LOG_STEPS, logs], axis=-1))
    painter.setPen(line_pen(look.colour, width, look.dash))
    for piece in visible(pixels, window.width, window.height):
        painter.drawPolyline(polygon(piece))
    known = np.isfinite(logs)
    alone = known & ~np.append(known[1:], False) & ~np.insert(known[:-1], 0, False)
    for place in np.flatnonzero(known):
        if place % PER_DECADE == 0 or alone[place]:
            draw_marker(painter, look, QPointF(*pixels[place]), MARKER_RADIUS)
