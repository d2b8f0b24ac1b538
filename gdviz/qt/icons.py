"""The small pictures on buttons, drawn from a few points each, in the ink of the theme and sharp on every screen."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPen, QPixmap, QPolygonF

from gdviz.qt.style import theme

SIZE = 18

# In a square of 18 by 18: the corners of filled shapes, then the points of strokes.
_SHAPES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "play": (((5, 3), (15, 9), (5, 15)),),
    "pause": (((4, 3), (8, 3), (8, 15), (4, 15)), ((10, 3), (14, 3), (14, 15), (10, 15))),
    "forward": (((7, 3), (15, 9), (7, 15)), ((3, 3), (5, 3), (5, 15), (3, 15))),
    "back": (((11, 3), (3, 9), (11, 15)), ((13, 3), (15, 3), (15, 15), (13, 15))),
    "start": (((9, 4), (3, 9), (9, 14)), ((15, 4), (9, 9), (15, 14)), ((1, 3), (2.6, 3), (2.6, 15), (1, 15))),
    "end": (((9, 4), (15, 9), (9, 14)), ((3, 4), (9, 9), (3, 14)), ((17, 3), (15.4, 3), (15.4, 15), (17, 15))),
}
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "remove": (((5, 5), (13, 13)), ((13, 5), (5, 13))),
    "add": (((9, 3.5), (9, 14.5)), ((3.5, 9), (14.5, 9))),
    "open": (((4.5, 7), (9, 11.5), (13.5, 7)),),
    "close": (((4.5, 11), (9, 6.5), (13.5, 11)),),
    "edit": (((3.5, 14.5), (4.5, 10.8), (11.8, 3.5), (14.5, 6.2), (7.2, 13.5), (3.5, 14.5)), ((9.8, 5.5), (12.5, 8.2))),
    "float": (((7, 4), (14, 4), (14, 11), (7, 11), (7, 4)), ((7, 7), (4, 7), (4, 14), (11, 14), (11, 11))),
    "again": (
        (
            (14.4, 6.4),
            (12.2, 4.2),
            (9, 3.3),
            (5.8, 4.2),
            (3.7, 6.6),
            (3.3, 9.8),
            (4.6, 12.8),
            (7.3, 14.6),
            (10.6, 14.6),
            (13.2, 13),
            (14.7, 10.2),
        ),
        ((14.8, 2.8), (14.6, 6.6), (10.8, 6.4)),
    ),
    "home": (((3, 9), (9, 3.5), (15, 9)), ((5, 8), (5, 14.5), (13, 14.5), (13, 8))),
}

NAMES = frozenset(_SHAPES) | frozenset(_STROKES)


class _Engine(QIconEngine):
    """Draws an icon whenever it is shown, so that it is always in the ink of the moment."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def clone(self) -> QIconEngine:
        """Another of the same."""
        copy = _Engine(self._name)
        _kept.append(copy)
        return copy

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A picture of it on clear ground."""
        made = QPixmap(size)
        if made.isNull():  # a button that has been squeezed to nothing
            return made
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, made.rect(), mode, state)
        painter.end()
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw it into a rectangle."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(rect.width() / SIZE, rect.height() / SIZE)
        _draw(painter, self._name, theme().frame if mode == QIcon.Mode.Disabled else theme().ink)
        painter.restore()


# Qt owns the engines, Python must not forget them: one per name is enough, for icons are shared.
_kept: list[_Engine] = []


@cache
def icon(name: str) -> QIcon:
    """The icon of a name, one of NAMES."""
    engine = _Engine(name)
    _kept.append(engine)
    return QIcon(engine)


def _draw(painter: QPainter, name: str, colour: str) -> None:
    ink = QColor(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for corners in _SHAPES.get(name, ()):
        painter.drawPolygon(_polygon(corners))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    for points in _STROKES.get(name, ()):
        painter.drawPolyline(_polygon(points))


def _polygon(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
