"""The curves of a rate search, the rates that diverge on a strip above them, the best rates and those of now."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdviz.engine.scan import Trial
from gdviz.qt.marker_shapes import draw_marker, hairline, line_pen
from gdviz.qt.style import line_scale, marker_scale, small_font, theme
from gdviz.qt.text import tr
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.plot import Box
from gdviz.qt.views.polylines import visible
from gdviz.qt.views.rate_curves import RateCurve, RatePicture, height_at
from gdviz.qt.views.strokes import polygon
from gdviz.qt.views.window import Window

WIDTH, SELECTED_WIDTH = 1.2, 2.2
# In pixels: a trial, the best one, the ring of the present rate, the sign of divergence, and how near is pointed at.
DOT, BEST, RING, CROSS, NEAR = 1.6, 6.0, 7.5, 2.8, 18.0
# Of the height of the plot, what the strip of the rates that diverge takes.
STRIP = 0.2


@dataclass(frozen=True)
class Pointed:
    """A trial of a curve."""

    curve: RateCurve
    trial: Trial


class RateLayer(Layer):
    """Draws a picture; `pointed` is the trial under the mouse."""

    def __init__(self, box: Box) -> None:
        super().__init__(box, 20.0)
        self.picture: RatePicture | None = None
        self.pointed: Pointed | None = None

    def set_picture(self, picture: RatePicture) -> None:
        """Draw this one."""
        self.picture = picture
        self.update()

    def point_at(self, pointed: Pointed | None) -> None:
        """Point at a trial, or at none."""
        if pointed != self.pointed:
            self.pointed = pointed
            self.update()

    def near(self, across: float, down: float) -> Pointed | None:
        """The trial nearest to a pixel; the selected curve comes first where several are as near."""
        picture, window = self.picture, self.window()
        if picture is None or not window.usable:
            return None
        found, least = None, NEAR * marker_scale()
        for curve in _in_order(picture)[::-1]:
            distances = np.hypot(*(self.places(curve, window) - (across, down)).T)
            if len(distances) and (distance := float(distances.min())) < least:
                found, least = Pointed(curve, curve.trials[int(distances.argmin())]), distance
        return found

    def places(self, curve: RateCurve, window: Window) -> np.ndarray:
        """The pixels of the trials of a curve, those that diverge on its line of the strip."""
        assert self.picture is not None
        heights = self.picture.heights(curve)
        pixels = window.to_pixels(np.stack([curve.logs, heights], axis=-1))
        pixels[np.isnan(heights), 1] = self._line(curve, window)
        return pixels

    def draw(self, painter: QPainter, window: Window) -> None:
        """The strip, the curves, and what is marked on them."""
        picture = self.picture
        if picture is None:
            return
        painter.setClipRect(self.box.rect())
        self._draw_strip(painter, window)
        for curve in _in_order(picture):
            if len(curve.trials):
                self._draw_curve(painter, window, curve, picture)
        for curve in _in_order(picture):
            self._draw_best(painter, window, curve)
            self._draw_now(painter, window, curve, picture)
        if self.pointed is not None:
            self._draw_pointed(painter, window, self.pointed)

    def _line(self, curve: RateCurve, window: Window) -> float:
        """The curves share the strip, each on a line of its own."""
        assert self.picture is not None
        place = [each.entry for each in self.picture.curves].index(curve.entry)
        return self._strip_height(window) * (place + 0.5) / len(self.picture.curves)

    def _strip_height(self, window: Window) -> float:
        assert self.picture is not None
        return float(window.to_pixels(np.array([window.left, self.picture.scale.high]))[1])

    def _draw_strip(self, painter: QPainter, window: Window) -> None:
        strip = QRectF(0.0, 0.0, window.width, self._strip_height(window))
        ground = QColor(theme().muted_ink)
        ground.setAlphaF(0.10)
        painter.fillRect(strip, ground)
        painter.setPen(hairline(theme().frame))
        painter.drawLine(strip.bottomLeft(), strip.bottomRight())
        painter.setFont(small_font())
        painter.setPen(QColor(theme().muted_ink))
        painter.drawText(strip.adjusted(6.0, 0.0, -6.0, 0.0), Qt.AlignmentFlag.AlignVCenter, tr("diverges"))

    def _draw_curve(self, painter: QPainter, window: Window, curve: RateCurve, picture: RatePicture) -> None:
        selected = curve is picture.chosen
        pixels = self.places(curve, window)
        known = np.isfinite(curve.losses)
        painter.setPen(line_pen(curve.look.colour, SELECTED_WIDTH if selected else WIDTH, curve.look.dash))
        for piece in visible(np.where(known[:, None], pixels, np.nan), window.width, window.height):
            painter.drawPolyline(polygon(piece))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(curve.look.colour))
        radius = DOT * marker_scale() * (1.4 if selected else 1.0)
        for across, down in pixels[known].tolist():
            painter.drawEllipse(QPointF(across, down), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(line_pen(curve.look.colour, 1.6 if selected else 1.2))
        arm = CROSS * marker_scale()
        for across, down in pixels[~known].tolist():
            painter.drawLines(
                [
                    QLineF(across - arm, down - arm, across + arm, down + arm),
                    QLineF(across - arm, down + arm, across + arm, down - arm),
                ]
            )

    def _draw_best(self, painter: QPainter, window: Window, curve: RateCurve) -> None:
        if curve.best is not None:
            centre = QPointF(*self.places(curve, window)[curve.trials.index(curve.best)].tolist())
            draw_marker(painter, curve.look, centre, BEST)

    def _draw_now(self, painter: QPainter, window: Window, curve: RateCurve, picture: RatePicture) -> None:
        """A ring on the curve, or on the strip where it diverges; a rate per coordinate has no place here."""
        if isinstance(curve.now, tuple) or curve.now <= 0.0 or not curve.trials:
            return
        log = math.log10(curve.now)
        height = height_at(picture, curve, log)
        place = window.to_pixels(np.array([log, height if height is not None else picture.scale.high]))
        across = min(max(float(place[0]), 0.0), window.width)
        down = float(place[1]) if height is not None else self._line(curve, window)
        self._ring(painter, QPointF(across, down), curve.look.colour, RING)

    def _draw_pointed(self, painter: QPainter, window: Window, pointed: Pointed) -> None:
        if pointed.trial not in pointed.curve.trials:
            return
        across, down = self.places(pointed.curve, window)[pointed.curve.trials.index(pointed.trial)].tolist()
        painter.setPen(line_pen(theme().playhead, 1.0))
        painter.drawLine(QPointF(across, 0.0), QPointF(across, window.height))
        self._ring(painter, QPointF(across, down), theme().playhead, BEST)

    @staticmethod
    def _ring(painter: QPainter, centre: QPointF, colour: str, radius: float) -> None:
        """A ring that stands out from every ground."""
        radius *= marker_scale()
        for ink, width in ((theme().paper, 4.0), (colour, 2.0)):
            painter.setPen(QPen(QColor(ink), width * line_scale()))
            painter.drawEllipse(centre, radius, radius)


def _in_order(picture: RatePicture) -> list[RateCurve]:
    """The selected one last, above all others."""
    return sorted(picture.curves, key=lambda curve: curve is picture.chosen)
