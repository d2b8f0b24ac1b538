"""The step now shown: play, pause, step, scrub; it only reads what is known and never touches the engine."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

DRAWING_MS = 16
TEXT_MS = 100
# Not so many steps a second, but one rule of a step after the other.
RULE_PACE = 0
RULE_MS = 1000
MIN_SPEED = RULE_PACE
MAX_SPEED = 10_000
DEFAULT_SPEED = 60
# Each press of "faster" or "slower" goes to the next of these, in steps per second.
SPEEDS = (RULE_PACE, 1, 2, 5, 10, 20, 60, 100, 200, 500, 1000, 2000, 5000, 10_000)


class Playhead(QObject):
    """Where the race is shown.

    Signals: `step_changed(step)`, while playing at most once in 16 ms; `text_step_changed(step)` on a slower clock, for
    what is read rather than seen; `known_changed(known, total)`, the last step known and the last of the race;
    `playing_changed(bool)`; `rewound()` when it is put to the start; `speed_changed(steps per second)`; `rule_due()` at
    every beat of the pace of rules.
    """

    step_changed = Signal(int)
    text_step_changed = Signal(int)
    known_changed = Signal(int, int)
    playing_changed = Signal(bool)
    rewound = Signal()
    speed_changed = Signal(int)
    rule_due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = 0.0
        self._at_end = False
        self._known = 0
        self._total = 0
        self._shown = -1
        self._text_shown = -1
        self._speed = DEFAULT_SPEED
        self._waited_ms = 0
        self._lap = QElapsedTimer()
        self._clock = QTimer(self, interval=DRAWING_MS, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        self._text_clock = QTimer(self, interval=TEXT_MS, singleShot=True)
        self._text_clock.timeout.connect(self._show_text)

    @property
    def step(self) -> int:
        """The step shown."""
        return self._known if self._at_end else min(int(self._wanted), self._known)

    @property
    def total(self) -> int:
        """The last step of the race, as far as is known."""
        return self._total

    @property
    def playing(self) -> bool:
        """Whether it moves by itself."""
        return self._clock.isActive()

    @property
    def speed(self) -> int:
        """Steps per second, or RULE_PACE."""
        return self._speed

    @property
    def readable(self) -> bool:
        """Whether it rests, or moves so slowly that everything can be read."""
        return not self.playing or self._speed == RULE_PACE

    def set_known(self, known: int, total: int) -> None:
        """The race is known up to a step and ends at another; a playhead that was at the end stays there."""
        if (known, total) != (self._known, self._total):
            self._known, self._total = known, total
            self.known_changed.emit(known, total)
        self._show()

    def play(self) -> None:
        """Move on; from the end, begin again at the start."""
        if self.step >= self._total:
            self.to_start()
        self._hold_here()
        if not self.playing:
            self._waited_ms = 0
            self._lap.start()
            self._clock.start()
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stand still."""
        if self.playing:
            self._clock.stop()
            self.playing_changed.emit(False)
            self._show_text()

    def stop(self) -> None:
        """Stand still and tell nobody any more."""
        self._clock.stop()
        self._text_clock.stop()

    def toggle(self) -> None:
        """Pause when playing, else play."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def forward(self) -> None:
        """Pause, one step on."""
        self.scrub(self.step + 1)

    def back(self) -> None:
        """Pause, one step back."""
        self.scrub(self.step - 1)

    def to_start(self) -> None:
        """To the starting points; goes on playing if it was."""
        self.go_to(0)

    def to_end(self) -> None:
        """Pause at the end, and follow it while it grows."""
        self.pause()
        self._at_end = True
        self._show()
        self._show_text()

    def scrub(self, step: int) -> None:
        """Pause at a step."""
        self.pause()
        self.go_to(step)

    def go_to(self, step: int) -> None:
        """To a step; goes on playing if it was."""
        self._at_end = False
        self._wanted = float(max(0, min(step, self._total)))
        if step <= 0:
            self.rewound.emit()
        self._show()
        if not self.playing:
            self._show_text()

    def restart(self) -> None:
        """Play from the start."""
        self.to_start()
        self.play()

    def set_speed(self, speed: int) -> None:
        """Steps per second, held between RULE_PACE and 10,000."""
        speed = max(MIN_SPEED, min(MAX_SPEED, speed))
        if speed != self._speed:
            self._speed, self._waited_ms = speed, 0
            self.speed_changed.emit(speed)

    def faster(self) -> None:
        """The next higher speed of the list."""
        self.set_speed(next((speed for speed in SPEEDS if speed > self._speed), MAX_SPEED))

    def slower(self) -> None:
        """The next lower speed of the list."""
        self.set_speed(next((speed for speed in reversed(SPEEDS) if speed < self._speed), MIN_SPEED))

    def _hold_here(self) -> None:
        self._wanted = max(float(self.step), min(self._wanted, self.step + 1.0))
        self._at_end = False

    def _tick(self) -> None:
        """Advance by the time that has really passed, however late the tick; wait where the race is not known yet."""
        passed_ms = self._lap.restart()
        if self._speed == RULE_PACE:
            self._wait_for_rule(passed_ms)
            return
        ahead = self._wanted + passed_ms * self._speed / 1000
        # A race that has just begun again is shorter for a moment: keep the place.
        self._wanted = min(max(self._wanted, min(ahead, self._known)), float(self._total))
        self._show()
        if self._known >= self._total and self.step >= self._total:
            self._at_end = True
            self.pause()

    def _wait_for_rule(self, passed_ms: int) -> None:
        self._waited_ms += passed_ms
        if self._waited_ms >= RULE_MS:
            self._waited_ms = 0
            self.rule_due.emit()

    def _show(self) -> None:
        if self.step == self._shown:
            return
        self._shown = self.step
        self.step_changed.emit(self._shown)
        if not self._text_clock.isActive():
            self._text_clock.start()

    def _show_text(self) -> None:
        if self._text_shown != self._shown:
            self._text_shown = self._shown
            self.text_step_changed.emit(self._shown)
