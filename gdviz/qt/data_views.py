"""The window's door to the data panel, which is in sight while the loss is one over data, and made for the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gdviz.qt.playhead import Playhead
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.side_views import SideViews
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.qt.views.data_panel import DataPanel

PANEL, OVER = "data", "squares"


class DataViews(QObject):
    """Brings the panel to the front with the first data and hides it with the last; in between it is the user's."""

    def __init__(self, workspace: Workspace, session: Session, playhead: Playhead, side: SideViews) -> None:
        super().__init__(workspace)
        self._workspace, self._session, self._playhead, self._side = workspace, session, playhead, side
        self._has_data = False
        self.panel: DataPanel | None = None
        workspace.docks[PANEL].hide()
        session.shown_changed.connect(self._show_setup)
        session.trajectory_changed.connect(self._begin)
        playhead.step_changed.connect(self._set_step)
        workspace.seen.connect(self._look)
        workspace.went_home.connect(self._show)

    def _begin(self) -> None:
        """The first race is no change of the setup."""
        self._session.trajectory_changed.disconnect(self._begin)
        self._show_setup(self._session.shown)

    def _show_setup(self, setup: Setup) -> None:
        has_data = setup.spec.surface.data is not None
        if has_data != self._has_data:
            self._has_data = has_data
            self._show()

    def _show(self) -> None:
        if not self._has_data:
            self._workspace.docks[PANEL].hide()
            return
        self._make()
        self._workspace.show_over(PANEL, OVER)

    def _make(self) -> None:
        if self.panel is None:
            from gdviz.qt.views.data_panel import DataPanel  # not needed for the first paint

            self.panel = DataPanel()
            self._side.join(PANEL, self.panel)

    def _set_step(self, step: int) -> None:
        if self.panel is not None and self._workspace.in_front(PANEL):
            self.panel.set_step(step)

    def _look(self, name: str, in_front: bool) -> None:
        if name == PANEL and in_front:
            self._make()
            self._set_step(self._playhead.step)
