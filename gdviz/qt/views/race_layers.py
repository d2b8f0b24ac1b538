"""A race on a map: its trails, the heads at the playhead, and behind them a pinned race and others of its seeds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdviz.engine.trajectory import Trajectory
from gdviz.qt.cloud import Cloud
from gdviz.qt.ghost import Ghost
from gdviz.qt.style import Look
from gdviz.qt.views.clip_ticks import clipped_rows
from gdviz.qt.views.cloud_layer import CloudLayer
from gdviz.qt.views.heads import HeadLayer
from gdviz.qt.views.lanes import lane_looks, lanes_of
from gdviz.qt.views.plane import Plane
from gdviz.qt.views.plot import MapBox
from gdviz.qt.views.trails import GhostLayer, TrailLayer


class RaceLayers:
    """Draws in a view box what it is given; a race that has grown is not drawn anew."""

    def __init__(self, box: MapBox) -> None:
        self.cloud = CloudLayer(box)
        self.ghost = GhostLayer(box)
        self.trails = TrailLayer(box)
        self.heads = HeadLayer(box)
        self._shown: tuple[Trajectory, Plane] | None = None
        self._cloud: tuple[Cloud | None, Plane] | None = None
        self._looks: tuple[Look, ...] = ()
        self._hidden: frozenset[int] = frozenset()

    def clear(self) -> None:
        """No race, and nothing behind it."""
        self._shown = self._cloud = None
        self._draw_cloud()
        for layer in (self.ghost, self.trails, self.heads):
            layer.set_points(np.empty((0, 0, 2)), ())

    def show(self, trajectory: Trajectory, plane: Plane) -> None:
        """Show a race, or more of the one that is shown."""
        old, seen_on = self._shown or (None, None)
        self._shown = trajectory, plane
        same = old is not None and old.points_buffer is trajectory.points_buffer
        if same and old.length == trajectory.length and seen_on is plane:
            return  # only the verdicts are new
        if same:
            points = plane.trails(trajectory)
            self.trails.grow(points, clipped_rows(trajectory))
            self.heads.set_points(points, lane_looks(trajectory, self._looks))
        else:
            self._draw()

    def set_looks(self, looks: Sequence[Look]) -> None:
        """The entries' looks, one per entry."""
        if self._looks != tuple(looks):
            self._looks = tuple(looks)
            self._draw()
            self._draw_cloud()

    def set_entry_visible(self, entry: int, visible: bool) -> None:
        """Show or hide an entry's trails and heads."""
        hidden = self._hidden - {entry} if visible else self._hidden | {entry}
        if hidden != self._hidden:
            self._hidden = hidden
            self._hide()

    def set_step(self, step: int) -> None:
        """Show the race as it was after this step."""
        for layer in (self.ghost, self.trails, self.heads):
            layer.set_step(step)

    def show_ghost(self, ghost: Ghost | None, plane: Plane) -> None:
        """A pinned race on the same surface, or none."""
        if ghost is None:
            self.ghost.set_points(np.empty((0, 0, 2)), ())
            return
        points = plane.trails(ghost.trajectory)
        self.ghost.set_hidden(frozenset(range(points.shape[1])) - set(ghost.lanes))
        self.ghost.set_points(points, ghost.lane_looks)

    def show_cloud(self, cloud: Cloud | None, plane: Plane) -> None:
        """The race with other seeds, or none."""
        self._cloud = cloud, plane
        self._draw_cloud()

    def _draw_cloud(self) -> None:
        cloud, plane = self._cloud if self._cloud is not None else (None, None)
        if cloud is None or plane is None:
            self.cloud.clear()
        else:
            self.cloud.show_cloud(cloud, plane.trails, lane_looks(cloud.runs[0], self._looks), plane)

    def _draw(self) -> None:
        if self._shown is None:
            return
        trajectory, plane = self._shown
        points, looks = plane.trails(trajectory), lane_looks(trajectory, self._looks)
        self._hide()
        self.trails.set_points(points, looks, clipped_rows(trajectory))
        self.heads.set_points(points, looks)

    def _hide(self) -> None:
        if self._shown is not None:
            lanes = lanes_of(self._shown[0], self._hidden)
            self.cloud.set_hidden(lanes)
            self.trails.set_hidden(lanes)
            self.heads.set_hidden(lanes)
