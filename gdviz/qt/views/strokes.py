"""Drawing polylines with a painter, in the way that is fast for the pen at hand."""

from __future__ import annotations

from collections.abc import Iterator

from pyqtgraph import functions as pg_functions
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gdviz.engine.result import Floats

# Stroking a long polyline with a wide antialiased pen costs the square of its length: it is cut into pieces of so many
# segments. One-pixel pens have a rasteriser of their own that is fastest in one go.
PIECE = 32

# Measured on one core: nanoseconds per segment and per pixel of length, by quality of the stroke.
_COST_NS = {"rough": (80.0, 5.0), "thin": (150.0, 15.0), "fine": (2500.0, 80.0)}


def strokes(painter: QPainter, pen: QPen, pixels: Floats, drawn: float = 0.0) -> Iterator[None]:
    """Draw a polyline, (n, 2) in pixels, yielding after each piece; `drawn` pixels of a dashed line precede it."""
    dashed = bool(pen.dashPattern())
    if pen.widthF() <= 1.0 and not dashed:
        painter.setPen(pen)
        painter.drawPolyline(polygon(pixels))
        yield
        return
    for begin in range(0, len(pixels) - 1, PIECE):
        piece = pixels[begin : begin + PIECE + 1]
        if dashed:
            pen.setDashOffset(drawn / pen.widthF())
            drawn += _length(piece)
        painter.setPen(pen)
        painter.drawPolyline(polygon(piece))
        yield


def _length(pixels: Floats) -> float:
    across, down = (pixels[1:] - pixels[:-1]).T
    return float(((across * across + down * down) ** 0.5).sum())


def polygon(pixels: Floats) -> QPolygonF:
    """The points as a QPolygonF, copied in one go."""
    return pg_functions.arrayToQPolygonF(pixels[:, 0], pixels[:, 1])


def cost_ms(quality: str, segments: int, pixels: float) -> float:
    """About how long it takes to draw so many segments of so many pixels together: "rough", "thin" or "fine"."""
    per_segment, per_pixel = _COST_NS[quality]
    return (segments * per_segment + pixels * per_pixel) / 1e6
