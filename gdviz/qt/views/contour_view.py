"""The map of a surface with the race on it: trails, heads, starts to drag, known points and what is under the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, coordinates
from gdviz.engine.result import Floats
from gdviz.engine.surface import Point, Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.cloud import Cloud
from gdviz.qt.ghost import Ghost
from gdviz.qt.style import Look
from gdviz.qt.text import tr, write
from gdviz.qt.views.finding_layers import FindingLayers
from gdviz.qt.views.findings import NOTHING, Findings
from gdviz.qt.views.framing import around, widened
from gdviz.qt.views.hover_line import HoverLine
from gdviz.qt.views.known_points import KnownPointLayer, KnownPointLegend
from gdviz.qt.views.map_header import MapHeader
from gdviz.qt.views.plane import Map, Plane, Spans, Value, plane
from gdviz.qt.views.plot import MapBox, label_axis, make_plot
from gdviz.qt.views.race_layers import RaceLayers
from gdviz.qt.views.readout import readout
from gdviz.qt.views.slices import slice_at, slice_caption
from gdviz.qt.views.starts import StartMarkers
from gdviz.qt.views.step_mark_layer import StepMarkLayer
from gdviz.qt.views.surface_layer import SurfaceLayer
from gdviz.qt.views.tangents import TangentLayer
from gdviz.qt.views.trail_choice import picked
from gdviz.surfaces.levels import known_minimum


class ContourView(QWidget):
    """Shows a surface and a trajectory on it; knows nothing of where they come from.

    Signals: `start_chosen(point)` for a click on the map, `start_added(point)` with Shift held; `start_picked(index)`
    for a click on a start, `start_removed()` of the one picked; `start_dragged(index, point)` at every move of a start
    and `start_dropped(index, point)` when it is let go. Points have as many coordinates as the surface.
    `lane_chosen(lane)` for a click on a head, and with `step_chosen(row)` for one on a trail. `window_moved()` when the
    map shows another piece of the plane, `found_chosen(found point)` for a click on a critical point.
    """

    start_chosen = Signal(object)
    start_added = Signal(object)
    start_picked = Signal(int)
    start_removed = Signal()
    start_dragged = Signal(int, object)
    start_dropped = Signal(int, object)
    window_moved = Signal()
    found_chosen = Signal(object)
    lane_chosen = Signal(int)
    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surface: Surface | None = None
        self._compiled: CompiledSurface | None = None
        self._trajectory: Trajectory | None = None
        self._names: tuple[str, ...] = ()
        self._plane: Plane = Map(_nothing)
        self._value: Value = _nothing
        self._home: Spans = ((0.0, 1.0), (0.0, 1.0))
        self._box = MapBox()
        self.plot = make_plot(self._box)
        self.header = MapHeader()
        self._make_layers()
        self._lay_out()
        self._connect()
        self.setMinimumSize(220, 180)
        self.retranslate()

    def _make_layers(self) -> None:
        self.surface_layer = SurfaceLayer(self._box)
        self.known_points = KnownPointLayer(self._box)
        self.race = RaceLayers(self._box)
        self.ghost_trails, self.trails, self.heads = self.race.ghost, self.race.trails, self.race.heads
        self.starts = StartMarkers(self._box, self.trails.window)
        self.step_marks = StepMarkLayer(self._box)
        self.tangents = TangentLayer(self._box, self.heads)
        self.legend = KnownPointLegend(self._box, self.known_points)
        self.finding_layers = FindingLayers(
            self._box, self.known_points, self.surface_layer, self._place_of, self._plane_of
        )

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 2, 4, 2)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addWidget(self.plot, 1)

    def _connect(self) -> None:
        self._box.sigRangeChanged.connect(self._tell_moved)
        self._box.clicked.connect(self._choose_start)
        self._box.shift_clicked.connect(self._add_start)
        self.starts.picked.connect(self.start_picked)
        self._box.menu_asked.connect(self._show_menu)
        self.starts.dragged.connect(self.start_dragged)
        self.starts.dropped.connect(self.start_dropped)
        self._hover_line = HoverLine(self.plot, self._box, self.header.hover, self.hover_text)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.plot.setAccessibleName(tr("Contour map"))
        self._write_caption()
        self.legend.update()

    # What is shown

    def set_surface(self, surface: Surface) -> None:
        """Show another surface, in its own window; FormulaError leaves the old one."""
        if surface == self._surface:
            return
        names, compiled = coordinates(surface), compile_surface(surface, derivatives=0)
        self._surface, self._names, self._value = surface, tuple(names), compiled.value
        self._compiled = self._trajectory = None
        self._plane = plane(len(names), compiled.value, tuple(surface.start[2:]))
        self.tangents.set_compiled(None)
        write(self.header.title, text=surface.title)
        self.header.hover.clear()
        label_axis(self.plot, "bottom", names[0])
        label_axis(self.plot, "left", names[1] if len(names) > 1 else f"f({names[0]})")
        self.race.clear()
        self.show_findings(NOTHING)
        self.starts.set_points(())
        self._show_plane(surface)
        self.reset_window()

    def _show_plane(self, surface: Surface) -> None:
        self.surface_layer.set_plane(self._plane, known_minimum(surface, self._value), surface.levels)
        self.known_points.set_surface(surface, self._plane.place)
        self.starts.set_plane(self._plane.place, self._plane.point)
        self._write_caption()

    def set_compiled(self, compiled: CompiledSurface | None) -> None:
        """The shown surface with its derivatives, for the gradient under the mouse."""
        self._compiled = compiled
        self.tangents.set_compiled(compiled)

    def set_looks(self, looks: Sequence[Look]) -> None:
        """The entries' looks, one per entry."""
        self.race.set_looks(looks)

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Show a race, or more of the one that is shown."""
        self.set_surface(trajectory.spec.surface)
        self._trajectory = trajectory
        if len(self._names) > 2:
            self._cut_slice(trajectory)
        self.race.show(trajectory, self._plane)
        self.legend.show_clipping(any(entry.extras.clip for entry in trajectory.spec.entries))

    def set_step(self, step: int) -> None:
        """Show the race as it was after this step."""
        self.race.set_step(step)

    def set_entry_visible(self, entry: int, visible: bool) -> None:
        """Show or hide an entry's trails and heads."""
        self.race.set_entry_visible(entry, visible)

    def set_ghost(self, ghost: Ghost | None) -> None:
        """Show a pinned race on this surface behind the trails, or none."""
        self.race.show_ghost(ghost, self._plane)

    def set_cloud(self, cloud: Cloud | None) -> None:
        """Show the race with other seeds behind the trails, or none."""
        self.race.show_cloud(cloud, self._plane)

    def set_starts(self, points: Sequence[Point]) -> None:
        """Show these starts as rings to drag; a map that has not been moved makes room for those outside."""
        self.starts.set_points(points)
        if self._surface is not None and np.allclose(self._box.viewRange(), self._home, rtol=1e-9, atol=0.0):
            places = [self._plane.place(point) for point in points]
            if widened(self._home, places) != self._home:
                self.reset_window()

    def show_findings(self, findings: Findings) -> None:
        """Mark critical points and a Taylor model, or nothing; while a point is wanted for one the mouse is a cross."""
        self.finding_layers.show(findings)
        self.plot.setCursor(Qt.CursorShape.CrossCursor if findings.picking else Qt.CursorShape.ArrowCursor)

    def _place_of(self, point: Point) -> tuple[float, float]:
        return self._plane.place(point)

    def _plane_of(self, value: Value) -> Plane:
        return replace(self._plane, value=value)

    # The slice of three and more coordinates

    def _cut_slice(self, trajectory: Trajectory) -> None:
        others = slice_at(trajectory)
        if self._plane != Map(self._value, others):
            self._plane = plane(len(self._names), self._value, others)
            self._show_plane(trajectory.spec.surface)
        self._write_caption()

    def _write_caption(self) -> None:
        others = self._plane.others if isinstance(self._plane, Map) else ()
        self.header.write_caption(slice_caption(self._names[2:], others, self._trajectory) if others else "")

    # The window

    def spans(self) -> tuple[tuple[float, float], ...]:
        """The range shown of each coordinate."""
        return tuple((float(low), float(high)) for low, high in self._box.viewRange()[: len(self._names)])

    def _tell_moved(self, *_: object) -> None:
        self.window_moved.emit()

    def reset_window(self) -> None:
        """Show the surface's own window again, made wider if starts lie outside it."""
        if self._surface is None:
            return
        starts = [self._plane.place(point) for point in self.starts.points]
        self._home = widened(self._plane.home(self._surface), starts)
        self._frame(self._home)
        self.surface_layer.settle()

    def fit_trails(self) -> None:
        """Show just what the visible trails cover, with a margin."""
        shown = [self.trails.shown(lane) for lane in range(self.trails.points.shape[1])]
        points = np.concatenate([*shown, np.empty((0, 2))])
        if len(points):
            self._frame(around(points))

    def _frame(self, spans: Spans) -> None:
        across, upwards = spans
        self._box.setRange(xRange=across, yRange=upwards, padding=0.0)

    def _show_menu(self, place: QPointF) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Show the whole surface"), self.reset_window)
        menu.addAction(tr("Zoom to the trails"), self.fit_trails)
        at = self._box.mapSceneToView(self.plot.mapToScene(self.plot.mapFromGlobal(place.toPoint())))
        menu.addSeparator()
        menu.addAction(tr("Add a start here"), partial(self._add_start, at.x(), at.y()))
        if len(self.starts.points) > 1:
            text = tr("Remove start {number}", number=self.starts.chosen + 1)
            menu.addAction(text, self.start_removed.emit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place.toPoint())

    # The mouse

    def _choose_start(self, x: float, y: float) -> None:
        found, picking = self.finding_layers.at(x, y), self.finding_layers.findings.picking
        pick = None if picking else picked(self.trails, self.heads.heads(), x, y)
        if found is not None and picking:
            self.start_chosen.emit(found.point)
        elif pick is not None:
            self.lane_chosen.emit(pick.lane)
            if pick.row is not None:
                self.step_chosen.emit(pick.row)
        elif found is not None:
            self.found_chosen.emit(found)
        elif self._surface is not None:
            self.start_chosen.emit(self.starts.point_at(x, y))

    def _add_start(self, x: float, y: float) -> None:
        if self._surface is not None:
            self.start_added.emit(self.starts.point_at(x, y))

    def hover_text(self, x: float, y: float) -> str:
        """What the critical point at a place of the map is; or the coordinates, f and, once the compiled surface is
        known, the gradient there.
        """
        if self._surface is None:
            return ""
        if found := self.finding_layers.readout(x, y):
            return found
        point = self._plane.point(x, y, ())
        gradient = self._compiled.gradient if self._compiled is not None else None
        return readout(self._names, point, self._value, gradient, self.finding_layers.findings.shown)


def _nothing(points: Floats) -> Floats:
    return np.full(points.shape[:-1], np.nan)
