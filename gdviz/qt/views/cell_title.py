"""The line above a small map: an entry's marker and name at the left, its loss at the right."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gdviz.qt.marker_shapes import draw_marker
from gdviz.qt.style import Look, small_font, theme
from gdviz.qt.views.short_names import short_name

MARKER = 5.0
GAP = 8.0


class CellTitle(pg.GraphicsObject):
    """A name that gives way to the number beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.name = self.number = ""
        self.look: Look | None = None
        self._size = QRectF()

    def boundingRect(self) -> QRectF:
        """The whole line."""
        return self._size

    def place_at(self, rect: QRectF) -> None:
        """Fill this piece of the scene."""
        self.prepareGeometryChange()
        self.setPos(rect.topLeft())
        self._size = QRectF(0.0, 0.0, rect.width(), rect.height())

    def set_name(self, name: str, look: Look | None = None) -> None:
        """Whose map this is."""
        if (name, look) != (self.name, self.look):
            self.name, self.look = name, look
            self.setToolTip(name)
            self.update()

    def set_number(self, number: str) -> None:
        """The text at the right end."""
        if number != self.number:
            self.number = number
            self.update()

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        """Marker, as much of the name as there is room for, number."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = small_font()
        painter.setFont(font)
        metrics, room = QFontMetricsF(font), self._size
        left = 1.0
        if self.look is not None:
            draw_marker(painter, self.look, QPointF(left + MARKER, room.center().y()), MARKER)
            left += 2.0 * MARKER + 5.0
        number = metrics.horizontalAdvance(self.number)
        if number > room.width() - left:
            number = 0.0
        width = room.width() - left - number - GAP
        name = short_name(self.name, metrics, max(0.0, width))
        painter.setPen(QColor(theme().ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0.0, max(0.0, width) + 1.0, room.height()), middle, name)
        if number:
            painter.setPen(QColor(theme().muted_ink))
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, self.number)
