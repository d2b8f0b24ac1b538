"""The race table's rows as Qt reads them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QIcon

from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.style import Look, theme
from gdviz.qt.text import tr
from gdviz.qt.views.lanes import entry_look
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
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[column].text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row, column)
        if role == SORT_ROLE:
            return COLUMNS[column].key(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == Qt.ItemDataRole.DecorationRole and column == LABEL:
            return self._icon(entry_look(self.looks, row.entry))
        if role == Qt.ItemDataRole.ForegroundRole and row.entry in self.hidden:
            return QColor(theme().muted_ink)
        return None

    def forget_icons(self) -> None:
        """Draw the looks anew."""
        self._icons.clear()
        self.changed()

    def _icon(self, look: Look) -> QIcon:
        if look not in self._icons:
            self._icons[look] = swatch_icon(look, SWATCH.width(), SWATCH.height())
        return self._icons[look]
