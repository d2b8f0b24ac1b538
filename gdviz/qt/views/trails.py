"""The trails of all lanes: one item that keeps its picture and adds only the new segments while a race plays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from gdviz.engine.result import Floats
from gdviz.qt.ghost import OPACITY
from gdviz.qt.marker_shapes import hairline, line_pen
from gdviz.qt.style import Look, line_scale
from gdviz.qt.views.clip_ticks import NONE, Bools, draw_ticks, ticks
from gdviz.qt.views.layer import KeptLayer
from gdviz.qt.views.polylines import inside, length, lengths_of, thinned, visible
from gdviz.qt.views.strokes import cost_ms, polygon, strokes
from gdviz.qt.views.window import Window

WIDTH = 2.0
# A step this long in pixels gets a dot at its end: the learner sees the single steps.
DOT_FROM = 9.0
DOT_SIZE = 5.0
# So far from a trail reach its width, its dots and the strokes at clipped steps.
MARGIN = 12.0
# So many points at most are drawn in one stroke: it costs the square of its length.
SHORT = 48

Parts = list[Floats]


class TrailLayer(KeptLayer):
    """Draws `points` (rows, lanes, 2) up to a row; a lane whose points end in nan simply ends."""

    # What a dragged start may cost: the rest of its frame belongs to the engine.
    rough_above_ms = 2.0

    def __init__(self, box: pg.ViewBox, z: float = 20.0) -> None:
        super().__init__(box, z)
        self.points: Floats = np.empty((0, 0, 2))
        self.looks: tuple[Look, ...] = ()
        self.clipped: Bools = NONE
        self.hidden: frozenset[int] = frozenset()
        self.step = 0
        self.drawn_to = self._target = -1
        self._dash_at: dict[int, float] = {}
        self._dash_after: dict[int, float] = {}
        self._ready: tuple[object, dict[int, Parts]] = (None, {})
        self._new: tuple[object, Floats] = (None, np.empty((0, 0, 2)))
        self._ticks: tuple[object, dict[int, tuple[NDArray[np.int64], Floats]]] = (None, {})

    def set_points(self, points: Floats, looks: tuple[Look, ...], clipped: Bools = NONE) -> None:
        """Other trails, with one look per lane; `clipped` says which rows are marked, (rows, lanes)."""
        self.points, self.looks, self.clipped = points, looks, clipped
        self.contents_changed()

    def grow(self, points: Floats, clipped: Bools = NONE) -> None:
        """The same trails, of which more is known."""
        self.points, self.clipped = points, clipped
        self.update()

    def set_hidden(self, lanes: frozenset[int]) -> None:
        """Leave out these lanes."""
        if lanes != self.hidden:
            self.hidden = lanes
            self.contents_changed()

    def set_step(self, step: int) -> None:
        """Draw up to the row of this step."""
        if step == self.step:
            return
        self.step = step
        if self._end() < self.drawn_to:
            self.contents_changed()
        elif self.drawn_to >= 0:
            self.update_pixels(self._fresh())
        else:
            self.update()

    def _fresh(self) -> Floats:
        """Around what every lane has gone since the picture was drawn, (lanes, 4) in pixels."""
        pixels = self._new_pixels(self.window())
        low, high = np.fmin.reduce(pixels, axis=0), np.fmax.reduce(pixels, axis=0)
        margin = MARGIN * line_scale()
        return np.concatenate([low - margin, high + margin], axis=1)

    def _new_pixels(self, window: Window) -> Floats:
        """The rows from the last one drawn to the current one, (rows, lanes, 2); asked for twice at every frame."""
        key = (window, max(self.drawn_to, 0), self._end(), self._revision)
        if self._new[0] != key:
            self._new = (key, window.to_pixels(self.points[key[1] : key[2] + 1]))
        return self._new[1]

    def shown(self, lane: int) -> Floats:
        """The points of a lane that are drawn, (n, 2); none if it is hidden."""
        if lane in self.hidden:
            return np.empty((0, 2))
        points = self.points[: self._end() + 1, lane]
        return points[np.isfinite(points).all(axis=1)]

    def _end(self) -> int:
        return min(self.step, len(self.points) - 1)

    def _lanes(self) -> list[int]:
        return [lane for lane in range(self.points.shape[1]) if lane not in self.hidden]

    def _prepared(self, window: Window) -> dict[int, Parts]:
        key = (window, self._revision, self._end())
        if self._ready[0] != key:
            pixels = window.to_pixels(self.points[: self._end() + 1])
            self._ready = (key, {lane: _parts(window, pixels[:, lane]) for lane in self._lanes()})
        return self._ready[1]

    def _cost(self, quality: str, window: Window) -> float:
        parts = [part for lane in self._prepared(window).values() for part in lane]
        return sum(cost_ms(quality, len(part), length(part)) for part in parts)

    def cost_ms(self, window: Window) -> float:
        """About how long the wide, antialiased lines take."""
        return self._cost("fine", window)

    def render(self, painter: QPainter, window: Window, fine: bool) -> Iterator[None]:
        """Every visible lane up to the current row."""
        self._target = self._end()
        self._dash_after = {}
        if not fine:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._cost("thin", window) < 5.0)
        for lane, parts in self._prepared(window).items():
            yield from self._lane(painter, lane, parts, self._dash_after, fine)
            self._draw_ticks(painter, window, lane, 0, self._target)

    def _lane(self, painter: QPainter, lane: int, parts: Parts, dash: dict[int, float], fine: bool) -> Iterator[None]:
        look = self.looks[lane]
        pen = line_pen(look.colour, WIDTH, look.dash) if fine else hairline(look.colour)
        for part in parts:
            dash[lane] = yield from strokes(painter, pen, part, dash.get(lane, 0.0))
            if fine:
                _dots(painter, look, part, lengths_of(part))

    def finished(self, fine: bool) -> None:
        """The kept picture now reaches the row that was current when it was begun."""
        self.drawn_to = self._target
        self._dash_at = self._dash_after

    def can_extend(self) -> bool:
        """Whether the playhead has moved on since the picture was drawn."""
        return self._end() > self.drawn_to

    def extend(self, painter: QPainter, window: Window, fine: bool) -> None:
        """Draw the segments from the last row drawn to the current one."""
        first, end = max(self.drawn_to, 0), self._end()
        pixels = self._new_pixels(window)
        self.drawn_to = end
        if first == end:  # the start alone: it has no segment
            return
        simple = np.all(inside(pixels, window.width, window.height), axis=0)
        lengths = lengths_of(pixels)
        for lane in self._lanes():
            if len(pixels) <= SHORT and simple[lane]:
                self._line(painter, lane, pixels[:, lane], lengths[:, lane], fine)
            elif np.isfinite(pixels[1, lane]).all():
                for _ in self._lane(painter, lane, _parts(window, pixels[:, lane]), self._dash_at, fine):
                    pass
            self._draw_ticks(painter, window, lane, first + 1, end)

    def _line(self, painter: QPainter, lane: int, pixels: Floats, lengths: Floats, fine: bool) -> None:
        """A few segments, wholly in the picture: what most frames of a race add, without the detours of the many."""
        look, drawn = self.looks[lane], self._dash_at.get(lane, 0.0)
        pen = line_pen(look.colour, WIDTH, look.dash) if fine else hairline(look.colour)
        if look.dash and fine:
            pen.setDashOffset(drawn / pen.widthF())
            self._dash_at[lane] = drawn + float(lengths.sum())
        painter.setPen(pen)
        painter.drawPolyline(polygon(thinned(pixels)))
        if fine and lengths.max() >= DOT_FROM:
            _dots(painter, look, pixels, lengths)

    def _draw_ticks(self, painter: QPainter, window: Window, lane: int, first: int, end: int) -> None:
        """The marks of a lane's clipped steps between two rows."""
        if not self.clipped.size:
            return
        key = (window, self._revision, len(self.points))
        if self._ticks[0] != key:
            self._ticks = (key, {})
        if lane not in self._ticks[1]:
            self._ticks[1][lane] = ticks(window, self.points[:, lane], self.clipped[:, lane])
        rows, ends = self._ticks[1][lane]
        begin, behind = np.searchsorted(rows, (first, end + 1))
        if begin < behind:
            draw_ticks(painter, self.looks[lane].colour, ends[begin:behind])


class GhostLayer(TrailLayer):
    """The trails of a pinned race, faded behind those of the race shown."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 18.0)
        self.setOpacity(OPACITY)
        self.setVisible(False)

    def set_points(self, points: Floats, looks: tuple[Look, ...], clipped: Bools = NONE) -> None:
        """Other trails; where there are none, not even an empty picture is drawn."""
        super().set_points(points, looks, clipped)
        self.setVisible(bool(points.size))


def _parts(window: Window, pixels: Floats) -> Parts:
    """What is visible of a lane, (n, 2), as few points as can be seen."""
    return [thinned(part) for part in visible(pixels, window.width, window.height)]


def _dots(painter: QPainter, look: Look, pixels: Floats, lengths: Floats) -> None:
    far = lengths >= DOT_FROM
    if far.any():
        painter.setPen(line_pen(look.colour, DOT_SIZE))
        painter.drawPoints(polygon(pixels[1:][far]))
