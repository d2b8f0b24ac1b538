"""The race table's cells: what they show, what they say in full, and what their columns are sorted by."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from gdviz.qt.views.number_text import full, short, shorts
from gdviz.qt.views.race_rows import Row, verdict_word

LABEL, VERDICT, POINT, LOSS, GRADIENT, STEPS, EVALUATIONS, SENTENCE = range(8)
HEADERS = ("optimizer", "verdict", "point", "f", "|∇f|", "steps", "gradients", "what happened")
NUMBERS = (POINT, LOSS, GRADIENT, STEPS, EVALUATIONS)


def alignment(column: int) -> Qt.AlignmentFlag:
    """Numbers stand at the right, words at the left."""
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def text_of(row: Row, column: int) -> str:
    """What a cell shows."""
    match column:
        case 0:
            return row.label
        case 1:
            return verdict_word(row.verdict)
        case 2:
            return shorts(row.point, 4, 3)
        case 3:
            return short(row.loss)
        case 4:
            return "" if row.verdict is None and row.gradient_norm != row.gradient_norm else short(row.gradient_norm)
        case 5:
            return str(row.steps)
        case 6:
            return "" if row.evaluations is None else str(row.evaluations)
    return row.sentence


def tip_of(row: Row, column: int) -> str:
    """What a cell says in full."""
    match column:
        case 1 | 7:
            return row.sentence or verdict_word(row.verdict)
        case 2:
            return "(" + ", ".join(full(value) for value in row.point) + ")"
        case 3:
            return full(row.loss)
        case 4:
            return full(row.gradient_norm)
    return text_of(row, column)


def sort_key(row: Row, column: int) -> Any:
    """What a column is sorted by."""
    match column:
        case 2:
            return row.point[0] if row.point else 0.0
        case 3:
            return _number(row.loss)
        case 4:
            return _number(row.gradient_norm)
        case 5:
            return row.steps
        case 6:
            return -1 if row.evaluations is None else row.evaluations
    return text_of(row, column)


def _number(value: float) -> float:
    """What is no number comes after all that are."""
    return value if value == value else float("inf")
