"""Hands on only the last of many values, now and then: for what need not be redrawn at every move of the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer


class Paced(QObject):
    """Calls `deliver` with the newest value offered, at most once in `interval_ms`."""

    def __init__(self, parent: QObject, interval_ms: int, deliver: Callable[[Any], object]) -> None:
        super().__init__(parent)
        self._deliver = deliver
        self._value: Any = None
        self._waiting = False
        self._timer = QTimer(self, singleShot=True, interval=interval_ms)
        self._timer.timeout.connect(self.flush)

    def offer(self, value: Any) -> None:
        """Deliver this value soon, unless a newer one comes."""
        self._value = value
        self._waiting = True
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Deliver now what waits, if anything does."""
        self._timer.stop()
        if self._waiting:
            self._waiting = False
            self._deliver(self._value)

    def stop(self) -> None:
        """Deliver nothing any more."""
        self._timer.stop()
