"""The window's end of the engine: asks, drops answers nobody waits for, starts it again when it dies or hangs."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.protocol import (
    HELLO,
    Accepted,
    Anatomy,
    Answer,
    CheckGradient,
    CutLine,
    Describe,
    Done,
    Failure,
    PreviewRules,
    PreviewSurface,
    Race,
    Replicate,
    Request,
    Scan,
    SearchRates,
    Seek,
    Typeset,
)
from gdviz.engine.result import Record
from gdviz.qt.text import tr

if TYPE_CHECKING:
    from gdviz.engine.anatomy import Paints, StepQuestion
    from gdviz.engine.critical_answer import CriticalQuestion
    from gdviz.engine.rate_search import Span
    from gdviz.engine.spec import Entry, RaceSpec
    from gdviz.engine.surface import Point, Surface
    from gdviz.qt.engine_process import EngineProcess

# Nothing heard for so long: the engine is stuck, and is ended when a newer request waits, or else later. On a machine
# that is busy with other things an engine that works well has been silent for five seconds.
PATIENCE_MS = 15000
LIMIT_MS = 60000
# Deaths in a row before the first word: the engine cannot run on this machine.
MAX_STILLBIRTHS = 3
# What anything else may overtake.
PATIENT = (Typeset, Scan, SearchRates, Replicate, PreviewSurface, PreviewRules)


class EngineClient(QObject):
    """Requests may be made before `start`; they wait. Signals: `answered(answer)` for requests not superseded,
    `noticed(sentence)` when the engine had to be started again."""

    answered = Signal(object)
    noticed = Signal(str)

    def __init__(self, parent: QObject | None = None, patience_ms: int = PATIENCE_MS, limit_ms: int = LIMIT_MS) -> None:
        super().__init__(parent)
        self._patience_ms = patience_ms
        self._limit_ms = limit_ms
        self._process: EngineProcess | None = None
        self._listening = False
        self._stillbirths = 0
        self._numbers = 0
        self._waiting: list[Request] = []  # not sent yet
        self._unread: Request | None = None  # sent, not accepted yet
        self._open: dict[int, Request] = {}  # not answered in full yet
        self._repeated: set[int] = set()
        self._watch = QTimer(self, singleShot=True)
        self._watch.timeout.connect(self._lose_patience)

    @property
    def pid(self) -> int:
        """The process id of the engine, 0 when it does not run."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start the engine process; to be called when the window has been painted."""
        from gdviz.qt.engine_process import EngineProcess  # multiprocessing is not needed before the first paint

        self._listening = False
        self._process = EngineProcess(self)
        self._process.heard.connect(self._hear)
        self._process.ended.connect(self._mourn)

    def stop(self) -> None:
        """End the engine process and forget what was asked."""
        self._watch.stop()
        self._waiting.clear()
        self._open.clear()
        if self._process:
            self._process.stop()
            self._process = None

    def race(self, spec: RaceSpec, record: Record = Record.STATES) -> int:
        """Ask for a race in place of the one before; returns the number of the request."""
        return self._ask(Race(self._next_number(), spec, record))

    def describe(self, surface: Surface) -> int:
        """Ask for all that can be derived from a surface, in place of the one before."""
        return self._ask(Describe(self._next_number(), surface))

    def anatomy(self, question: StepQuestion, paints: Paints) -> int:
        """Ask for a step to be taken apart, in place of the one before."""
        return self._ask(Anatomy(self._next_number(), question, paints))

    def cut_line(self, question: StepQuestion) -> int:
        """Ask for the line that a step searched, in place of the one before."""
        return self._ask(CutLine(self._next_number(), question))

    def scan(self, spec: RaceSpec, entries: Iterable[Entry]) -> int:
        """Ask for these entries to be raced at many rates, in place of the scan before."""
        return self._ask(Scan(self._next_number(), spec, tuple(entries)))

    def search_rates(self, spec: RaceSpec, entries: Iterable[Entry], span: Span) -> int:
        """Ask for the best rate of each of these entries, in place of the search before."""
        return self._ask(SearchRates(self._next_number(), spec, tuple(entries), span))

    def replicate(self, spec: RaceSpec, seeds: Iterable[int]) -> int:
        """Ask for the race with these seeds, in place of those before."""
        return self._ask(Replicate(self._next_number(), spec, tuple(seeds)))

    def seek(self, question: CriticalQuestion) -> int:
        """Ask for the critical points in a window, in place of the question before."""
        return self._ask(Seek(self._next_number(), question))

    def check_gradient(self, surface: Surface, point: Point) -> int:
        """Ask for the gradient of a surface to be checked at a point, in place of the check before."""
        return self._ask(CheckGradient(self._next_number(), surface, point))

    def typeset(self, latex: Iterable[str]) -> int:
        """Ask for pictures of formulas."""
        return self._ask(Typeset(self._next_number(), tuple(latex)))

    def preview_surface(self, surface: Surface) -> int:
        """Ask for a surface that is being typed as formulas, in place of the one before."""
        return self._ask(PreviewSurface(self._next_number(), surface))

    def preview_rules(self, rules: str, letters: Iterable[tuple[str, str]]) -> int:
        """Ask for the rules that are being typed as formulas, in place of those before."""
        return self._ask(PreviewRules(self._next_number(), rules, tuple(letters)))

    def _next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _ask(self, request: Request) -> int:
        if not isinstance(request, Typeset):
            self._forget(type(request))
        self._open[request.number] = request
        self._waiting.append(request)
        self._send_next()
        return request.number

    def _forget(self, kind: type[Request]) -> None:
        """Older requests of a kind are superseded: their answers are dropped, those not sent yet never will be."""
        self._waiting = [request for request in self._waiting if not isinstance(request, kind)]
        self._open = {number: request for number, request in self._open.items() if not isinstance(request, kind)}

    def _send_next(self) -> None:
        """Send one request at a time, so that a drag never fills the pipe of an engine that does not read."""
        if not (self._process and self._listening and self._waiting and self._unread is None):
            return
        # These can wait: while one is worked at no step is made.
        self._waiting.sort(key=lambda request: isinstance(request, PATIENT))
        self._unread = self._waiting.pop(0)
        self._process.send(self._unread)
        self._watch_on()

    def _watch_on(self) -> None:
        """Count the silence from now, while anything is expected."""
        if self._unread or self._open:
            self._watch.start(self._patience_ms if self._unread else self._limit_ms)
        else:
            self._watch.stop()

    def _hear(self, answer: Answer) -> None:
        if isinstance(answer, Accepted):
            self._accept(answer)
        elif answer.number in self._open:
            if isinstance(answer, Done | Failure):
                del self._open[answer.number]
            self.answered.emit(answer)
        self._watch_on()

    def _accept(self, answer: Accepted) -> None:
        if answer == HELLO:
            self._listening = True
            self._stillbirths = 0
        self._unread = None
        self._send_next()

    def _lose_patience(self) -> None:
        """Nothing is heard: whatever the engine is doing, end it; what has had its time is not asked again."""
        if not self._unread:
            self._repeated.update(self._open)
        if self._process:
            self._process.kill()

    def _mourn(self) -> None:
        """The engine died: start another and ask what is open once more."""
        self._watch.stop()
        self._process.stop()
        self._process.deleteLater()
        self._process = None
        self._stillbirths += not self._listening
        if self._stillbirths >= MAX_STILLBIRTHS:
            sentence = tr("The engine cannot be started, so nothing can be computed.")
            for number in list(self._open):
                self._hear(Failure(number, sentence))
            self.noticed.emit(sentence)
            return
        self._ask_again()
        self.start()
        self.noticed.emit(tr("The engine stopped and was started again."))

    def _ask_again(self) -> None:
        """Send every open request once more, unless the engine has died or hung over it before."""
        self._unread = None
        unsent = set(map(id, self._waiting))
        for request in list(self._open.values()):
            if id(request) in unsent:
                continue
            if request.number in self._repeated:
                self._hear(Failure(request.number, tr("the engine did not survive this; change it and try again")))
            else:
                self._repeated.add(request.number)
                self._waiting.append(request)
        self._waiting.sort(key=attrgetter("number"))
