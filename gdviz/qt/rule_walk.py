"""The playhead within a step: how many rules of the selected optimizer have been carried out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from gdviz.qt.playhead import RULE_PACE, Playhead


class RuleWalk(QObject):
    """`rule` counts the rules that are done, from 1 to `count`; normally all of them are.

    Signals: `rule_changed(rule)`; `film_begins()` when the playhead begins to play at the pace of rules, at which it is
    led from rule to rule. Walking past the last rule goes on to the next step, before the first to the last rule of the
    step before; a playhead that is moved otherwise shows whole steps.
    """

    rule_changed = Signal(int)
    film_begins = Signal()

    def __init__(self, playhead: Playhead) -> None:
        super().__init__(playhead)
        self._playhead = playhead
        self._count = self._rule = self._rows = 1
        self._walking = False
        playhead.step_changed.connect(self._finish)
        playhead.rule_due.connect(self._play_on)
        playhead.playing_changed.connect(self._begin_film)
        playhead.speed_changed.connect(self._begin_film)

    @property
    def rule(self) -> int:
        """How many rules are done."""
        return self._rule

    @property
    def count(self) -> int:
        """How many rules the optimizer has."""
        return self._count

    @property
    def whole(self) -> bool:
        """Whether the whole step is shown."""
        return self._rule == self._count

    def set_count(self, count: int) -> None:
        """Another optimizer, with so many rules: its step is shown whole."""
        if count != self._count:
            self._count = count
            self._show(count, always=True)

    def set_rows(self, rows: int) -> None:
        """The playhead counts so many for a step."""
        self._rows = rows

    def forward(self) -> None:
        """One rule on."""
        if self._rule < self._count:
            self.go(self._rule + 1)
        elif self._playhead.step < self._playhead.total:
            self._move(self._step + 1, 1, self._playhead.scrub)

    def back(self) -> None:
        """One rule back."""
        if self._rule > 1:
            self.go(self._rule - 1)
        elif self._playhead.step > 0:
            self._move(self._step - 1, self._count, self._playhead.scrub)

    def go(self, rule: int) -> None:
        """Show the first so many rules as done, and pause."""
        self._playhead.pause()
        self._show(rule)

    def _begin_film(self, _: object) -> None:
        if self._playhead.playing and self._playhead.speed == RULE_PACE:
            self.film_begins.emit()

    def _play_on(self) -> None:
        """One rule on without a pause; at the end of the race it has played."""
        if self._rule < self._count:
            self._show(self._rule + 1)
        elif self._playhead.step < self._playhead.total:
            self._move(self._step + 1, 1, self._playhead.go_to)
        else:
            self._playhead.pause()

    @property
    def _step(self) -> int:
        return self._playhead.step // self._rows

    def _move(self, step: int, rule: int, go: Callable[[int], None]) -> None:
        self._walking = True
        go(step * self._rows)
        self._walking = False
        self._show(rule)

    def _finish(self) -> None:
        if not self._walking:
            self._show(self._count)

    def _show(self, rule: int, always: bool = False) -> None:
        rule = max(1, min(rule, self._count))
        if always or rule != self._rule:
            self._rule = rule
            self.rule_changed.emit(rule)
