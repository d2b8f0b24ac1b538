"""A row of buttons that say and choose one of a few things: one of them is always pressed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gdviz.qt.style import small_font
from gdviz.qt.text import write


@dataclass(frozen=True)
class ChoiceText:
    """What a button is called by programs, what is written on it, its tip, and what a screen reader says."""

    object_name: str
    text: str
    tip: str
    spoken: str


class ChoiceButtons(QWidget):
    """`chosen(key)` when a button is pressed; `show_choice(key)` presses it without saying so."""

    chosen = Signal(object)

    def __init__(self, texts: Mapping[Hashable, ChoiceText], spacing: int = 0) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing)
        self.buttons = {key: self._button(text) for key, text in texts.items()}
        for button in self.buttons.values():
            row.addWidget(button)
        self._group.buttonClicked.connect(self._choose)
        self.restyle()

    def show_choice(self, key: Hashable) -> None:
        """Press the button of what is chosen."""
        self.buttons[key].setChecked(True)

    def restyle(self) -> None:
        """Take the type of the moment."""
        for button in self.buttons.values():
            button.setFont(small_font())

    def _button(self, texts: ChoiceText) -> QToolButton:
        button = QToolButton()
        button.setObjectName(texts.object_name)
        button.setCheckable(True)
        button.setAutoRaise(True)
        write(button, text=texts.text, tip=texts.tip, name=texts.spoken)
        self._group.addButton(button)
        return button

    def _choose(self, pressed: QToolButton) -> None:
        self.chosen.emit(next(key for key, button in self.buttons.items() if button is pressed))
