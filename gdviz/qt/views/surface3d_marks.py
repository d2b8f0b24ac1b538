"""What stands on a surface in three dimensions: known points, starts and heads, dimmed where the surface hides them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import draw_marker
from gdviz.qt.style import Look, small_font, theme
from gdviz.qt.views.heads import RADIUS as HEAD_RADIUS
from gdviz.qt.views.heads import draw_ring, last_rows
from gdviz.qt.views.known_points import KINDS, MANY, draw_known_point
from gdviz.qt.views.starts import MOST_NUMBERED, SMALL
from gdviz.qt.views.starts import RADIUS as START_RADIUS
from gdviz.qt.views.surface3d_ground import Ground

# Places of the box to pixels, depths and whether they are hidden.
Project = Callable[[Floats], tuple[Floats, Floats, NDArray[np.bool_]]]
Place = tuple[float, float]

DIMMED = 0.5


class Marks:
    """Places in the plane: `known` by kind, `starts`, and the heads of the lanes that are shown."""

    def __init__(self) -> None:
        self.known: dict[str, list[Place]] = {}
        self.starts: list[Place] = []
        self.chosen_start = 0
        self.points: Floats = np.empty((0, 0, 2))
        self.looks: tuple[Look, ...] = ()
        self.lanes: tuple[int, ...] = ()
        self.step = 0
        self.ringed: int | None = None
        self._last: list[int] = []

    def set_points(self, points: Floats, looks: tuple[Look, ...], lanes: tuple[int, ...]) -> None:
        """All lanes' points, (rows, lanes, 2), a look for each, and which lanes are shown."""
        self.points, self.looks, self.lanes = points, looks, lanes
        self._last = last_rows(points)

    def heads(self) -> dict[int, Place]:
        """Where each shown lane's head is."""
        found: dict[int, Place] = {}
        for lane in self.lanes:
            if self._last[lane] >= 0:
                x, y = self.points[min(self.step, self._last[lane]), lane]
                found[lane] = (float(x), float(y))
        return found

    def places(self, ground: Ground) -> Floats:
        """Starts and minima in the box, (n, 3): what should be seen at the first look."""
        return _placed(ground, [*self.starts, *self.known.get("minima", ()), *self.known.get("saddles", ())])

    def draw(self, painter: QPainter, project: Project, ground: Ground) -> None:
        """Known points, starts, heads."""
        for kind, _, shape, radius in KINDS:
            places = self.known.get(kind, [])
            radius = radius if len(places) <= MANY else 0.5 * radius
            for _, at in _seen(painter, project, ground, places):
                draw_known_point(painter, shape, at, radius)
        for index, at in _seen(painter, project, ground, self.starts):
            self._draw_start(painter, at, index)
        heads = self.heads()
        # The ringed one comes last: another marker inside its ring would be taken for it.
        self._draw_heads(painter, project, ground, {lane: heads[lane] for lane in heads if lane != self.ringed})
        self._draw_heads(painter, project, ground, {lane: heads[lane] for lane in heads if lane == self.ringed})
        painter.setOpacity(1.0)

    def _draw_start(self, painter: QPainter, at: QPointF, index: int) -> None:
        """As on the flat maps: the chosen one with a thick ring, many of them small and without numbers."""
        count = len(self.starts)
        radius = START_RADIUS * (1.0 if count <= MOST_NUMBERED else SMALL)
        ring = 4.0 if count > 1 and index == self.chosen_start else 2.0
        for colour, width in ((theme().paper, ring + 2.5), (theme().start_ring, ring)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(at, radius, radius)
        if 1 < count <= MOST_NUMBERED:
            painter.setFont(small_font())
            painter.drawText(at + QPointF(START_RADIUS + 3.0, -3.0), str(index + 1))

    def _draw_heads(self, painter: QPainter, project: Project, ground: Ground, heads: dict[int, Place]) -> None:
        lanes = list(heads)
        for index, at in _seen(painter, project, ground, list(heads.values()), clamp=True):
            if lanes[index] == self.ringed:
                draw_ring(painter, at)
            draw_marker(painter, self.looks[lanes[index]], at, HEAD_RADIUS)

    def start_at(self, pixel: QPointF, project: Project, ground: Ground, reach: float) -> int | None:
        """The start within reach of a pixel, the nearest of several."""
        return _nearest(project, _placed(ground, self.starts), pixel, reach)

    def head_at(self, pixel: QPointF, project: Project, ground: Ground, reach: float) -> int | None:
        """The lane whose head is within reach of a pixel, the nearest of several."""
        heads = self.heads()
        nearest = _nearest(project, _placed(ground, list(heads.values()), clamp=True), pixel, reach)
        return None if nearest is None else list(heads)[nearest]


def _nearest(project: Project, places: Floats, pixel: QPointF, reach: float) -> int | None:
    if not len(places):
        return None
    pixels, _, _ = project(places)
    far = np.nan_to_num(np.hypot(*(pixels - (pixel.x(), pixel.y())).T), nan=np.inf)
    nearest = int(np.argmin(far))
    return nearest if far[nearest] <= reach else None


def _placed(ground: Ground, places: list[Place], clamp: bool = False) -> Floats:
    flat = ground.sideways(np.array(places, dtype=float).reshape(-1, 2))
    return ground.over(np.clip(flat, -0.5, 0.5) if clamp else flat)


def _seen(
    painter: QPainter, project: Project, ground: Ground, places: list[Place], clamp: bool = False
) -> Iterator[tuple[int, QPointF]]:
    """Index and pixel of each place, from the back to the front, the painter dimmed for what cannot be seen.

    Places outside the box are left out, or with `clamp` shown dimmed at its edge.
    """
    if not places:
        return
    pixels, depths, hidden = project(_placed(ground, places, clamp))
    outside = np.abs(ground.sideways(np.array(places, dtype=float))).max(axis=1) > 0.5
    for index in np.argsort(-depths):
        if np.isfinite(pixels[index]).all():
            painter.setOpacity(DIMMED if hidden[index] or outside[index] else 1.0)
            yield int(index), QPointF(*pixels[index])
