"""A small table of numbers as they are typed, one row for each name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

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
        if tuple(rows) != self.names:
            self._name_rows(list(rows))
        for row, texts in enumerate(rows.values()):
            for column, text in enumerate(texts):
                self._write(row, column, text)
        self.blockSignals(False)

    def _name_rows(self, names: list[str]) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()  # ends it: Qt does not take a row away well in which something is being typed
        self.setRowCount(len(names))
        self.setVerticalHeaderLabels(names)

    def _write(self, row: int, column: int, text: str) -> None:
        """An item that stays is not made anew: something may be being typed in it."""
        item = self.item(row, column)
        if item is None or not item.flags():
            self.setItem(row, column, QTableWidgetItem(text))
        elif item.text() != text:
            item.setText(text)

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

    def commitData(self, editor: QWidget) -> None:
        """Qt takes what Enter ends a little later, and warns if it has been taken by then: a click is enough."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().commitData(editor)

    def _tell(self, _item: QTableWidgetItem) -> None:
        self.edited.emit()

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item else ""
