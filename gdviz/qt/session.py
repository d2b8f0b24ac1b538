"""The question now asked and the answer so far: controls change the one, views show the other."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from gdviz.engine.budget import Budget, on_budget
from gdviz.engine.protocol import Answer, Description, Failure, Progress
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.selection import Selection
from gdviz.qt.setup import Setup, check_setup

MERGE_MS = 16


class Session(QObject):
    """Holds two setups: `wanted`, which the controls show, and `shown`, the last one with a picture.

    Signals: `setup_changed(setup)` for the controls; `shown_changed(setup)`, then `trajectory_changed(trajectory)`, for
    the views; `described(description)` of the surface shown; `refused(part, sentence)` when the engine cannot answer,
    `part` being "surface", "starts" or "race": what was wanted is then again what is shown. `budget_changed(budget)`,
    then `trajectory_changed`, when the rows of the trajectory count something else. `resumed(setup)`, then the signals
    of a change, when the session goes on with another setup than the one it was made with. `asked` when the engine has
    been asked for a race, `replaced` after the signals of a change that was the beginning of another experiment.
    """

    setup_changed = Signal(object)
    shown_changed = Signal(object)
    trajectory_changed = Signal(object)
    described = Signal(object)
    refused = Signal(str, object)
    budget_changed = Signal(object)
    resumed = Signal(object)
    asked = Signal()
    replaced = Signal()

    def __init__(self, client: EngineClient, setup: Setup, merge_ms: int = MERGE_MS) -> None:
        super().__init__()
        self.selection = Selection(self)
        self._client = client
        client.answered.connect(self._take)
        self._wanted = self._shown = self._asked = setup
        self._trajectory = self._growing = Trajectory.empty(setup.spec)
        self._budget = Budget.STEPS
        self._race = self._describe = 0
        self._description: Description | None = None
        self._told: Description | None = None
        self._merge_ms = merge_ms
        self._racing = False
        self._since_asked = QElapsedTimer()
        self._ask_timer = QTimer(self, singleShot=True)
        self._ask_timer.timeout.connect(self._ask)
        self._show_timer = QTimer(self, singleShot=True, interval=merge_ms)
        self._show_timer.timeout.connect(self._show)

    @property
    def wanted(self) -> Setup:
        """What the controls show."""
        return self._wanted

    @property
    def shown(self) -> Setup:
        """What the views show."""
        return self._shown

    @property
    def trajectory(self) -> Trajectory:
        """The answer to the shown setup so far, its rows counted in the budget."""
        return self._trajectory

    @property
    def budget(self) -> Budget:
        """What the rows of the trajectory count."""
        return self._budget

    def set_budget(self, budget: Budget) -> None:
        """Count steps, or gradient evaluations, in all views at once."""
        if budget is not self._budget:
            self._budget = budget
            self._trajectory = on_budget(self._trajectory, budget)
            self.budget_changed.emit(budget)
            self.trajectory_changed.emit(self._trajectory)

    @property
    def is_described(self) -> bool:
        """Whether the derivatives of the shown surface have come."""
        return self._description is not None and self._description.surface == self._shown.spec.surface

    def resume(self, setup: Setup) -> None:
        """Go on with this setup, before the first question is asked: no change that could be undone."""
        self._wanted = self._shown = self._asked = setup
        self._trajectory = self._growing = Trajectory.empty(setup.spec)
        self.resumed.emit(setup)
        self.setup_changed.emit(setup)
        self.shown_changed.emit(setup)
        self.trajectory_changed.emit(self._trajectory)

    def begin(self) -> None:
        """Ask the first question."""
        self._ask()

    def change(self, setup: Setup) -> None:
        """Want another setup; InputError or FormulaError, and no change, if that can be seen to be wrong at once."""
        if setup == self._wanted:
            return
        if setup.spec == self._wanted.spec:
            self._dress(setup)
            return
        check_setup(setup)
        self._wanted = setup
        self.setup_changed.emit(setup)
        self._ask_soon()

    def replace(self, setup: Setup) -> None:
        """Begin with another experiment, as change() does: what was being typed for the one before is over."""
        self.change(setup)
        self.replaced.emit()

    def _dress(self, setup: Setup) -> None:
        """Looks and visibility need no new race."""
        self._wanted = setup
        self.setup_changed.emit(setup)
        if setup.spec == self._asked.spec:
            self._asked = setup
        if setup.spec == self._shown.spec:
            self._shown = setup
            self.shown_changed.emit(setup)

    def _ask_soon(self) -> None:
        """Merge a burst of changes, the last one wins; an engine that has nothing to do is asked at once."""
        if self._ask_timer.isActive():
            return
        self._ask_timer.start(max(0, self._merge_ms - self._since_asked.elapsed()) if self._racing else 0)

    def _ask(self) -> None:
        if self._show_timer.isActive():
            self._show()
        self._since_asked.start()
        self._racing = True
        new_surface = self._wanted.spec.surface != self._asked.spec.surface or not self._describe
        self._asked = self._wanted
        self._race = self._client.race(self._asked.spec)
        if new_surface:
            self._describe = self._client.describe(self._asked.spec.surface)
        self.asked.emit()

    def _take(self, answer: Answer) -> None:
        """What the engine says; only answers to the newest requests are heard."""
        if answer.number not in (self._race, self._describe):
            return
        match answer:
            case Progress():
                self._grow(answer)
            case Description():
                self._description = answer
                self._tell_description()
            case Failure():
                self._refuse(answer)

    def _grow(self, progress: Progress) -> None:
        """Draw at most once in a while, so that a race drawn anew is not seen growing from nothing."""
        if progress.chunk.first == 0:
            self._growing = Trajectory.empty(self._asked.spec)
        self._growing = self._growing.grown(progress.chunk)
        self._racing = not self._growing.complete
        if self._ask_timer.isActive() and not self._racing:
            self._ask_timer.start(0)
        if self._growing.length > self._growing.spec.steps or self._growing.complete or self._merge_ms == 0:
            self._show()
        elif not self._show_timer.isActive():
            self._show_timer.start()

    def _show(self) -> None:
        self._show_timer.stop()
        self._trajectory = on_budget(self._growing, self._budget)
        new = self._shown != self._asked
        if new:
            self._shown = self._asked
            self.shown_changed.emit(self._shown)
        self.trajectory_changed.emit(self._trajectory)
        if new:
            self._tell_description()

    def _tell_description(self) -> None:
        if self.is_described and self._description is not self._told:
            self._told = self._description
            self.described.emit(self._description)

    def _refuse(self, failure: Failure) -> None:
        """Back to what is shown; a newer wish that has not been asked yet keeps its turn."""
        self._racing = False
        part = self._part_at_fault()
        self.refused.emit(part, failure.message)
        if self._wanted == self._asked:
            self._wanted = self._shown
            self.setup_changed.emit(self._wanted)
        self._asked, failed = self._shown, self._asked
        if failed != self._shown and not self._trajectory.complete:
            self._racing = True
            self._race = self._client.race(self._shown.spec)

    def _part_at_fault(self) -> str:
        if self._asked.spec.surface != self._shown.spec.surface:
            return "surface"
        return "starts" if self._asked.spec.starts != self._shown.spec.starts else "race"
