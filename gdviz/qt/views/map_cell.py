"""One of several small maps in one scene: the layers of the contour map, with a title line above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsScene

from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.result import Floats
from gdviz.engine.surface import Point, Surface
from gdviz.engine.terrain import DEFAULT_WINDOW
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.cloud import Cloud
from gdviz.qt.ghost import Ghost
from gdviz.qt.style import Look
from gdviz.qt.views.cell_title import CellTitle
from gdviz.qt.views.clip_ticks import NONE, Bools
from gdviz.qt.views.cloud_layer import CloudLayer
from gdviz.qt.views.finding_layers import FindingLayers
from gdviz.qt.views.findings import Findings
from gdviz.qt.views.heads import HeadLayer
from gdviz.qt.views.known_points import KnownPointLayer
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.marked_step import UNMARKED, MarkedStep
from gdviz.qt.views.plane import Graph, Map, Value, plane
from gdviz.qt.views.plot import MapBox
from gdviz.qt.views.starts import StartMarkers
from gdviz.qt.views.step_mark_layer import StepMarkLayer
from gdviz.qt.views.surface_layer import SurfaceLayer
from gdviz.qt.views.tangents import TangentLayer
from gdviz.qt.views.trail_choice import picked
from gdviz.qt.views.trails import GhostLayer, TrailLayer
from gdviz.surfaces.levels import known_minimum

TITLE_HEIGHT = 19


class EchoLayer(Layer):
    """Shows the picture of another map's surface: the two boxes have the same size and window."""

    def __init__(self, box: pg.ViewBox, leader: SurfaceLayer) -> None:
        super().__init__(box, leader.zValue())
        self.leader = leader

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """The leader's picture, drawn once for all."""
        self.leader.paint(painter, option, widget)


