"""Trails laid over a surface in three dimensions: cut into pieces that follow it, drawn as far as is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyqtgraph import functions as pg_functions
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gdviz.engine.result import Floats
from gdviz.qt.marker_shapes import hairline, line_pen
from gdviz.qt.style import Look
from gdviz.qt.views.polylines import crossings, length, thinned
from gdviz.qt.views.strokes import strokes
from gdviz.qt.views.surface3d_ground import Ground
from gdviz.qt.views.surface3d_marks import Project
from gdviz.qt.views.trail_choice import TRAIL_REACH, Pick, row_near

# Pieces of a step that crosses the whole box.
PIECES = 120
# Steps shorter than this share of the box are drawn together with the next.
SHORTEST = 1 / 1500
WIDTH = 2.0
# The opacity, of 255, of what the surface hides.
HIDDEN = 80


@dataclass(frozen=True, eq=False)
class Drape:
    """A lane on the surface: `places` (n, 3) in the box, nan outside of it, and the row at which each is drawn."""

    places: Floats
    rows: NDArray[np.intp]

    def count(self, step: int) -> int:
        """How many places are drawn after a step."""
        return int(np.searchsorted(self.rows, step, side="right"))


def drape(ground: Ground, points: Floats) -> Drape:
    """Lay a lane's points in the plane, (rows, 2), over the surface."""
    flat = ground.sideways(points)
    rows = np.flatnonzero(_kept(flat))
    flat = flat[rows]
    if len(flat) < 2:
        return Drape(ground.over(flat), rows)
    first, last, enters = _cut(flat[:-1], flat[1:])
    size = np.nan_to_num(np.hypot(*(last - first).T))
    pieces = np.maximum(1, np.ceil(size * PIECES)).astype(np.intp)
    segment = np.repeat(np.arange(len(pieces)), pieces)
    share = (np.arange(len(segment)) - np.repeat(np.cumsum(pieces) - pieces, pieces) + 1.0) / pieces[segment]
    along = first[segment] + share[:, None] * (last - first)[segment]
    return _with_entrances(ground, flat, rows, along, rows[segment + 1], first, enters, pieces)


def _with_entrances(
    ground: Ground,
    flat: Floats,
    rows: NDArray[np.intp],
    along: Floats,
    along_rows: NDArray[np.intp],
    first: Floats,
    enters: NDArray[np.bool_],
    pieces: NDArray[np.intp],
) -> Drape:
    """Where a segment begins at the edge of the box, the line begins anew: a gap and the place of entry before it."""
    at = (np.cumsum(pieces) - pieces)[enters]
    gap = np.full((len(at), 2), np.nan)
    doors = np.stack([gap, first[enters]], axis=1).reshape(-1, 2)
    twice = np.repeat(at, 2)
    along = np.insert(along, twice, doors, axis=0)
    along_rows = np.insert(along_rows, twice, np.repeat(rows[1:][enters], 2))
    return Drape(ground.over(np.concatenate([flat[:1], along])), np.concatenate([rows[:1], along_rows]))


