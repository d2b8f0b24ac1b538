"""The numbers of the lines at the left of a field for rules: errors name the line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gdviz.qt.style import theme

GAP = 6


class LineNumbers(QWidget):
    """Stands in the left margin of its field, and is as wide as the number of the last line."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        field.updateRequest.connect(self._scroll)

    def sizeHint(self) -> QSize:
        """The room for the longest number."""
        digits = len(str(max(1, self._field.blockCount())))
        return QSize(self._field.fontMetrics().horizontalAdvance("9" * max(2, digits)) + GAP, 0)

    def place(self, inside: QRect) -> None:
        """Stand at the left end of the field's contents."""
        self.setGeometry(QRect(inside.left(), inside.top(), self.sizeHint().width(), inside.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The number of every line in sight, beside its first row."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme().ground))
        painter.setFont(self._field.font())
        painter.setPen(QColor(theme().muted_ink))
        block, offset = self._field.firstVisibleBlock(), self._field.contentOffset()
        while block.isValid():
            place = self._field.blockBoundingGeometry(block).translated(offset)
            if place.top() > event.rect().bottom():
                break
            row = QRect(0, round(place.top()), self.width() - GAP // 2, self._field.fontMetrics().lineSpacing())
            painter.drawText(row, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            block = block.next()

    def _scroll(self, _part: QRect, _down: int) -> None:
        self.update()
