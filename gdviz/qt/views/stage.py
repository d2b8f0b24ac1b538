"""The place where the race is seen: all entries on one map, a map for each, or the surface in three dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, dimension
from gdviz.engine.surface import Point, Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.cloud import Cloud
from gdviz.qt.ghost import Ghost
from gdviz.qt.style import Look
from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.findings import NOTHING, Findings
from gdviz.qt.views.marked_step import MarkedStep
from gdviz.qt.views.overlay_page import OverlayPage
from gdviz.qt.views.scene import MAP_SIGNALS, RacePage, Scene, hand_on_clicks
from gdviz.qt.views.view_bar import VIEWS, ViewBar


class Stage(QWidget):
    """Holds the scene and shows it to one page at a time; pages are made when they are first wanted.

    Signals: `view_changed(view)`, one of VIEWS, and those of a RacePage from whichever is shown; while a point is
    wanted for a Taylor model a click is no start but `place_chosen(point)`.
    """

    view_changed = Signal(str)
    window_moved = Signal()
    place_chosen = Signal(object)
    found_chosen = Signal(object)
    lane_chosen = Signal(int)
    step_chosen = Signal(int)
    start_chosen = Signal(object)
    start_added = Signal(object)
    start_picked = Signal(int)
    start_removed = Signal()
    start_dragged = Signal(int, object)
    start_dropped = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._view = VIEWS[0]
        self._pages: dict[str, RacePage] = {}
        self.bar = ViewBar()
        self.bar.chosen.connect(self.set_view)
        self._stack = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self._stack, 1)
        self._overlay = OverlayPage()
        self._add("map", self._overlay)
        self.setMinimumSize(240, 200)

    @property
    def overlay(self) -> ContourView:
        """The contour map with all entries on it."""
        return self._overlay.map

    @property
    def page(self) -> RacePage:
        """The page that is shown now."""
        page = self._stack.currentWidget()
        assert isinstance(page, RacePage)
        return page

    @property
    def view(self) -> str:
        """Which view is wanted: one of VIEWS."""
        return self._view

    # Which view

    def set_view(self, view: str) -> None:
        """Show another view; an unknown name is a ValueError."""
        if view not in VIEWS:
            raise ValueError(f"there is no view named {view}")
        if view == self._view:
            return
        self._view = view
        self.bar.show_view(view)
        self._turn()
        self.view_changed.emit(view)

    def show_overlay(self) -> None:
        """All entries on one map."""
        self.set_view("overlay")

    def show_side_by_side(self) -> None:
        """One map per entry."""
        self.set_view("side-by-side")

    def show_3d(self) -> None:
        """The surface in three dimensions."""
        self.set_view("3d")

    def _turn(self) -> None:
        """Bring the page for the view and the surface to the front, and up to date."""
        coordinates = dimension(self._scene.surface) if self._scene.surface is not None else 2
        name = _page_name(self._view, coordinates)
        if name not in self._pages:
            self._add(name, _new_page(name))
        page = self._pages[name]
        self._overlay.explain(self._view == "3d" and coordinates == 1)
        page.show_scene(self._scene)
        self._stack.setCurrentWidget(page)
        self.bar.show_tools(getattr(page, "tools", None))
        self.window_moved.emit()

    def _add(self, name: str, page: RacePage) -> None:
        self._pages[name] = page
        self._stack.addWidget(page)
        page.window_moved.connect(self.window_moved)
        page.lane_chosen.connect(self.lane_chosen)
        page.step_chosen.connect(self.step_chosen)
        hand_on_clicks(page, self, MAP_SIGNALS[1:])
        page.start_chosen.connect(self._take_click)

    def _take_click(self, point: Point) -> None:
        (self.place_chosen if self._scene.findings.picking else self.start_chosen).emit(point)

    # What is shown

    def _show(self, **changes: Any) -> None:
        self._scene = replace(self._scene, **changes)
        self.page.show_scene(self._scene)

    def set_surface(self, surface: Surface) -> None:
        """Show another surface, in its own window; FormulaError leaves the old one."""
        if surface == self._scene.surface:
            return
        compile_surface(surface, derivatives=0)
        self._scene = replace(self._scene, surface=surface, compiled=None, starts=(), trajectory=None)
        self._scene = replace(self._scene, cloud=None, findings=NOTHING)
        self._turn()

    def set_compiled(self, compiled: CompiledSurface | None) -> None:
        """The shown surface with its derivatives, for gradients and tangents."""
        self._show(compiled=compiled)

    def set_looks(self, looks: Sequence[Look]) -> None:
        """The entries' looks, one per entry."""
        if tuple(looks) != self._scene.looks:
            self._show(looks=tuple(looks))

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Show a race, or more of the one that is shown."""
        self.set_surface(trajectory.spec.surface)
        self._show(trajectory=trajectory)

    def set_step(self, step: int) -> None:
        """Show the race as it was after this step."""
        if step != self._scene.step:
            self._show(step=step)

    def set_entry_visible(self, entry: int, visible: bool) -> None:
        """Show or hide an entry."""
        hidden = self._scene.hidden - {entry} if visible else self._scene.hidden | {entry}
        if hidden != self._scene.hidden:
            self._show(hidden=hidden)

    def set_starts(self, points: Sequence[Point]) -> None:
        """Show these starts."""
        self._show(starts=tuple(tuple(point) for point in points))

    def set_chosen_start(self, index: int) -> None:
        """Mark this start as the one that keys and number boxes mean."""
        if index != self._scene.chosen_start:
            self._show(chosen_start=index)

    def set_ghost(self, ghost: Ghost | None) -> None:
        """Show a pinned race behind this one, or none."""
        self._show(ghost=ghost)

    def show_cloud(self, cloud: Cloud | None) -> None:
        """Show the race with other seeds behind it, or none."""
        if cloud is not self._scene.cloud:
            self._show(cloud=cloud)

    def set_selected(self, lane: int | None) -> None:
        """The lane whose head the slices of three and more coordinates follow; None is the first that is shown."""
        if lane != self._scene.selected:
            self._show(selected=lane)

    def mark_step(self, marked: MarkedStep) -> None:
        """Mark the vectors of a step of the selected lane, or nothing."""
        if marked != self._scene.marked:
            self._show(marked=marked)

    def show_findings(self, findings: Findings) -> None:
        """Mark critical points and a Taylor model, or nothing."""
        self._show(findings=findings)

    def spans(self) -> tuple[tuple[float, float], ...]:
        """What the page shows of the first coordinates; none if it is the surface's own window."""
        return self.page.spans()

    def reset_window(self) -> None:
        """Show the surface's own window again."""
        self.page.reset_window()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        for page in self._pages.values():
            page.retranslate()


def _page_name(view: str, coordinates: int) -> str:
    if view == "side-by-side":
        return "maps"
    if view == "3d":
        return "map" if coordinates == 1 else "surface"
    return "map" if coordinates < 3 else "slices"


def _new_page(name: str) -> RacePage:
    """A page, its modules being imported no sooner: the first paint does without them."""
    if name == "maps":
        from gdviz.qt.views.side_by_side import SideBySide

        return SideBySide()
    if name == "slices":
        from gdviz.qt.views.slice_page import SlicePage

        return SlicePage()
    from gdviz.qt.views.surface3d_page import Surface3DPage

    return Surface3DPage()
