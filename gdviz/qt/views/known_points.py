"""What is known of a surface, marked on its map: minima, saddles, maxima, with a small legend."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator
from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from gdviz.engine.critical_answer import CriticalAnswer
from gdviz.engine.surface import Point, Surface
from gdviz.qt.marker_shapes import draw_shape, line_pen
from gdviz.qt.style import marker_scale, small_font, theme
from gdviz.qt.text import tr
from gdviz.qt.views.clip_ticks import HALF, draw_ticks
from gdviz.qt.views.findings import points_by_kind
from gdviz.qt.views.layer import KeptLayer, Layer
from gdviz.qt.views.window import Window

# kind, name in the legend, shape, radius
KINDS = (
    ("minima", "minimum", "star", 8.5),
    ("local_minima", "local minimum", "star", 5.5),
    ("saddles", "saddle", "cross", 5.5),
    ("maxima", "maximum", "triangle", 5.5),
    ("degenerate", "degenerate", "diamond", 6.5),
    ("wholes", "line or area", "circle", 4.6),
)
TICK = "tick"
# More marks than this of one kind are drawn small, not to bury the map.
MANY = 25
# On maps of fewer pixels than this the marks are smaller.
ROOMY = 200.0
Place = Callable[[Point], tuple[float, float]]


def draw_known_point(painter: QPainter, shape: str, centre: QPointF, radius: float) -> None:
    """The mark of a known point."""
    draw_shape(painter, shape, centre, radius, theme().known_point, theme().known_outline)


class KnownPointLayer(KeptLayer):
    """Draws the known points of a surface, or those that have been found; all places being looked up once."""

    def __init__(self, box: pg.ViewBox, z: float = 10.0) -> None:
        super().__init__(box, z)
        self.places: dict[str, list[tuple[float, float]]] = {}
        self._surface: Surface | None = None
        self._place: Place = lambda point: (point[0], point[-1])
        self._found: CriticalAnswer | None = None

    def set_surface(self, surface: Surface, place: Place) -> None:
        """Mark what is known of this surface; what has been found on it stays."""
        if surface != self._surface:
            self._found = None
        self._surface, self._place = surface, place
        self._look_up()

    def set_found(self, answer: CriticalAnswer | None) -> None:
        """Mark what has been found in place of what is known, or with None what is known again."""
        self._found = answer
        self._look_up()

    def _look_up(self) -> None:
        self.places = {}
        points = points_by_kind(self._surface, self._found) if self._surface is not None else {}
        for kind, some in points.items():
            found = [self._place(point) for point in some]
            shown = [at for at in found if math.isfinite(at[0]) and math.isfinite(at[1])]
            if shown:
                self.places[kind] = shown
        self.contents_changed()

    def cost_ms(self, _window: Window) -> float:
        """Always drawn at once."""
        return 0.0

    def render(self, painter: QPainter, window: Window, _fine: bool) -> Iterator[None]:
        """The marks, smaller on a small map."""
        size = min(1.0, max(0.6, min(window.width, window.height) / ROOMY))
        for kind, _, shape, radius in KINDS:
            places = self.places.get(kind, [])
            radius = size * (radius if len(places) <= MANY else 0.5 * radius)
            for place in places:
                across, down = window.to_pixels(np.array(place))
                if -radius < across < window.width + radius and -radius < down < window.height + radius:
                    draw_known_point(painter, shape, QPointF(across, down), radius)
            yield


def signs(kinds: Container[str], clipping: bool) -> list[tuple[str, str, float]]:
    """Name, shape and radius of these kinds of points, and of the mark of a clipped step, as a legend lists them."""
    known = [(tr(name), shape, radius) for kind, name, shape, radius in KINDS if kind in kinds]
    return [*known, (tr("gradient clipped"), TICK, 0.0)] if clipping else known


class KnownPointLegend(Layer):
    """Says what the marks mean, in the corner, in front of the trails."""

    def __init__(self, box: pg.ViewBox, points: KnownPointLayer, z: float = 60.0) -> None:
        super().__init__(box, z)
        self.points = points
        self._clipping = False

    def show_clipping(self, shown: bool) -> None:
        """Say as well, or no longer, what a stroke across a trail means."""
        if shown != self._clipping:
            self.prepareGeometryChange()
            self._clipping = shown
            self.update()

    def boundingRect(self) -> QRectF:
        """No more than the card, so that what moves elsewhere does not have it painted anew."""
        return self._card(self.box.rect().width()).adjusted(-1.0, -1.0, 1.0, 1.0)

    def _card(self, right: float) -> QRectF:
        names = tuple(name for name, *_ in self.rows())
        width, line = _size(names, small_font().toString())
        return QRectF(right - width - 6.0, 6.0, width, line * len(names) + 6.0)

    def rows(self) -> list[tuple[str, str, float]]:
        """Name, shape and radius of each kind of mark in use."""
        return signs(self.points.places, self._clipping)

    def draw(self, painter: QPainter, window: Window) -> None:
        """A translucent card at the upper right."""
        rows = self.rows()
        if not rows:
            return
        card = self._card(window.width)
        line = (card.height() - 6.0) / len(rows)
        _draw_card(painter, card)
        painter.setFont(small_font())
        for row, (name, shape, radius) in enumerate(rows):
            middle = card.top() + 3.0 + (row + 0.5) * line
            centre = QPointF(card.left() + 13.0, middle)
            draw_sign(painter, shape, centre, min(radius, 7.0 / marker_scale()))
            painter.setPen(QColor(theme().ink))
            text = QRectF(card.left() + 25.0, middle - line / 2.0, card.width(), line)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


def draw_sign(painter: QPainter, shape: str, centre: QPointF, radius: float) -> None:
    """What stands in a legend: the mark of a known point, or a piece of a trail with a stroke across it."""
    if shape != TICK:
        draw_known_point(painter, shape, centre, radius)
        return
    painter.setPen(line_pen(theme().ink, 1.4))
    painter.drawLine(centre - QPointF(9.0, 0.0), centre + QPointF(9.0, 0.0))
    draw_ticks(painter, theme().ink, np.array([[centre.x(), centre.y() - HALF, centre.x(), centre.y() + HALF]]))


def _draw_card(painter: QPainter, card: QRectF) -> None:
    paper = QColor(theme().paper)
    paper.setAlpha(205)
    painter.setPen(QColor(theme().frame))
    painter.setBrush(paper)
    painter.drawRoundedRect(card, 3.0, 3.0)


@lru_cache(maxsize=32)
def _size(names: tuple[str, ...], font: str) -> tuple[int, int]:
    """The width of a card with these names, and the height of a line; asked for at every frame."""
    small = QFont()
    small.fromString(font)
    metrics = QFontMetrics(small)
    return 30 + max(map(metrics.horizontalAdvance, names), default=0), max(metrics.height(), 16)
