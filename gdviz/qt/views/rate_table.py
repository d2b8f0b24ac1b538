"""The table of a rate search: one row per optimizer, with its rate and the best that was found."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QTableView

from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.text import tr, write
from gdviz.qt.views.number_text import full, printed, shorts
from gdviz.qt.views.rate_curves import RateCurve, RatePicture
from gdviz.qt.views.rate_text import outcome_text, rate_text
from gdviz.qt.views.soft_selection import soften_selection
from gdviz.qt.views.table_fit import fit_columns

HEADERS = ("Optimizer", "Rate now", "Best rate", "Its loss", "Outcome")
TIPS = (
    "The optimizer, and how its curve is drawn",
    "The rate that it races with",
    "The rate with the lowest loss; Enter or a double click takes it over",
    "The loss at the best rate after so many steps",
    "What the best rate leads to",
)
SWATCH = QSize(34, 14)
NUMBERS = (1, 2, 3)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RateRows(QAbstractTableModel):
    """The cells of a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.curves: tuple[RateCurve, ...] = ()

    def set_curves(self, curves: tuple[RateCurve, ...]) -> None:
        """Show these."""
        if len(curves) != len(self.curves):
            self.beginResetModel()
            self.curves = curves
            self.endResetModel()
        self.curves = curves
        self.changed()

    def changed(self) -> None:
        """Every cell may have changed."""
        if self.curves:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.curves) - 1, len(HEADERS) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.curves)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        curve, column = self.curves[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _cell(curve, column)[role == Qt.ItemDataRole.ToolTipRole]
            case Qt.ItemDataRole.TextAlignmentRole if column in NUMBERS:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.DecorationRole if column == 0:
                return _icon(curve)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        texts = {Qt.ItemDataRole.DisplayRole: HEADERS, Qt.ItemDataRole.ToolTipRole: TIPS}.get(role)  # type: ignore[call-overload]
        return tr(texts[section]) if texts and orientation == Qt.Orientation.Horizontal else None


class RateTable(QTableView):
    """`chosen(entry)` when another row is the current one, `taken(entry)` when its best rate is to be taken over."""

    chosen = Signal(int)
    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rate_table")
        self.rows = RateRows()
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setIconSize(SWATCH)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        write(self, name="Rate search, one row for each optimizer")
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.activated.connect(lambda index: self.taken.emit(self.rows.curves[index.row()].entry))
        self.restyle()

    @property
    def current(self) -> RateCurve | None:
        """The curve of the current row."""
        row = self.currentIndex().row()
        return self.rows.curves[row] if 0 <= row < len(self.rows.curves) else None

    def sizeHint(self) -> QSize:
        """As wide as its columns."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def show_picture(self, picture: RatePicture) -> None:
        """Fill the rows; the selected optimizer's is the current one."""
        anew = [curve.label for curve in picture.curves] != [curve.label for curve in self.rows.curves]
        self.rows.set_curves(picture.curves)
        fit_columns(self, anew)
        if picture.chosen is not None:
            row = picture.curves.index(picture.chosen)
            if self.currentIndex().row() != row:
                self.selectRow(row)

    def restyle(self) -> None:
        """Take the colours and the type of the moment."""
        soften_selection(self)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.rows.changed()
        fit_columns(self)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADERS) - 1)
        self.rows.changed()
        fit_columns(self)

    def _choose(self, now: Index, _before: Index) -> None:
        if now.isValid():
            self.chosen.emit(self.rows.curves[now.row()].entry)


def _icon(curve: RateCurve) -> QIcon:
    return swatch_icon(curve.look, SWATCH.width(), SWATCH.height())


def _cell(curve: RateCurve, column: int) -> tuple[str, str]:
    """Text and tip of a cell."""
    if column == 0:
        return tr(curve.label), tr(curve.label)
    if column == 1:
        return (
            (shorts(curve.now, 3), shorts(curve.now, 17))
            if isinstance(curve.now, tuple)
            else (rate_text(curve.now), full(curve.now))
        )
    if not curve.trials:
        return "", ""
    found = curve.best
    if column == len(HEADERS) - 1:
        return outcome_text(found), outcome_text(found)
    if found is None:
        return "–", tr("It diverges at every rate that was tried.")
    return (rate_text(found.rate), full(found.rate)) if column == 2 else (printed(found.loss, 3), full(found.loss))
