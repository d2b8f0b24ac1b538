"""The axis that the playhead moves on: what its steps are counted in, and where the runs end on it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gdviz.engine.budget import Budget
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.playhead import Playhead
from gdviz.qt.session import Session


class TimeAxis(QObject):
    """`budget_changed(budget)` when it counts something else; `ends_changed(rows)`, ascending, once they are known;
    `epochs_changed` when steps see other batches.
    """

    budget_changed = Signal(object)
    ends_changed = Signal(object)
    epochs_changed = Signal()

    def __init__(self, session: Session, playhead: Playhead) -> None:
        super().__init__(playhead)
        self._session, self._playhead = session, playhead
        self._ends: tuple[int, ...] = ()
        self._epoch: int | None = None
        session.budget_changed.connect(self.budget_changed)
        session.trajectory_changed.connect(self._look_at_race)

    @property
    def budget(self) -> Budget:
        """What is counted."""
        return self._session.budget

    @property
    def ends(self) -> tuple[int, ...]:
        """Where runs end, ascending; nothing while the race is being computed."""
        return self._ends

    def epoch(self, row: int) -> int | None:
        """The epoch that the selected run is in, if its steps see batches."""
        known = self._session.trajectory
        return known.spec.epoch(known.step_of(self._session.selection.lane, row))

    def toggle(self) -> None:
        """Count gradients instead of steps, or steps again."""
        self.choose(Budget.STEPS if self.budget is Budget.GRADIENTS else Budget.GRADIENTS)

    def choose(self, budget: Budget) -> None:
        """Count this; the selected run stays at the step where it is, and a playhead at the end stays there."""
        if budget is self.budget:
            return
        lane, before = self._session.selection.lane, self._session.trajectory
        at_end = 0 < self._playhead.total <= self._playhead.step
        step = before.step_of(lane, self._playhead.step)
        self._session.set_budget(budget)
        if at_end:
            self._playhead.to_end()
        else:
            self._playhead.go_to(self._session.trajectory.row_of(lane, step))

    def to_run_end(self) -> None:
        """Pause where the selected run ends, as far as is known."""
        self._playhead.scrub(self._session.trajectory.last_step(self._session.selection.lane))

    def to_next_end(self) -> None:
        """Pause where the next run ends."""
        self._playhead.scrub(next((row for row in self._ends if row > self._playhead.step), self._playhead.total))

    def to_previous_end(self) -> None:
        """Pause where the run before ended, or at the start."""
        self._playhead.scrub(next((row for row in reversed(self._ends) if row < self._playhead.step), 0))

    def _look_at_race(self, trajectory: Trajectory) -> None:
        ends = tuple(sorted({trajectory.row_of(lane, run.steps) for lane, run in enumerate(trajectory.runs)}))
        if ends != self._ends:
            self._ends = ends
            self.ends_changed.emit(ends)
        epoch = self.epoch(trajectory.last_row)
        if epoch != self._epoch:
            self._epoch = epoch
            self.epochs_changed.emit()
