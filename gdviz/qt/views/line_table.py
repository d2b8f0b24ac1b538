"""The trials of a line search, one row each."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from gdviz.engine.line_slice import Finding, LineSlice
from gdviz.qt.text import tr, write
from gdviz.qt.views.line_text import trial_cells
from gdviz.qt.views.soft_selection import soften_selection
from gdviz.qt.views.table_fit import fit_columns

HEADERS = ("#", "α", "φ(α)", "slope", "finding")
TIPS = (
    "Number of the trial",
    "How far along the line",
    "The loss there",
    "The slope along the line there; empty where the search did not ask for it",
    "What the search made of it",
)
# What each finding means.
WHY = {
    Finding.TAKEN: "This is the step that is taken.",
    Finding.UNDEFINED: "The surface has no finite value here.",
    Finding.HIGH: "The loss is above the line of sufficient decrease, or not lower than before.",
    Finding.STEEP: "The loss is low enough, but the slope is steeper than c₂ allows.",
    Finding.FALLING: "The loss still falls here: the lowest place lies farther on.",
    Finding.RISING: "The loss rises here: the lowest place lies before it.",
    Finding.PASSED: "Another rate ends lower.",
}


class LineTable(QTableWidget):
    """`chosen(trial)` when a row is selected, counted from 0, None when none is any more."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(0, len(HEADERS))
        self.setObjectName("line_table")
        self._line: LineSlice | None = None
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        write(self, name="Trials of the line search, in their order")
        self.itemSelectionChanged.connect(self._tell)
        self.restyle()

    @property
    def current(self) -> int | None:
        """The selected trial."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def sizeHint(self) -> QSize:
        """As wide as its columns."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def show_line(self, line: LineSlice | None) -> None:
        """Other trials; none of them is selected."""
        self._line = line
        self._fill()

    def choose(self, trial: int) -> None:
        """Select a trial."""
        self.selectRow(trial)

    def restyle(self) -> None:
        """Take the colours and the type of the moment."""
        soften_selection(self)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self._fill()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._fill()

    def _fill(self) -> None:
        self.clearSelection()
        for column, (header, tip) in enumerate(zip(HEADERS, TIPS, strict=True)):
            item = QTableWidgetItem(tr(header))
            item.setToolTip(tr(tip))
            self.setHorizontalHeaderItem(column, item)
        tried = self._line.tried if self._line is not None else ()
        self.setRowCount(len(tried))
        for row, trial in enumerate(tried):
            sign = "✓ " if trial.finding is Finding.TAKEN else ""
            cells = (*trial_cells(row + 1, trial), (sign + tr(trial.finding.value), tr(WHY[trial.finding])))
            for column, (text, tip) in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(tip)
                number = column < len(HEADERS) - 1
                side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        fit_columns(self)

    def _tell(self) -> None:
        self.chosen.emit(self.current)
