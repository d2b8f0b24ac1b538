"""The line above the race table: the target, and the two ways to choose the rates of a race."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gdviz.engine.errors import InputError
from gdviz.engine.extras import RATE
from gdviz.engine.scan import has_rate
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.controls.scale import number_of
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_rates, with_target
from gdviz.qt.style import type_scale
from gdviz.qt.text import write

BOX_WIDTH = 76


def target_of(text: str) -> float | None:
    """The number of a text, or none of an empty one; InputError otherwise."""
    return number_of(text) if text.strip() else None


class RaceBar(QWidget):
    """`best_wanted` when each entry is to race at its best; a sentence says what was done to the rates."""

    best_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._target = NumberBox("target", "Target", "Tell at which step each loss was first below this", target_of)
        self._error = ErrorLabel("race_bar_error")
        self._said = ElidedLabel()
        self._said.setObjectName("rates_said")
        self._said.setProperty("kind", "muted")
        self.same = self._button("same_rate", "Same rate", "Give every optimizer the rate of the selected one")
        self.best = self._button(
            "each_at_its_best",
            "Each at its best",
            "Give every optimizer the best of many rates, with the same budget for each: that with the lowest final "
            "loss, of equal losses that with the fewest steps; of several starts the worst one counts",
        )
        self._lay_out()
        self._target.committed.connect(self._set_target)
        self._target.failed.connect(self._error.say)
        self.same.clicked.connect(self.race_at_same_rate)
        self.best.clicked.connect(self.best_wanted)
        session.setup_changed.connect(self.sync)
        self.sync(session.wanted)
        self.restyle()

    def sync(self, setup: Setup) -> None:
        """Show the setup's target."""
        self._target.show_value(setup.target)

    def say(self, sentence: str) -> None:
        """Say what was done to the rates."""
        write(self._said, text=sentence)

    def restyle(self) -> None:
        """Make room for the type of the moment."""
        self._target.setFixedWidth(round(BOX_WIDTH * type_scale()))

    def race_at_same_rate(self) -> None:
        """Give every entry that has a rate the rate of the selected one."""
        self._error.attempt(self._same_rate)

    def _same_rate(self) -> None:
        setup = self._session.wanted
        entries = setup.spec.entries
        selected = entries[self._session.selection.entry]
        if not has_rate(selected.optimizer):
            raise InputError(Sentence("the selected optimizer has no rate; select another"))
        rate = selected.value(RATE)
        having = [index for index, entry in enumerate(entries) if has_rate(entry.optimizer)]
        self._session.change(with_rates(setup, dict.fromkeys(having, rate)))  # type: ignore[arg-type]
        left = len(entries) - len(having)
        template = (
            "Every rate is {rate}." if not left else "Every rate is {rate}; {left} without a rate stay as they are."
        )
        self.say(Sentence(template, rate=str(rate), left=left))

    def _set_target(self, target: float | None) -> None:
        self._error.attempt(lambda: self._session.change(with_target(self._session.wanted, target)))

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        write(button, text=text, tip=tip, name=text)
        return button

    def _lay_out(self) -> None:
        label = QLabel()
        write(label, text="Target f <")
        label.setBuddy(self._target)
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 2, 4, 2)
        for widget in (self.same, self.best, label, self._target, self._error):
            line.addWidget(widget)
        line.addWidget(self._said, 1)
