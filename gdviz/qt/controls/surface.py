"""The surface: chosen from the list, or typed as a formula, with its error beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.errors import InputError
from gdviz.engine.surface import Surface
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.icons import icon
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_surface, with_typed
from gdviz.qt.text import tr, write
from gdviz.surfaces import CLOSED, LOSSES

# Longer formulas are refused by the language; the field need not hold more than shows the mistake.
MAX_EXPRESSION = 20_000

# Typing that pauses for so long is raced.
PAUSE_MS = 400

# The lines of the list; a text is one that is no surface.
TYPED, HEADING, DATA = "Your own formula", "Losses over data", "Your own data (CSV)…"
LINES: tuple[Surface | str, ...] = (TYPED, *CLOSED, HEADING, *LOSSES, DATA)


class SurfaceControl(QWidget):
    """A combo box of known surfaces and what stands for others, and the field with the formula itself.

    `data_wanted` when somebody wants a loss over their own data.
    """

    data_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._expression = ""
        self._choice = QComboBox()
        self._field = QLineEdit()
        self._error = ErrorLabel("surface_error")
        self.edit = QToolButton(autoRaise=True)
        self._fill()
        self._lay_out()
        self.sync(session.wanted)
        self._choice.activated.connect(self._choose)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._take_live)
        self._field.textEdited.connect(lambda _: self._pause.start())
        self._field.editingFinished.connect(self._take_text)
        session.setup_changed.connect(self.sync)
        session.replaced.connect(self._forget)
        session.refused.connect(self._say_refused)

    def sync(self, setup: Setup) -> None:
        """Show the setup's surface; a wrong text stays until the surface changes."""
        surface = setup.spec.surface
        self._choice.setCurrentIndex(_line_of(surface))
        if surface.expression != self._expression:
            self._expression = surface.expression
            if self._field.text().strip() != self._expression or not self._field.hasFocus():
                self._write()
            self._error.say("")

    def _write(self) -> None:
        self._field.setText(self._expression)
        self._field.setCursorPosition(0)
        self._field.setModified(False)

    def _forget(self) -> None:
        """Another experiment: a text that was not taken goes with the one before."""
        self._pause.stop()
        self._write()
        self._error.say("")

    def _choose(self, row: int) -> None:
        line = LINES[row]
        if isinstance(line, Surface):
            self._error.attempt(lambda: self._session.change(with_surface(self._session.wanted, line)))
        elif line == TYPED:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.selectAll()
        self.sync(self._session.wanted)
        if line == DATA:
            self.data_wanted.emit()

    def _take_live(self) -> None:
        """Typing has paused. With other coordinates the starts would go, so such a formula waits for Enter."""
        self._error.attempt(self._race_what_is_typed)

    def _race_what_is_typed(self) -> None:
        wanted = self._session.wanted
        setup = with_typed(wanted, self._text)
        if dimension(setup.spec.surface) != dimension(wanted.spec.surface):
            raise InputError(Sentence("These are other coordinates; Enter takes the formula."), "surface")
        self._session.change(setup)

    def _take_text(self) -> None:
        self._pause.stop()
        if not self._field.isModified():
            return
        self._field.setModified(False)
        self._error.attempt(lambda: self._session.change(with_typed(self._session.wanted, self._text)))

    @property
    def _text(self) -> str:
        return self._field.text().strip()

    def _say_refused(self, part: str, sentence: str) -> None:
        if part == "surface":
            self._error.say(sentence)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        for row, line in enumerate(LINES):
            title, tip = (line.title, line.summary) if isinstance(line, Surface) else (line, "")
            self._choice.setItemText(row, tr(title))
            self._choice.setItemData(row, tr(tip) if tip else "", Qt.ItemDataRole.ToolTipRole)

    def _fill(self) -> None:
        self._choice.addItems([""] * len(LINES))
        model = self._choice.model()
        assert isinstance(model, QStandardItemModel)
        model.item(LINES.index(HEADING)).setEnabled(False)
        self.retranslate()
        self._choice.setObjectName("surface_choice")
        write(self._choice, name="Surface", tip="The surface to descend")
        self._choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._choice.setMaxVisibleItems(len(LINES))
        self._field.setObjectName("expression")
        tip = "A formula in x and y, such as x**2/16 + 9*y**2; it races as you type, Enter takes it at once"
        write(self._field, name="Formula of the surface", tip=tip)
        self._field.setMaxLength(MAX_EXPRESSION)
        self.edit.setObjectName("edit_surface")
        self.edit.setIcon(icon("edit"))
        tip = "Write a surface of your own, with its exact gradient in sight (Ctrl+Shift+F)"
        write(self.edit, name="Own surface", tip=tip)

    def _lay_out(self) -> None:
        heading = QLabel()
        write(heading, text="Surface")
        heading.setProperty("kind", "heading")
        line = QHBoxLayout()
        line.addWidget(self._choice, 1)
        line.addWidget(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(heading)
        column.addLayout(line)
        for widget in (self._field, self._error):
            column.addWidget(widget)


def _line_of(surface: Surface) -> int:
    """Of a known loss the sum is the same line as the mean."""
    either = (surface, replace(surface, mean=not surface.mean))
    other = LINES.index(TYPED if surface.data is None else DATA)
    return next((row for row, line in enumerate(LINES) if line in either), other)
