"""Cells drawn without the style: a line of text, perhaps after an icon. A table of a race is drawn at every move."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionFocusRect, QStyleOptionViewItem

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """All that is needed to draw a cell; a colour only where it is not the usual one."""

    text: str
    alignment: Qt.AlignmentFlag
    icon: QIcon | None = None
    ink: QColor | None = None


class PlainCells(QStyledItemDelegate):
    """Draws the Cell that a model gives for CELL_ROLE: one question a cell, where the style asks ten."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Background if selected, icon, text, and the frame of the cell that has the keyboard."""
        cell: Cell = index.data(CELL_ROLE)
        rect, state, palette = option.rect, option.state, option.palette
        active = QPalette.ColorGroup.Active if state & QStyle.StateFlag.State_Active else QPalette.ColorGroup.Inactive
        role = QPalette.ColorRole.Text
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.brush(active, QPalette.ColorRole.Highlight))
            role = QPalette.ColorRole.HighlightedText
        within = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if cell.icon is not None:
            size = option.decorationSize
            cell.icon.paint(painter, QRect(within.left(), within.top(), size.width(), within.height()))
            within.setLeft(within.left() + size.width() + MARGIN)
        painter.setPen(cell.ink or palette.color(active, role))
        painter.setFont(option.font)
        text = option.fontMetrics.elidedText(cell.text, option.textElideMode, within.width())
        painter.drawText(within, cell.alignment, text)
        if state & QStyle.StateFlag.State_HasFocus:
            self._frame(painter, option)

    @staticmethod
    def _frame(painter: QPainter, option: QStyleOptionViewItem) -> None:
        frame = QStyleOptionFocusRect()
        frame.rect, frame.palette, frame.state = option.rect, option.palette, option.state
        option.widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, frame, painter, option.widget)
