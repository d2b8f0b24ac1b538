"""Draws a Taylor model over the surface: its contours at the surface's levels, or in the graph its line or parabola."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyqtgraph as pg
from pyqtgraph import functions as pg_functions
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import line_scale, marker_scale, theme
from gdviz.qt.views.field import Field, lines_of
from gdviz.qt.views.findings import ShownModel
from gdviz.qt.views.known_points import Place
from gdviz.qt.views.layer import KeptLayer
from gdviz.qt.views.plane import Graph, Map, Plane
from gdviz.qt.views.polylines import visible
from gdviz.qt.views.strokes import strokes
from gdviz.qt.views.surface_layer import SurfaceLayer
from gdviz.qt.views.window import Window

# A quadratic is smooth: a coarse grid will do.
NODES = 120
DASH = (5.0, 3.0)
# On maps of fewer pixels than ROOMY the lines are thin.
WIDTH, THIN, ROOMY = 1.5, 0.7, 260.0
POINT = 4.0
# Contour lines nearer to one another than so many pixels are left out.
CLOSEST = 4.5


def legible(values: Floats, levels: Floats, window: Window) -> Floats:
    """The values on a grid over a window, nan where contour lines would run into one another and hide the surface."""
    if len(levels) < 2:
        return values
    up, across = np.gradient(values, window.height / (len(values) - 1), window.width / (len(values[0]) - 1))
    gap = np.diff(levels)[np.clip(np.searchsorted(levels, values) - 1, 0, len(levels) - 2)]
    return np.where(np.hypot(up, across) * CLOSEST <= gap, values, np.nan)


class TaylorLayer(KeptLayer):
    """`plane` makes the picture of a function as the map makes that of f; `ground` has the levels."""

    def __init__(
        self,
        box: pg.ViewBox,
        ground: SurfaceLayer,
        place: Place,
        plane: Callable[[Callable], Plane | None],
        z: float = 8.0,
    ) -> None:
        super().__init__(box, z)
        self._ground, self._place, self._plane = ground, place, plane
        self.shown: ShownModel | None = None
        ground.settled.connect(self.contents_changed)

    def show_model(self, shown: ShownModel | None) -> None:
        """Another model, or none."""
        self.shown = shown
        self.contents_changed()

    def cost_ms(self, _window: Window) -> float:
        """Always drawn at once."""
        return 0.0

    def plane(self) -> Plane | None:
        """The picture of the model on this map."""
        shown = self.shown
        return self._plane(lambda points: shown.model.values(points, shown.order)) if shown is not None else None

    def contours(self, plane: Map, window: Window) -> Floats:
        """The contour lines of the model, (n, 2), parted by rows of nan."""
        x = np.linspace(window.left, window.right, NODES)
        y = np.linspace(window.bottom, window.top, NODES)
        levels = self._ground.levels
        return lines_of(Field(window, x, y, legible(plane.values(x, y), levels, window)), levels)

    def render(self, painter: QPainter, window: Window, _fine: bool) -> Iterator[None]:
        """The model, the circle within which its error is told, and the point."""
        plane = self.plane()
        if self.shown is None or plane is None:
            return
        if isinstance(plane, Map):
            self._draw_lines(painter, window, self.contours(plane, window))
            self._draw_circle(painter, window)
        elif isinstance(plane, Graph):
            yield from self._draw_graph(painter, window, plane)
        self._draw_point(painter, window)

    def _draw_lines(self, painter: QPainter, window: Window, lines: Floats) -> None:
        if not len(lines):
            return
        pixels = window.to_pixels(lines)
        path = pg_functions.arrayToQPath(pixels[:, 0], pixels[:, 1], connect="finite")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(line_pen(theme().model, WIDTH if min(window.width, window.height) >= ROOMY else THIN, DASH))
        painter.drawPath(path)

    def _draw_graph(self, painter: QPainter, window: Window, plane: Graph) -> Iterator[None]:
        x = np.linspace(window.left, window.right, max(2, int(window.width)))
        pixels = window.to_pixels(np.stack([x, plane.value(x[:, None])], axis=-1))
        for part in visible(pixels, window.width, window.height):
            yield from strokes(painter, line_pen(theme().model, 2.2, DASH), part)

    def _draw_circle(self, painter: QPainter, window: Window) -> None:
        assert self.shown is not None
        middle, edge = self._centre(window), self.shown.radius
        across = edge * window.width / (window.right - window.left)
        up = edge * window.height / (window.top - window.bottom)
        if np.abs(middle).max() < 1e5 and max(across, up) < 1e5:
            painter.setPen(line_pen(theme().model, 1.4, (1.5, 2.5)))
            painter.drawEllipse(QPointF(*middle), across, up)

    def _draw_point(self, painter: QPainter, window: Window) -> None:
        middle = self._centre(window)
        if np.isfinite(middle).all() and np.abs(middle).max() < 1e5:
            painter.setPen(line_pen(theme().paper, 1.6 * line_scale()))
            painter.setBrush(line_pen(theme().model, 1.0).color())
            painter.drawEllipse(QPointF(*middle), POINT * marker_scale(), POINT * marker_scale())
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _centre(self, window: Window) -> Floats:
        assert self.shown is not None
        return window.to_pixels(np.array(self._place(self.shown.model.point)))
