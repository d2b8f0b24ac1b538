"""Anatomy of a step in the window: who is looked at, how far the step has got, the panel and the marks on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.engine.trajectory import Trajectory
from gdviz.qt.anatomist import Anatomist
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.playhead import Playhead
from gdviz.qt.rule_walk import RuleWalk
from gdviz.qt.selection import Selection
from gdviz.qt.session import MERGE_MS, Session
from gdviz.qt.setup import Setup
from gdviz.qt.views.lanes import entry_look, lane_label
from gdviz.qt.views.marked_step import MarkedStep
from gdviz.qt.views.stage import Stage
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.engine.anatomy import StepAnatomy
    from gdviz.qt.views.anatomy_panel import AnatomyPanel


class StepPage(QWidget):
    """The place of the panel; `seen(bool)` when it comes into sight or goes out of it."""

    seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("step_page")
        self.in_front = False
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)

    def follow_panels(self, name: str, in_front: bool) -> None:
        """A panel has come into sight or gone out of it."""
        if name == "step":
            self.in_front = in_front
            self.seen.emit(in_front)

    def restyle(self) -> None:
        """The theme has changed: the pictures are to be painted in its colours."""
        if self.in_front:
            self.seen.emit(True)

    def retranslate(self) -> None:
        """The language has changed: the entry may have another name."""
        self.restyle()


class StepViews(QObject):
    """Leads selection, playhead and race to the engine, and what it answers to the panel and to the stage.

    `page` is the place of the panel; while it is out of sight nothing is asked and nothing is marked.
    """

    def __init__(
        self,
        workspace: Workspace,
        client: EngineClient,
        session: Session,
        playhead: Playhead,
        stage: Stage,
        merge_ms: int = MERGE_MS,
    ) -> None:
        super().__init__(playhead)
        self._playhead, self._stage = playhead, stage
        self.selection: Selection = session.selection
        self.walk = RuleWalk(playhead)
        self.anatomist = Anatomist(client, merge_ms, self)
        self.page = StepPage()
        workspace.fill("step", self.page)
        workspace.seen.connect(self.page.follow_panels)
        self.walk.film_begins.connect(workspace.show_step)
        self.panel: AnatomyPanel | None = None
        self._setup: Setup = session.shown
        self._trajectory: Trajectory = session.trajectory
        self._anatomy: StepAnatomy | None = None
        self._marked_entry = 0
        session.shown_changed.connect(self.show_setup)
        session.trajectory_changed.connect(self.show_trajectory)
        self.page.seen.connect(self._look)
        self.selection.changed.connect(self._show_lane)
        self.walk.rule_changed.connect(self._show_rule)
        self.anatomist.ready.connect(self._show_anatomy)
        playhead.step_changed.connect(self._move)
        playhead.text_step_changed.connect(self._settle)
        playhead.playing_changed.connect(self._settle)
        stage.lane_chosen.connect(self.selection.select_lane)
        stage.step_chosen.connect(playhead.scrub)
        self.selection.show_setup(self._setup)
        self._show_lane(self.selection.lane)

    def stop(self) -> None:
        """Ask nothing any more."""
        self.anatomist.stop()

    # What is looked at

    def show_setup(self, setup: Setup) -> None:
        """Other entries, or the same in other looks."""
        self._setup = setup
        self.selection.show_setup(setup)
        self._show_lane(self.selection.lane)

    def show_trajectory(self, trajectory: Trajectory) -> None:
        """Another race, or more of it."""
        self._trajectory = trajectory
        self._count_rows()
        self.anatomist.set_trajectory(trajectory)
        self._name_entry()

    def _show_lane(self, lane: int) -> None:
        entries = self._setup.spec.entries
        self.walk.set_count(len(entries[min(self.selection.entry, len(entries) - 1)].method.program.rules))
        self._count_rows()
        self._stage.set_selected(lane)
        self.anatomist.set_lane(lane)
        self._name_entry()

    def _count_rows(self) -> None:
        if self.selection.lane < self._trajectory.spec.lanes:
            self.walk.set_rows(self._trajectory.row_of(self.selection.lane, 1))

    def _name_entry(self) -> None:
        """The name changes with the rules below it: not before those of the new entry have come."""
        spec = self._trajectory.spec
        if self.panel is not None and self.selection.lane < spec.lanes and not self.anatomist.waiting:
            entry, start = divmod(self.selection.lane, len(spec.starts))
            self.panel.show_entry(lane_label(self._trajectory, entry, start), entry_look(self._setup.looks, entry))

    def _move(self, step: int) -> None:
        """While it plays, the numbers follow at a pace at which they can be read."""
        if self._playhead.readable:
            self.anatomist.set_step(step, ahead=True)

    def _settle(self, _: object) -> None:
        self.anatomist.set_step(self._playhead.step, ahead=self._playhead.readable)

    # What is shown

    def _look(self, seen: bool) -> None:
        if seen and self.panel is None:
            self._build()
        if seen:
            self._name_entry()
            self.anatomist.set_trajectory(self._trajectory)
        self.anatomist.set_active(seen)
        self.anatomist.set_step(self._playhead.step, ahead=self._playhead.readable)
        self._mark()

    def _build(self) -> None:
        """Make the panel when it is first looked at."""
        from gdviz.qt.views.anatomy_panel import AnatomyPanel

        self.panel = panel = AnatomyPanel()
        self.page.rows.addWidget(panel)
        panel.back_asked.connect(self.walk.back)
        panel.forward_asked.connect(self.walk.forward)
        panel.rule_chosen.connect(self.walk.go)
        panel.arrows_wanted.connect(self._mark)
        panel.ellipses_wanted.connect(self._mark)
        self._name_entry()
        panel.show_anatomy(self._anatomy, False)

    def _show_anatomy(self, anatomy: StepAnatomy | None) -> None:
        self._anatomy, self._marked_entry = anatomy, self.selection.entry
        self._name_entry()
        if self.panel is not None:
            self.panel.set_rule(self.walk.rule)
            self.panel.show_anatomy(anatomy, anatomy is not None and self._is_made(anatomy))
        self._mark()

    def _is_made(self, anatomy: StepAnatomy) -> bool:
        """Whether the step lies behind the head: of a run that has ended, the last one is shown."""
        return anatomy.question.number <= self._trajectory.step_of(self.selection.lane, self._playhead.step)

    def _show_rule(self, rule: int) -> None:
        if self.panel is not None:
            self.panel.set_rule(rule)
        self._mark()

    def _mark(self, *_: object) -> None:
        panel = self.panel if self.page.in_front else None
        arrows = panel is not None and panel.arrows.isChecked()
        ellipses = panel is not None and panel.ellipses.isChecked()
        look = entry_look(self._setup.looks, self._marked_entry)
        anatomy = self._anatomy if arrows or ellipses else None
        self._stage.mark_step(MarkedStep(anatomy, self.walk.rule if arrows else 0, look, ellipses))
