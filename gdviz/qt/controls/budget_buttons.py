"""Two buttons that say and choose what the playhead counts: steps, or evaluations of the gradient."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gdviz.engine.budget import Budget
from gdviz.qt.style import small_font
from gdviz.qt.text import write
from gdviz.qt.time_axis import TimeAxis

# budget: text, tip
_TEXTS = {
    Budget.STEPS: ("steps", "Compare runs after equally many steps (G switches)"),
    Budget.GRADIENTS: ("gradients", "Compare runs after equally many gradient evaluations (G switches)"),
}


class BudgetButtons(QWidget):
    """One of the two is pressed."""

    def __init__(self, axis: TimeAxis) -> None:
        super().__init__()
        self._axis = axis
        self._group = QButtonGroup(self)
        self.buttons = {budget: self._button(budget) for budget in Budget}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.buttons.values():
            row.addWidget(button)
        self._group.buttonClicked.connect(self._choose)
        axis.budget_changed.connect(self.show_budget)
        self.show_budget(axis.budget)
        self.restyle()

    def _button(self, budget: Budget) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"budget_{budget.value}")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        text, tip = _TEXTS[budget]
        write(button, text=text, name=tip, tip=tip)
        self._group.addButton(button)
        return button

    def _choose(self, pressed: QToolButton) -> None:
        self._axis.choose(next(budget for budget, button in self.buttons.items() if button is pressed))

    def show_budget(self, budget: Budget) -> None:
        """Press the button of what is counted."""
        self.buttons[budget].setChecked(True)

    def restyle(self) -> None:
        """Take the type of the moment."""
        for button in self.buttons.values():
            button.setFont(small_font())
