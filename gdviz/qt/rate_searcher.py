"""The search for the best rate of every visible entry, asked of the engine while somebody looks at it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.protocol import Answer, Failure, Scanned
from gdviz.engine.rate_search import Span
from gdviz.engine.scan import Trial, has_rate
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.language.sentence import Sentence
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.pacing import Paced
from gdviz.qt.rate_scan import KEPT, MOST, question_of, without_rate
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_spec

# What is wanted must have rested so long before it is asked; what is found is drawn so often.
REST_MS, DRAW_MS = 200, 100

Key = tuple[RaceSpec, Span, Entry]


class RateSearcher(QObject):
    """`changed()` when more is known, and `refused(sentence)`; it asks only while it is switched on.

    A search does not depend on the rates that are set, so taking one over asks for nothing.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, client: EngineClient, session: Session, paced: bool) -> None:
        super().__init__(session)
        self._client, self._session = client, session
        self.span, self.steps = Span(), 0
        self._on = False
        self._number = 0
        self._asked: tuple[Key, ...] = ()
        self._tried: dict[Key, dict[float, Trial]] = {}
        self._done: set[Key] = set()
        self._timer = QTimer(self, singleShot=True, interval=REST_MS if paced else 0)
        self._timer.timeout.connect(self._ask)
        self._pace = Paced(self, DRAW_MS if paced else 0, lambda _: self.changed.emit())
        client.answered.connect(self._take)
        session.setup_changed.connect(self._look)

    def switch(self, on: bool) -> None:
        """Search, or no longer; what is known is kept."""
        self._on = on
        if not on and self.waiting:
            # Nobody looks at it any more: a search of nothing supersedes it.
            self._asked = ()
            self._number = self._client.search_rates(question_of(self._session.wanted.spec), (), self.span)
        self._look()

    def ask_for(self, span: Span, steps: int) -> None:
        """Look at other rates, or after so many steps; 0 are those of the race."""
        self.span, self.steps = span, steps
        self._look()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._timer.stop()
        self._pace.stop()

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._timer.isActive() or any(key not in self._done for key in self._asked)

    def trials(self, index: int) -> tuple[Trial, ...]:
        """What is known of the rates of an entry that is wanted, from the lowest to the highest."""
        tried = self._tried.get(self._key(self._session.wanted, index), {})
        return tuple(tried[rate] for rate in sorted(tried))

    def done(self, index: int) -> bool:
        """Whether the search for an entry's best rate is over."""
        return self._key(self._session.wanted, index) in self._done

    def searched(self) -> list[int]:
        """The entries that have a rate and are visible."""
        setup = self._session.wanted
        pairs = zip(setup.spec.entries, setup.visible, strict=True)
        return [index for index, (entry, visible) in enumerate(pairs) if visible and has_rate(entry.optimizer)]

    def _look(self, _: object = None) -> None:
        """Ask once what is wanted rests; what was asked for something else is of no use."""
        self._timer.stop()
        self.changed.emit()
        if self._on and not set(self._missing()) <= {key for key in self._asked if key not in self._done}:
            self._timer.start()

    def _ask(self) -> None:
        missing = self._missing()
        setup = self._session.wanted
        if not missing:
            return
        if self._cost(setup, len(missing)) > MOST:
            self._asked = ()
            self.refused.emit(Sentence("So many steps and starts are too much for a scan of rates; ask for fewer."))
            return
        self._asked = tuple(missing)
        for key in missing:
            self._tried[key] = {}
        self._number = self._client.search_rates(missing[0][0], [entry for _, _, entry in missing], self.span)

    def _cost(self, setup: Setup, entries: int) -> int:
        return (self.steps or setup.spec.steps) * len(setup.spec.starts) * self.span.count * entries

    def _missing(self) -> list[Key]:
        keys = (self._key(self._session.wanted, index) for index in self.searched())
        return [key for key in dict.fromkeys(keys) if key not in self._done]

    def _key(self, setup: Setup, index: int) -> Key:
        entry = setup.spec.entries[index]
        spec = with_spec(setup, steps=self.steps).spec if self.steps else setup.spec
        return question_of(spec), self.span, without_rate(entry)

    def _take(self, answer: Answer) -> None:
        if answer.number != self._number or not self._asked:
            return
        if isinstance(answer, Failure):
            self._asked = ()
            self.refused.emit(answer.message)
        elif isinstance(answer, Scanned):
            self._learn(answer)
            self._pace.offer(None)

    def _learn(self, answer: Scanned) -> None:
        key = next(each for each in self._asked if each[2] == answer.entry)
        if answer.trial is None:
            self._done.add(key)
            self._forget()
        else:
            # An engine that was started again begins a search again: what came before comes twice.
            self._tried[key][answer.trial.rate] = answer.trial

    def _forget(self) -> None:
        """The oldest that is known, once there is too much."""
        while len(self._tried) > KEPT:
            oldest = next(iter(self._tried))
            del self._tried[oldest]
            self._done.discard(oldest)
