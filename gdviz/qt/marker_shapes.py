"""The shapes of the markers, as paths, and the small pictures of an entry's look that tables and controls show."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from gdviz.qt.style import Look, line_scale, marker_scale, theme

# Corners on the unit circle, in degrees clockwise from the top.
_CORNERS = {
    "triangle": (0, 120, 240),
    "triangle_down": (180, 300, 60),
    "triangle_right": (90, 210, 330),
    "triangle_left": (270, 30, 150),
    "square": (45, 135, 225, 315),
    "diamond": (0, 90, 180, 270),
    "pentagon": (0, 72, 144, 216, 288),
    "hexagon": (30, 90, 150, 210, 270, 330),
    "hourglass": (315, 45, 225, 135),
}
# Shapes with corners look smaller than a circle of the same radius.
_SCALE = {"square": 1.15, "diamond": 1.15, "circle": 0.95, "hourglass": 1.2}


@cache
def marker_path(name: str) -> QPainterPath:
    """The outline of a marker around the origin, of radius about 1; `star` is the one of known minima."""
    path = QPainterPath()
    scale = _SCALE.get(name, 1.1)
    if name == "circle":
        path.addEllipse(QPointF(0.0, 0.0), scale, scale)
    elif name == "star":
        path.addPolygon(_star())
    elif name in ("plus", "cross"):
        path.addPolygon(_plus(45.0 if name == "cross" else 0.0))
    else:
        path.addPolygon(QPolygonF([_on_circle(angle, scale) for angle in _CORNERS[name]]))
    path.closeSubpath()
    return path


def _on_circle(degrees: float, radius: float) -> QPointF:
    angle = math.radians(degrees)
    return QPointF(radius * math.sin(angle), -radius * math.cos(angle))


def _star() -> QPolygonF:
    return QPolygonF([_on_circle(36.0 * corner, 1.2 if corner % 2 == 0 else 0.5) for corner in range(10)])


def _plus(turn: float) -> QPolygonF:
    arm, half = 1.1, 0.36
    inner = math.hypot(half, half)
    tip = math.degrees(math.atan2(half, arm))
    reach = math.hypot(arm, half)
    corners: list[QPointF] = []
    for quarter in (0.0, 90.0, 180.0, 270.0):
        corners += [_on_circle(quarter + turn - tip, reach), _on_circle(quarter + turn + tip, reach)]
        corners.append(_on_circle(quarter + turn + 45.0, inner))
    return QPolygonF(corners)


def draw_marker(painter: QPainter, look: Look, centre: QPointF, radius: float) -> None:
    """An entry's marker with an outline of paper, so that it stands out from its own trail."""
    draw_shape(painter, look.marker, centre, radius, look.colour, theme().paper)


def draw_star(painter: QPainter, centre: QPointF, radius: float) -> None:
    """The sign of a known minimum."""
    draw_shape(painter, "star", centre, radius, theme().known_point, theme().known_outline)


def draw_shape(painter: QPainter, name: str, centre: QPointF, radius: float, fill: str, outline: str) -> None:
    """A marker's shape at a place, filled and outlined; larger for a projector."""
    radius *= marker_scale()
    painter.setPen(_outline(outline, 1.2 * line_scale()))
    painter.setBrush(_fill(fill))
    # The path is scaled rather than the painter: not every viewer of SVG keeps a pen's width under a scale.
    painter.drawPath(QTransform(radius, 0.0, 0.0, radius, centre.x(), centre.y()).map(marker_path(name)))
    painter.setBrush(Qt.BrushStyle.NoBrush)


# Heads are drawn at every frame, and most of that time went into reading colours.
@cache
def _outline(colour: str, width: float) -> QPen:
    return QPen(QColor(colour), width)


@cache
def _fill(colour: str) -> QBrush:
    return QBrush(QColor(colour))


def line_pen(colour: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """A pen of so many points of the screen, thicker for a projector, with round joins."""
    return QPen(_line_pen(colour, width * line_scale(), dash))


@cache
def _line_pen(colour: str, width: float, dash: tuple[float, ...]) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern(dash)
    return pen


def hairline(colour: str) -> QPen:
    """A pen of one pixel of the device, however small: the one that is drawn fastest."""
    pen = QPen(QColor(colour), 1.0)
    pen.setCosmetic(True)
    return pen


def swatch(look: Look, width: int = 34, height: int = 16, ratio: float = 1.0) -> QPixmap:
    """A piece of an entry's trail with its marker, for tables, legends and controls."""
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_swatch(painter, look, 0.0, 0.0, width, height)
    painter.end()
    return pixmap


def draw_swatch(painter: QPainter, look: Look, left: float, top: float, width: float, height: float) -> None:
    """The same picture at a place of any painter."""
    middle = top + height / 2.0
    painter.setPen(line_pen(look.colour, 2.0, look.dash))
    painter.drawLine(QPointF(left + 1.0, middle), QPointF(left + width - 1.0, middle))
    draw_marker(painter, look, QPointF(left + width / 2.0, middle), min(height, width) * 0.33)


def swatch_icon(look: Look, width: int = 34, height: int = 16) -> QIcon:
    """The swatch as an icon, sharp on screens of one and two pixels per point, in its own colour also when selected."""
    icon = QIcon()
    for picture in (swatch(look, width, height), swatch(look, width, height, 2.0)):
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(picture, mode)
    return icon
