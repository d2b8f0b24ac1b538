"""The dialog that asks what to export, shows how far it is, and says what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.files.film import NEEDS_AV, FilmPlan, has_av
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.export_fields import FilmFields, PictureFields
from gdviz.qt.export_choice import KINDS, Choice, Content
from gdviz.qt.text import tr

WIDTH = 460


class ExportDialog(QDialog):
    """Shows a choice and changes it; `proportions(content)` is height over width of a picture of that content.

    Signals: `wanted(choice)` for one that has been checked, `cancelled()` while it is being exported.
    """

    wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, choice: Choice, last: int, proportions: Callable[[Content], float], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._proportions = proportions
        self._busy = False
        self._make_kind()
        self._make_path()
        self.picture, self.film = PictureFields(1.0), FilmFields(last)
        self.error = ErrorLabel("export_error")
        self._progress = QProgressBar()
        self._progress.setObjectName("export_progress")
        self._progress.hide()
        self._progress.setAccessibleName(tr("Progress of the export"))
        self._saved = QLabel(objectName="export_saved", visible=False, wordWrap=True)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.show_choice(choice)

    @property
    def choice(self) -> Choice:
        """What is shown."""
        return self._choice

    def show_choice(self, choice: Choice) -> None:
        """Show another choice."""
        self._choice = choice
        self._kind.setCurrentIndex(KINDS.index(choice.kind))
        if self._path.text() != choice.path:
            self._path.setText(choice.path)
        self.picture.setVisible(choice.kind.has_pixels)
        self.picture.set_proportions(self._proportions(choice.kind.content))
        self.picture.show_width(choice.width)
        self.film.setVisible(choice.kind.content is Content.FILM)
        self.film.set_suffix(choice.kind.suffix)
        self.film.show_plan(choice.plan)
        self._saved.hide()
        self._write_replace()

    # What happens while it exports

    def show_progress(self, done: int, total: int) -> None:
        """How far it is; a total of 0 means that nobody knows."""
        self._set_busy(True)
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def show_failure(self, sentence: str) -> None:
        """It did not succeed, or was cancelled, which needs no sentence: another try is possible."""
        self._set_busy(False)
        self.error.say(sentence)

    def show_success(self) -> None:
        """The file is there."""
        self._set_busy(False)
        path = Path(self._choice.path)
        self._saved.setText(tr("{name} was written, {size}.", name=path.name, size=_size(path)))
        self._saved.show()
        self._cancel.setFocus()

    def reject(self) -> None:
        """Escape, the button or the frame: give up the export that runs, or else close."""
        if self._busy:
            self._cancel.setEnabled(False)
            self.cancelled.emit()
        else:
            super().reject()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._saved.hide()
        self._progress.setVisible(busy)
        for widget in (self._kind, self._path, self._browse, self.picture, self.film, self._start):
            widget.setEnabled(not busy)
        self._cancel.setEnabled(True)
        self._cancel.setText(tr("Cancel") if busy else tr("Close"))

    # Changes

    def _choose_kind(self, place: int) -> None:
        self.error.say("")
        self.show_choice(self._choice.with_kind(KINDS[place]))
        self.layout().activate()
        self.adjustSize()

    def _take_plan(self, plan: FilmPlan) -> None:
        self._choice = replace(self._choice, plan=plan)

    def _take_width(self, width: int) -> None:
        self._choice = replace(self._choice, width=width)

    def _ask_path(self) -> None:
        suffix = self._choice.kind.suffix
        dialog = QFileDialog(self, tr("Export"), self._choice.path, f"*{suffix}")
        dialog.setObjectName("export_file_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix[1:])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take_path)
        dialog.open()

    def _take_path(self, path: str) -> None:
        self.error.say("")
        self.show_choice(replace(self._choice, path=path))

    def _want(self) -> None:
        if self.error.attempt(self._choice.check):
            self.wanted.emit(self._choice)

    def _write_replace(self) -> None:
        there = bool(self._choice.path) and Path(self._choice.path).is_file()
        self._start.setText(tr("Replace the file") if there else tr("Export"))

    # Widgets

    def _make_kind(self) -> None:
        self._kind = QComboBox()
        self._kind.setObjectName("export_kind")
        self._kind.setAccessibleName(tr("What to export"))
        self._kind.setToolTip(tr("What to export"))
        for each in KINDS:
            self._kind.addItem(tr(each.text))
        self._needs = QLabel(tr(NEEDS_AV), objectName="export_needs", visible=not has_av(), wordWrap=True)
        self._needs.setProperty("kind", "muted")
        if not has_av():
            self._disable_videos()

    def _disable_videos(self) -> None:
        model = self._kind.model()
        assert isinstance(model, QStandardItemModel)
        for place, each in enumerate(KINDS):
            if each.needs_av:
                model.item(place).setEnabled(False)
                model.item(place).setToolTip(tr(NEEDS_AV))

    def _make_path(self) -> None:
        self._path = QLineEdit(objectName="export_path")
        self._path.setAccessibleName(tr("File"))
        self._path.setToolTip(tr("The file that is written"))
        self._browse = QPushButton(tr("Browse…"), objectName="export_browse", autoDefault=False)
        self._browse.setToolTip(tr("Choose a folder and a name"))

    def _make_buttons(self) -> None:
        self._start = QPushButton(tr("Export"), objectName="export_start", default=True)
        self._start.setToolTip(tr("Write the file"))
        self._cancel = QPushButton(tr("Close"), objectName="export_cancel", autoDefault=False)
        self._cancel.setToolTip(tr("Give up the export, or close"))

    def _connect(self) -> None:
        self._kind.activated.connect(self._choose_kind)
        self._path.textEdited.connect(self._take_path)
        self._browse.clicked.connect(self._ask_path)
        self.picture.changed.connect(self._take_width)
        self.film.changed.connect(self._take_plan)
        self._start.clicked.connect(self._want)
        self._cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        place, buttons = QHBoxLayout(), QHBoxLayout()
        place.addWidget(self._path, 1)
        place.addWidget(self._browse)
        buttons.addStretch(1)
        buttons.addWidget(self._start)
        buttons.addWidget(self._cancel)
        column = QVBoxLayout(self)
        for widget in (self._kind, self._needs, self.picture, self.film):
            column.addWidget(widget)
        column.addLayout(place)
        for widget in (self.error, self._progress, self._saved):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(buttons)


def _size(path: Path) -> str:
    """How large a file is, in words; nothing if it has gone again."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"
