"""The race table's rows as Qt reads them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QIcon

from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.style import Look, theme
from gdviz.qt.text import tr
from gdviz.qt.views.lanes import entry_look
from gdviz.qt.views.plain_cells import CELL_ROLE, Cell
from gdviz.qt.views.race_cells import COLUMNS, LABEL, SENTENCE, alignment, tip
from gdviz.qt.views.race_rows import Row

SWATCH = QSize(30, 14)
SORT_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class RaceModel(QAbstractTableModel):
    """The rows of a race at a step."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.looks: tuple[Look, ...] = ()
        self.hidden: frozenset[int] = frozenset()
        self._icons: dict[Look, QIcon] = {}

    def set_rows(self, rows: list[Row]) -> None:
        """Other numbers in the same lanes, or other lanes."""
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        else:
            self.rows = rows
            self.changed()

    def changed(self) -> None:
        """Everything shown may be different."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, SENTENCE))

    def rowCount(self, parent: Index = ROOT) -> int:
        """One row per lane."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Those of COLUMNS."""
        return 0 if parent.isValid() else len(COLUMNS)

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Every cell by its place: painting asks for thousands, and Qt's own answer first asks how many there are."""
        return QModelIndex() if parent.isValid() else self.createIndex(row, column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section].header)
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tr(COLUMNS[section].tip)
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell, in the ways that Qt asks for it."""
        row, column = self.rows[index.row()], index.column()
        if role == CELL_ROLE:
            return self._cell(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[column].text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row, column)
        if role == SORT_ROLE:
            return COLUMNS[column].key(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return None

    def _cell(self, row: Row, column: int) -> Cell:
        icon = self._icon(entry_look(self.looks, row.entry)) if column == LABEL else None
        ink = QColor(theme().muted_ink) if row.entry in self.hidden else None
        return Cell(COLUMNS[column].text(row), alignment(column), icon, ink)

    def forget_icons(self) -> None:
        """Draw the looks anew."""
        self._icons.clear()
        self.changed()

    def _icon(self, look: Look) -> QIcon:
        if look not in self._icons:
            self._icons[look] = swatch_icon(look, SWATCH.width(), SWATCH.height())
        return self._icons[look]
