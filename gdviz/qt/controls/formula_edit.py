"""The field for formulas of several lines: of equal letters, with what is wrong underlined at its place."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QColor, QFontDatabase, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from gdviz.language.limits import TEXT_LENGTH
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.completion import Completion
from gdviz.qt.controls.line_numbers import LineNumbers
from gdviz.qt.style import theme
from gdviz.qt.text import write

# What is underlined from the place of an error on: a name or number, or else one sign.
_TOKEN = re.compile(r"[A-Za-z0-9_.]+|\*\*|//|.")


class FormulaEdit(QPlainTextEdit):
    """Plain text; Tab leaves it. `refused(sentence)` when somebody pastes more than any formula may be long."""

    refused = Signal(object)

    def __init__(self, name: str, title: str, tip: str, lines: int) -> None:
        super().__init__()
        self.setObjectName(name)
        write(self, name=title, tip=tip)
        self._lines = lines
        self._place = (0, 0)
        self.completion = Completion(self)
        self._numbers = LineNumbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.setTabChangesFocus(True)
        self.restyle()

    def restyle(self) -> None:
        """Take the type and the colours of the moment."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(QApplication.font().pointSizeF())
        self.setFont(font)
        self.setMinimumHeight(self._lines * self.fontMetrics().lineSpacing() + 12)
        self._make_room()
        self._draw_mark()

    def show_text(self, text: str) -> None:
        """Another text, which can be undone; nothing is underlined."""
        self._place = (0, 0)
        if text != self.toPlainText():
            cursor = self.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
            self.moveCursor(QTextCursor.MoveOperation.Start)
        self._draw_mark()

    def mark(self, line: int, column: int) -> None:
        """Underline what stands there, both counted from 1; line 0 is nowhere."""
        self._place = (line, column)
        self._draw_mark()

    def marked(self) -> str:
        """What is underlined."""
        return "".join(each.cursor.selectedText() for each in self.extraSelections())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._numbers.place(self.contentsRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Names are completed while they are typed."""
        if self.completion.leaves_alone(event):
            super().keyPressEvent(event)
            self.completion.follow(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab leaves the field, unless it is to take a name."""
        return not self.completion.popup.isVisible() and super().focusNextPrevChild(following)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste, unless it is far too much: laying it out would hold up the window."""
        length = len(source.text())
        if length <= TEXT_LENGTH:
            super().insertFromMimeData(source)
            return
        template = "the formula is {length:,} characters long; at most {limit:,} are allowed"
        self.refused.emit(Sentence(template, length=length, limit=TEXT_LENGTH))

    def _make_room(self) -> None:
        self.setViewportMargins(self._numbers.sizeHint().width(), 0, 0, 0)
        self._numbers.place(self.contentsRect())

    def _draw_mark(self) -> None:
        line, column = self._place
        block = self.document().findBlockByNumber(line - 1)
        if not line or not block.isValid():
            self.setExtraSelections([])
            return
        start, length = _span(block.text(), column)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(block)
        selection.cursor.setPosition(block.position() + start)
        selection.cursor.setPosition(block.position() + start + length, QTextCursor.MoveMode.KeepAnchor)
        selection.format = _wrong()
        self.setExtraSelections([selection])


def _span(text: str, column: int) -> tuple[int, int]:
    """Where in a line the underline begins, from 0, and its length; past the end the last sign is at fault."""
    found = _TOKEN.match(text, column - 1)
    if found and not found[0].isspace():
        return column - 1, len(found[0])
    end = len(text[: column - 1].rstrip()) if text[: column - 1].strip() else len(text.rstrip())
    return max(0, end - 1), min(1, end)


def _wrong() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    made.setUnderlineColor(QColor(theme().error))
    made.setBackground(QColor(theme().error_ground))
    return made
