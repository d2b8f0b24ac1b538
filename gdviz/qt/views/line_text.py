"""What is said of a step along its line."""

from __future__ import annotations

import math

from gdviz.engine.line_slice import LineSlice, Tried
from gdviz.language.sentence import Sentence, counted
from gdviz.qt.views.number_text import full, printed

NO_STEP = "{label}, step {number}: no step along the line will do, after {trials}."


def no_search_sentence(label: str) -> Sentence:
    """Of an entry that takes its step as it comes."""
    return Sentence(
        "{label} does not search along a line. Select a line search, or add one: they end the list of optimizers.",
        label=label,
    )


def slice_sentence(line: LineSlice, label: str, before: tuple[int, int], after: tuple[int, int]) -> Sentence:
    """What the step's search came to, and what it cost: evaluations of f and of its gradient before and after it."""
    values = {
        "label": label,
        "number": line.question.number,
        "trials": counted(len(line.tried), "{count} trial", "{count} trials"),
        "step": printed(line.step, 4),
        "losses": after[0] - before[0],
        "gradients": after[1] - before[1],
        "all_losses": after[0],
        "all_gradients": after[1],
    }
    found = "{label}, step {number}: α = {step} after {trials}." if line.step else NO_STEP
    cost = (
        "In this step {losses} evaluations of f, {gradients} of ∇f; since the start {all_losses} and {all_gradients}."
    )
    return Sentence("{found} {more}", found=Sentence(found, **values), more=Sentence(cost, **values))


def trial_cells(number: int, trial: Tried) -> tuple[tuple[str, str], ...]:
    """Text and tip of the cells of a trial but the last."""
    slope = ("", "") if math.isnan(trial.slope) else (printed(trial.slope, 3), full(trial.slope))
    return (
        (str(number), str(number)),
        (printed(trial.step, 4), full(trial.step)),
        (printed(trial.loss, 4), full(trial.loss)),
        slope,
    )


def legend_sentence(line: LineSlice, hidden: int) -> Sentence:
    """What the plot shows beside the curve, and how many trials it does not show."""
    legend = _legend(line)
    if not hidden:
        return legend
    trials = counted(hidden, "{count} trial", "{count} trials")
    farther = Sentence("{trials} farther out.", trials=trials)
    return Sentence("{found} {more}", found=legend, more=farther)


def _legend(line: LineSlice) -> Sentence:
    if line.curvature is not None:
        allowed = printed(line.curvature * abs(line.slope), 3)
        return Sentence("Sought: below the dashed line (Armijo), slope within ±{allowed}.", allowed=allowed)
    if line.decrease is not None:
        return Sentence("Sought: below the dashed line (Armijo).")
    if line.search:
        return Sentence("Sought: slope zero. Dotted: slope at θ.")
    return Sentence("Sought: the lowest. Dotted: slope at θ.")
