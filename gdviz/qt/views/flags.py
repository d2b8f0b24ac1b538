"""Flags on the curves at steps where something happened, with a sentence in the tip of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPolygonF

from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import small_font, theme
from gdviz.qt.text import tr
from gdviz.qt.views.layer import Layer

# Step, short text beside the flag, sentence of its tip.
Flag = tuple[int, str, str]
WIDTH, HEIGHT = 8.0, 9.0
ROOM = 4.0
DASH = (2.0, 3.0)


class FlagLayer(Layer):
    """One flag; `named` has its text written beside it."""

    def __init__(self, box: pg.ViewBox, flag: Flag, named: bool) -> None:
        super().__init__(box, 45.0)
        self.step, self.text, self.sentence = flag
        self.named = named
        self.write()

    def write(self) -> None:
        """Say it in the language of the moment."""
        self.setToolTip(tr(self.sentence))
        self.update()

    def across(self) -> float:
        """Where it stands, in pixels."""
        return float(self.window().to_pixels(np.array([float(self.step), 0.0]))[0])

    def shape(self) -> QPainterPath:
        """Where the mouse asks for the tip."""
        path = QPainterPath()
        path.addRect(QRectF(self.across() - ROOM, 0.0, WIDTH + 2 * ROOM, HEIGHT + 2 * ROOM))
        return path

    def draw(self, painter: QPainter, window: object) -> None:
        """A dotted line with the flag at its top."""
        across, height = self.across(), self.box.rect().height()
        if not 0.0 <= across <= self.box.rect().width():
            return
        painter.setPen(line_pen(theme().ink, 1.0, DASH))
        painter.drawLine(QPointF(across, 0.0), QPointF(across, height))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().ink))
        corners = ((0.0, 0.0), (WIDTH, HEIGHT / 2), (0.0, HEIGHT))
        painter.drawPolygon(QPolygonF([QPointF(across + x, y) for x, y in corners]))
        if self.named:
            self._name(painter, across + WIDTH + 2.0)

    def _name(self, painter: QPainter, left: float) -> None:
        """The text on paper, moved to the left where it would not fit."""
        metrics, whole = QFontMetricsF(small_font()), self.box.rect().width()
        text = metrics.elidedText(tr(self.text), Qt.TextElideMode.ElideRight, whole - 2 * ROOM)
        width = metrics.horizontalAdvance(text) + 2.0
        room = QRectF(max(ROOM, min(left, whole - width)), 0.0, width, metrics.height())
        if room.left() < left:
            room.moveTop(HEIGHT + 1.0)
        painter.fillRect(room, QColor(theme().paper))
        painter.setFont(small_font())
        painter.setPen(QColor(theme().ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class Flags:
    """All flags of a panel; the last has its text beside it, the others are asked for theirs with the mouse."""

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self.items: list[FlagLayer] = []

    def show(self, flags: Sequence[Flag]) -> None:
        """These and no others."""
        for item in self.items:
            item.leave()
        last = len(flags) - 1
        self.items = [FlagLayer(self._box, flag, place == last) for place, flag in enumerate(flags)]

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        for item in self.items:
            item.write()
