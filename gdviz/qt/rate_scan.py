"""The outcome of every rate of every entry, found in the background; and the race of each entry at its best."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.protocol import Answer, Scanned
from gdviz.engine.scan import HIGHEST, LOWEST, RATE, RATES, Trial, best, has_rate
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.language.sentence import Sentence
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_rates

# So long nothing must have changed before rates are scanned unasked.
REST_MS = 500
# What may be scanned unasked, and at all, in steps of single runs.
MOST_UNASKED, MOST = 10_000_000, 200_000_000
KEPT = 64

Key = tuple[RaceSpec, Entry]


class RateScan(QObject):
    """`found(trials)` of every entry of the shown setup, empty where not known; `said(sentence)` about the button.

    A scan does not depend on the rates that are set, so moving a rate asks for nothing.
    """

    found = Signal(object)
    said = Signal(object)

    def __init__(self, client: EngineClient, session: Session, rest_ms: int = REST_MS) -> None:
        super().__init__(session)
        self._client, self._session = client, session
        self._number = 0
        self._growing: dict[Entry, list[Trial]] = {}
        self._known: dict[Key, tuple[Trial, ...]] = {}
        self._spec = _question(session.shown.spec)
        self._wants_best = False
        self._best: Setup | None = None
        self._timer = QTimer(self, singleShot=True, interval=rest_ms)
        self._timer.timeout.connect(self._scan_unasked)
        client.answered.connect(self._take)
        session.shown_changed.connect(self._follow)
        session.trajectory_changed.connect(self._rest)

    def trials(self, setup: Setup, index: int) -> tuple[Trial, ...]:
        """What is known of the rates of an entry; empty if nothing is."""
        return self._known.get((_question(setup.spec), _without_rate(setup.spec.entries[index])), ())

    def race_at_best(self) -> None:
        """Give each entry the best of its rates, now or when they are known."""
        self._wants_best = True
        if self._cost() > MOST:
            self._wants_best = False
            self.said.emit(Sentence("So many steps and starts are too much for a scan of rates; ask for fewer."))
        elif not self._missing():
            self._change()
        else:
            self.said.emit(Sentence("Racing each optimizer at {rates} rates …", rates=RATES))
            self._scan()

    @property
    def waiting(self) -> bool:
        """Whether what can be known unasked is not known yet."""
        return bool(self._missing()) and self._cost() <= MOST_UNASKED

    def stop(self) -> None:
        """Ask nothing any more."""
        self._timer.stop()

    def _rest(self, trajectory: object) -> None:
        if self._session.trajectory.complete and self._missing():
            self._timer.start()

    def _follow(self, setup: Setup) -> None:
        self._timer.stop()
        if setup != self._best and (self._best is not None or self._wants_best):
            self._best = None
            self._wants_best = False
            self.said.emit("")
        self._tell(setup)

    def _tell(self, setup: Setup) -> None:
        self.found.emit([self.trials(setup, index) for index in range(len(setup.spec.entries))])

    def _scan_unasked(self) -> None:
        if self._cost() <= MOST_UNASKED and not self._wants_best:
            self._scan()

    def _scan(self) -> None:
        self._spec = _question(self._session.shown.spec)
        self._growing = {entry: [] for entry in self._missing()}
        self._number = self._client.scan(self._spec, self._growing)

    def _cost(self) -> int:
        spec = self._session.shown.spec
        return spec.steps * len(spec.starts) * RATES * len(self._missing())

    def _missing(self) -> list[Entry]:
        spec = self._session.shown.spec
        question = _question(spec)
        wanted = [_without_rate(entry) for entry in spec.entries if has_rate(entry.optimizer)]
        return [entry for entry in dict.fromkeys(wanted) if (question, entry) not in self._known]

    def _take(self, answer: Answer) -> None:
        if not isinstance(answer, Scanned) or answer.number != self._number:
            return
        if answer.trial is not None:
            self._growing[answer.entry].append(answer.trial)
            return
        self._known[self._spec, answer.entry] = tuple(self._growing.pop(answer.entry))
        while len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))
        if not self._missing():
            self._tell(self._session.shown)
            if self._wants_best:
                self._change()

    def _change(self) -> None:
        self._wants_best = False
        setup = self._session.wanted
        trials = {index: self.trials(setup, index) for index, _ in enumerate(setup.spec.entries)}
        rates = {index: found.rate for index, each in trials.items() if (found := best(each)) is not None}
        self._best = with_rates(setup, rates)
        self._session.change(self._best)
        self.said.emit(
            Sentence(
                "Each at its best of {rates} rates from {low} to {high}, {steps:,} steps for each.",
                rates=RATES,
                low=f"{LOWEST:g}",
                high=f"{HIGHEST:g}",
                steps=setup.spec.steps,
            )
        )


def _question(spec: RaceSpec) -> RaceSpec:
    """What a scan depends on beside the entry."""
    return replace(spec, entries=())


def _without_rate(entry: Entry) -> Entry:
    """The entry as far as a scan of its rates depends on it."""
    return replace(entry, values=tuple((name, value) for name, value in entry.values if name != RATE), label="")
