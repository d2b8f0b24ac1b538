"""Asks the engine for the critical points of what is seen of the surface, once the window rests."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.critical_answer import CriticalQuestion, Spans
from gdviz.engine.protocol import Answer, Failure, Sought
from gdviz.engine.surface import Surface
from gdviz.language.sentence import Sentence
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.session import Session
from gdviz.qt.views.stage import Stage

REST_MS = 200
# What is near, as a share of the window.
NEAR = 0.06


class CriticalSeeker(QObject):
    """While it is on: `found(answer)`, or `refused(sentence)`."""

    found = Signal(object)
    refused = Signal(object)

    def __init__(self, client: EngineClient, session: Session, stage: Stage, paced: bool) -> None:
        super().__init__(stage)
        self._client, self._session, self._stage = client, session, stage
        self.on = False
        self._number = 0
        self._question: CriticalQuestion | None = None
        self._timer = QTimer(self, singleShot=True, interval=REST_MS if paced else 0)
        self._timer.timeout.connect(self._ask)
        client.answered.connect(self._take)
        session.shown_changed.connect(self._rest)
        stage.window_moved.connect(self._rest)

    def switch(self, on: bool) -> None:
        """Ask from now on, or no longer."""
        self.on = on
        self._question = None
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Ask nothing any more."""
        self.switch(False)

    def _rest(self, *_: object) -> None:
        if self.on:
            self._timer.start()

    def _ask(self) -> None:
        surface = self._session.shown.spec.surface
        question = CriticalQuestion(surface, seen_window(self._stage, surface))
        if question != self._question:
            self._question = question
            self._number = self._client.seek(question)

    def _take(self, answer: Answer) -> None:
        if not self.on or answer.number != self._number:
            return
        if isinstance(answer, Sought):
            # The surface may have been changed since it was asked.
            if answer.answer.question.surface != self._session.shown.spec.surface:
                return
            self.found.emit(answer.answer)
        elif isinstance(answer, Failure):
            self.refused.emit(Sentence("No critical points: {reason}.", reason=answer.message))


def seen_window(stage: Stage, surface: Surface) -> Spans:
    """What is seen of the first coordinates; of the others, the surface's own window."""
    from gdviz.engine.terrain import DEFAULT_WINDOW

    seen, count = stage.spans(), dimension(surface)
    own = (*surface.window, *[DEFAULT_WINDOW] * count)[:count]
    return (*seen[:count], *own[len(seen) :])


def near_length(window: Spans) -> float:
    """A round length that is small in a window: 1, 2 or 5 times a power of ten."""
    length = NEAR * min(high - low for low, high in window)
    power = 10.0 ** np.floor(np.log10(length))
    return float(f"{max(digit for digit in (1.0, 2.0, 5.0) if digit * power <= length * 1.0001) * power:.3g}")
