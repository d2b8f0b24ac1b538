"""Leads the pinned race to the views and to the table of differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.qt.pacing import Paced
from gdviz.qt.pin import Pin
from gdviz.qt.playhead import TEXT_MS
from gdviz.qt.session import Session
from gdviz.qt.side_views import SideViews
from gdviz.qt.views.stage import Stage
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.qt.views.compare_panel import ComparePanel


class Compare(QObject):
    """`page` is the place of the table, made when it is first shown; `pin` keeps the race."""

    def __init__(self, workspace: Workspace, session: Session, stage: Stage, side: SideViews, paced: bool) -> None:
        super().__init__(workspace)
        self._session = session
        self.pin = Pin(session)
        self.page = QWidget()
        self.page.setObjectName("compare_page")
        workspace.fill("compare", self.page)
        workspace.seen.connect(self._follow_panels)
        self.panel: ComparePanel | None = None
        self._pace = Paced(self, TEXT_MS if paced else 0, self._fill)
        self.pin.changed.connect(stage.set_ghost)
        self.pin.changed.connect(stage.bar.show_pinned)
        stage.bar.pin_wanted.connect(self._pin)
        self.pin.changed.connect(side.show_ghost)
        for changed in (self.pin.changed, session.shown_changed, session.trajectory_changed):
            changed.connect(self._pace.offer)

    def _pin(self, wanted: bool) -> None:
        if wanted:
            self.pin.pin()
        else:
            self.pin.unpin()

    def stop(self) -> None:
        """Bring nothing up to date any more."""
        self._pace.stop()

    def _follow_panels(self, name: str, in_front: bool) -> None:
        """Make the table when it is first looked at."""
        if name == "compare" and in_front and self.panel is None:
            self._build()

    def _build(self) -> None:
        from gdviz.qt.views.compare_panel import ComparePanel

        self.panel = ComparePanel()
        rows = QVBoxLayout(self.page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.panel)
        self.panel.pin_asked.connect(self.pin.pin)
        self.panel.unpin_asked.connect(self.pin.unpin)
        self._fill()

    def _fill(self, _: object = None) -> None:
        ghost = self.pin.ghost
        if self.panel is None:
            return
        if ghost is None:
            self.panel.clear()
        elif self._session.trajectory.spec == self._session.shown.spec:
            self.panel.show_races(ghost, self._session.shown, self._session.trajectory)
