"""What each value of a rate leads to, as a strip below its slider: colour and height say the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from gdviz.engine.scan import Outcome
from gdviz.language.sentence import Sentence
from gdviz.qt.style import theme

LEGEND = Sentence("high green converges, low grey crawls, middling orange oscillates, red with gaps diverges.")
HEIGHT = 5
# Qt lets the groove begin and end so far inside the slider that the handle stays in it.
INSET = 7
# Of the strip's height.
_HEIGHTS = {Outcome.CONVERGES: 1.0, Outcome.CRAWLS: 0.35, Outcome.OSCILLATES: 0.65, Outcome.DIVERGES: 1.0}


def draw_outcomes(painter: QPainter, room: QRect, outcomes: Sequence[tuple[float, Outcome]]) -> None:
    """One block per trial, reaching half-way to its neighbours; places are shares of the slider's range, ascending."""
    width = room.width() - 2 * INSET
    places = [place for place, _ in outcomes]
    edges = [places[0], *((low + high) / 2 for low, high in pairwise(places)), places[-1]]
    bottom = float(room.bottom() + 1)
    for (_, outcome), left, right in zip(outcomes, edges, edges[1:], strict=False):
        high = HEIGHT * _HEIGHTS[outcome]
        block = QRectF(INSET + left * width, bottom - high, (right - left) * width, high)
        if outcome is Outcome.DIVERGES:
            block.setWidth(block.width() * 0.6)
        painter.fillRect(block, QColor(colour_of(outcome)))


def colour_of(outcome: Outcome) -> str:
    """From the palette that colour-blind people can tell apart."""
    return {
        Outcome.CONVERGES: theme().trails[2],
        Outcome.CRAWLS: theme().muted_ink,
        Outcome.OSCILLATES: theme().trails[1],
        Outcome.DIVERGES: theme().error,
    }[outcome]
