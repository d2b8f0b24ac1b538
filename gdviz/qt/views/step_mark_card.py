"""The card beside a step's marks: which is which, and to what scale each is drawn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.qt.style import small_font, theme
from gdviz.qt.text import tr
from gdviz.qt.views.number_text import short
from gdviz.qt.views.step_marks import TRUE_LENGTH, StepMarks
from gdviz.qt.views.vector_colours import role_colour

# On a small map the arrows matter more than the card, which takes at most this share of its sides.
MOST = 0.45
MARGIN = 6.0
# As far as the letter and the marker at a marked pixel reach.
CLEAR = 14.0


def card_rows(marks: StepMarks, ellipses: bool) -> list[tuple[str, str]]:
    """What the card says, with the colour of each line."""
    rows: dict[str, str] = {}
    for arrow in marks.arrows:
        rows[_scale_text(arrow.letter, arrow.scale, arrow.role in TRUE_LENGTH)] = arrow.colour
    for square in marks.squares:
        text = tr("□ area = {letter} × {scale}²", letter=square.letter, scale=short(square.scale, 3))
        rows[text] = square.colour
    for place in marks.places:
        rows[tr("○ {letter}: look-ahead", letter=place.letter)] = place.colour
    if marks.ghost is not None:
        rows[tr("next position")] = role_colour(Role.STEP)
    if ellipses:
        rows |= _ellipse_rows(marks)
    return list(rows.items())


def _ellipse_rows(marks: StepMarks) -> dict[str, str]:
    ink, own = theme().ink, role_colour(Role.SCALED)
    rows = {tr("ellipses: equal areas, shapes compared"): theme().muted_ink}
    if marks.curvature is None:
        rows[tr("curvature: flat in one direction, no ellipse")] = ink
    elif marks.curvature.bends_down:
        rows[tr("curvature (bends downwards somewhere)")] = ink
    else:
        rows[tr("curvature")] = ink
    rows[tr("optimizer's scaling") if marks.scaling else tr("optimizer's scaling: not an ellipse")] = own
    return rows


def _scale_text(letter: str, scale: float, true_length: bool) -> str:
    if true_length:
        return tr("{letter}: true length", letter=letter)
    return tr("{letter} × {scale}", letter=letter, scale=short(scale, 3))


def card_place(size: QSizeF, width: float, height: float, marked: Iterable[Floats]) -> QRectF:
    """The lower left corner of a map, or the lower right one where the left would hide a marked pixel."""
    left = QRectF(QPointF(MARGIN, height - size.height() - MARGIN), size)
    near = left.adjusted(-CLEAR, -CLEAR, CLEAR, CLEAR)
    hides = any(near.contains(QPointF(*pixel)) for pixel in marked if np.isfinite(pixel).all())
    return left.translated(width - size.width() - 2.0 * MARGIN, 0.0) if hides else left


def draw_card(
    painter: QPainter, rows: list[tuple[str, str]], width: float, height: float, marked: Iterable[Floats]
) -> None:
    """Draw it in a lower corner of a map of this size where it hides no marked pixel, if it leaves room for the map."""
    font = small_font()
    metrics = QFontMetricsF(font)
    if not rows:
        return
    across = max(metrics.horizontalAdvance(text) for text, _ in rows) + 24.0
    down = metrics.height() * len(rows) + 6.0
    if across > MOST * width or down > MOST * height:
        return
    card = card_place(QSizeF(across, down), width, height, marked)
    paper = QColor(theme().paper)
    paper.setAlpha(215)
    painter.setPen(QColor(theme().frame))
    painter.setBrush(paper)
    painter.drawRoundedRect(card, 3.0, 3.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setFont(font)
    for row, (text, colour) in enumerate(rows):
        line = QRectF(card.left() + 6.0, card.top() + 3.0 + row * metrics.height(), across, metrics.height())
        painter.fillRect(QRectF(line.left(), line.center().y() - 1.5, 10.0, 3.0), QColor(colour))
        painter.setPen(QColor(theme().ink))
        painter.drawText(line.translated(14.0, 0.0), Qt.AlignmentFlag.AlignVCenter, text)
