"""The race that is pinned, to be compared with the one shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gdviz.engine.budget import on_budget
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.ghost import Ghost
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup


class Pin(QObject):
    """`changed(ghost)`: the pinned race, counted as the shown one is, or None."""

    changed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._setup: Setup | None = None
        self._trajectory: Trajectory | None = None
        session.trajectory_changed.connect(self._complete)
        session.budget_changed.connect(self._tell)

    @property
    def ghost(self) -> Ghost | None:
        """The pinned race."""
        if self._setup is None or self._trajectory is None:
            return None
        return Ghost(self._setup, on_budget(self._trajectory, self._session.budget))

    def pin(self) -> None:
        """Keep the race that is shown, in place of the one kept before."""
        self._setup, self._trajectory = self._session.shown, self._session.trajectory
        self._tell()

    def unpin(self) -> None:
        """Keep none."""
        self._setup = self._trajectory = None
        self._tell()

    def _complete(self, trajectory: Trajectory) -> None:
        """A race pinned while it was being computed is kept to its end."""
        kept = self._trajectory
        if kept is not None and not kept.complete and trajectory.points_buffer is kept.points_buffer:
            self._trajectory = trajectory
            self._tell()

    def _tell(self, *_: object) -> None:
        self.changed.emit(self.ghost)
