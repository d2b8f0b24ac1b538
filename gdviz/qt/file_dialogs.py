"""What is asked and said about files, in dialogs that never hold the program up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHeaderView, QMessageBox, QTreeView, QWidget

from gdviz.qt.text import tr

DIALOG_SIZE = (760, 460)
TYPE_COLUMN = 2
_BUTTONS = QMessageBox.StandardButton


def ask_open(window: QWidget, folder: str, then: Callable[[str], object]) -> None:
    """Ask for a file that is there; `then(path)` if one is chosen."""
    dialog = _file_dialog(window, tr("Open an experiment"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(then)
    dialog.open()


def ask_table(window: QWidget, then: Callable[[str], object]) -> None:
    """Ask for a table of data that is there; `then(path)` if one is chosen."""
    filters = (f"{tr('Tables')} (*.csv *.tsv *.txt)", f"{tr('All files')} (*)")
    dialog = QFileDialog(window, tr("Open a table"), "", ";;".join(filters))
    dialog.setObjectName("table_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(then)
    dialog.open()


def ask_save(window: QWidget, name: str, then: Callable[[str], object]) -> None:
    """Ask for a file to be written, with a name to begin with; `then(path)` if one is chosen."""
    dialog = _file_dialog(window, tr("Save the experiment"), name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("gdviz")
    dialog.fileSelected.connect(then)
    dialog.open()


def ask_unsaved(window: QWidget, name: str, save: Callable[[], object], go_on: Callable[[], object]) -> None:
    """Ask what becomes of changes that are in no file: `save()`, `go_on()` without them, or nothing at all."""
    text = tr("The changes to {name} are not saved. Save them?", name=name)
    box = _box(window, QMessageBox.Icon.Question, text, _BUTTONS.Save | _BUTTONS.Discard | _BUTTONS.Cancel)
    box.setObjectName("unsaved_box")
    box.setDefaultButton(_BUTTONS.Save)
    answers = {_BUTTONS.Save: save, _BUTTONS.Discard: go_on}
    box.finished.connect(lambda result: answers.get(_BUTTONS(result), _nothing)())
    box.open()


def complain(window: QWidget, sentence: str) -> None:
    """Say in one sentence what is wrong."""
    box = _box(window, QMessageBox.Icon.Warning, tr(sentence), _BUTTONS.Ok)
    box.setObjectName("complaint_box")
    box.open()


def _file_dialog(window: QWidget, title: str, place: str) -> QFileDialog:
    dialog = QFileDialog(window, title, place, ";;".join((f"{tr('Experiments')} (*.gdviz)", f"{tr('All files')} (*)")))
    dialog.setObjectName("file_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _give_room(dialog)
    return dialog


def _give_room(dialog: QFileDialog) -> None:
    """Qt's own dialog, where the system has none, cuts its columns short; every file in it is of the same type."""
    dialog.resize(*DIALOG_SIZE)
    for files in dialog.findChildren(QTreeView, "treeView"):
        files.setColumnHidden(TYPE_COLUMN, True)
        files.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)


def _box(window: QWidget, icon: QMessageBox.Icon, text: str, buttons: QMessageBox.StandardButton) -> QMessageBox:
    box = QMessageBox(icon, "gdviz", text, buttons, window)
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files are not ours
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def _nothing() -> None:
    """What follows when all stays as it is."""
