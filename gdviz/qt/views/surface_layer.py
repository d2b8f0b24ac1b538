"""The surface under the trails: a shaded map with contour lines, or the graph of one coordinate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
from pyqtgraph import functions as pg_functions
from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import theme
from gdviz.qt.views.field import Field, image_of, levels_of, lines_of, sample
from gdviz.qt.views.layer import KeptLayer, Layer
from gdviz.qt.views.plane import Graph, Map, Plane
from gdviz.qt.views.polylines import visible
from gdviz.qt.views.strokes import strokes
from gdviz.qt.views.window import Window

# The grid reaches this share beyond the window, so that a small move of the map needs no new one.
MARGIN = 0.12
SETTLE_MS = 150


class SurfaceLayer(KeptLayer):
    """Draws a plane; `minimum` is the known lowest value, `spacing` that of its contour lines, "linear" or "log".

    `settled` tells that the picture has been made anew for a window that has come to rest.
    """

    settled = Signal()

    def __init__(self, box: pg.ViewBox, z: float = -50.0) -> None:
        super().__init__(box, z)
        self.plane: Plane | None = None
        self.minimum: float | None = None
        self.spacing = "linear"
        # What is drawn into the same picture, where that is cheaper than an item of its own.
        self.over: Layer | None = None
        self.field: Field | None = None
        self.levels: Floats = np.empty(0)
        self._lines: Floats = np.empty((0, 2))
        self._image = QImage()
        self._settle = QTimer(self, singleShot=True)
        self._settle.timeout.connect(self.settle)

    def set_plane(self, plane: Plane, minimum: float | None, spacing: str) -> None:
        """Show another surface, or another slice of it."""
        self.plane, self.minimum, self.spacing = plane, minimum, spacing
        self.field = None
        self.contents_changed()

    def restyle(self) -> None:
        """The map's own colours are those of the theme."""
        self.field = None
        self.contents_changed()

    def refresh(self, *_: object) -> None:
        """The window has moved: once it rests, the grid and the levels are made for it anew."""
        self._settle.start(SETTLE_MS)
        self.update()

    def settle(self) -> None:
        """Make the grid and the levels for the window that is shown now."""
        if self.field is not None:
            self.field = None
            self.contents_changed()
            self.settled.emit()

    def cost_ms(self, _window: Window) -> float:
        """Always drawn at once."""
        return 0.0

    def render(self, painter: QPainter, window: Window, _fine: bool) -> Iterator[None]:
        """The map or the graph."""
        if isinstance(self.plane, Graph):
            yield from self._draw_graph(painter, window, self.plane)
        elif isinstance(self.plane, Map):
            self._provide_field(self.plane, window)
            self._draw_map(painter, window)
        if self.over is not None:
            self.over.draw(painter, window)

    def _provide_field(self, plane: Map, window: Window) -> None:
        fresh = self.field is None
        if self.field is not None and self.field.window.covers(window) and _scale(self.field.window, window) < 1.5:
            return
        zoomed = self.field is None or _scale(self.field.window, window) >= 1.5
        self.field = sample(plane, window.grown(MARGIN))
        self._image = image_of(self.field, self.minimum, self.spacing)
        # While the map is only moved, its levels stay; new ones for every place would make the lines jump.
        if fresh or zoomed or not len(self.levels):
            self.levels = levels_of(self.field, self.minimum, self.spacing)
        self._lines = lines_of(self.field, self.levels)

    def _draw_map(self, painter: QPainter, window: Window) -> None:
        assert self.field is not None
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(_image_rect(self.field, window), self._image)
        if len(self._lines):
            pixels = window.to_pixels(self._lines)
            painter.setPen(line_pen(theme().contour_line, 0.8))
            painter.drawPath(pg_functions.arrayToQPath(pixels[:, 0], pixels[:, 1], connect="finite"))

    def _draw_graph(self, painter: QPainter, window: Window, plane: Graph) -> Iterator[None]:
        x = np.linspace(window.left, window.right, max(2, int(window.width)))
        pixels = window.to_pixels(np.stack([x, plane.value(x[:, None])], axis=-1))
        for part in visible(pixels, window.width, window.height):
            yield from strokes(painter, line_pen(theme().muted_ink, 2.0), part)


def _scale(grid: Window, window: Window) -> float:
    """How many times finer or coarser the window's pixels are than those the grid was made for."""
    per_pixel = (grid.right - grid.left) / grid.width, (grid.top - grid.bottom) / grid.height
    now = (window.right - window.left) / window.width, (window.top - window.bottom) / window.height
    return max(max(a / b, b / a) for a, b in zip(per_pixel, now, strict=True))


def _image_rect(field: Field, window: Window) -> QRectF:
    """Where the picture of a grid goes: half a cell beyond its outer nodes, whose pixels' middles they are."""
    half = np.array([field.x[1] - field.x[0], field.y[1] - field.y[0]]) / 2.0
    corners = np.array([[field.x[0], field.y[-1]], [field.x[-1], field.y[0]]])
    corners[0] += [-half[0], half[1]]
    corners[1] += [half[0], -half[1]]
    (left, top), (right, bottom) = window.to_pixels(corners)
    return QRectF(left, top, right - left, bottom - top)
