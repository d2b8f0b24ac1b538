"""How long the race runs: steps and tolerance."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.engine.errors import InputError
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.controls.scale import number_of
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_spec
from gdviz.qt.text import write


def whole_number_of(text: str) -> int:
    """The whole number that a text holds, 1e4 included; InputError otherwise."""
    number = number_of(text)
    if not number.is_integer():
        raise InputError(Sentence("a whole number is needed here, not {text}", text=text.strip()[:40]))
    return int(number)


class RaceControl(QWidget):
    """One box each."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._error = ErrorLabel("race_error")
        self._refused = False
        steps = NumberBox("steps", "Steps", "The longest a run may take, in steps", whole_number_of)
        tolerance = NumberBox(
            "tolerance",
            "Tolerance",
            "A run stops when the largest component of the gradient, max |gᵢ|, is smaller; its length |∇f| may still "
            "be larger. 0 = never",
            number_of,
        )
        self._boxes = {"steps": steps, "tolerance": tolerance}
        for name, box in self._boxes.items():
            box.committed.connect(partial(self._set, name))
            box.failed.connect(self._error.say)
        self._lay_out()
        self.sync(session.wanted)
        session.setup_changed.connect(self.sync)
        session.refused.connect(self._say_refused)
        session.shown_changed.connect(self._forget_refused)

    def sync(self, setup: Setup) -> None:
        """Show the setup's numbers."""
        for name, box in self._boxes.items():
            box.show_value(getattr(setup.spec, name))

    def _set(self, name: str, value: float) -> None:
        self._error.attempt(lambda: self._session.change(with_spec(self._session.wanted, **{name: value})))

    def _say_refused(self, part: str, sentence: str) -> None:
        if part == "race":
            self._refused = True
            self._error.say(sentence)

    def _forget_refused(self, *_: object) -> None:
        """The engine has answered to something newer; what was typed wrongly is still to be mended."""
        if self._refused:
            self._refused = False
            self._error.say("")

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        for text, name in (("Steps", "steps"), ("Stop at max |gᵢ| <", "tolerance")):
            label = QLabel()
            write(label, text=text)
            label.setBuddy(self._boxes[name])
            line.addWidget(label)
            line.addWidget(self._boxes[name], 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self._error)
