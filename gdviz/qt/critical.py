"""The window's door to the critical points and the Taylor model of the surface that is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.engine.critical_answer import CriticalAnswer, FoundPoint
from gdviz.engine.surface import Point
from gdviz.qt.critical_seeker import CriticalSeeker
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.model_maker import ModelMaker
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_spec
from gdviz.qt.text import write
from gdviz.qt.views.findings import NOTHING, Findings, ShownModel
from gdviz.qt.views.stage import Stage
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.engine.escape import Escape
    from gdviz.qt.critical_page import CriticalPage

PANEL = "critical"


class Critical(QObject):
    """Two switches of the menu; the panel is made when it is first seen."""

    def __init__(
        self, workspace: Workspace, client: EngineClient, session: Session, stage: Stage, paced: bool = True
    ) -> None:
        super().__init__(workspace)
        self._workspace, self._session, self._stage = workspace, session, stage
        self.seeker = CriticalSeeker(client, session, stage, paced)
        self.maker = ModelMaker(session, stage)
        self.page: CriticalPage | None = None
        self.findings: Findings = NOTHING
        self._actions: dict[str, QAction] = {}
        self._note, self._said = "", ""
        self._surface = session.shown.spec.surface
        self._step: float | None = None
        self._place = QWidget()
        self._place.setObjectName("critical_place")
        workspace.fill(PANEL, self._place)
        workspace.seen.connect(self._follow_panels)
        session.shown_changed.connect(self._follow)
        session.described.connect(self._show_page)
        stage.window_moved.connect(self._show_page)
        stage.found_chosen.connect(self._choose)
        self.seeker.found.connect(self._take)
        self.seeker.refused.connect(self._refuse)
        self.maker.made.connect(self._take_model)

    def show_in(self, actions: dict[str, QAction]) -> None:
        """The rows of the menu that switch it on."""
        self._actions = actions

    def stop(self) -> None:
        """Ask nothing any more."""
        self.seeker.stop()

    def show_points(self, on: bool) -> None:
        """Mark the critical points of the window, or no longer."""
        self._note = "Looking for places where the slope is zero …" if on else ""
        self.seeker.switch(on)
        self._open(on)
        self._show(answer=None, chosen=None)

    def show_model(self, on: bool) -> None:
        """Show the Taylor model at a point that a click chooses, or no longer."""
        self._show(picking=on)
        self._open(on)
        self.maker.switch(on)

    def _open(self, on: bool) -> None:
        if on:
            self._workspace.show_panel(PANEL)

    # What comes

    def _follow(self, setup: Setup) -> None:
        """Another surface has nothing of the last one; the stage itself has dropped what was marked."""
        if setup.spec.surface != self._surface:
            self._surface, self._step = setup.spec.surface, None
            self.findings = replace(self.findings, answer=None, chosen=None, shown=None)
            self._show_page()

    def _take(self, answer: CriticalAnswer) -> None:
        from gdviz.qt.views.critical_text import answer_sentence

        self._note = answer_sentence(answer)
        self._show(answer=answer, chosen=_again(self.findings.chosen, answer.points))

    def _refuse(self, sentence: str) -> None:
        self._note = sentence
        self._show(answer=None, chosen=None)

    def _take_model(self, shown: ShownModel | None, sentence: str) -> None:
        self._said = sentence
        if shown is not self.findings.shown:
            self._show(shown=shown)

    # From a point

    def _choose(self, found: FoundPoint | None) -> None:
        self._show(chosen=found)

    def _set_step(self, step: float) -> None:
        self._step = abs(step) or None
        self._show_page()

    def _way(self) -> Escape | None:
        """The escape from the chosen point."""
        if self.findings.chosen is None or self.maker.compiled is None:
            return None
        from gdviz.engine.escape import escape

        return escape(self.maker.compiled, self.findings.chosen, self._step or self.maker.near())

    def _escape(self) -> None:
        if (way := self._way()) is not None:
            self._add_starts(way.starts)

    def _start_here(self) -> None:
        if self.findings.chosen is not None:
            self._add_starts((self.findings.chosen.point,))

    def _add_starts(self, points: tuple[Point, ...]) -> None:
        assert self.page is not None
        wanted = self._session.wanted
        starts = tuple(dict.fromkeys((*wanted.spec.starts, *points)))
        self.page.error.attempt(lambda: self._session.change(with_spec(wanted, starts=starts)))

    # What is shown

    def _show(self, **changes: object) -> None:
        self.findings = replace(self.findings, **changes)  # type: ignore[arg-type]
        self._stage.show_findings(self.findings)
        self._show_page()

    def _follow_panels(self, name: str, in_front: bool) -> None:
        if name != PANEL or not in_front:
            return
        if self.page is None:
            self._build()
        self._show_page()

    def _build(self) -> None:
        from gdviz.qt.critical_page import CriticalPage

        self.page = page = CriticalPage()
        rows = QVBoxLayout(self._place)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)
        page.points_wanted.connect(self._actions["critical_points"].setChecked)
        page.model_wanted.connect(self._actions["taylor_model"].setChecked)
        page.order_chosen.connect(self.maker.set_order)
        page.step_chosen.connect(self._set_step)
        page.escape_asked.connect(self._escape)
        page.start_asked.connect(self._start_here)
        page.table.chosen.connect(self._choose)

    def _show_page(self, *_: object) -> None:
        if self.page is None or not self._workspace.in_front(PANEL):
            return
        from gdviz.qt.views.critical_text import escape_sentence

        found, way = self.findings.chosen, self._way()
        self.page.show_switches(self.seeker.on, self.maker.on, self.maker.order)
        self.page.table.show_answer(self.findings.answer, found)
        self.page.show_ways(found is not None, way is not None, self._step or self.maker.near())
        write(self.page.note, text=self._note)
        write(self.page.told, text=escape_sentence(found, way) if self.findings.answer is not None else "")
        write(self.page.said, text=self._said)


def _again(chosen: FoundPoint | None, points: tuple[FoundPoint, ...]) -> FoundPoint | None:
    """The same point in another answer."""
    if chosen is None:
        return None
    return next((each for each in points if np.allclose(each.point, chosen.point, rtol=1e-6, atol=1e-9)), None)
