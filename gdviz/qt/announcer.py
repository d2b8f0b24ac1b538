"""The state of the race as one sentence, told to screen readers: where it is, who leads, and in the end who won."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from gdviz.engine.budget import Budget
from gdviz.engine.result import Verdict
from gdviz.engine.trajectory import Trajectory
from gdviz.language.sentence import Sentence
from gdviz.qt.playhead import Playhead
from gdviz.qt.session import Session
from gdviz.qt.text import tr
from gdviz.qt.views.lanes import lane_label
from gdviz.qt.views.number_text import short

# A sentence takes about as long to hear.
INTERVAL_MS = 4000
PLACE_OF_STEPS = "Step {step:,} of {total:,}"
PLACE_OF_GRADIENTS = "Gradient {step:,} of {total:,}"


class Announcer(QObject):
    """Speaks at once when the race rests, and while it plays at most once in a while; `announced(sentence)`."""

    announced = Signal(str)

    def __init__(self, window: QWidget, session: Session, playhead: Playhead, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(window)
        self._window, self._session, self._playhead = window, session, playhead
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=interval_ms)
        self._timer.timeout.connect(self.say)
        playhead.text_step_changed.connect(self._moved)
        playhead.playing_changed.connect(self._rests)

    @property
    def said(self) -> str:
        """The last sentence."""
        return self._said

    def stop(self) -> None:
        """Say nothing any more."""
        self._timer.stop()

    def say(self) -> None:
        """Tell the state of the race, unless it is what was told last."""
        self._timer.stop()
        sentence = tr(race_sentence(self._session, self._playhead.step, self._playhead.total))
        if sentence == self._said:
            return
        self._said = sentence
        self._window.setAccessibleDescription(sentence)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, sentence))
        self.announced.emit(sentence)

    def _moved(self, _step: int) -> None:
        if not self._playhead.playing:
            self.say()
        elif not self._timer.isActive():
            self._timer.start()

    def _rests(self, playing: bool) -> None:
        if not playing:
            self.say()


def race_sentence(session: Session, step: int, total: int) -> Sentence:
    """The state of the shown race at a step, in one sentence."""
    trajectory = session.trajectory
    gradients = session.budget is Budget.GRADIENTS
    place = Sentence(PLACE_OF_GRADIENTS if gradients else PLACE_OF_STEPS, step=step, total=total)
    leader = _leader(trajectory, session.shown.visible, step)
    if leader is None:
        return Sentence("{place}; no run has a finite loss.", place=place)
    lane, loss = leader
    name = lane_label(trajectory, *divmod(lane, len(trajectory.spec.starts)))
    if trajectory.complete and step >= total:
        from gdviz.qt.views.race_rows import WORDS  # not needed for the first paint

        verdict = Sentence(WORDS[trajectory.runs[lane].verdict])
        return Sentence(
            "{place}; {entry} ends lowest with loss {loss}: {verdict}.",
            place=place,
            entry=name,
            loss=short(loss, 3),
            verdict=verdict,
        )
    return Sentence("{place}; {entry} leads with loss {loss}.", place=place, entry=name, loss=short(loss, 3))


def _leader(trajectory: Trajectory, visible: tuple[bool, ...], step: int) -> tuple[int, float] | None:
    """The visible lane with the lowest finite loss at a step or at its end, with that loss."""
    starts = len(trajectory.spec.starts)
    best: tuple[int, float] | None = None
    for lane in range(trajectory.spec.lanes if trajectory.length else 0):
        if not all(visible[lane // starts :][:1]):
            continue
        loss = float(trajectory.loss[min(step, trajectory.length - 1, trajectory.last_step(lane)), lane])
        diverged = bool(trajectory.runs) and trajectory.runs[lane].verdict is Verdict.DIVERGED
        if math.isfinite(loss) and not diverged and (best is None or loss < best[1]):
            best = (lane, loss)
    return best
