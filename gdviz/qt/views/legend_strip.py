"""One line that says which colour and marker is which entry, and which line style which coordinate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.qt.marker_shapes import draw_marker, line_pen
from gdviz.qt.style import Look, coordinate_dash, small_font, theme

SIGN = 16.0
MARKER = 13.0
GAP = 7.0
# A name cut down to less than this says nothing; the markers then stand alone, and the names are in the tip.
SHORTEST = 36


class LegendStrip(QWidget):
    """Names as many entries as there is room for, the rest in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(small_font())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._entries: tuple[tuple[str, Look], ...] = ()
        self._coordinates: tuple[str, ...] = ()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.setFont(small_font())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One line of small print."""
        return QSize(60, self.fontMetrics().height() + 2)

    def set_items(self, entries: Sequence[tuple[str, Look]], coordinates: Sequence[str], tip: str) -> None:
        """The entries' names and looks, the coordinates in the order of their line styles, all of it as a tip."""
        items = tuple(entries), tuple(coordinates)
        if items == (self._entries, self._coordinates) and tip == self.toolTip():
            return
        self._entries, self._coordinates = items
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Coordinates at the right end, entries from the left as far as they go."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._draw_coordinates(painter)
        self._draw_entries(painter, room)
        painter.end()

    def _draw_coordinates(self, painter: QPainter) -> float:
        left = float(self.width())
        for place in reversed(range(len(self._coordinates))):
            name = self._coordinates[place]
            left -= self.fontMetrics().horizontalAdvance(name) + SIGN + 3.0 + GAP
            painter.setPen(line_pen(theme().muted_ink, 1.6, coordinate_dash(place)))
            painter.drawLine(QPointF(left, self.height() / 2.0), QPointF(left + SIGN, self.height() / 2.0))
            self._write(painter, left + SIGN + 3.0, name)
        return left

    def _draw_entries(self, painter: QPainter, room: float) -> None:
        left = 0.0
        for (name, look), width in zip(self._entries, self._name_widths(room), strict=True):
            if left + MARKER > room:
                break
            draw_marker(painter, look, QPointF(left + 5.0, self.height() / 2.0), 4.2)
            self._write(painter, left + MARKER, self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, width))
            left += MARKER + width + GAP

    def _name_widths(self, room: float) -> list[int]:
        """What each name gets: its width, or where that is too much for all, less for the longest."""
        wanted = [self.fontMetrics().horizontalAdvance(name) for name, _ in self._entries]
        left = int(room) - len(wanted) * int(MARKER + GAP)
        most = max(wanted, default=0)
        while most > 0 and sum(min(width, most) for width in wanted) > left:
            most -= 1
        return [min(width, most) if most >= SHORTEST else 0 for width in wanted]

    def _write(self, painter: QPainter, left: float, text: str) -> None:
        painter.setPen(QColor(theme().ink))
        room = QRectF(left, 0.0, float(self.width()), float(self.height()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
