"""The race with other seeds, as faint thin lines: whole paths, so that a playing race costs no more with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPainter, QPen

from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.cloud import Cloud
from gdviz.qt.marker_shapes import hairline
from gdviz.qt.style import Look
from gdviz.qt.views.layer import KeptLayer
from gdviz.qt.views.polylines import thinned, visible
from gdviz.qt.views.strokes import polygon
from gdviz.qt.views.window import Window

# About what a point of a path costs, in milliseconds.
POINT_MS = 4e-4
# While the map moves so many points are drawn; the others follow when it rests.
ROUGH_POINTS = 10_000
# In pixels: what a path does within such a cell is not drawn.
GRID = 1.0

# Where the lanes of a run go on the map, (rows, lanes, 2).
Places = Callable[[Trajectory], Floats]


class CloudLayer(KeptLayer):
    """Draws every run of a cloud, and adds those that come; `hidden` are lanes."""

    def __init__(self, box: pg.ViewBox, z: float = 16.0) -> None:
        super().__init__(box, z)
        self.trails: tuple[Floats, ...] = ()
        self.hidden: frozenset[int] = frozenset()
        self._runs: tuple[Trajectory, ...] = ()
        self._looks: tuple[Look, ...] = ()
        self._opacity = 1.0
        self._depends: Hashable = None
        self._drawn = self._aim = 0
        self.setVisible(False)

    def clear(self) -> None:
        """Draw none."""
        if self._runs:
            self.trails, self._runs, self._depends = (), (), None
            self.setVisible(False)
            self.contents_changed()

    def show_cloud(self, cloud: Cloud, places: Places, looks: tuple[Look, ...], depends: Hashable) -> None:
        """Draw this one, with one look per lane; the places of a run depend on `depends`."""
        runs, known = cloud.runs, len(self._runs)
        depends = (depends, looks, cloud.count)
        grows = depends == self._depends and len(runs) >= known and self._runs == runs[:known]
        self.trails = (*(self.trails if grows else ()), *map(places, runs[known:] if grows else runs))
        self._runs, self._depends = runs, depends
        self._looks, self._opacity = looks, cloud.opacity
        if not grows:
            self.contents_changed()
        self.setVisible(True)
        self.update()

    def set_hidden(self, lanes: frozenset[int]) -> None:
        """Leave out these lanes."""
        if lanes != self.hidden:
            self.hidden = lanes
            self.contents_changed()

    def cost_ms(self, _window: Window) -> float:
        """About how long all of it takes."""
        return POINT_MS * sum(trail.shape[0] * trail.shape[1] for trail in self.trails)

    def render(self, painter: QPainter, window: Window, fine: bool) -> Iterator[None]:
        """Run by run; roughly, only the first of them."""
        self._aim = len(self.trails)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
        left = ROUGH_POINTS
        for trail in self.trails[: self._aim]:
            left -= trail.shape[0] * trail.shape[1]
            if not fine and left < 0:
                break
            yield from self._run(painter, window, trail)

    def _run(self, painter: QPainter, window: Window, trail: Floats) -> Iterator[None]:
        for lane, look in enumerate(self._looks):
            if lane not in self.hidden:
                painter.setPen(_faint(look.colour, self._opacity))
                for part in visible(window.to_pixels(trail[:, lane]), window.width, window.height):
                    painter.drawPolyline(polygon(thinned(part, GRID)))
                yield

    def finished(self, fine: bool) -> None:
        """The kept picture has the runs that were known when it was begun, or will have them soon."""
        self._drawn = self._aim

    def can_extend(self) -> bool:
        """Whether runs have come since."""
        return len(self.trails) > self._drawn

    def extend(self, painter: QPainter, window: Window, fine: bool) -> None:
        """Add the runs that have come."""
        for trail in self.trails[self._drawn :]:
            for _ in self._run(painter, window, trail):
                pass
        self._drawn = len(self.trails)


def _faint(colour: str, opacity: float) -> QPen:
    pen = hairline(colour)
    ink = QColor(colour)
    ink.setAlphaF(opacity)
    pen.setColor(ink)
    return pen
