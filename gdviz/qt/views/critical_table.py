"""The critical points as a table."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from gdviz.engine.critical_answer import CriticalAnswer, FoundPoint
from gdviz.qt.text import tr, write
from gdviz.qt.views.critical_text import point_text, rows_of
from gdviz.qt.views.findings import kind_of
from gdviz.qt.views.known_points import KINDS, draw_known_point

HEADERS = ("Kind", "Point", "f", "Eigenvalues")
POINT = 1
MARK = 18


class CriticalTable(QTableWidget):
    """`chosen(found)` when a row is selected, None when none is any more."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(0, len(HEADERS))
        self.setObjectName("critical_table")
        self._answer: CriticalAnswer | None = None
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        write(self, name="Critical points in the window")
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.itemSelectionChanged.connect(self._tell)
        self.restyle()

    def show_answer(self, answer: CriticalAnswer | None, chosen: FoundPoint | None) -> None:
        """Other points, one of which may be selected; nothing is told of that."""
        self.blockSignals(True)
        if answer is not self._answer:
            self._answer = answer
            self._fill(chosen)
        elif chosen is not self.current:
            self._select(chosen)
        self.blockSignals(False)

    @property
    def current(self) -> FoundPoint | None:
        """The point of the selected row."""
        rows = self.selectionModel().selectedRows()
        return self._answer.points[rows[0].row()] if rows and self._answer is not None else None

    def restyle(self) -> None:
        """The marks are painted in the colours of the moment."""
        self.verticalHeader().setDefaultSectionSize(max(self.fontMetrics().height() + 6, MARK))
        self.verticalHeader().setMinimumSectionSize(1)
        self._refill()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._refill()

    def _refill(self) -> None:
        self.blockSignals(True)
        self._fill(self.current)
        self.blockSignals(False)

    def _fill(self, chosen: FoundPoint | None) -> None:
        self.setHorizontalHeaderLabels([tr(header) for header in HEADERS])
        points = self._answer.points if self._answer is not None else ()
        kinds = [kind_of(each, self._answer.lowest) for each in points] if self._answer is not None else []
        rows = rows_of(self._answer, kinds) if self._answer is not None else []
        self.clearSelection()
        self.setRowCount(len(rows))
        icons = {kind: _icon(shape) for kind, _, shape, _ in KINDS}
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(point_text(points[row], 17, 10) if column == POINT else text)
                self.setItem(row, column, item)
            self.item(row, 0).setIcon(icons[kinds[row]])
        # A header that measures by itself does so again at every cell: half a minute for some hundred rows.
        self.resizeColumnsToContents()
        self._select(chosen)

    def _select(self, chosen: FoundPoint | None) -> None:
        points = self._answer.points if self._answer is not None else ()
        self.clearSelection()
        if chosen in points:
            self.selectRow(points.index(chosen))
            self.scrollTo(self.model().index(points.index(chosen), 0))

    def _tell(self) -> None:
        self.chosen.emit(self.current)


def _icon(shape: str) -> QIcon:
    pixmap = QPixmap(MARK, MARK)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_known_point(painter, shape, QPointF(MARK / 2, MARK / 2), 5.0)
    painter.end()
    return QIcon(pixmap)
