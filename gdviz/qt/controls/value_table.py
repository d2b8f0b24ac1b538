"""A small table of numbers as they are typed, one row for each name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from gdviz.qt.style import type_scale
from gdviz.qt.text import tr, write

COLUMN_WIDTH = 56


class ValueTable(QTableWidget):
    """Cells hold texts: whether they are numbers is for those to say who read them. `edited()` when one was typed.

    Tab leaves the table, arrow keys go from cell to cell.
    """

    edited = Signal()

    def __init__(self, name: str, title: str, tip: str, columns: Sequence[str]) -> None:
        super().__init__(0, len(columns))
        self.setObjectName(name)
        write(self, name=title, tip=tip)
        self._columns = tuple(columns)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.retranslate()
        self.restyle()
        self.itemChanged.connect(self._tell)

    @property
    def names(self) -> tuple[str, ...]:
        """What the rows are about."""
        return tuple(self.verticalHeaderItem(row).text() for row in range(self.rowCount()))

    def show_rows(self, rows: dict[str, Sequence[str]]) -> None:
        """Show other rows, each with a text for every column."""
        self.blockSignals(True)
        self.setRowCount(len(rows))
        self.setVerticalHeaderLabels(list(rows))
        for row, texts in enumerate(rows.values()):
            for column, text in enumerate(texts):
                self.setItem(row, column, QTableWidgetItem(text))
        self.blockSignals(False)

    def texts(self) -> dict[str, tuple[str, ...]]:
        """The rows as they are typed."""
        columns = range(self.columnCount())
        return {name: tuple(self._text(row, each) for each in columns) for row, name in enumerate(self.names)}

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setHorizontalHeaderLabels([tr(column) for column in self._columns])

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().lineSpacing() * 1.5))
        self.setMinimumWidth(round((self.columnCount() * COLUMN_WIDTH + 40) * type_scale()))

    def _tell(self, _item: QTableWidgetItem) -> None:
        self.edited.emit()

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item else ""
