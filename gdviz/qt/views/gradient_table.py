"""The table of a gradient check: one row per coordinate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QTableView

from gdviz.engine.gradient_check import GradientCheck, Partial
from gdviz.engine.gradient_findings import Finding
from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.style import Look
from gdviz.qt.text import tr, write
from gdviz.qt.views.number_text import full, printed, short
from gdviz.qt.views.soft_selection import soften_selection
from gdviz.qt.views.table_fit import fit_columns

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
# Columns of words, of numbers as they are, and from this one on of numbers with powers of ten.
TEXTS = range(2)
FIRST_PRINTED = 4
SWATCH = QSize(34, 14)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class GradientRows(QAbstractTableModel):
    """The cells of a check; only those in sight are ever written."""

    def __init__(self) -> None:
        super().__init__()
        self.check: GradientCheck | None = None
        self._looks: dict[int, Look] = {}
        self._icons: dict[int, QIcon] = {}

    def set_check(self, check: GradientCheck) -> None:
        """Show another one."""
        if self.rowCount() != len(check.partials):
            self.beginResetModel()
            self.check = check
            self.endResetModel()
        self.check = check
        self.changed()

    def set_looks(self, looks: Mapping[int, Look]) -> bool:
        """How the curves of some of the rows are drawn; whether that is another way than before."""
        if self._looks == looks:
            return False
        self._looks = dict(looks)
        self.forget_icons()
        return True

    def forget_icons(self) -> None:
        """Draw them in the colours of the moment."""
        self._icons.clear()
        self.changed()

    def changed(self) -> None:
        """Every cell may have changed."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADERS) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self.check.partials) if self.check is not None and not parent.isValid() else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.check is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _cell(self.check.partials[row], column)[role == Qt.ItemDataRole.ToolTipRole]
            case Qt.ItemDataRole.TextAlignmentRole if column not in TEXTS:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.DecorationRole if column == 0:
                return self._icon(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return tr((HEADERS if role == Qt.ItemDataRole.DisplayRole else TIPS)[section])
        return None

    def _icon(self, row: int) -> QIcon | None:
        if row in self._looks and row not in self._icons:
            self._icons[row] = swatch_icon(self._looks[row], SWATCH.width(), SWATCH.height())
        return self._icons.get(row)


class GradientTable(QTableView):
    """`chosen()` when another row is the current one."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gradient_table")
        self.rows = GradientRows()
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setIconSize(SWATCH)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setResizeContentsPrecision(0)  # measured are the rows in sight, not all
        write(self, name="Gradient check, one row per coordinate")
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.restyle()

    @property
    def current(self) -> int:
        """The coordinate of the current row."""
        return max(0, self.currentIndex().row())

    def choose(self, row: int) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(self.rows.index(row, 0))

    def show_check(self, check: GradientCheck) -> None:
        """Fill the rows; among the same coordinates columns only grow, so that nothing jumps while a race plays."""
        old = self.rows.check
        self.rows.set_check(check)
        fit_columns(self, anew=old is None or old.expression != check.expression)

    def set_looks(self, looks: Mapping[int, Look]) -> None:
        """Show at their rows how the curves are drawn."""
        if self.rows.set_looks(looks):
            fit_columns(self, anew=False)

    def restyle(self) -> None:
        """Take the colours and the type of the moment."""
        soften_selection(self)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.rows.forget_icons()
        fit_columns(self)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADERS) - 1)
        self.rows.changed()
        fit_columns(self)

    def _tell(self, now: Index, _before: Index) -> None:
        if now.isValid():
            self.chosen.emit()


def _cell(part: Partial, column: int) -> tuple[str, str]:
    """Text and tip of a cell."""
    if column in TEXTS:
        text = part.name if column == 0 else tr(FINDINGS[part.finding])
        return text, text
    value = (part.analytic, part.central, part.relative_error, part.error, part.step)[column - len(TEXTS)]
    return (short(value, 6) if column < FIRST_PRINTED else printed(value, 2)), full(value)
