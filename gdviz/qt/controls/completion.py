"""Completion of names in a field for formulas: a list that pops up while one is typed, or at Ctrl+Space."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit

from gdviz.language.functions import FUNCTIONS
from gdviz.qt.text import write

# One letter is soon typed, and a list at every x would be in the way.
LEAST_LETTERS = 2
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*$")
# While the list is open these are its own.
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class Completion(QObject):
    """Enter or Tab takes the chosen name, Escape closes the list; a function brings its parenthesis along."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self.popup = QListView()
        self._completer.setPopup(self.popup)
        self._completer.setWidget(field)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.activated.connect(self._insert)
        self.popup.setObjectName(f"{field.objectName()}_completion")
        write(self.popup, name="Names that fit")

    @property
    def offered(self) -> list[str]:
        """The names in the list, from top to bottom."""
        model = self._completer.completionModel()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def set_names(self, names: Iterable[str]) -> None:
        """All the names that could be meant."""
        wanted = sorted(set(names), key=str.lower)
        if wanted != self._model.stringList():
            self._model.setStringList(wanted)

    def leaves_alone(self, event: QKeyEvent) -> bool:
        """Whether a key is the field's; Ctrl+Space, and those of an open list, are not."""
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._offer(0)
            return False
        if self.popup.isVisible() and event.key() in _KEYS:
            event.ignore()
            return False
        return True

    def follow(self, event: QKeyEvent) -> None:
        """After a key has been typed: offer names, or no longer."""
        if (event.text().isprintable() and event.text()) or event.key() == Qt.Key.Key_Backspace:
            self._offer(LEAST_LETTERS if not self.popup.isVisible() else 1)
        elif event.type() == QEvent.Type.KeyPress and event.text():
            self.popup.hide()

    def _offer(self, least: int) -> None:
        word = self._word()
        self._completer.setCompletionPrefix(word)
        names = self.offered
        if len(word) < least or not names or (least and word in names):
            self.popup.hide()
            return
        self.popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        place = self._field.cursorRect()
        bar = self.popup.verticalScrollBar().sizeHint().width()
        place.setWidth(self.popup.sizeHintForColumn(0) + bar + 8)
        self._completer.complete(place)

    def _word(self) -> str:
        """What stands before the cursor of the name that is being typed."""
        cursor = self._field.textCursor()
        found = _WORD.search(cursor.block().text()[: cursor.positionInBlock()])
        return found[0] if found else ""

    def _insert(self, name: str) -> None:
        cursor = self._field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._word()))
        following = cursor.block().text()[cursor.positionInBlock() + len(self._word()) :]
        cursor.insertText(f"{name}(" if name in FUNCTIONS and not following.startswith("(") else name)
        self._field.setTextCursor(cursor)