class MapCell(QObject):
    """A map over two of the surface's coordinates, or the graph over its only one.

    `order` lists all coordinates, the two of the map first; a `leader` is a cell whose picture of the surface is shown
    here as well. Signals as those of a page.
    """

    lane_chosen = Signal(int)
    found_chosen = Signal(object)
    step_chosen = Signal(int)
    start_chosen = Signal(object)
    start_added = Signal(object)
    start_picked = Signal(int)
    start_dragged = Signal(int, object)
    start_dropped = Signal(int, object)

    def __init__(self, scene: QGraphicsScene, leader: MapCell | None = None) -> None:
        super().__init__()
        self.order: tuple[int, ...] = (0, 1)
        self.lanes: tuple[int, ...] = ()
        self.plane: Graph | Map | None = None
        self._value: Value | None = None
        self._leader = leader
        self.box = MapBox()
        self.title = CellTitle()
        scene.addItem(self.box)
        scene.addItem(self.title)
        self.known_points = KnownPointLayer(self.box)
        self.known_points.setVisible(False)
        self.surface_layer = self._surface_layer(leader)
        self.cloud = CloudLayer(self.box)
        self.ghost_trails = GhostLayer(self.box)
        self.trails = TrailLayer(self.box)
        self.starts = StartMarkers(self.box, self.trails.window)
        self.step_marks = StepMarkLayer(self.box)
        self.heads = HeadLayer(self.box)
        self.tangents = TangentLayer(self.box, self.heads)
        self.finding_layers = FindingLayers(
            self.box, self.known_points, leader.ground if leader is not None else self.ground, self.place, self.plane_of
        )
        self.box.clicked.connect(self._choose)
        self.box.shift_clicked.connect(self._add)
        self.starts.picked.connect(self.start_picked)
        self.starts.dragged.connect(self._drag)
        self.starts.dropped.connect(self._drop)

    def _surface_layer(self, leader: MapCell | None) -> SurfaceLayer | EchoLayer:
        if leader is not None and isinstance(leader.surface_layer, SurfaceLayer):
            return EchoLayer(self.box, leader.surface_layer)
        layer = SurfaceLayer(self.box)
        layer.over = self.known_points
        return layer

    def place_at(self, rect: QRectF) -> None:
        """Fill this piece of the scene, the title at its top."""
        self.title.place_at(QRectF(rect.left(), rect.top(), rect.width(), TITLE_HEIGHT))
        self.box.setGeometry(rect.adjusted(0.0, TITLE_HEIGHT, 0.0, 0.0))

    def set_shown(self, shown: bool) -> None:
        """Show the cell or keep it for later."""
        self.box.setVisible(shown)
        self.title.setVisible(shown)

    def leave(self) -> None:
        """Out of the scene."""
        for item in (self.box, self.title):
            if item.scene() is not None:
                item.scene().removeItem(item)

    # What is shown

    def set_surface(self, surface: Surface, value: Value, order: Sequence[int], others: Point = ()) -> None:
        """The surface over the first two coordinates of `order`; the rest stay at `others`."""
        self.order = tuple(order)
        self._value = self._in_order(value)
        self.plane = plane(len(self.order), self._value, others)
        self.known_points.set_surface(surface, self.place)
        self._show_plane(surface, others)
        if any(len(point) != len(self.order) for point in self.starts.points):
            self.starts.set_points(())  # those of a surface with other coordinates
        self.starts.set_plane(self.plane.place, self.plane.point)

    def set_slice(self, surface: Surface, others: Point) -> None:
        """Cut the surface elsewhere."""
        if isinstance(self.plane, Map) and self.plane.others != others:
            self._show_plane(surface, others)
            self.starts.set_plane(self.plane.place, self.plane.point)
            self.finding_layers.cut_anew()

    def _show_plane(self, surface: Surface, others: Point) -> None:
        assert self._value is not None
        self.plane = plane(len(self.order), self._value, others)
        if isinstance(self.surface_layer, SurfaceLayer):
            self.surface_layer.set_plane(self.plane, known_minimum(self.turned(surface), self._value), surface.levels)
        else:
            self.surface_layer.update()

    @property
    def ground(self) -> SurfaceLayer:
        """The layer that draws the surface, here or in the cell that leads."""
        layer = self.surface_layer
        return layer if isinstance(layer, SurfaceLayer) else layer.leader

    def plane_of(self, value: Value) -> Graph | Map | None:
        """The picture of another function of the same coordinates."""
        return replace(self.plane, value=self._in_order(value)) if self.plane is not None else None

    def show_findings(self, findings: Findings) -> None:
        """Mark critical points and a Taylor model, or nothing."""
        old = self.finding_layers.findings
        self.finding_layers.show(findings)
        if findings.answer is not old.answer and isinstance(self.surface_layer, SurfaceLayer):
            self.surface_layer.contents_changed()  # the marks are part of its picture

    def _in_order(self, value: Value) -> Value:
        """f of points whose coordinates stand in the cell's order."""
        if self.order == tuple(range(len(self.order))):
            return value
        back = np.argsort(self.order)
        return lambda points: value(points[..., back])

    def turned(self, surface: Surface) -> Surface:
        """The surface with what is known of it in the cell's order of coordinates."""
        minima, local_minima = (tuple(map(self.inward, places)) for places in (surface.minima, surface.local_minima))
        window = tuple(surface.window[axis] if axis < len(surface.window) else DEFAULT_WINDOW for axis in self.order)
        start = self.inward(surface.start) if surface.start else ()
        return replace(surface, window=window, start=start, minima=minima, local_minima=local_minima)

    def inward(self, point: Point) -> Point:
        """A point of the surface in the cell's order of coordinates."""
        return tuple(point[axis] for axis in self.order)

    def outward(self, point: Point) -> Point:
        """A point in the cell's order as one of the surface."""
        return tuple(point[place] for place in np.argsort(self.order))

    def place(self, point: Point) -> tuple[float, float]:
        """Where a point of the surface is drawn."""
        assert self.plane is not None
        return self.plane.place(self.inward(point))

    def point_at(self, x: float, y: float) -> Point:
        """The point of the surface, in the slice, at a place of the map."""
        assert self.plane is not None
        return self.outward(self.plane.point(x, y, ()))

    def set_compiled(self, compiled: CompiledSurface | None) -> None:
        """For the tangents."""
        self.tangents.set_compiled(compiled)

    def trail_points(self, trajectory: Trajectory, lanes: Sequence[int]) -> Floats:
        """Where these lanes, which are from now on those of this map, run on it, (rows, lanes, 2)."""
        self.lanes = tuple(lanes)
        return self._run_on(trajectory, lanes)

    def set_ghost(self, ghost: Ghost | None, lanes: Sequence[int]) -> None:
        """Show these lanes of a pinned race behind the trails."""
        if ghost is None:
            self.ghost_trails.set_points(np.empty((0, 0, 2)), ())
        else:
            looks = tuple(ghost.lane_looks[lane] for lane in lanes)
            self.ghost_trails.set_points(self._run_on(ghost.trajectory, lanes), looks)

    def set_cloud(self, cloud: Cloud | None, lanes: Sequence[int], looks: tuple[Look, ...]) -> None:
        """Show these lanes of the race with other seeds behind the trails."""
        if cloud is None:
            self.cloud.clear()
            return
        self.cloud.show_cloud(cloud, lambda run: self._run_on(run, lanes), looks, (self.order, tuple(lanes)))

    def _run_on(self, trajectory: Trajectory, lanes: Sequence[int]) -> Floats:
        if isinstance(self.plane, Graph):
            return self.plane.trails(trajectory)[:, list(lanes)]
        return trajectory.points[:, list(lanes)][..., list(self.order[:2])]

    def set_trails(self, points: Floats, looks: tuple[Look, ...], clipped: Bools = NONE) -> None:
        """Other trails, (rows, lanes, 2), and which of their rows are marked."""
        self.trails.set_points(points, looks, clipped)
        self.heads.set_points(points, looks)

    def grow_trails(self, points: Floats, clipped: Bools = NONE) -> None:
        """The same trails, of which more is known."""
        self.trails.grow(points, clipped)
        self.heads.set_points(points, self.heads.looks)

    def set_step(self, step: int) -> None:
        """Show the race as it was after this step."""
        self.ghost_trails.set_step(step)
        self.trails.set_step(step)
        self.heads.set_step(step)

    def mark_step(self, marked: MarkedStep, lane: int) -> None:
        """Mark a step of a lane, if it is one of this map's."""
        self.step_marks.axes = (self.order[0], self.order[min(1, len(self.order) - 1)])
        self.step_marks.show_step(*(marked if lane in self.lanes else UNMARKED))

    def ring(self, lane: int | None) -> None:
        """Tell a lane's head from the others, if it is one of this map's."""
        self.heads.set_ringed(self.lanes.index(lane) if lane in self.lanes else None)

    def set_starts(self, points: Sequence[Point]) -> None:
        """Show these starts."""
        self.starts.set_points([self.inward(point) for point in points])

    # The mouse

    def _choose(self, x: float, y: float) -> None:
        found, picking = self.finding_layers.at(x, y), self.finding_layers.findings.picking
        pick = None if picking else picked(self.trails, self.heads.heads(), x, y)
        if found is not None and picking:
            self.start_chosen.emit(found.point)
        elif pick is not None:
            self.lane_chosen.emit(self.lanes[pick.lane])
            if pick.row is not None:
                self.step_chosen.emit(pick.row)
        elif found is not None:
            self.found_chosen.emit(found)
        elif self.plane is not None:
            self.start_chosen.emit(self._start_at(x, y))

    def _add(self, x: float, y: float) -> None:
        if self.plane is not None:
            self.start_added.emit(self._start_at(x, y))

    def _start_at(self, x: float, y: float) -> Point:
        return self.outward(self.starts.point_at(x, y))

    def _drag(self, index: int, point: Point) -> None:
        self.start_dragged.emit(index, self.outward(point))

    def _drop(self, index: int, point: Point) -> None:
        self.start_dropped.emit(index, self.outward(point))
