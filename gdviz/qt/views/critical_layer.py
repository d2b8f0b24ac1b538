"""Draws the eigenvectors of the Hessian at critical points, and a ring around the chosen one."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gdviz.engine.critical_answer import CriticalAnswer, Extent, FoundPoint
from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import marker_scale, theme
from gdviz.qt.views.known_points import Place
from gdviz.qt.views.layer import KeptLayer
from gdviz.qt.views.window import Window

# The longest half of an eigenvector's line, in pixels, where there are up to so many points; none where there are more.
LENGTHS = ((12, 44.0), (40, 28.0), (160, 14.0))
MOST_LINED = LENGTHS[-1][0]
# The shortest, as a share of the longest; on maps of fewer pixels than this all are shorter.
SHORTEST, ROOMY = 0.3, 340.0
# Nothing is drawn over the mark itself.
GAP = 7.0
RING, REACH = 13.0, 10.0
DOWN_DASH = (3.0, 2.0)


class CriticalLayer(KeptLayer):
    """Along an eigenvector the line is as long as the surface is flat, as in an ellipse of equal loss: 1/sqrt|lambda|.

    Lines of negative eigenvalues, ways down, are dashed. The marks themselves are those of the known points.
    """

    def __init__(self, box: pg.ViewBox, place: Place, z: float = 12.0) -> None:
        super().__init__(box, z)
        self._place = place
        self.points: tuple[FoundPoint, ...] = ()
        self.chosen: FoundPoint | None = None
        # Where all are drawn, and of which point each is a place.
        self._places: Floats = np.empty((0, 2))
        self._owners: list[int] = []

    def show_points(self, answer: CriticalAnswer | None, chosen: FoundPoint | None) -> None:
        """Other points, or none."""
        self.points, self.chosen = answer.points if answer is not None else (), chosen
        places = [each.places or (each.point,) for each in self.points]
        self._owners = [owner for owner, some in enumerate(places) for _ in some]
        self._places = np.array([self._place(point) for some in places for point in some]).reshape(-1, 2)
        self.contents_changed()

    def at(self, x: float, y: float) -> FoundPoint | None:
        """The nearest point within reach of a place of the map; of a line or area, any of its places counts."""
        if not self.points:
            return None
        window = self.window()
        away = np.hypot(*(window.to_pixels(self._places) - window.to_pixels(np.array([x, y]))).T)
        nearest = int(np.nanargmin(np.where(np.isfinite(away), away, np.inf)))
        return self.points[self._owners[nearest]] if away[nearest] <= REACH * marker_scale() else None

    def cost_ms(self, _window: Window) -> float:
        """Always drawn at once."""
        return 0.0

    def render(self, painter: QPainter, window: Window, _fine: bool) -> Iterator[None]:
        """The lines of those in sight, and the ring."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        longest = next((length for count, length in LENGTHS if len(self.points) <= count), 0.0)
        for each in self.points:
            if each.extent is Extent.POINT and (longest or each is self.chosen):
                self._draw_lines(painter, window, each, longest or LENGTHS[-1][1])
                yield
        if self.chosen is not None:
            self._draw_ring(painter, window.to_pixels(np.array(self._place(self.chosen.point))))

    def lines(self, window: Window, each: FoundPoint, longest: float) -> list[tuple[Floats, Floats, bool]]:
        """The ends, in pixels from the middle, of each eigenvector's half line, and whether it leads down.

        One coordinate has none.
        """
        flattest = min((abs(value) for value in each.eigenvalues if value), default=0.0)
        if len(each.point) < 2 or not flattest:
            return []
        found = []
        size = marker_scale() * min(1.0, min(window.width, window.height) / ROOMY)
        middle = window.to_pixels(np.array(self._place(each.point)))
        for value, along in zip(each.eigenvalues, each.eigenvectors, strict=True):
            way = self._way(window, each.point, along) - middle
            length = float(np.hypot(*way))
            if value and length > 0.0 and math.isfinite(length):
                share = max(SHORTEST, math.sqrt(flattest / abs(value)))
                tip, gap = way * (longest * share * size / length), way * (GAP * size / length)
                found.append((gap, tip + gap, value < 0.0))
        return found

    def _way(self, window: Window, point: tuple[float, ...], along: tuple[float, ...]) -> Floats:
        """Where a step along a vector leads, in pixels; what lies across the map is not seen."""
        size = max(window.right - window.left, window.top - window.bottom)
        return window.to_pixels(np.array(self._place(tuple(a + size * b for a, b in zip(point, along, strict=True)))))

    def _draw_lines(self, painter: QPainter, window: Window, each: FoundPoint, longest: float) -> None:
        middle = window.to_pixels(np.array(self._place(each.point)))
        if np.abs(middle).max() > 1e5:
            return
        for begin, end, down in self.lines(window, each, longest):
            for pen in (line_pen(theme().paper, 3.6), line_pen(theme().ink, 1.6, DOWN_DASH if down else ())):
                painter.setPen(pen)
                for side in (1.0, -1.0):
                    painter.drawLine(QPointF(*(middle + side * begin)), QPointF(*(middle + side * end)))

    def _draw_ring(self, painter: QPainter, at: Floats) -> None:
        if not np.isfinite(at).all() or np.abs(at).max() > 1e5:
            return
        for colour, width in ((theme().paper, 5.0), (theme().accent, 2.6)):
            painter.setPen(line_pen(colour, width))
            painter.drawEllipse(QPointF(*at), RING * marker_scale(), RING * marker_scale())
