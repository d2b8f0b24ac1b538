"""What each value of a rate leads to, as a strip below its slider: every outcome has a colour and a pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdviz.engine.scan import Outcome
from gdviz.language.sentence import Sentence
from gdviz.qt.style import theme, type_scale

LEGEND = Sentence("solid green converges, low grey crawls, orange zigzag oscillates, red bars diverge.")
HEIGHT = 9
# Qt lets the groove begin and end so far inside the slider that the handle stays in it.
INSET = 7
# Of the strip's height, what a crawling rate fills; of a bar's width and of a zigzag's tooth, in pixels.
CRAWL_SHARE, BAR, TOOTH = 0.34, 2.0, 3.0


def strip_height() -> int:
    """In pixels, for the type of the moment."""
    return round(HEIGHT * type_scale())


def draw_outcomes(painter: QPainter, room: QRect, outcomes: Sequence[tuple[float, Outcome]]) -> None:
    """A block for every run of equal outcomes, at the bottom; places are shares of the slider's range, ascending."""
    width, height = room.width() - 2 * INSET, strip_height()
    top = float(room.bottom() + 1 - height)
    for outcome, left, right in _blocks(outcomes):
        draw_outcome(painter, QRectF(INSET + left * width, top, (right - left) * width, height), outcome)


def _blocks(outcomes: Sequence[tuple[float, Outcome]]) -> Iterator[tuple[Outcome, float, float]]:
    """Every trial reaches half-way to its neighbours; neighbours with the same outcome are one block."""
    places = [place for place, _ in outcomes]
    edges = [places[0], *((low + high) / 2 for low, high in pairwise(places)), places[-1]]
    spans = zip((outcome for _, outcome in outcomes), pairwise(edges), strict=True)
    for outcome, group in groupby(spans, key=lambda span: span[0]):
        ends = [edge for _, edge in group]
        yield outcome, ends[0][0], ends[-1][1]


def draw_outcome(painter: QPainter, block: QRectF, outcome: Outcome) -> None:
    """Solid, low, zigzag or bars."""
    colour = colour_of(outcome)
    match outcome:
        case Outcome.CONVERGES:
            painter.fillRect(block, colour)
        case Outcome.CRAWLS:
            painter.fillRect(block.adjusted(0.0, block.height() * (1.0 - CRAWL_SHARE), 0.0, 0.0), colour)
        case Outcome.OSCILLATES:
            _draw_zigzag(painter, block, colour)
        case Outcome.DIVERGES:
            for number in range(max(1, round(block.width() / (2.0 * BAR)))):
                bar = QRectF(block.left() + 2.0 * BAR * number, block.top(), BAR, block.height())
                painter.fillRect(bar & block, colour)


def _draw_zigzag(painter: QPainter, block: QRectF, colour: QColor) -> None:
    teeth = max(2, round(block.width() / TOOTH))
    heights = (block.bottom() - 1.0, block.top() + 1.0)
    corners = [
        QPointF(block.left() + block.width() * number / teeth, heights[number % 2]) for number in range(teeth + 1)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLines([QLineF(*ends) for ends in pairwise(corners)])
    painter.restore()


def colour_of(outcome: Outcome) -> QColor:
    """From the palette that colour-blind people can tell apart."""
    return QColor(
        {
            Outcome.CONVERGES: theme().trails[2],
            Outcome.CRAWLS: theme().muted_ink,
            Outcome.OSCILLATES: theme().trails[1],
            Outcome.DIVERGES: theme().error,
        }[outcome]
    )
