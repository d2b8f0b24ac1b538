"""How wide the race table's columns are, and which give way where there is no room for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QFontMetrics

from gdviz.qt.text import tr
from gdviz.qt.views.race_cells import (
    COLUMNS,
    DISTANCE,
    EVALUATIONS,
    GRADIENT,
    LABEL,
    LOSS,
    POINT,
    RANK,
    REACHED,
    SENTENCE,
    STEPS,
    VERDICT,
)
from gdviz.qt.views.race_model import SWATCH

# What gives way, first things first; the tip of a row tells all of it. The rest is what a race is about.
GIVES_WAY = (SENTENCE, POINT, EVALUATIONS, REACHED, GRADIENT, DISTANCE, STEPS)
# The longest texts that columns may come to hold, so that nothing moves while a race plays.
_LONGEST = {
    RANK: "00",
    LOSS: "0.000e−00",
    GRADIENT: "0.000e−00",
    STEPS: "100 000",
    EVALUATIONS: "100 000",
    DISTANCE: "0.000e−00",
    REACHED: "100 000",
}
# In letters: a label longer than the second is shortened in its middle before a column gives way for it, but never
# below the first.
LABEL_LEAST, LABEL_MOST = 10, 30
# Beside a text, and for the arrow of a sorted column.
MARGIN, ARROW = 10, 8


def wishes(metrics: QFontMetrics, labels: Sequence[str], points: Sequence[str], sentences: Sequence[str]) -> list[int]:
    """The width that each column would like, one per column."""
    texts = {
        **{column: (longest,) for column, longest in _LONGEST.items()},
        LABEL: labels,
        VERDICT: (tr("local minimum"), tr("out of budget")),
        POINT: points,
        SENTENCE: sentences,
    }
    widths = [_widest(metrics, (tr(column.header), *texts[place])) for place, column in enumerate(COLUMNS)]
    widths[LABEL] += SWATCH.width() + MARGIN
    return [width + MARGIN + (ARROW if column.number else 0) for width, column in zip(widths, COLUMNS, strict=True)]


def fitted(
    wished: Sequence[int], room: int, gives_way: Sequence[int] = GIVES_WAY, label: tuple[int, int] = (0, 10**6)
) -> Mapping[int, int]:
    """The width of each column that is shown; `label` is how narrow the labels may become, first and last of all."""
    least, most = label
    shown = dict(enumerate(wished))
    shown[LABEL] = min(wished[LABEL], most)
    for column in gives_way:
        if sum(shown.values()) > room:
            shown.pop(column, None)
    return _spread(shown, room, wished[LABEL], least)


def label_bounds(metrics: QFontMetrics) -> tuple[int, int]:
    """How narrow labels may be made when nothing else helps, and before a column gives way for them."""
    least, most = (
        letters * metrics.averageCharWidth() + SWATCH.width() + 2 * MARGIN for letters in (LABEL_LEAST, LABEL_MOST)
    )
    return least, most


def _spread(shown: dict[int, int], room: int, label: int, least: int) -> dict[int, int]:
    """What is left goes to labels that are still short of room, then to the sentence, or else to all alike."""
    spare = room - sum(shown.values())
    gain = min(spare, label - shown[LABEL]) if spare > 0 else max(spare, min(0, least - shown[LABEL]))
    shown[LABEL] += gain
    spare = max(0, spare - gain)
    takers = [SENTENCE] if SENTENCE in shown else list(shown)
    for number, column in enumerate(takers):
        shown[column] += spare * (number + 1) // len(takers) - spare * number // len(takers)
    return shown


def _widest(metrics: QFontMetrics, texts: Sequence[str]) -> int:
    return max(map(metrics.horizontalAdvance, texts), default=0)
