"""What the strips below the rates mean, said once above the list of optimizers."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.engine.scan import Outcome
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.outcome_strip import LEGEND, draw_outcome, strip_height
from gdviz.qt.outcome_words import WORDS
from gdviz.qt.style import small_font, theme
from gdviz.qt.text import tr, write

SIGN, AFTER_SIGN, GAP = 13, 3, 6


class OutcomeLegend(QWidget):
    """A sign and a word for each outcome, in as many lines as the width asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("outcome_legend")
        what = Sentence("The strip below each rate tells what every value leads to: {outcomes}", outcomes=LEGEND)
        write(self, name=what, tip=what)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.setFont(small_font())
        self.updateGeometry()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.updateGeometry()
        self.update()

    def places(self, width: int) -> dict[Outcome, QRect]:
        """Where sign and word of each outcome stand in that width: as many in a line as fit, in 1, 2 or 4 lines."""
        widths = [self._width_of(outcome) for outcome in WORDS]
        for columns in (4, 2, 1):
            columns_wide = [max(widths[column::columns]) for column in range(columns)]
            if sum(columns_wide) + GAP * (columns - 1) <= width or columns == 1:
                break
        lefts = [sum(columns_wide[:column]) + GAP * column for column in range(columns)]
        line = self._line_height()
        return {
            outcome: QRect(lefts[number % columns], number // columns * line, widths[number], line)
            for number, outcome in enumerate(WORDS)
        }

    def heightForWidth(self, width: int) -> int:
        """Of all the lines."""
        return max(place.bottom() for place in self.places(width).values()) + 1

    def sizeHint(self) -> QSize:
        """In one line."""
        return QSize(sum(map(self._width_of, WORDS)) + 3 * GAP, self._line_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Signs and words."""
        painter = QPainter(self)
        for outcome, place in self.places(self.width()).items():
            sign = QRectF(place.left(), place.top() + (place.height() - strip_height()) / 2, SIGN, strip_height())
            draw_outcome(painter, sign, outcome)
            painter.setPen(QColor(theme().ink))
            text = place.adjusted(SIGN + AFTER_SIGN, 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, tr(WORDS[outcome]))
        painter.end()

    def _width_of(self, outcome: Outcome) -> int:
        return SIGN + AFTER_SIGN + self.fontMetrics().horizontalAdvance(tr(WORDS[outcome])) + 1

    def _line_height(self) -> int:
        return max(self.fontMetrics().height(), strip_height()) + 1
