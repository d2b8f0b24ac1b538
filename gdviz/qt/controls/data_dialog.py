"""The dialog of one's own data: a table pasted, dropped or opened, and what is to be learned from it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gdviz.engine.surface import Surface
from gdviz.files.csv_data import CsvTable, parse_csv, read_csv
from gdviz.files.regression import regression_surface
from gdviz.qt.controls.data_choice import DataChoice
from gdviz.qt.controls.data_preview import DataPreview
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.file_dialogs import ask_table
from gdviz.qt.text import write

SIZE = (560, 520)
HINT = "Paste a table, drop a CSV file here, or open one. Its first row may hold the names of the columns."


class DataDialog(QDialog):
    """Closes once `take(surface)` has not complained."""

    def __init__(self, take: Callable[[Surface], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("data_dialog")
        self.setAcceptDrops(True)
        self.resize(*SIZE)
        write(self, window_title="Your own data")
        self._take = take
        self._table: CsvTable | None = None
        self._hint = QLabel(wordWrap=True)
        write(self._hint, text=HINT)
        self.error = ErrorLabel("data_error")
        self.preview = DataPreview()
        self.choice = DataChoice()
        self._said = QLabel(objectName="data_said", wordWrap=True)
        self._said.setProperty("kind", "muted")
        self.choice_error = ErrorLabel("data_choice_error")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.choice.changed.connect(self._try)
        QShortcut(QKeySequence.StandardKey.Paste, self, self.paste)
        self._lay_out()
        self._show_table(None)

    def read(self, path: str) -> None:
        """The table in a file."""
        self._load(lambda: read_csv(path))

    def paste(self) -> None:
        """The table on the clipboard."""
        text = QGuiApplication.clipboard().text()
        self._load(lambda: parse_csv(text, "clipboard"))

    def accept(self) -> None:
        """Race on the loss, or say what is wrong."""
        surface = self._try()
        if surface is not None and self.choice_error.attempt(lambda: self._take(surface)):
            super().accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        urls, text = event.mimeData().urls(), event.mimeData().text()
        if urls and urls[0].isLocalFile():
            self.read(urls[0].toLocalFile())
        else:
            self._load(lambda: parse_csv(text, "clipboard"))

    def _ask_file(self) -> None:
        ask_table(self, self.read)

    def _load(self, table: Callable[[], CsvTable]) -> None:
        loaded: list[CsvTable] = []
        # What was there before would look like what is wrong now.
        self._show_table(loaded[0] if self.error.attempt(lambda: loaded.append(table())) else None)

    def _show_table(self, table: CsvTable | None) -> None:
        self._table = table
        self._hint.setVisible(table is None)
        for part in (self.preview, self.choice, self._said):
            part.setVisible(table is not None)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(table is not None)
        self.choice_error.say("")
        if table is not None:
            self.preview.show_table(table)
            self.choice.show_table(table)
            self._try()

    def _try(self) -> Surface | None:
        """The loss of what is chosen, told in a sentence; or why there is none."""
        table = self._table
        made: list[Surface] = []
        if table is None:
            return None
        if self.choice_error.attempt(lambda: made.append(regression_surface(table, self.choice.asked))):
            write(self._said, text=made[0].summary)
        else:
            write(self._said, text="")
        return made[0] if made else None

    def _lay_out(self) -> None:
        tip = "Take the table that was copied, from a spreadsheet or a text (Ctrl+V)"
        line = QHBoxLayout()
        line.addWidget(_button("data_open", "Open…", "Read a CSV file", self._ask_file))
        line.addWidget(_button("data_paste", "Paste", tip, self.paste))
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        rows.addLayout(line)
        for part in (self._hint, self.error, self.preview, self.choice, self._said, self.choice_error):
            rows.addWidget(part)
        rows.addStretch(1)
        rows.addWidget(self._buttons)


def _button(name: str, text: str, tip: str, slot: Callable[[], object]) -> QPushButton:
    button = QPushButton(autoDefault=False)
    button.setObjectName(name)
    write(button, text=text, name=text, tip=tip)
    button.clicked.connect(slot)
    return button
