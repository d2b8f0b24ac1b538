"""The one error of the formula language."""

from __future__ import annotations

from gdviz.language.sentence import Sentence, as_sentence


class FormulaError(ValueError):
    """A text is outside the formula language; `line` and `column` (both from 1) say where, 0 when it is the whole
    text.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message, line, column)
        self.message = as_sentence(message)
        self.line = line
        self.column = column

    @property
    def sentence(self) -> Sentence:
        """The message with its place in front."""
        if not self.line:
            return self.message
        template = "line {line}, column {column}: {message}"
        return Sentence(template, line=self.line, column=self.column, message=self.message)

    def __str__(self) -> str:
        return str(self.sentence)
