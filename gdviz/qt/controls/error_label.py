"""The sentence beside a control that says what is wrong with its input."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QSizePolicy

from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.qt.text import write


class ErrorLabel(QLabel):
    """Hidden while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "error")
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence, which may be a Sentence, or nothing when it is empty."""
        write(self, text=sentence, tip=sentence)
        self.setVisible(bool(sentence))

    def attempt(self, change: Callable[[], object]) -> bool:
        """Try a change of the session and show why it is refused; whether it was taken."""
        try:
            change()
        except (InputError, FormulaError) as error:
            self.say(error.sentence)
            return False
        self.say("")
        return True
