"""Formulas of a text that is being typed: asked for at every change, and heard only when they are of the newest one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from gdviz.engine.protocol import Answer, Done, Failure, Previewed
from gdviz.engine.surface import Surface
from gdviz.qt.engine_client import EngineClient


class Preview(QObject):
    """`drawn(lines)`, each a text and its SVG, when all have come; `failed(failure)` when there are none."""

    drawn = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._number = 0
        self._lines: list[tuple[str, bytes]] = []
        client.answered.connect(self._take)

    @property
    def waiting(self) -> bool:
        """Whether anything is still to come."""
        return bool(self._number)

    def ask_surface(self, surface: Surface) -> None:
        """Ask for a surface and its gradient."""
        self._lines = []
        self._number = self._client.preview_surface(surface)

    def ask_rules(self, rules: str, letters: Iterable[tuple[str, str]]) -> None:
        """Ask for rules, in letters that are declared."""
        self._lines = []
        self._number = self._client.preview_rules(rules, letters)

    def forget(self) -> None:
        """Wait for nothing any more."""
        self._number = 0

    def _take(self, answer: Answer) -> None:
        if not self._number or answer.number != self._number:
            return
        match answer:
            case Previewed():
                self._lines.append((answer.text, answer.svg))
            case Done():
                self._number = 0
                self.drawn.emit(tuple(self._lines))
            case Failure():
                self._number = 0
                self.failed.emit(answer)
