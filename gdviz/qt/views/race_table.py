"""The race as a table: every lane's numbers at the playhead, and at its end the verdict with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.style import Look, theme
from gdviz.qt.text import tr
from gdviz.qt.views.lanes import entry_label, entry_look
from gdviz.qt.views.number_text import shorts
from gdviz.qt.views.race_cells import (
    COLUMNS,
    DISTANCE,
    EVALUATIONS,
    GRADIENT,
    LABEL,
    LOSS,
    POINT,
    RANK,
    REACHED,
    SENTENCE,
    STEPS,
    VERDICT,
    alignment,
)
from gdviz.qt.views.race_rows import Row, rows_at

SWATCH = QSize(30, 14)
SORT_ROLE = Qt.ItemDataRole.UserRole
# Sorting the rows anew at every step is a pleasure to watch up to so many.
MOST_LIVE_ROWS = 64

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
            return COLUMNS[column].full(row)
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


class RaceTable(QTableView):
    """Shows a trajectory at a step; a click on a header sorts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RaceModel()
        self._trajectory: Trajectory | None = None
        self._compiled: CompiledSurface | None = None
        self._step = 0
        self._target: float | None = None
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSourceModel(self.rows)
        self._sorted.setSortRole(SORT_ROLE)
        self.setModel(self._sorted)
        self._dress()
        self.retranslate()

    def _dress(self) -> None:
        self.setIconSize(SWATCH)
        self.setShowGrid(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSortingEnabled(True)

    def restyle(self) -> None:
        """Take the colours and the type of the moment."""
        self.rows.forget_icons()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self._fit_columns()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setAccessibleName(tr("Race table"))
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, SENTENCE)
        self._refresh()
        self._fit_columns()

    def set_looks(self, looks: Sequence[Look]) -> None:
        """The entries' looks, one per entry."""
        if self.rows.looks != tuple(looks):
            self.rows.looks = tuple(looks)
            self.rows.changed()

    def set_compiled(self, compiled: CompiledSurface | None) -> None:
        """The shown surface with its derivatives, for |∇f| before a lane's end."""
        self._compiled = compiled
        self._refresh()

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Show a race, or more of it."""
        old, self._trajectory = self._trajectory, trajectory
        if old is None or old.spec.surface != trajectory.spec.surface:
            self._compiled = None
        self._sorted.setDynamicSortFilter(trajectory.spec.lanes <= MOST_LIVE_ROWS)
        self._refresh()
        if old is None or _shape(old) != _shape(trajectory):
            self._fit_columns()
        elif trajectory.complete:
            self._widen_points()

    def set_step(self, step: int) -> None:
        """Show the race as it was after this step."""
        self._step = step
        self._refresh()

    def set_target(self, target: float | None) -> None:
        """Tell at which step each loss was first below this."""
        if target != self._target:
            self._target = target
            self._refresh()

    def text(self) -> str:
        """The selected rows, or all if fewer than two are, as lines of full numbers between tabs, headers first."""
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        rows = chosen if len(chosen) > 1 else range(self._sorted.rowCount())
        lanes = [self._sorted.mapToSource(self._sorted.index(row, 0)).row() for row in rows]
        cells = [[column.full(self.rows.rows[lane]) for column in COLUMNS] for lane in lanes]
        return "\n".join("\t".join(line) for line in [[tr(column.header) for column in COLUMNS], *cells])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy as a spreadsheet wants it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the table on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def set_entry_visible(self, entry: int, visible: bool) -> None:
        """Write an entry's rows in the ink of things that are hidden elsewhere, or not."""
        hidden = self.rows.hidden - {entry} if visible else self.rows.hidden | {entry}
        if hidden != self.rows.hidden:
            self.rows.hidden = hidden
            self.rows.changed()

    def _refresh(self) -> None:
        if self._trajectory is not None:
            self.rows.set_rows(rows_at(self._trajectory, self._step, self._compiled, self._target))

    def _fit_columns(self) -> None:
        """Room for the longest text that each column may come to hold, so that nothing moves while a race plays."""
        metrics = self.fontMetrics()
        dimension = len(self._trajectory.spec.starts[0]) if self._trajectory else 2
        labels = [row.label for row in self.rows.rows] or [tr(COLUMNS[LABEL].header)]
        widest = {
            LABEL: max(metrics.horizontalAdvance(label) for label in labels) + SWATCH.width() + 8,
            VERDICT: metrics.horizontalAdvance(tr("local minimum")),
            POINT: metrics.horizontalAdvance("(" + ", ".join(["−0.000"] * min(dimension, 3)) + ")"),
            LOSS: metrics.horizontalAdvance("0.0000e−00"),
            GRADIENT: metrics.horizontalAdvance("0.0000e−00"),
            STEPS: metrics.horizontalAdvance("100 000"),
            RANK: metrics.horizontalAdvance("00"),
            DISTANCE: metrics.horizontalAdvance("0.0000e−00"),
            REACHED: metrics.horizontalAdvance("100 000"),
            EVALUATIONS: metrics.horizontalAdvance("100 000"),
        }
        for column, width in widest.items():
            heading = metrics.horizontalAdvance(tr(COLUMNS[column].header)) + 4
            self.setColumnWidth(column, max(width, heading) + 10)
        self._widen_points()

    def _widen_points(self) -> None:
        """Enough room for the points at which the lanes end."""
        runs = self._trajectory.runs if self._trajectory else ()
        texts = [shorts(run.point, 4, 3) for run in runs]
        widest = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        self.setColumnWidth(POINT, max(self.columnWidth(POINT), widest + 14))


def _shape(trajectory: Trajectory) -> tuple[list[str], int, int]:
    """What decides how wide the columns are."""
    labels = [entry_label(trajectory, entry) for entry in range(len(trajectory.spec.entries))]
    return labels, len(trajectory.spec.starts), len(trajectory.spec.starts[0])
