"""The line that says which rates a search tries, and after how many steps the loss counts."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.engine.errors import InputError
from gdviz.engine.rate_search import Span
from gdviz.files.arguments import whole_from_text
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.controls.scale import number_of
from gdviz.qt.style import type_scale
from gdviz.qt.text import write

WIDTH = 62
MOST_STEPS = 1_000_000


def steps_of(text: str) -> float:
    """The number of steps that a text holds; InputError otherwise."""
    # Chinese keyboards give wide digits; some people write 1,000.
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    steps = whole_from_text(plain, "steps")
    if not 1 <= steps <= MOST_STEPS:
        raise InputError(Sentence("the number of steps must lie between 1 and {most:,}", most=MOST_STEPS))
    return steps


class RateBar(QWidget):
    """`asked(span, steps)` when something else is to be tried; 0 steps are those of the race."""

    asked = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rate_bar")
        self._span, self._steps = Span(), 0
        self.steps = NumberBox("rate_steps", "Steps", "The loss after so many steps counts", steps_of)
        self.low = NumberBox("rate_low", "Lowest rate", "Where the scan begins", number_of)
        self.high = NumberBox(
            "rate_high", "Highest rate", "Where the scan ends; if the best is at its edge, it goes on", number_of
        )
        self.as_race = QCheckBox(objectName="rate_steps_of_race")
        text = "As many as the race"
        write(self.as_race, text=text, name=text, tip="The loss at the end of the race counts")
        self._error = ErrorLabel("rate_bar_error")
        self._lay_out()
        self._connect()
        self.restyle()

    def show_question(self, span: Span, steps: int, of_race: int) -> None:
        """What is asked; a wrong text stays until its value changes."""
        self._span, self._steps, self._of_race = span, steps, of_race
        self.steps.show_value(float(steps or of_race))
        self.low.show_value(span.low)
        self.high.show_value(span.high)
        self.as_race.setChecked(not steps)

    def say(self, sentence: str) -> None:
        """What is wrong, or nothing."""
        self._error.say(sentence)

    def restyle(self) -> None:
        """Make room for the type of the moment."""
        for box in (self.steps, self.low, self.high):
            box.setFixedWidth(round(WIDTH * type_scale()))

    def _connect(self) -> None:
        for box in (self.steps, self.low, self.high):
            box.failed.connect(self.say)
        self.steps.committed.connect(lambda steps: self._ask(self._span, int(steps)))
        self.low.committed.connect(lambda low: self._ask_span(low, self._span.high))
        self.high.committed.connect(lambda high: self._ask_span(self._span.low, high))
        self.as_race.clicked.connect(lambda wanted: self._ask(self._span, 0 if wanted else self._of_race))

    def _ask_span(self, low: float, high: float) -> None:
        try:
            span = Span(low, high, self._span.count)
        except InputError as error:
            self.say(error.sentence)
            return
        self._ask(span, self._steps)

    def _ask(self, span: Span, steps: int) -> None:
        self.say("")
        self.asked.emit(span, steps)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        for text, box in (("Steps", self.steps), ("Rates from", self.low), ("to", self.high)):
            label = QLabel()
            write(label, text=text)
            label.setBuddy(box)
            line.addWidget(label)
            line.addWidget(box)
            if box is self.steps:
                line.addWidget(self.as_race)
                line.addSpacing(12)
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(line)
        rows.addWidget(self._error)
