"""The hyperparameters of an optimizer that is being written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem

from gdviz.qt.controls.value_table import ValueTable
from gdviz.qt.optimizer_draft import HyperDraft

COLUMNS = ("Name", "Value", "Low", "High", "Log")
_LOG = COLUMNS.index("Log")
_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable


class HyperTable(ValueTable):
    """One row for each, the last column saying whether its slider is logarithmic."""

    def __init__(self) -> None:
        tip = "What the rules read and the reader can turn; Low and High are the ends of its slider"
        super().__init__("optimizer_hypers", "Hyperparameters", tip, COLUMNS)
        self.verticalHeader().hide()

    def show_hypers(self, hypers: Sequence[HyperDraft]) -> None:
        """Show other hyperparameters."""
        self.blockSignals(True)
        self.setRowCount(len(hypers))
        for row, hyper in enumerate(hypers):
            for column, text in enumerate(hyper[:_LOG]):
                self.setItem(row, column, QTableWidgetItem(text))
            log = QTableWidgetItem()
            log.setFlags(_FIXED)
            log.setCheckState(Qt.CheckState.Checked if hyper.log else Qt.CheckState.Unchecked)
            self.setItem(row, _LOG, log)
        self.blockSignals(False)

    def hypers(self) -> tuple[HyperDraft, ...]:
        """The rows as they are typed."""
        return tuple(self._hyper(row) for row in range(self.rowCount()))

    def add(self, hyper: HyperDraft) -> None:
        """One more, chosen, and its first empty field opened."""
        self.show_hypers((*self.hypers(), hyper))
        row = self.rowCount() - 1
        self.setCurrentCell(row, 0 if not hyper.name else 1)
        self.edited.emit()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not hyper.name:
            self.edit(self.currentIndex())

    def remove_chosen(self) -> None:
        """One less."""
        chosen = self.currentRow()
        if chosen >= 0:
            self.removeRow(chosen)
            self.edited.emit()

    def _hyper(self, row: int) -> HyperDraft:
        log = self.item(row, _LOG)
        checked = log is not None and log.checkState() == Qt.CheckState.Checked
        name, value, low, high = (self._text(row, column) for column in range(_LOG))
        return HyperDraft(name, value, low, high, checked)
