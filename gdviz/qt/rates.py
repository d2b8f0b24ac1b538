"""The window's door to the panel of rates, which is in sight while any entry has a schedule."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.workspace import Workspace


class Rates(QObject):
    """Shows the panel when the first schedule comes and hides it when the last goes; in between it is the user's."""

    def __init__(self, workspace: Workspace, session: Session) -> None:
        super().__init__(workspace)
        self._dock = workspace.docks["rates"]
        self._wanted = False
        self._dock.hide()
        session.shown_changed.connect(self.show_setup)
        workspace.went_home.connect(self._show)
        self.show_setup(session.shown)

    def show_setup(self, setup: Setup) -> None:
        """The race that is shown has other entries."""
        wanted = any(entry.extras and entry.woven.rates for entry in setup.spec.entries)
        if wanted != self._wanted:
            self._wanted = wanted
            self._show()

    def _show(self) -> None:
        self._dock.setVisible(self._wanted)
