"""The row of the race table and the lane that is looked at closely: to select the one is to select the other."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel
from PySide6.QtWidgets import QTableView

from gdviz.qt.selection import Selection


class RowSelection(QObject):
    """Belongs to a table that has, below its sorting, one row per lane."""

    def __init__(self, table: QTableView, selection: Selection) -> None:
        super().__init__(table)
        self._table, self._selection = table, selection
        selection.changed.connect(self._show)
        table.model().modelReset.connect(self._show)
        table.selectionModel().currentRowChanged.connect(self._choose)
        self._show()

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        lane = lane_of(self._table, current)
        if lane is not None:
            self._selection.select_lane(lane)

    def _show(self, *_: object) -> None:
        model = _sorted(self._table)
        row = model.mapFromSource(model.sourceModel().index(self._selection.lane, 0)).row()
        if row >= 0 and self._table.currentIndex().row() != row:
            self._table.selectRow(row)


def lane_of(table: QTableView, index: QModelIndex) -> int | None:
    """The lane that a place in the table belongs to."""
    source = _sorted(table).mapToSource(index)
    return source.row() if source.isValid() else None


def _sorted(table: QTableView) -> QSortFilterProxyModel:
    model = table.model()
    assert isinstance(model, QSortFilterProxyModel)
    return model
