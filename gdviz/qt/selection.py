"""The entry that is looked at closely, and the start from which."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gdviz.qt.setup import Setup


class Selection(QObject):
    """`changed(lane)` when another lane is selected, lanes being counted as in the race."""

    changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = self._starts = 1
        self._entry = self._start = 0

    @property
    def entry(self) -> int:
        """The selected entry."""
        return self._entry

    @property
    def start(self) -> int:
        """The start that is looked at when there are several."""
        return self._start

    @property
    def lane(self) -> int:
        """The lane of the selected entry from that start."""
        return self._entry * self._starts + self._start

    def select(self, entry: int) -> None:
        """Look at an entry, from the same start as before."""
        self._set(entry, self._start)

    def select_lane(self, lane: int) -> None:
        """Look at a lane."""
        self._set(*divmod(lane, self._starts))

    def show_setup(self, setup: Setup) -> None:
        """So many entries and starts there are now; what is selected stays so if it is still there."""
        entries, starts = len(setup.spec.entries), len(setup.spec.starts)
        if (entries, starts) != (self._entries, self._starts):
            self._entries, self._starts = entries, starts
            self._entry, self._start = min(self._entry, entries - 1), min(self._start, starts - 1)
            self.changed.emit(self.lane)

    def _set(self, entry: int, start: int) -> None:
        inside = 0 <= entry < self._entries and 0 <= start < self._starts
        if inside and (entry, start) != (self._entry, self._start):
            self._entry, self._start = entry, start
            self.changed.emit(self.lane)
