"""The surface in three dimensions as a page of the stage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, coordinates
from gdviz.engine.surface import Point, Surface
from gdviz.qt.ghost import Ghost
from gdviz.qt.rounding import rounded
from gdviz.qt.style import small_font
from gdviz.qt.text import tr, write
from gdviz.qt.views.findings import points_by_kind
from gdviz.qt.views.framing import widened
from gdviz.qt.views.known_strip import KnownPointStrip
from gdviz.qt.views.lanes import lane_looks, lanes_of
from gdviz.qt.views.map_header import MapHeader
from gdviz.qt.views.plane import Map, Spans
from gdviz.qt.views.readout import readout
from gdviz.qt.views.scene import RacePage, Scene, grows
from gdviz.qt.views.slices import followed_label, head_of, slice_text
from gdviz.qt.views.surface3d_canvas import Surface3DCanvas
from gdviz.qt.views.surface3d_ground import NODES, ground
from gdviz.qt.views.surface3d_trails import drape
from gdviz.surfaces.levels import known_minimum

# The slice of three and more coordinates moves with the playhead: it is made of fewer nodes.
SLICE_NODES = 81


class Surface3DPage(RacePage):
    """A surface of two coordinates, or the slice through a head over the first two of more."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = Scene()
        self.names: tuple[str, ...] = ()
        self._value: CompiledSurface | None = None
        self._spans: Spans | None = None
        self._others: Point = ()
        self._looked = False
        self.header = MapHeader()
        self.canvas = Surface3DCanvas()
        self.strip = KnownPointStrip()
        self.log = QToolButton()
        self.log.setObjectName("surface3d_log")
        self.log.setCheckable(True)
        self.log.setAutoRaise(True)
        self.log.setFont(small_font())
        self.tools = QWidget()
        self._lay_out()
        self.log.toggled.connect(self._remake)
        self.canvas.hovered.connect(self._hover)
        self.canvas.chosen.connect(self._choose)
        self.canvas.added.connect(self._add)
        self.canvas.start_moved.connect(self._move_start)
        self.canvas.lane_picked.connect(self.lane_chosen)
        self.canvas.row_picked.connect(self.step_chosen)
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.strip)
        row.addWidget(self.log)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 2, 4, 2)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addWidget(self.canvas, 1)

    def show_scene(self, scene: Scene) -> None:
        """Show this; what has not changed since the last call costs nothing."""
        old, self.scene = self.scene, scene
        if scene.surface is None:
            return
        if scene.surface != old.surface:
            self._take_surface(scene.surface)
            old = replace(old, starts=(), trajectory=None, step=-1)
        if scene.starts is not old.starts:
            self.canvas.marks.starts = [(point[0], point[1]) for point in scene.starts]
        self.canvas.marks.chosen_start = scene.chosen_start
        spans, others = self._wanted_spans(), self._wanted_others()
        remade = (spans, others) != (self._spans, self._others) or old.surface != scene.surface
        if remade:
            self._spans, self._others = spans, others
            self._remake(moving=len(self.names) > 2)
        elif self._race_key(old) != self._race_key(scene):
            self._lay_trails(old)
        if scene.findings.answer is not old.findings.answer:
            self._show_known()
        if remade or scene.ghost_here is not old.ghost_here:
            self._lay_ghost(scene.ghost_here)
        self.canvas.trails.step = self.canvas.ghost.step = self.canvas.marks.step = scene.step
        self.canvas.marks.ringed = scene.ringed
        self.canvas.step.marked = scene.marked
        self._write_caption()
        self.canvas.update()

    @staticmethod
    def _race_key(scene: Scene) -> object:
        return id(scene.trajectory), scene.hidden, scene.looks

    def _take_surface(self, surface: Surface) -> None:
        self.names = coordinates(surface)
        self._value = compile_surface(surface, derivatives=0)
        self._spans = None
        self._looked = False
        write(self.header.title, text=surface.title)
        self.header.hover.clear()
        self._show_known()
        self.log.blockSignals(True)
        self.log.setChecked(surface.levels == "log")
        self.log.blockSignals(False)

    def _show_known(self) -> None:
        """The marks of what is known, or has been found."""
        assert self.scene.surface is not None
        found = self.scene.findings.answer
        self.strip.set_surface(self.scene.surface, found)
        known = points_by_kind(self.scene.surface, found)
        self.canvas.marks.known = {kind: [(point[0], point[1]) for point in known[kind]] for kind in known}

    def _plane(self) -> Map:
        assert self._value is not None
        return Map(self._value.value, self._others)

    def _wanted_spans(self) -> Spans:
        """The surface's own window, made wider for starts outside it."""
        assert self.scene.surface is not None
        return widened(self._plane().home(self.scene.surface), [(point[0], point[1]) for point in self.scene.starts])

    def _wanted_others(self) -> Point:
        """Where the slice is cut: at the head that is followed."""
        scene = self.scene
        if len(self.names) < 3:
            return ()
        if scene.trajectory is None:
            return tuple(scene.surface.start[2:]) if scene.surface else ()
        return head_of(scene.trajectory, scene.followed, scene.step)[2:]

    def _remake(self, _checked: bool = False, moving: bool = False) -> None:
        surface = self.scene.surface
        if surface is None or self._spans is None or self._value is None:
            return
        minimum = known_minimum(surface, self._value.value) if len(self.names) == 2 else None
        nodes = NODES if len(self.names) == 2 else SLICE_NODES
        made = ground(self._plane(), self._spans, minimum, surface.levels, self.log.isChecked(), nodes)
        height = "f" if not made.heights.log or abs(made.heights.base) < 1e-12 else tr("f − lowest f")
        self.canvas.set_ground(made, (*self.names[:2], height), moving)
        self._lay_trails(Scene())
        if not self._looked:
            self._looked = True
            self.canvas.look_well()

    def _lay_trails(self, old: Scene) -> None:
        """The visible lanes over the ground; of a race that has only grown, those that have."""
        race, made = self.scene.trajectory, self.canvas.ground
        if race is None or made is None:
            self.canvas.trails.set_drapes({}, ())
            self.canvas.marks.set_points(np.empty((0, 0, 2)), (), ())
            return
        points, looks = race.points[..., :2], lane_looks(race, self.scene.looks)
        lanes = tuple(sorted(lanes_of(race, self.scene.visible)))
        known = self.canvas.trails.drapes if grows(old, self.scene) else {}
        before = old.trajectory.length if old.trajectory is not None else 0
        ended = {lane for lane in known if before and before < race.length and np.isnan(points[before, lane]).all()}
        drapes = {lane: known[lane] if lane in ended else drape(made, points[:, lane]) for lane in lanes}
        self.canvas.trails.set_drapes(drapes, looks)
        self.canvas.marks.set_points(points, looks, lanes)

    def _lay_ghost(self, ghost: Ghost | None) -> None:
        made = self.canvas.ground
        if ghost is None or made is None:
            self.canvas.ghost.set_drapes({}, ())
            return
        points = ghost.trajectory.points[..., :2]
        self.canvas.ghost.set_drapes({lane: drape(made, points[:, lane]) for lane in ghost.lanes}, ghost.lane_looks)

    def _write_caption(self) -> None:
        race = self.scene.trajectory
        if len(self.names) > 2 and race is not None:
            label = followed_label(race, self.scene.followed)
            self.header.write_caption(slice_text(self.names[2:], self._others, label))
        else:
            self.header.write_caption("")

    # The mouse

    def _point(self, x: float, y: float, index: int | None) -> Point:
        """A place of the surface as a start, no finer than a pixel."""
        starts = self.scene.starts
        rest = starts[index or 0][2:] if starts else self._others
        scale = self.canvas.lens().scale
        grains = [(high - low) / scale for low, high in self._wanted_spans()]
        return (rounded(x, grains[0]), rounded(y, grains[1]), *rest)

    def _choose(self, x: float, y: float) -> None:
        self.start_chosen.emit(self._point(x, y, None))

    def _add(self, x: float, y: float) -> None:
        self.start_added.emit(self._point(x, y, None))

    def _move_start(self, index: int, x: float, y: float, over: bool) -> None:
        (self.start_dropped if over else self.start_dragged).emit(index, self._point(x, y, index))

    def _hover(self, x: float, y: float) -> None:
        if np.isnan(x) or self._value is None:
            self.header.hover.clear()
            return
        compiled = self.scene.compiled
        gradient = compiled.gradient if compiled is not None else None
        self.header.hover.setText(readout(self.names, (x, y, *self._others), self._value.value, gradient))

    def restyle(self) -> None:
        """Take the colours and the type of the moment: colours are part of the ground."""
        self.log.setFont(small_font())
        self._remake()

    def reset_window(self) -> None:
        """Look at the whole surface from where one looks first."""
        self.canvas.look_well()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.log.setText(tr("Log height"))
        self.log.setAccessibleName(tr("Logarithmic height"))
        self.log.setToolTip(tr("Show heights above the lowest point on a logarithmic scale"))
        self.canvas.setAccessibleName(tr("Surface in three dimensions"))
        self.canvas.setToolTip("")
        self.canvas.setAccessibleDescription(tr("Drag or use the arrow keys to turn; plus, minus and the wheel zoom."))
        self.strip.retranslate()
        self._write_caption()
