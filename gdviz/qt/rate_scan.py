"""The outcome of every rate of every entry, found in the background; and the race of each entry at its best."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.extras import RATE
from gdviz.engine.protocol import Answer, Failure, Scanned
from gdviz.engine.scan import RATES, Trial, best, has_rate
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.language.sentence import Sentence
from gdviz.qt.best_rates import best_rates_sentence
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.session import Session
from gdviz.qt.setup import LANE_LIMIT, Setup, with_rates

# So long nothing must have changed before rates are scanned unasked.
REST_MS = 500
# What may be scanned unasked, and at all, in steps of single runs.
MOST_UNASKED, MOST = 10_000_000, 200_000_000
# As many scans as a race may have entries: with fewer it would never be done.
KEPT = LANE_LIMIT

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
        self._growing: dict[Entry, dict[float, Trial]] = {}
        self._known: dict[Key, tuple[Trial, ...]] = {}
        self._spec = question_of(session.shown.spec)
        # The setup whose best rates are waited for, and the one that they have made.
        self._goal: Setup | None = None
        self._best: Setup | None = None
        self._timer = QTimer(self, singleShot=True, interval=rest_ms)
        self._timer.timeout.connect(self._scan_unasked)
        client.answered.connect(self._take)
        session.setup_changed.connect(self._follow)
        session.shown_changed.connect(self._tell)
        session.trajectory_changed.connect(self._rest)

    def trials(self, setup: Setup, index: int) -> tuple[Trial, ...]:
        """What is known of the rates of an entry; empty if nothing is."""
        return self._all_trials(setup)[index]

    def _all_trials(self, setup: Setup) -> list[tuple[Trial, ...]]:
        question = question_of(setup.spec)
        return [self._known.get((question, without_rate(entry)), ()) for entry in setup.spec.entries]

    def race_at_best(self) -> None:
        """Give each entry that is wanted the best of its rates, now or when they are known."""
        self._goal = self._session.wanted
        if self._cost(self._goal) > MOST:
            self._give_up(Sentence("So many steps and starts are too much for a scan of rates; ask for fewer."))
        elif not self._missing(self._goal):
            self._change()
        else:
            self.said.emit(Sentence("Racing each optimizer at {rates} rates …", rates=RATES))
            self._scan(self._goal)

    @property
    def waiting(self) -> bool:
        """Whether what can be known unasked is not known yet."""
        shown = self._session.shown
        return bool(self._missing(shown)) and self._cost(shown) <= MOST_UNASKED

    def stop(self) -> None:
        """Ask nothing any more."""
        self._timer.stop()

    def _rest(self, trajectory: object) -> None:
        if self._session.trajectory.complete and self._missing(self._session.shown):
            self._timer.start()

    def _follow(self, wanted: Setup) -> None:
        """Another question is wanted: what was said of the last one, or waited for, is over."""
        self._timer.stop()
        if self._number and question_of(wanted.spec) != self._spec:
            # Another race would wait for it, and nobody for its answers.
            self._number, _ = 0, self._client.scan(self._spec, ())
        given_up = self._goal is not None and not _same_scans(self._goal, wanted)
        if given_up or (self._best is not None and self._best != wanted):
            self._give_up("")

    def _give_up(self, sentence: str) -> None:
        self._goal = self._best = None
        self.said.emit(sentence)

    def _tell(self, setup: Setup) -> None:
        self.found.emit(self._all_trials(setup))

    def _scan_unasked(self) -> None:
        if self._goal is None and self._cost(self._session.shown) <= MOST_UNASKED:
            self._scan(self._session.shown)

    def _scan(self, setup: Setup) -> None:
        self._spec = question_of(setup.spec)
        self._growing = {}
        self._number = self._client.scan(self._spec, self._missing(setup))

    def _cost(self, setup: Setup) -> int:
        return setup.spec.steps * len(setup.spec.starts) * RATES * len(self._missing(setup))

    def _missing(self, setup: Setup) -> list[Entry]:
        question = question_of(setup.spec)
        return [entry for entry in dict.fromkeys(scanned(setup)) if (question, entry) not in self._known]

    def _take(self, answer: Answer) -> None:
        if answer.number != self._number:
            return
        if isinstance(answer, Failure):
            self._give_up(answer.message)
        elif isinstance(answer, Scanned) and answer.trial is not None:
            # An engine that was started again begins a scan again: what came before comes twice.
            self._growing.setdefault(answer.entry, {})[answer.trial.rate] = answer.trial
        elif isinstance(answer, Scanned):
            self._learn(answer.entry)

    def _learn(self, entry: Entry) -> None:
        """All rates of an entry have been tried."""
        self._known[self._spec, entry] = tuple(self._growing.pop(entry).values())
        while len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))
        if not self._missing(self._session.shown):
            self._tell(self._session.shown)
        if self._goal is not None and not self._missing(self._goal):
            self._change()

    def _change(self) -> None:
        """What is wanted asks the same of a scan as when it was begun, or it would have been given up."""
        self._goal = None
        setup = self._session.wanted
        found = {index: best(trials) for index, trials in enumerate(self._all_trials(setup)) if trials}
        rates = {index: trial.rate for index, trial in found.items() if trial is not None}
        self._best = with_rates(setup, rates)
        self._session.change(self._best)
        stuck = [index for index, trial in found.items() if trial is None]
        self.said.emit(best_rates_sentence(setup, stuck))


def scanned(setup: Setup) -> list[Entry]:
    """The entries that a scan races, as far as it depends on them."""
    return [without_rate(entry) for entry in setup.spec.entries if has_rate(entry.optimizer)]


def _same_scans(one: Setup, other: Setup) -> bool:
    return question_of(one.spec) == question_of(other.spec) and scanned(one) == scanned(other)


def question_of(spec: RaceSpec) -> RaceSpec:
    """What a scan depends on beside the entry."""
    return replace(spec, entries=())


def without_rate(entry: Entry) -> Entry:
    """The entry as far as a scan of its rates depends on it."""
    return replace(entry, values=tuple((name, value) for name, value in entry.values if name != RATE), label="")
