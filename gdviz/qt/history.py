"""The setups that were shown, oldest first, and the way back and forth between them."""

from __future__ import annotations

from gdviz.language.sentence import Sentence
from gdviz.qt.setup import Setup
from gdviz.qt.setup_changes import describe_change, setup_changes

LIMIT = 200


class History:
    """Undo and redo as two stacks of setups around the present one."""

    def __init__(self, present: Setup) -> None:
        self.present = present
        self._before: list[Setup] = []
        self._after: list[Setup] = []

    def record(self, setup: Setup, burst: bool) -> None:
        """A new present; in a burst, more of the last change is one step with it."""
        if setup == self.present:
            return
        if not (burst and self._before and not self._after and self._same_kind(setup)):
            self._before = [*self._before, self.present][-LIMIT:]
        self._after.clear()
        self.present = setup

    def undo(self) -> Setup:
        """The setup before, which is the present now; the present itself if there is none."""
        return self._move(self._before, self._after)

    def redo(self) -> Setup:
        """The setup that was undone last, which is the present again."""
        return self._move(self._after, self._before)

    def undoes(self) -> Sentence | None:
        """What undo would take back, None if there is nothing."""
        return describe_change(self._before[-1], self.present) if self._before else None

    def redoes(self) -> Sentence | None:
        """What redo would do again, None if there is nothing."""
        return describe_change(self.present, self._after[-1]) if self._after else None

    def _move(self, source: list[Setup], target: list[Setup]) -> Setup:
        if source:
            target.append(self.present)
            self.present = source.pop()
        return self.present

    def _same_kind(self, setup: Setup) -> bool:
        last = self._before[-1]
        return _kinds(last, self.present) == _kinds(last, setup)


def _kinds(old: Setup, new: Setup) -> list[str]:
    return [change.what for change in setup_changes(old, new)]
