"""The first rows of a table, and what was found out about it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from gdviz.files.csv_data import CsvTable
from gdviz.language.sentence import Sentence, counted
from gdviz.qt.text import clipped, write

ROWS = 5
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}


class DataPreview(QWidget):
    """Above each column stands its title, and its name in formulas where that is another."""

    def __init__(self) -> None:
        super().__init__()
        self._found = QLabel(objectName="data_found", wordWrap=True)
        self._cells = QTableWidget(0, 0)
        self._cells.setObjectName("data_preview")
        self._cells.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._cells.verticalHeader().hide()
        write(self._cells, name="The first rows of the table")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._found)
        column.addWidget(self._cells)

    def show_table(self, table: CsvTable) -> None:
        """Show another table."""
        write(self._found, text=found_sentence(table))
        shown = table.cells[:ROWS]
        self._cells.setRowCount(len(shown))
        self._cells.setColumnCount(len(table.titles))
        named = zip(table.titles, table.names, strict=True)
        self._cells.setHorizontalHeaderLabels([t if t == n else f"{clipped(t, 24)} → {n}" for t, n in named])
        for row, cells in enumerate(shown):
            for index, text in enumerate(cells):
                self._cells.setItem(row, index, QTableWidgetItem(clipped(text, 40)))
        self._cells.resizeColumnsToContents()
        height = self._cells.rowHeight(0) * len(shown) + self._cells.horizontalHeader().sizeHint().height()
        self._cells.setFixedHeight(height + self._cells.horizontalScrollBar().sizeHint().height() + 4)


def found_sentence(table: CsvTable) -> Sentence:
    """The size of a table, how it is divided and written, and where its names come from."""
    size = counted(len(table.cells), "{count} row", "{count:,} rows")
    names = Sentence("names from the first row" if table.header else "names made, for the first row holds numbers")
    delimiter = Sentence(DELIMITERS[table.delimiter])
    if not table.encoding:
        template = "{size}, columns divided by {delimiter}, {names}."
        return Sentence(template, size=size, delimiter=delimiter, names=names)
    template = "{size}, columns divided by {delimiter}, encoding {encoding}, {names}."
    return Sentence(template, size=size, delimiter=delimiter, encoding=table.encoding, names=names)