def _cut(begin: Floats, end: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The parts of segments inside the square, nan for those outside, and which of them begin at its edge."""
    with np.errstate(all="ignore"):
        enter, leave = crossings(begin, end - begin, -0.5, np.array([0.5, 0.5]))
        first = begin + np.maximum(enter, 0.0)[:, None] * (end - begin)
        last = begin + np.minimum(leave, 1.0)[:, None] * (end - begin)
    missed = ~(enter <= leave) | ~np.isfinite(begin + end).all(axis=1)
    first[missed] = last[missed] = np.nan
    # Rounding must not push a cut just over the edge.
    return np.clip(first, -0.5, 0.5), np.clip(last, -0.5, 0.5), (enter > 0.0) & ~missed


def _kept(flat: Floats) -> NDArray[np.bool_]:
    """Points that are finite and lead to another place; of those that hardly move, one per place."""
    finite = np.isfinite(flat[:, 0]) & np.isfinite(flat[:, 1])
    with np.errstate(all="ignore"):
        cells = np.floor(np.where(finite[:, None], flat, 0.0) / SHORTEST)
    keep = np.ones(len(flat), dtype=bool)
    if len(flat) > 2:
        keep[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
    return keep & finite


def parts(pixels: Floats, hidden: NDArray[np.bool_]) -> Iterator[tuple[Floats, bool]]:
    """The runs of a polyline that are drawn in one way, (n, 2) each, with whether they are hidden; nan parts them."""
    state = np.where(np.isfinite(pixels).all(axis=1), hidden.astype(int), 2)
    edges = np.flatnonzero(np.diff(state)) + 1
    begins, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(state)]])
    for begin, end in zip(begins, ends, strict=True):
        # A run reaches to the first point of the next, or a gap would be seen between them.
        reach = end + 1 if end < len(state) and state[end] != 2 else end
        if len(state) and state[begin] != 2 and reach - begin > 1:
            yield pixels[begin:reach], state[begin] == 1


def draw_fine(painter: QPainter, look: Look, pixels: Floats, hidden: NDArray[np.bool_], drawn: float) -> float:
    """A trail with its dash, what is hidden dimmed; the length drawn so far before and after."""
    for part, behind in parts(pixels, hidden):
        thin = thinned(part)
        for _ in strokes(painter, _pen(look, behind), thin, drawn):
            pass
        drawn += length(thin)
    return drawn


def draw_rough(painter: QPainter, look: Look, pixels: Floats, hidden: NDArray[np.bool_]) -> None:
    """A trail as thin lines, while it is turned."""
    for behind in (True, False):
        shown = np.where((hidden == behind)[:, None], pixels, np.nan)
        pen = hairline(look.colour)
        pen.setColor(_pen(look, behind).color())
        painter.setPen(pen)
        painter.drawPath(pg_functions.arrayToQPath(shown[:, 0], shown[:, 1], connect="finite"))


def _pen(look: Look, behind: bool) -> QPen:
    pen = line_pen(look.colour, 0.6 * WIDTH if behind else WIDTH, look.dash)
    if behind:
        colour = QColor(look.colour)
        colour.setAlpha(HIDDEN)
        pen.setColor(colour)
    return pen


class TrailPicture:
    """The trails of a race on a ground; the kept picture grows while the race plays and nothing turns."""

    def __init__(self) -> None:
        self.drapes: dict[int, Drape] = {}
        self.looks: tuple[Look, ...] = ()
        self.step = 0
        self._revision = 0
        self._key: object = None
        self._picture = QPixmap()
        self._drawn: dict[int, tuple[int, float]] = {}

    def set_drapes(self, drapes: dict[int, Drape], looks: tuple[Look, ...]) -> None:
        """Other trails, by their lanes, and a look for every lane."""
        self.drapes, self.looks = drapes, looks
        self._revision += 1

    def draw(self, painter: QPainter, key: object, project: Project, size: QSize, ratio: float, fine: bool) -> None:
        """Draw what the step shows; `key` tells one view of the ground from another."""
        if not fine:
            self._key = None
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            for lane, drape in self.drapes.items():
                pixels, _, hidden = project(drape.places[: drape.count(self.step)])
                draw_rough(painter, self.looks[lane], pixels, hidden)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            return
        if (key, self._revision) != self._key or self._rewound():
            self._key = (key, self._revision)
            self._picture = QPixmap(size * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            self._drawn = {}
        self._extend(project)
        painter.drawPixmap(0, 0, self._picture)

    def picked(self, pixel: QPointF, project: Project) -> Pick | None:
        """The lane whose drawn trail is seen at a pixel, with the row there."""
        place = np.array([pixel.x(), pixel.y()])
        for lane, drape in reversed(self.drapes.items()):
            pixels, _, hidden = project(drape.places[: drape.count(self.step)])
            at = row_near(np.where(hidden[:, None], np.nan, pixels), place, TRAIL_REACH)
            if at is not None:
                return Pick(lane, int(drape.rows[at]))
        return None

    def _rewound(self) -> bool:
        """Whether more is drawn than the step shows."""
        drawn = ((lane, count) for lane, (count, _) in self._drawn.items() if lane in self.drapes)
        return any(self.drapes[lane].count(self.step) < count for lane, count in drawn)

    def _extend(self, project: Project) -> None:
        brush = QPainter(self._picture)
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane, drape in self.drapes.items():
            done, drawn = self._drawn.get(lane, (0, 0.0))
            count = drape.count(self.step)
            if count > max(done, 1):
                pixels, _, hidden = project(drape.places[max(0, done - 1) : count])
                drawn = draw_fine(brush, self.looks[lane], pixels, hidden, drawn)
                self._drawn[lane] = (count, drawn)
        brush.end()
