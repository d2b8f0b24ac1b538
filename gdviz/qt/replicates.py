"""Asks the engine for the race with other seeds, once the race itself is over, and shows them behind it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.protocol import Answer, Failure, Replicated
from gdviz.engine.replicates import Replica, other_seeds
from gdviz.engine.spec import RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.cloud import Cloud
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.pacing import Paced
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.views.stage import Stage

# What is wanted must have rested so long before it is asked; what comes is drawn so often.
REST_MS, DRAW_MS = 200, 100


class Replicates(QObject):
    """A replicate depends on the race and its seed alone: with more of them wanted, those that are known stay."""

    refused = Signal(object)

    def __init__(self, client: EngineClient, session: Session, stage: Stage, paced: bool) -> None:
        super().__init__(stage)
        self._client, self._session, self._stage = client, session, stage
        self._spec: RaceSpec | None = None
        self._known: dict[int, Trajectory] = {}
        self._asked: tuple[int, ...] = ()
        self._number = 0
        self._timer = QTimer(self, singleShot=True, interval=REST_MS if paced else 0)
        self._timer.timeout.connect(self._ask)
        self._pace = Paced(self, DRAW_MS if paced else 0, stage.show_cloud)
        client.answered.connect(self._take)
        session.setup_changed.connect(self._follow)
        session.shown_changed.connect(self._rest)
        session.trajectory_changed.connect(self._rest)

    @property
    def waiting(self) -> bool:
        """Whether one is still to come."""
        return bool(self._missing())

    def stop(self) -> None:
        """Ask nothing any more."""
        self._timer.stop()
        self._pace.stop()

    def _follow(self, wanted: Setup) -> None:
        """Of another race nothing is known, and nobody waits any more for those of the last one."""
        seeds = other_seeds(wanted.spec, wanted.replicates)
        if wanted.spec != self._spec:
            self._known = {}
        if wanted.spec != self._spec or not set(self._asked) <= set(seeds):
            self._give_up()
        self._spec = wanted.spec
        self._show()

    def _give_up(self) -> None:
        self._timer.stop()
        if self._asked and self._spec is not None:
            self._asked = ()
            self._number = self._client.replicate(self._spec, ())

    def _missing(self) -> list[int]:
        wanted = self._session.wanted
        return [seed for seed in other_seeds(wanted.spec, wanted.replicates) if seed not in self._known]

    def _rest(self, _: object) -> None:
        """The race itself comes first."""
        trajectory = self._session.trajectory
        if trajectory.complete and trajectory.spec == self._session.wanted.spec:
            missing = self._missing()
            if missing and not set(missing) <= set(self._asked):
                self._timer.start()

    def _ask(self) -> None:
        self._spec = self._session.wanted.spec
        self._asked = tuple(self._missing())
        self._number = self._client.replicate(self._spec, self._asked)

    def _take(self, answer: Answer) -> None:
        if answer.number != self._number or not self._asked:
            return
        if isinstance(answer, Failure):
            self._asked = ()
            self.refused.emit(answer.message)
        elif isinstance(answer, Replicated):
            self._known[answer.replica.seed] = self._trajectory(answer.replica)
            self._asked = tuple(seed for seed in self._asked if seed != answer.replica.seed)
            self._show()

    def _trajectory(self, replica: Replica) -> Trajectory:
        assert self._spec is not None
        spec = replace(self._spec, seed=replica.seed)
        return Trajectory(spec, len(replica.points), replica.points, replica.loss)

    def _show(self) -> None:
        seeds = other_seeds(self._session.wanted.spec, self._session.wanted.replicates)
        runs = tuple(self._known[seed] for seed in seeds if seed in self._known)
        self._pace.offer(Cloud(runs, len(seeds)) if runs else None)
        if not runs:
            self._pace.flush()
