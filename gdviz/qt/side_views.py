"""The panels and the table beside the map: made after the first paint, brought up to date at a calmer pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.optimizer import Role
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.change_marks import ChangeMark
from gdviz.qt.ghost import Ghost
from gdviz.qt.pacing import Paced
from gdviz.qt.setup import Setup
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.qt.views.curve_panel import CurvePanel
    from gdviz.qt.views.data_panel import DataPanel
    from gdviz.qt.views.race_table import RaceTable

    View = CurvePanel | DataPanel | RaceTable

# While the mouse drags a start the map keeps up with it; curves and table follow a little later, one at a time.
VIEW_MS = 50


class SideViews(QObject):
    """Loss, velocity, accumulated squares and rates in their docks, and the race table for its page.

    `step_chosen(step)` by a click, `lane_chosen(lane)` by one on a curve.

    With `paced` False everything is brought up to date at once, for tests.
    """

    step_chosen = Signal(int)
    lane_chosen = Signal(int)

    def __init__(self, workspace: Workspace, setup: Setup, trajectory: Trajectory, paced: bool) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._setup = setup
        self._trajectory = trajectory
        self._built = False
        self._ghost: Ghost | None = None
        self._marks: tuple[ChangeMark, ...] = ()
        self._behind: list[View] = []
        self._views: tuple[View, ...] = ()
        # By the names of their docks, those that are brought up to date only while they are in front.
        self._seldom: dict[str, View] = {}
        self._pace = Paced(self, VIEW_MS if paced else 0, self._show_in_next if paced else self._show_in_all)

    def build(self) -> None:
        """Make the views and show in them what there is to show."""
        from gdviz.qt.views.loss_panel import LossPanel
        from gdviz.qt.views.race_table import RaceTable
        from gdviz.qt.views.rates_panel import RatesPanel
        from gdviz.qt.views.vector_panel import VectorPanel

        self.loss = LossPanel()
        self.velocity = VectorPanel(Role.VELOCITY)
        self.squares = VectorPanel(Role.SQUARES)
        self.table = RaceTable()
        self.rates = RatesPanel()
        self.panels = (self.loss, self.velocity, self.squares, self.rates)
        self._views = (*self.panels, self.table, *self._views)
        self._seldom["rates"] = self.rates
        for name, panel in zip(("loss", "velocity", "squares", "rates"), self.panels, strict=True):
            self._workspace.fill(name, panel)
        for panel in self.panels:
            panel.step_chosen.connect(self.step_chosen)
            panel.lane_chosen.connect(self.lane_chosen)
        self._workspace.seen.connect(self._catch_up)
        self._built = True
        self.show_marks(self._marks)
        self.show_ghost(self._ghost)
        self.show_setup(self._setup)
        self._show_in_all(self._trajectory)

    def join(self, name: str, view: View) -> None:
        """One more view in its dock, brought up to date when its turn comes, if it is in front."""
        self._workspace.fill(name, view)
        self._views = (*self._views, view)
        self._seldom[name] = view
        self.show_setup(self._setup)

    def stop(self) -> None:
        """Bring nothing up to date any more."""
        self._pace.stop()

    def show_setup(self, setup: Setup) -> None:
        """Dress the entries."""
        self._setup = setup
        if not self._built:
            return
        self.table.set_target(setup.target)
        for view in self._views:
            view.set_looks(setup.looks)
            for entry, visible in enumerate(setup.visible):
                view.set_entry_visible(entry, visible)

    def show_trajectory(self, trajectory: Trajectory) -> None:
        """Show a race, or more of it, soon."""
        self._trajectory = trajectory
        if self._built:
            # Those that have waited longest come first; one that nobody sees costs no other its turn.
            unseen = [view for name, view in self._seldom.items() if not self._workspace.in_front(name)]
            self._behind += [view for view in self._views if view not in unseen and view not in self._behind]
            self._pace.offer(trajectory)

    def show_marks(self, marks: tuple[ChangeMark, ...]) -> None:
        """Flags on the curves where the question was changed."""
        self._marks = marks
        if self._built:
            for panel in self.panels:
                panel.flags.show([(mark.step, mark.change, mark.sentence) for mark in marks])

    def show_ghost(self, ghost: Ghost | None) -> None:
        """A pinned race behind the curves, or none."""
        self._ghost = ghost
        if self._built:
            for panel in self.panels:
                panel.set_ghost(ghost)

    def set_step(self, step: int) -> None:
        """Move the playhead in the panels."""
        if self._built:
            for panel in self.panels:
                panel.set_step(step)

    def set_text_step(self, step: int) -> None:
        """Show the numbers of a step in the table."""
        if self._built:
            self.table.set_step(step)

    def use_the_wait(self) -> None:
        """The engine has just been asked: until it answers there is time for a panel. The table waits for rest."""
        self._pace.stop()
        panels = [view for view in self._behind if view is not self.table]
        self._show_in(panels[:1])

    def set_compiled(self, compiled: CompiledSurface) -> None:
        """The surface of the last trajectory with its derivatives."""
        self._show_in([view for view in self._behind if view is self.table])
        self.table.set_compiled(compiled)

    def _show_in_next(self, _trajectory: Trajectory) -> None:
        """One view at a time: all at once they would cost a dragged start a frame."""
        self._show_in(self._behind[:1])

    def _show_in(self, views: Sequence[View]) -> None:
        if not self._trajectory.length:
            return
        for view in views:
            self._behind.remove(view)
            view.set_trajectory(self._trajectory)
        if self._behind:
            self._pace.offer(self._trajectory)

    def _catch_up(self, name: str, in_front: bool) -> None:
        if in_front and name in self._seldom and self._trajectory.length:
            self._seldom[name].set_trajectory(self._trajectory)

    def _show_in_all(self, trajectory: Trajectory) -> None:
        # Of a race that has not begun it would be said that it keeps no velocity.
        if trajectory.length:
            self._behind.clear()
            for view in self._views:
                view.set_trajectory(trajectory)
