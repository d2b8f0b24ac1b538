"""One line that says which colour and marker is which entry, and which line style which coordinate."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.qt.marker_shapes import draw_marker, line_pen
from gdviz.qt.style import Look, coordinate_dash, small_font, theme
from gdviz.qt.views.short_names import short_name

SIGN = 16.0
MARKER = 13.0
GAP = 7.0
# A name cut down to less than this says nothing; the markers then stand alone, and the names are in the tip.
SHORTEST = 36
DOTS = "…"


class LegendStrip(QWidget):
    """Markers first, then coordinates, then names, each as far as there is room; the tool tip has all of them."""

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

    def needed_width(self) -> int:
        """So much room do the markers and the coordinates want."""
        return ceil(self._markers_width() + sum(map(self._coordinate_width, self._coordinates)))

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

    def shown_coordinates(self) -> tuple[str, ...]:
        """The first of the coordinates, as many as there is room for beside the markers."""
        room = self.width() - self._markers_width()
        names = list(self._coordinates)
        while names and sum(map(self._coordinate_width, names)) + self._dots_width(names) > room:
            names.pop()
        return tuple(names)

    def _markers_width(self) -> float:
        return len(self._entries) * (MARKER + GAP)

    def _coordinate_width(self, name: str) -> float:
        return self.fontMetrics().horizontalAdvance(name) + SIGN + 3.0 + GAP

    def _dots_width(self, names: Sequence[str]) -> float:
        """What the dots take that stand for those left out."""
        return self.fontMetrics().horizontalAdvance(DOTS) + GAP if len(names) < len(self._coordinates) else 0.0

    def _draw_coordinates(self, painter: QPainter) -> float:
        names = self.shown_coordinates()
        left = float(self.width()) - self._dots_width(names) if names else float(self.width())
        if names and len(names) < len(self._coordinates):
            self._write(painter, left + GAP, DOTS)
        for place in reversed(range(len(names))):
            name = names[place]
            left -= self._coordinate_width(name)
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
            self._write(painter, left + MARKER, short_name(name, QFontMetricsF(self.font()), width))
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
