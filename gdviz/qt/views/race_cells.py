"""The race table's columns: what each shows, what it says in full, and what it is sorted by."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import Qt

from gdviz.qt.text import tr
from gdviz.qt.views.number_text import full, short, shorts
from gdviz.qt.views.race_rows import Row, verdict_word


@dataclass(frozen=True)
class Column:
    """`text` is what a cell shows, `full` what it says and copies, `key` what it is sorted by."""

    header: str
    tip: str
    text: Callable[[Row], str]
    full: Callable[[Row], str]
    key: Callable[[Row], Any]
    number: bool = True


def _whole(value: int | None) -> str:
    return "–" if value is None else str(value)


def _last(value: float | None) -> float:
    """What is no number comes after all that are."""
    return math.inf if value is None or value != value else value


def _known(value: float) -> str:
    return "–" if value != value else short(value)


def _point(row: Row) -> str:
    return "(" + ", ".join(full(value) for value in row.point) + ")"


def _sentence(row: Row) -> str:
    return row.sentence or verdict_word(row.verdict)


def told(row: Row) -> str:
    """What there is to say about a run: how it ended, or where it is on its way."""
    if row.sentence:
        return tr("{label}: {sentence}", label=row.label, sentence=row.sentence)
    return tr("{label} is on its way, at {point}.", label=row.label, point=shorts(row.point, 4, 3))


COLUMNS = (
    Column(
        "#",
        "Rank by loss; runs that flew away come last",
        lambda row: str(row.rank),
        lambda row: str(row.rank),
        lambda row: row.rank,
    ),
    Column(
        "optimizer", "The entry of this run", lambda row: row.label, lambda row: row.label, lambda row: row.label, False
    ),
    Column(
        "verdict",
        "How the run ended",
        lambda row: verdict_word(row.verdict),
        _sentence,
        lambda row: verdict_word(row.verdict),
        False,
    ),
    Column(
        "f",
        "Loss at the playhead",
        lambda row: short(row.loss),
        lambda row: full(row.loss),
        lambda row: _last(row.loss),
    ),
    Column(
        "|∇f|",
        "Length of the gradient",
        lambda row: "" if row.gradient_norm != row.gradient_norm and row.verdict is None else short(row.gradient_norm),
        lambda row: full(row.gradient_norm),
        lambda row: _last(row.gradient_norm),
    ),
    Column("steps", "Steps made", lambda row: str(row.steps), lambda row: str(row.steps), lambda row: row.steps),
    Column(
        "gradients",
        "Gradient evaluations",
        lambda row: _whole(row.evaluations),
        lambda row: _whole(row.evaluations),
        lambda row: _last(row.evaluations),
    ),
    Column(
        "distance",
        "Distance to the nearest known minimum, local minima included",
        lambda row: _known(row.distance),
        lambda row: full(row.distance),
        lambda row: _last(row.distance),
    ),
    Column(
        "reached",
        "First step at which the loss was below the target; – means not yet",
        lambda row: _whole(row.reached),
        lambda row: _whole(row.reached),
        lambda row: _last(row.reached),
    ),
    Column(
        "point",
        "Where the run is",
        lambda row: shorts(row.point, 4, 3),
        _point,
        lambda row: row.point[0] if row.point else 0.0,
    ),
    Column(
        "what happened",
        "The verdict as a sentence",
        lambda row: row.sentence,
        _sentence,
        lambda row: row.sentence,
        False,
    ),
)
RANK, LABEL, VERDICT, LOSS, GRADIENT, STEPS, EVALUATIONS, DISTANCE, REACHED, POINT, SENTENCE = range(len(COLUMNS))


@cache
def alignment(column: int) -> Qt.AlignmentFlag:
    """Numbers stand at the right, words at the left."""
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def tip(row: Row, column: int) -> str:
    """What a cell says in full; that of the run, all of its row, columns for which there is no room included."""
    if column != LABEL:
        return COLUMNS[column].full(row)
    return "\n".join(f"{tr(each.header)}: {each.full(row)}" for each in COLUMNS)
