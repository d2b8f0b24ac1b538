"""What the editors of surfaces and optimizers have in common: a window beside the race that keeps what was typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from gdviz.engine.protocol import Failure
from gdviz.language.errors import FormulaError
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.formula_edit import FormulaEdit
from gdviz.qt.controls.formula_sheet import FormulaSheet
from gdviz.qt.preview import Preview
from gdviz.qt.text import write

# Typing that pauses for so long is looked at.
DELAY_MS = 150


class Editor(QDialog):
    """Looks at the text soon after it was changed, says what is wrong with it and shows its formulas.

    Closing hides it; what was typed and not taken is there when it is opened again.
    """

    def __init__(self, name: str, title: str, preview: Preview, delay_ms: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        write(self, window_title=title)
        self.text: FormulaEdit
        self.sheet: FormulaSheet
        self.error = ErrorLabel(f"{name}_error")
        self.unsaved = False
        self._preview = preview
        preview.drawn.connect(self._show_lines)
        preview.failed.connect(self._say_failure)
        self._timer = QTimer(self, singleShot=True, interval=delay_ms)
        self._timer.timeout.connect(self.look)

    def open_on(self, subject: Any) -> None:
        """Show the editor, with this surface or optimizer in it unless something else is still unsaved."""
        self.show()
        self.raise_()
        self.activateWindow()
        if self.unsaved:
            self.look()
        else:
            self.load(subject)
            self.unsaved = False
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self, subject: Any) -> None:
        """Put a surface or an optimizer into the fields."""
        raise NotImplementedError

    def changed(self) -> None:
        """Something was typed: the formulas are of an older text until others come."""
        self.unsaved = True
        self.sheet.set_stale(True)
        if self._timer.interval():
            self._timer.start()
        else:
            self.look()

    def look(self) -> None:
        """Look at the text now."""
        raise NotImplementedError

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked at that nobody sees."""
        self._timer.stop()
        self._preview.forget()
        super().hideEvent(event)

    def complain(self, error: FormulaError) -> None:
        """Underline what is wrong, with the sentence below; the last good formulas stay."""
        self._preview.forget()
        self.text.mark(error.line, error.column)
        self.error.say(error.sentence)
        self.sheet.set_stale(True)

    def praise(self) -> None:
        """The text can be read."""
        self._timer.stop()
        self.text.mark(0, 0)
        self.error.say("")

    def button(self, name: str, text: str, tip: str, slot) -> QPushButton:
        """A button that Enter in another field does not press."""
        button = QPushButton(autoDefault=False)
        button.setObjectName(name)
        write(button, text=text, tip=tip, name=text)
        button.clicked.connect(slot)
        return button

    def _show_lines(self, lines: tuple[tuple[str, bytes], ...]) -> None:
        self.sheet.show_lines(lines)

    def _say_failure(self, failure: Failure) -> None:
        """What only the engine finds out, as that there is no gradient."""
        self.text.mark(failure.line, failure.column)
        self.error.say(failure.message)
        self.sheet.set_stale(True)
