"""Drawing polylines with a painter, in the way that is fast for the pen at hand."""

from __future__ import annotations

from collections.abc import Generator

from pyqtgraph import functions as pg_functions
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gdviz.engine.result import Floats
from gdviz.qt.views.polylines import FEW, length

# Stroking a long polyline with a wide antialiased pen costs the square of its length: it is cut into pieces of so many
# segments. One-pixel pens have a rasteriser of their own that is fastest in one go.
PIECE = 32

# Measured on one core: nanoseconds per segment and per pixel of length, by quality of the stroke.
_COST_NS = {"rough": (80.0, 5.0), "thin": (150.0, 15.0), "fine": (2500.0, 80.0)}


def strokes(painter: QPainter, pen: QPen, pixels: Floats, drawn: float = 0.0) -> Generator[None, None, float]:
    """Draw a polyline, (n, 2) in pixels, yielding after each piece; `drawn` pixels of a dashed line precede it.

    Returns how many pixels of a dashed line have been drawn then.
    """
    dashed = bool(pen.dashPattern())
    if pen.widthF() <= 1.0 and not dashed:
        painter.setPen(pen)
        painter.drawPolyline(polygon(pixels))
        yield
        return drawn
    for begin in range(0, len(pixels) - 1, PIECE):
        piece = pixels[begin : begin + PIECE + 1]
        if dashed:
            pen.setDashOffset(drawn / pen.widthF())
            drawn += length(piece)
        painter.setPen(pen)
        painter.drawPolyline(polygon(piece))
        yield
    return drawn


def polygon(pixels: Floats) -> QPolygonF:
    """The points as a QPolygonF: many are copied in one go, a few are sooner written down."""
    if len(pixels) < FEW:
        return QPolygonF([QPointF(x, y) for x, y in pixels.tolist()])
    return pg_functions.arrayToQPolygonF(pixels[:, 0], pixels[:, 1])


def cost_ms(quality: str, segments: int, pixels: float) -> float:
    """About how long it takes to draw so many segments of so many pixels together: "rough", "thin" or "fine"."""
    per_segment, per_pixel = _COST_NS[quality]
    return (segments * per_segment + pixels * per_pixel) / 1e6
