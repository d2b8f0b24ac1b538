"""The race as a table: every lane's numbers at the playhead, and at its end the verdict with its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import Look
from gdviz.qt.text import tr
from gdviz.qt.views.lanes import entry_label
from gdviz.qt.views.number_text import shorts, told
from gdviz.qt.views.plain_cells import PlainCells
from gdviz.qt.views.race_cells import COLUMNS, REACHED, SENTENCE
from gdviz.qt.views.race_fit import GIVES_WAY, fitted, label_bounds, wishes
from gdviz.qt.views.race_model import SORT_ROLE, SWATCH, RaceModel
from gdviz.qt.views.race_rows import rows_at
from gdviz.qt.views.soft_selection import soften_selection

# Sorting the rows anew at every step is a pleasure to watch up to so many.
MOST_LIVE_ROWS = 64


class RaceTable(QTableView):
    """Shows a trajectory at a step; a click on a header sorts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RaceModel()
        self._trajectory: Trajectory | None = None
        self._compiled: CompiledSurface | None = None
        self._step = 0
        self._target: float | None = None
        self._wished = [0] * len(COLUMNS)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSourceModel(self.rows)
        self._sorted.setSortRole(SORT_ROLE)
        self.setModel(self._sorted)
        self._dress()
        soften_selection(self)
        self.retranslate()

    def _dress(self) -> None:
        self.setItemDelegate(PlainCells(self))
        self.setIconSize(SWATCH)
        self.setShowGrid(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSortingEnabled(True)

    def restyle(self) -> None:
        """Take the colours and the type of the moment."""
        self.rows.forget_icons()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        soften_selection(self)
        self._measure()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setAccessibleName(tr("Race table"))
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, SENTENCE)
        self._refresh()
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns come and go with the room for them."""
        super().resizeEvent(event)
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
        other = old is None or _shape(old) != _shape(trajectory)
        if other or trajectory.complete:
            self._measure(again=not other)

    def set_step(self, step: int) -> None:
        """Show the race as it was after this step."""
        self._step = step
        self._refresh()

    def set_target(self, target: float | None) -> None:
        """Tell at which step each loss was first below this."""
        if target != self._target:
            self._target = target
            self._refresh()
            self._fit_columns()

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

    def _measure(self, again: bool = False) -> None:
        """Find the widths that columns wish for; while a race is only varied, `again`, none of them shrinks."""
        race = self._trajectory
        runs = race.runs if race else ()
        dimension = len(race.spec.starts[0]) if race else 2
        points = ["(" + ", ".join(["−0.000"] * min(dimension, 3)) + ")", *(shorts(run.point, 4, 3) for run in runs)]
        sentences = [told(run.message) for run in runs]
        labels = [row.label for row in self.rows.rows]
        before = self._wished if again else [0] * len(COLUMNS)
        self._wished = [*map(max, before, wishes(self.fontMetrics(), labels, points, sentences))]
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Show the columns that there is room for; without a target there is little to lose in the one for it."""
        gives_way = GIVES_WAY if self._target is not None else (SENTENCE, REACHED, *GIVES_WAY[1:])
        shown = fitted(self._wished, self.viewport().width(), gives_way, label_bounds(self.fontMetrics()))
        for column in range(len(COLUMNS)):
            self.setColumnHidden(column, column not in shown)
            if column in shown:
                self.setColumnWidth(column, shown[column])


def _shape(trajectory: Trajectory) -> tuple[list[str], int, int]:
    """What decides how wide the columns are."""
    labels = [entry_label(trajectory, entry) for entry in range(len(trajectory.spec.entries))]
    return labels, len(trajectory.spec.starts), len(trajectory.spec.starts[0])
