"""What the pages with several maps have in common: a header, the maps and the way from a scene to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, coordinates
from gdviz.engine.result import Floats
from gdviz.engine.surface import Surface
from gdviz.qt.ghost import Ghost
from gdviz.qt.text import tr, write
from gdviz.qt.views.cell_board import CellBoard
from gdviz.qt.views.clip_ticks import clipped_rows
from gdviz.qt.views.framing import around, widened
from gdviz.qt.views.known_strip import KnownPointStrip
from gdviz.qt.views.map_cell import MapCell
from gdviz.qt.views.map_header import MapHeader
from gdviz.qt.views.readout import readout
from gdviz.qt.views.scene import RacePage, Scene, grows, hand_on_clicks


class BoardPage(RacePage):
    """Maps that move together; abstract: a page says which cells there are and what runs on each."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.scene = Scene()
        self.names: tuple[str, ...] = ()
        self.value: CompiledSurface | None = None
        self.header = MapHeader()
        self.tools = KnownPointStrip()
        self.board = CellBoard()
        self.board.setObjectName(name)
        self._home: dict[int, tuple[float, float]] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 2, 4, 2)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addWidget(self.board, 1)
        self.board.hovered.connect(self._hover)
        self.board.menu_asked.connect(self._show_menu)
        self.board.moved.connect(self.window_moved)
        self.board.installEventFilter(self)

    @property
    def cells(self) -> list[MapCell]:
        """The maps that are shown."""
        return self.board.cells

    # What a page decides

    def lay_cells(self) -> None:
        """Put up the cells for the scene."""
        raise NotImplementedError

    def place_planes(self) -> None:
        """Show the surface in every cell."""
        raise NotImplementedError

    def lanes_in(self, cell: int) -> tuple[int, ...]:
        """The lanes that run on a cell's map."""
        raise NotImplementedError

    def looks_in(self, cell: int) -> tuple:
        """How they are drawn."""
        raise NotImplementedError

    def name_cells(self) -> None:
        """Write the titles that do not change with the step."""
        raise NotImplementedError

    def follow_step(self) -> None:
        """What else changes with the step: titles, slices."""
        raise NotImplementedError

    # From the scene to the cells

    def show_scene(self, scene: Scene) -> None:
        """Show this; what has not changed since the last call costs nothing."""
        old, self.scene = self.scene, scene
        if scene.surface is None:
            return
        if scene.surface != old.surface:
            self._take_surface(scene.surface)
            old = replace(old, starts=(), trajectory=None, compiled=None, step=-1)
        cells = self._cells_key(old) != self._cells_key(scene)
        if cells:
            self.lay_cells()
            self.place_planes()
        if cells or scene.starts is not old.starts:
            self._show_starts(scene, old)
        for cell in self.cells:
            cell.starts.set_chosen(scene.chosen_start)
        if cells or scene.compiled is not old.compiled:
            for cell in self.cells:
                cell.set_compiled(scene.compiled)
        self._show_race(old, scene, cells)

    @staticmethod
    def _cells_key(scene: Scene) -> object:
        entries = scene.trajectory.spec.entries if scene.trajectory is not None else ()
        return scene.surface, scene.visible, scene.looks, len(entries), len(scene.starts)

    def _take_surface(self, surface: Surface) -> None:
        self.names = coordinates(surface)
        self.value = compile_surface(surface, derivatives=0)
        self.tools.set_surface(surface)
        write(self.header.title, text=surface.title)
        self.header.hover.clear()

    def _show_starts(self, scene: Scene, old: Scene) -> None:
        for cell in self.cells:
            cell.set_starts(scene.starts)
        home = self._spans_of_home()
        untouched = not self._home or self._is_home()
        if scene.surface != old.surface or not self._home or (untouched and home != self._home):
            self._home = home
            self.board.show_spans(home)

    def _show_race(self, old: Scene, scene: Scene, fresh: bool) -> None:
        race = scene.trajectory
        if race is not None and (fresh or race is not old.trajectory):
            growing = not fresh and grows(old, scene)
            self.tools.show_clipping(any(entry.extras.clip for entry in race.spec.entries))
            for index, cell in enumerate(self.cells):
                lanes = self.lanes_in(index)
                points, clipped = cell.trail_points(race, lanes), clipped_rows(race, lanes)
                if growing:
                    cell.grow_trails(points, clipped)
                else:
                    cell.set_trails(points, self.looks_in(index), clipped)
            self.name_cells()
        if fresh or scene.ghost_here is not old.ghost_here:
            self._show_ghost(scene.ghost_here)
        if fresh or scene.cloud is not old.cloud:
            for index, cell in enumerate(self.cells):
                lanes = self.lanes_in(index) if scene.cloud is not None else ()
                cell.set_cloud(scene.cloud, lanes, self.looks_in(index) if lanes else ())
        if fresh or scene.step != old.step:
            for cell in self.cells:
                cell.set_step(scene.step)
        if fresh or scene.marked is not old.marked or scene.selected != old.selected:
            for cell in self.cells:
                cell.mark_step(scene.marked, scene.selected or 0)
        if fresh or scene.findings is not old.findings:
            self._show_findings(scene)
        for cell in self.cells:
            cell.ring(scene.ringed)
        self.follow_step()

    def _show_findings(self, scene: Scene) -> None:
        assert scene.surface is not None
        self.tools.set_surface(scene.surface, scene.findings.answer)
        self.board.setCursor(Qt.CursorShape.CrossCursor if scene.findings.picking else Qt.CursorShape.ArrowCursor)
        for cell in self.cells:
            cell.show_findings(scene.findings)

    def _show_ghost(self, ghost: Ghost | None) -> None:
        """In every map the lanes of the pinned race that look like those which run there."""
        for index, cell in enumerate(self.cells):
            looks = dict.fromkeys(self.looks_in(index)) if ghost and self.scene.trajectory else ()
            cell.set_ghost(ghost, [lane for look in looks for lane in ghost.lanes_like(look)] if ghost else [])

    # The window

    def spans(self) -> tuple[tuple[float, float], ...]:
        """What the maps show of the coordinates they have."""
        shown = self.board.spans
        return tuple(shown[axis] for axis in range(len(self.names)) if axis in shown)

    def _spans_of_home(self) -> dict[int, tuple[float, float]]:
        """What shows the surface's own window and the starts in every cell."""
        found: dict[int, tuple[float, float]] = {}
        assert self.scene.surface is not None
        for cell, axes in zip(self.cells, self.board.axes, strict=True):
            assert cell.plane is not None
            surface = cell.turned(self.scene.surface)
            spans = widened(cell.plane.home(surface), [cell.place(point) for point in self.scene.starts])
            for key, span in zip(axes, spans, strict=True):
                low, high = found.get(key, span)
                found[key] = (min(low, span[0]), max(high, span[1]))
        return found

    def _is_home(self) -> bool:
        shown = self.board.spans
        return all(np.allclose(shown.get(key, np.nan), span, rtol=1e-9, atol=0.0) for key, span in self._home.items())

    def reset_window(self) -> None:
        """Show the surface's own window again, made wider if starts lie outside it."""
        if self.scene.surface is not None and self.cells:
            self._home = self._spans_of_home()
            self.board.show_spans(self._home)

    def fit_trails(self) -> None:
        """Show just what the visible trails cover, with a margin."""
        spans: dict[int, tuple[float, float]] = {}
        for cell, axes in zip(self.cells, self.board.axes, strict=True):
            shown: Iterable[Floats] = (cell.trails.shown(lane) for lane in range(cell.trails.points.shape[1]))
            points = np.concatenate([*shown, np.empty((0, 2))])
            for key, span in zip(axes, around(points) if len(points) else (), strict=False):
                low, high = spans.get(key, span)
                spans[key] = (min(low, span[0]), max(high, span[1]))
        if spans:
            self.board.show_spans({**self.board.spans, **spans})

    def _show_menu(self, place: QPointF) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Show the whole surface"), self.reset_window)
        menu.addAction(tr("Zoom to the trails"), self.fit_trails)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place.toPoint())

    # The mouse

    def _hover(self, index: int, x: float, y: float) -> None:
        if not 0 <= index < len(self.cells) or self.value is None:
            self.header.hover.clear()
            return
        if found := self.cells[index].finding_layers.readout(x, y):
            self.header.hover.setText(found)
            return
        compiled = self.scene.compiled
        gradient = compiled.gradient if compiled is not None else None
        point = self.cells[index].point_at(x, y)
        shown = self.scene.findings.shown
        self.header.hover.setText(readout(self.names, point, self.value.value, gradient, shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Forget what was under the mouse when it leaves."""
        if watched is self.board and event.type() == QEvent.Type.Leave:
            self.header.hover.clear()
        return super().eventFilter(watched, event)

    def new_cell(self, leader: MapCell | None = None) -> MapCell:
        """A cell whose signals are the page's."""
        cell = MapCell(self.board.scene(), leader)
        cell.setParent(self)
        cell.lane_chosen.connect(self.lane_chosen)
        cell.step_chosen.connect(self.step_chosen)
        hand_on_clicks(cell, self)
        return cell

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.tools.retranslate()
        self.name_cells()
        self.follow_step()
