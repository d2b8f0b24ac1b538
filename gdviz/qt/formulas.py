"""Pictures of formulas: made by the engine when first wanted, then kept."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gdviz.engine.protocol import Answer, Failure, Picture
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.style import theme

MAX_KEPT = 500
# What is drawn in no colour of its own.
_BLACK = b'"black"'


def inked(svg: bytes) -> bytes:
    """A formula as it comes from the engine in the ink of the moment."""
    return svg.replace(_BLACK, f'"{theme().ink}"'.encode())


class Formulas(QObject):
    """`ready(latex)` when the picture of a formula has come; formulas that cannot be drawn never come."""

    ready = Signal(str)

    def __init__(self, client: EngineClient) -> None:
        super().__init__()
        self._client = client
        self._pictures: dict[str, bytes] = {}
        self._asked: dict[str, int] = {}
        client.answered.connect(self._take)

    @property
    def waiting(self) -> bool:
        """Whether a picture is still to come."""
        return bool(self._asked)

    def picture(self, latex: str) -> bytes | None:
        """The formula as SVG in the ink of the moment, or None and `ready` later."""
        if latex in self._pictures:
            return inked(self._pictures[latex])
        if latex not in self._asked:
            self._asked[latex] = self._client.typeset([latex])
        return None

    def _take(self, answer: Answer) -> None:
        match answer:
            case Picture():
                self._asked.pop(answer.latex, None)
                if len(self._pictures) >= MAX_KEPT:
                    del self._pictures[next(iter(self._pictures))]
                self._pictures[answer.latex] = answer.svg
                self.ready.emit(answer.latex)
            case Failure():
                self._asked = {latex: number for latex, number in self._asked.items() if number != answer.number}
