"""The table of a gradient check: one row per coordinate."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gdviz.engine.gradient_check import GradientCheck, Partial
from gdviz.engine.gradient_findings import Finding
from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.style import Look
from gdviz.qt.text import tr, write
from gdviz.qt.views.number_text import full, printed, short
from gdviz.qt.views.soft_selection import soften_selection

HEADERS = ("Along", "Finding", "Analytic", "Numeric", "Relative", "Error", "h")
TIPS = (
    "The coordinate along which f is differentiated",
    "What central differences say of the derivative",
    "The derivative that the program computes with",
    "The central difference (f(x + h) − f(x − h)) / 2h at the step size at which it is most certain",
    "The error, divided by the larger of the two derivatives",
    "How far the two derivatives are apart",
    "The step size at which the central difference is most certain",
)
FINDINGS = {
    Finding.DISAGREES: "Disagrees",
    Finding.UNDEFINED: "Undefined",
    Finding.EDGE: "Jump",
    Finding.KINK: "Kink",
    Finding.ROUNDING: "Rounding",
    Finding.AGREES: "Agrees",
}
TEXTS = range(2)
SWATCH = QSize(34, 14)


class GradientTable(QTableWidget):
    """`chosen()` when another row is the current one."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(HEADERS))
        self.setObjectName("gradient_table")
        self._check: GradientCheck | None = None
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setIconSize(SWATCH)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        write(self, name="Gradient check, one row per coordinate")
        soften_selection(self)
        self.currentCellChanged.connect(self._tell)
        self.retranslate()

    @property
    def current(self) -> int:
        """The coordinate of the current row."""
        return max(0, self.currentRow())

    def choose(self, row: int) -> None:
        """Make a row the current one."""
        self.setCurrentCell(row, 0)

    def show_check(self, check: GradientCheck) -> None:
        """Fill the rows."""
        self._check = check
        self.setRowCount(len(check.partials))
        for row, part in enumerate(check.partials):
            for column, (text, tip) in enumerate(_cells(part)):
                item = self.item(row, column) or self._new_item(row, column)
                item.setText(text)
                item.setToolTip(tip)
        self.fit()

    def fit(self) -> None:
        """Take no more room than the columns need."""
        header = self.horizontalHeader()
        columns = [max(self.sizeHintForColumn(each), header.sectionSizeHint(each)) for each in range(len(HEADERS))]
        bars = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        self.setMaximumWidth(sum(columns) + bars)

    def restyle(self) -> None:
        """Take the colours and the type of the moment."""
        soften_selection(self)
        self.fit()

    def set_looks(self, looks: Mapping[int, Look]) -> None:
        """Show at their rows how the curves are drawn."""
        for row in range(self.rowCount()):
            icon = swatch_icon(looks[row], SWATCH.width(), SWATCH.height()) if row in looks else QIcon()
            self.item(row, 0).setIcon(icon)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setHorizontalHeaderLabels([tr(header) for header in HEADERS])
        for column, tip in enumerate(TIPS):
            self.horizontalHeaderItem(column).setToolTip(tr(tip))
        if self._check is not None:
            self.show_check(self._check)

    def _new_item(self, row: int, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem()
        if column not in TEXTS:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, column, item)
        return item

    def _tell(self, row: int, _column: int, old: int, _old_column: int) -> None:
        if row >= 0 and row != old:
            self.chosen.emit()


def _cells(part: Partial) -> list[tuple[str, str]]:
    """Text and tip of every cell."""
    numbers = [(short(value, 6), full(value)) for value in (part.analytic, part.central)]
    numbers += [(printed(value, 2), full(value)) for value in (part.relative_error, part.error, part.step)]
    found = tr(FINDINGS[part.finding])
    return [(part.name, part.name), (found, found), *numbers]
