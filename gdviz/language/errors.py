"""The one error of the formula language."""

from __future__ import annotations


class FormulaError(ValueError):
    """A text is outside the formula language; `line` and `column` (both from 1) say where, 0 when it is the whole
    text.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        if not self.line:
            return self.message
        return f"line {self.line}, column {self.column}: {self.message}"
