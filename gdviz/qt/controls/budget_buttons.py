"""Two buttons that say and choose what the playhead counts: steps, or evaluations of the gradient."""

from __future__ import annotations

from gdviz.engine.budget import Budget
from gdviz.language.sentence import Sentence
from gdviz.qt.choice_buttons import ChoiceButtons, ChoiceText
from gdviz.qt.time_axis import TimeAxis

_TEXTS = {
    Budget.STEPS: (Sentence("steps"), Sentence("Compare runs after equally many steps (G switches)")),
    Budget.GRADIENTS: (
        Sentence("gradients"),
        Sentence("Compare runs after equally many gradient evaluations (G switches)"),
    ),
}


def budget_buttons(axis: TimeAxis) -> ChoiceButtons:
    """The buttons, led to the axis and from it."""
    buttons = ChoiceButtons(
        {budget: ChoiceText(f"budget_{budget.value}", text, tip, tip) for budget, (text, tip) in _TEXTS.items()}
    )
    buttons.chosen.connect(axis.choose)
    axis.budget_changed.connect(buttons.show_choice)
    buttons.show_choice(axis.budget)
    return buttons
