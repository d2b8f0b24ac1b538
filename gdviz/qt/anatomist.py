"""Asks the engine to take steps apart: the newest wish first, then, when all is quiet, the steps beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.errors import InputError
from gdviz.engine.protocol import Anatomized, Answer, Done, Failure
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.style import theme
from gdviz.qt.views.vector_colours import vector_colours

KEPT = 60
# The picture of a step is this large; it is drawn at any size.
SIZE = 20.0

if TYPE_CHECKING:
    from gdviz.engine.anatomy import Paints, StepAnatomy, StepQuestion

    Key = tuple[StepQuestion, Paints]


class Anatomist(QObject):
    """`ready(anatomy)` when the step that is wanted has been taken apart; None when there is no such step.

    With `merge_ms` 0 every race is looked at at once, else a race that is being changed is let pass.
    """

    ready = Signal(object)

    def __init__(self, client: EngineClient, merge_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        client.answered.connect(self._take)
        self._known: dict[Key, StepAnatomy] = {}
        self._trajectory: Trajectory | None = None
        self._lane = 0
        self._step = 0
        self._wanted: Key | None = None
        self._shown: Key | None = None
        self._asked: tuple[int, Key] | None = None
        self._ahead = False
        self._active = False
        self._later = QTimer(self, singleShot=True, interval=6 * merge_ms)
        self._later.timeout.connect(self.look)

    @property
    def waiting(self) -> bool:
        """Whether the step that is wanted is still to come."""
        return self._active and self._wanted != self._shown

    def set_active(self, active: bool) -> None:
        """Ask at all: nobody may be looking."""
        if active != self._active:
            self._active = active
            self.look()

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Another race, or more of it."""
        self._trajectory = trajectory
        if self._active and not self._later.isActive():
            self._later.start()

    def set_lane(self, lane: int) -> None:
        """Another lane."""
        self._lane = lane
        self.look()

    def set_step(self, step: int, ahead: bool) -> None:
        """Another step shown; `ahead` says that its neighbours are likely to be wanted next."""
        self._step, self._ahead = step, ahead
        self.look()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._active = False
        self._later.stop()

    def look(self) -> None:
        """Want the step at the playhead, in the colours of the moment."""
        self._later.stop()
        if not self._active:
            return
        self._wanted = self._key(0)
        if self._wanted is None:
            self._shown = None
            self.ready.emit(None)
        elif self._wanted in self._known:
            self._show()
        elif self._asked is None or self._asked[1] != self._wanted:
            self._ask(self._wanted)

    def _key(self, offset: int) -> Key | None:
        """The step that is so many steps away from the one at the playhead; past a lane's end its last one."""
        from gdviz.engine.anatomy import Paints, step_question  # not needed for the first paint

        trajectory = self._trajectory
        if trajectory is None or self._lane >= trajectory.spec.lanes:
            return None
        lane = self._lane
        last = trajectory.step_of(lane, trajectory.last_step(lane))
        number = min(trajectory.step_of(lane, self._step) + 1, last) + offset
        if not 1 <= number <= last:
            return None
        try:
            question = step_question(trajectory, self._lane, number)
        except InputError:
            return None
        names = vector_colours(question.entry.method)
        return question, Paints(theme().ink, tuple(names.items()), SIZE)

    def _ask(self, key: Key) -> None:
        self._asked = (self._client.anatomy(*key), key)

    def _take(self, answer: Answer) -> None:
        if self._asked is None or answer.number != self._asked[0]:
            return
        match answer:
            case Anatomized():
                self._keep(self._asked[1], answer.anatomy)
            case Failure():
                self._asked = None
                if self.waiting:
                    self._shown = self._wanted
                    self.ready.emit(None)
            case Done():
                self._asked = None
                self._look_ahead()

    def _keep(self, key: Key, anatomy: StepAnatomy) -> None:
        if len(self._known) >= KEPT:
            del self._known[next(iter(self._known))]
        self._known[key] = anatomy
        if key == self._wanted:
            self._show()

    def _show(self) -> None:
        """The step that is wanted is known."""
        if self._wanted is not None and self._shown != self._wanted:
            self._shown = self._wanted
            self.ready.emit(self._known[self._wanted])
        if self._asked is None:
            self._look_ahead()

    def _look_ahead(self) -> None:
        """The next step and the one before are likely to be wanted soon."""
        if not self._ahead or not self._active or self.waiting:
            return
        for key in (self._key(1), self._key(-1)):
            if key is not None and key not in self._known:
                self._ask(key)
                return
