"""The part of a picture in three dimensions that changes only when it is turned: box, surface and contour lines."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from pyqtgraph import functions as pg_functions
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import hairline, line_pen
from gdviz.qt.style import theme
from gdviz.qt.views.surface3d_camera import Lens
from gdviz.qt.views.surface3d_frame import Frame
from gdviz.qt.views.surface3d_ground import Ground
from gdviz.qt.views.surface3d_raster import LIFT, Horizon, horizon, picture

# Pixels of the surface's picture while it is turned, and at most once it rests.
ROUGH_PIXELS, FINE_PIXELS = 70_000, 1_600_000
ROUGH_SLICES, FINE_SLICES = 110, 320

# From which lens, at which pixel ratio, whether roughly, and of which ground.
Key = tuple[Lens, float, bool, int]


class Backdrop:
    """Keeps its picture until the key changes; knows what the surface hides in it."""

    def __init__(self) -> None:
        self.horizon: Horizon | None = None
        self._picture = QPixmap()
        self._key: Key | None = None

    def forget(self) -> None:
        """Draw everything anew the next time."""
        self._key = None

    def draw(self, painter: QPainter, key: Key, lens: Lens, ground: Ground, names: tuple[str, ...]) -> None:
        """The picture for this key."""
        if key != self._key:
            self._key = key
            self._redraw(lens, ground, names, key[1], key[2])
        painter.drawPixmap(0, 0, self._picture)

    def project(self, lens: Lens, places: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Pixels, (n, 2), and depths of places in the box, (n, 3), and which of them the surface hides."""
        assert self.horizon is not None
        seen = lens.camera.seen(places)
        return lens.pixels(seen), seen[..., 2], self.horizon.hidden(seen, LIFT)

    def _redraw(self, lens: Lens, ground: Ground, names: tuple[str, ...], ratio: float, rough: bool) -> None:
        self._picture = QPixmap(ceil(lens.width * ratio), ceil(lens.height * ratio))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(QColor(theme().paper))
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not rough)
        frame = Frame(lens.camera, lambda places: lens.pixels(lens.camera.seen(places)), names, ground)
        frame.draw_behind(painter)
        self._draw_surface(painter, lens, ground, ratio, rough)
        self._draw_lines(painter, lens, ground, rough)
        frame.draw_axes(painter)
        painter.end()

    def _draw_surface(self, painter: QPainter, lens: Lens, ground: Ground, ratio: float, rough: bool) -> None:
        most, slices = (ROUGH_PIXELS, ROUGH_SLICES) if rough else (FINE_PIXELS, FINE_SLICES)
        finer = min(ratio if rough else 2.0 * ratio, sqrt(most / (lens.width * lens.height)))
        columns, rows = ceil(lens.width * finer), ceil(lens.height * finer)
        self.horizon = horizon(ground.relief, lens.camera, lens.scale * finer, (columns, rows), slices)
        room = QRectF(0.0, 0.0, columns / finer, rows / finer)
        room.moveCenter(QPointF(0.5 * lens.width, 0.5 * lens.height))
        painter.drawImage(room, picture(ground.relief, self.horizon, rows))

    def _draw_lines(self, painter: QPainter, lens: Lens, ground: Ground, rough: bool) -> None:
        """Contour lines where they can be seen."""
        lines = ground.rough_lines if rough else ground.lines
        if not len(lines):
            return
        pixels, _, hidden = self.project(lens, lines)
        shown = np.where(hidden[:, None], np.nan, pixels)
        colour = theme().contour_line
        painter.setPen(hairline(colour) if rough else line_pen(colour, 0.8))
        painter.drawPath(pg_functions.arrayToQPath(shown[:, 0], shown[:, 1], connect="finite"))
