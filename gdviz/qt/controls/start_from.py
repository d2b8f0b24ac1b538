"""The list of what an editor can begin with, and the way back to what was written before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from gdviz.qt.text import tr, write


class StartFrom(QComboBox):
    """`chosen(place)` of what `titles()` names in English, or `back_wanted()` once something has been replaced."""

    chosen = Signal(int)
    back_wanted = Signal()

    def __init__(self, name: str, title: str, tip: str, titles: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        write(self, name=title, tip=tip)
        self.setMaxVisibleItems(30)
        self._titles = titles
        self.has_before = False
        self.activated.connect(self._tell)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every title in the language of the moment."""
        last = ["What was written before"] if self.has_before else []
        self.clear()
        self.addItems([tr(title) for title in ("Start from…", *self._titles(), *last)])

    def _tell(self, row: int) -> None:
        back = self.has_before and row == self.count() - 1
        if row and not back:
            self.has_before = True
            self.chosen.emit(row - 1)
        elif back:
            self.back_wanted.emit()
        self.retranslate()
