"""Arrows all over a map that point straight downhill."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPainter

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import theme
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.strokes import polygon
from gdviz.qt.views.window import Window

# Pixels from one arrow to the next, the length of each, and of the two strokes of its head.
SPACING, LENGTH, HEAD = 26.0, 15.0, 4.5
WIDTH = 1.1


class ArrowField(Layer):
    """All arrows have one length: gradients differ by powers of ten, and the contours tell how steep it is."""

    def __init__(self, box: pg.ViewBox, gradient: Callable[[Floats], Floats], z: float = 15.0) -> None:
        super().__init__(box, z)
        self._gradient = gradient

    def arrows(self, window: Window) -> Floats:
        """Tails and tips in pixels, (arrows, 2, 2)."""
        across = np.arange(SPACING / 2.0, window.width, SPACING)
        down = np.arange(SPACING / 2.0, window.height, SPACING)
        middles = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
        places = np.array([window.to_plane(*middle) for middle in middles])
        with np.errstate(all="ignore"):
            ahead = window.to_pixels(places - self._gradient(places)) - middles
            along = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
        known = np.isfinite(along).all(axis=1)
        half = along[known] * (LENGTH / 2.0)
        return np.stack([middles[known] - half, middles[known] + half], axis=1)

    def draw(self, painter: QPainter, window: Window) -> None:
        """A shaft and two strokes each."""
        painter.setPen(line_pen(theme().ink, WIDTH))
        for tail, tip in self.arrows(window):
            back = (tail - tip) * (HEAD / LENGTH)
            side = np.array([-back[1], back[0]]) * 0.6
            painter.drawPolyline(polygon(np.array([tail, tip])))
            painter.drawPolyline(polygon(np.array([tip + back + side, tip, tip + back - side])))
