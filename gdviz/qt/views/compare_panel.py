"""The table of differences between the pinned race and the one shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.trajectory import Trajectory
from gdviz.qt.ghost import Ghost
from gdviz.qt.setup import Setup
from gdviz.qt.text import tr, write
from gdviz.qt.views.compare_rows import CompareRow, answer_rows, question_rows

HEADERS = ("What", "Pinned", "Now", "Difference")


class ComparePanel(QWidget):
    """Shows what it is given; `pin_asked()` and `unpin_asked()` by its buttons."""

    pin_asked = Signal()
    unpin_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compare_panel")
        self._shown: tuple[Ghost, Setup, Trajectory] | None = None
        self.rows: list[CompareRow] = []
        self.note = QLabel(objectName="compare_note", wordWrap=True)
        self.table = QTableWidget(0, len(HEADERS), objectName="compare_table")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # A header that follows its cells would measure all of them anew at every one that is written.
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        write(self.table, name="Differences between the pinned race and this one")
        self.pin = self._button("compare_pin", "Pin this race", "Keep this race as a dashed ghost")
        self.unpin = self._button("compare_unpin", "Unpin", "No ghost any more")
        self.copy = self._button("compare_copy", "Copy as text", "Copy the table, with tabs between the columns")
        self.pin.clicked.connect(self.pin_asked)
        self.unpin.clicked.connect(self.unpin_asked)
        self.copy.clicked.connect(self.copy_text)
        self._lay_out()
        self.clear()

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(objectName=name)
        write(button, text=text, tip=tip, name=text)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        for button in (self.pin, self.unpin, self.copy):
            head.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(6, 4, 6, 4)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self.table, 1)

    def clear(self) -> None:
        """Nothing is pinned."""
        self._shown = None
        self._fill([])

    def show_races(self, ghost: Ghost, setup: Setup, trajectory: Trajectory) -> None:
        """Compare the pinned race with this one."""
        self._shown = (ghost, setup, trajectory)
        self._fill([*question_rows(ghost, setup), *answer_rows(ghost, setup, trajectory)])

    def _fill(self, rows: list[CompareRow]) -> None:
        self.rows = rows
        self.table.setHorizontalHeaderLabels([tr(header) for header in HEADERS])
        self.table.setRowCount(len(rows))
        for line, row in enumerate(rows):
            for column, text in enumerate((row.what, row.pinned, row.now, row.difference)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(line, column, item)
        self.table.resizeColumnToContents(0)
        self.table.verticalHeader().setDefaultSectionSize(self.table.fontMetrics().height() + 6)
        self.unpin.setEnabled(self._shown is not None)
        self.copy.setEnabled(bool(rows))
        self.note.setText(self._sentence())

    def _sentence(self) -> str:
        if self._shown is None:
            return tr("Nothing is pinned: pin this race, then change something to see the difference.")
        ghost, setup, _ = self._shown
        if not ghost.belongs_on(setup.spec.surface):
            return tr("The pinned race ran on another surface: it is not drawn on this one.")
        if ghost.setup.spec == setup.spec:
            return tr("The pinned race is the one shown.")
        return tr("The pinned race is drawn dashed and faded.")

    def text(self) -> str:
        """The table with tabs between its columns."""
        lines = ["\t".join(tr(header) for header in HEADERS)]
        return "\n".join([*lines, *("\t".join((r.what, r.pinned, r.now, r.difference)) for r in self.rows)])

    def copy_text(self) -> None:
        """To the clipboard."""
        QApplication.clipboard().setText(self.text())

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        if self._shown is None:
            self.clear()
        else:
            self.show_races(*self._shown)
