"""Remembers where the playhead was when the question was changed while the race played."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from gdviz.language.sentence import Sentence
from gdviz.qt.playhead import Playhead
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.setup_changes import describe_change

# A slider on its way changes the question many times: what comes so soon after a change belongs to it.
SAME_MS = 1000


@dataclass(frozen=True)
class ChangeMark:
    """At this step the question was changed from `before`, as `change` says."""

    step: int
    before: Setup
    change: Sentence

    @property
    def sentence(self) -> Sentence:
        """What the mark means: a race never mixes two questions."""
        template = "You changed this at step {step}: {change}. The curves show the new race, from its start."
        return Sentence(template, step=self.step, change=self.change)


class ChangeMarks(QObject):
    """`changed(marks)` when there is one more or none any more: from the start on there is nothing to be marked."""

    changed = Signal(object)

    def __init__(self, session: Session, playhead: Playhead) -> None:
        super().__init__(playhead)
        self._playhead = playhead
        self._setup = session.wanted
        self._since = QElapsedTimer()
        self.marks: tuple[ChangeMark, ...] = ()
        session.setup_changed.connect(self._take)
        session.budget_changed.connect(self.clear)
        playhead.rewound.connect(self.clear)

    def clear(self, *_: object) -> None:
        """No marks any more."""
        self._put(())

    def _take(self, setup: Setup) -> None:
        before, self._setup = self._setup, setup
        if setup.spec.surface != before.spec.surface:
            self.clear()
        elif setup.spec != before.spec and self._playhead.playing:
            self._mark(before, setup)

    def _mark(self, before: Setup, after: Setup) -> None:
        marks, step = self.marks, self._playhead.step
        if marks and self._since.isValid() and self._since.elapsed() < SAME_MS:
            before, step, marks = marks[-1].before, marks[-1].step, marks[:-1]
        self._since.start()
        changed = before.spec != after.spec
        self._put((*marks, ChangeMark(step, before, describe_change(before, after))) if changed else marks)

    def _put(self, marks: tuple[ChangeMark, ...]) -> None:
        if marks != self.marks:
            self.marks = marks
            self.changed.emit(marks)
