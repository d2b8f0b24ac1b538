"""What is drawn in the data panel: samples, rings round those of the step, and the models of the lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import draw_marker, line_pen
from gdviz.qt.style import Look, line_scale, marker_scale, theme
from gdviz.qt.views.layer import KeptLayer, Layer
from gdviz.qt.views.strokes import polygon, strokes
from gdviz.qt.views.window import Window

POINT, HOLLOW, RING = 5.0, 3.0, 5.5
MARKER_RADIUS = 3.2
CURVE_WIDTH = 1.8
# Beyond so many pixels outside of the plot a curve is not drawn: Qt's lines end at 2**15.
FAR = 5_000.0
SAMPLE_MS = 2e-3


@dataclass(frozen=True, eq=False)
class ModelCurve:
    """One lane's model: a line through `places`, or a marker at each of them."""

    look: Look
    places: Floats
    line: bool


class SampleLayer(KeptLayer):
    """Samples at `places` (rows, 2), dots or, where `hollow`, circles."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 20.0)
        self.places: Floats = np.empty((0, 2))
        self.hollow: NDArray[np.bool_] = np.empty(0, dtype=bool)

    def set_samples(self, places: Floats, hollow: NDArray[np.bool_]) -> None:
        """Other samples."""
        self.places, self.hollow = places, hollow
        self.contents_changed()

    def cost_ms(self, window: Window) -> float:
        """About how long it takes; it is drawn once."""
        return SAMPLE_MS * len(self.places)

    def render(self, painter: QPainter, window: Window, fine: bool) -> Iterator[None]:
        """All of them."""
        pixels = window.to_pixels(self.places)
        draw_dots(painter, pixels[~self.hollow])
        painter.setPen(line_pen(theme().muted_ink, 1.2))
        painter.setBrush(QColor(theme().paper))
        draw_circles(painter, pixels[self.hollow], HOLLOW)
        yield


class BatchLayer(Layer):
    """Rings round samples at `places`."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 40.0)
        self.places: Floats = np.empty((0, 2))

    def set_places(self, places: Floats) -> None:
        """Other samples."""
        self.places = places
        self.update()

    def draw(self, painter: QPainter, window: Window) -> None:
        """The rings."""
        painter.setPen(line_pen(theme().playhead, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_circles(painter, window.to_pixels(self.places), RING)


class ModelLayer(Layer):
    """One curve, or one cloud of markers, per lane."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 30.0)
        self.curves: tuple[ModelCurve, ...] = ()
        self.diagonal = False

    def set_curves(self, curves: Sequence[ModelCurve], diagonal: bool) -> None:
        """Other models; on the `diagonal` what is predicted is what is true."""
        self.curves, self.diagonal = tuple(curves), diagonal
        self.update()

    def draw(self, painter: QPainter, window: Window) -> None:
        """Every model in its look."""
        if self.diagonal:
            ends = np.array([[window.left, window.left], [window.right, window.right]])
            painter.setPen(line_pen(theme().muted_ink, 1.0, (4.0, 3.0)))
            painter.drawPolyline(polygon(window.to_pixels(ends)))
        for curve in self.curves:
            pixels = window.to_pixels(curve.places)
            pixels = pixels[(np.abs(pixels) < FAR).all(axis=1)]
            if curve.line:
                for _ in strokes(painter, line_pen(curve.look.colour, CURVE_WIDTH, curve.look.dash), pixels):
                    pass
            else:
                for x, y in pixels:
                    draw_marker(painter, curve.look, QPointF(x, y), MARKER_RADIUS)


def draw_dots(painter: QPainter, pixels: Floats) -> None:
    """Round dots in quiet ink."""
    painter.setPen(line_pen(theme().muted_ink, POINT * marker_scale() / line_scale()))
    if len(pixels):
        painter.drawPoints(polygon(pixels))


def draw_circles(painter: QPainter, pixels: Floats, radius: float) -> None:
    """Circles with the painter's pen and brush, larger for a projector."""
    for x, y in pixels:
        painter.drawEllipse(QPointF(x, y), radius * marker_scale(), radius * marker_scale())
