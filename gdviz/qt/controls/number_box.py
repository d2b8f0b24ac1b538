"""A box for a number, or for one number per coordinate, with its error beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from gdviz.engine.errors import InputError
from gdviz.engine.spec import Value
from gdviz.qt.controls.scale import text_of, value_of
from gdviz.qt.text import write


class NumberBox(QLineEdit):
    """Shows a value and takes a typed one on Enter or when left.

    Signals: `committed(value)`, or `failed(sentence)` if the text is none. A wrong text stays until it is mended or
    the value changes from elsewhere.
    """

    committed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        tip: str = "",
        read: Callable[[str], Value | None] = value_of,
        written: Callable[[Value], str] = text_of,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        write(self, name=title, tip=tip)
        self._read, self._written = read, written
        self._value: Value | None = None
        self.editingFinished.connect(self._commit)

    def show_value(self, value: Value | None) -> None:
        """Show a value of the setup, or none; while it does not change a wrong text is kept."""
        if value == self._value:
            return
        self._value = value
        self.setText("" if value is None else self._written(value))
        self.setCursorPosition(0)
        self.setModified(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def _commit(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        try:
            value = self._read(self.text())
        except InputError as error:
            self.failed.emit(error.message)
            return
        if value == self._value and value is not None:
            self.setText(self._written(value))
        self.committed.emit(value)
