"""How often line searches have asked the surface: known only when a step has been made, so counted step by step."""

from __future__ import annotations

import numpy as np

from gdviz.engine.entry_lanes import EntryLanes
from gdviz.engine.result import Floats
from gdviz.engine.rules import STEP_COUNT
from gdviz.language.evaluate import evaluate


class SearchCounts:
    """The evaluations of the loss and of the gradient that the searches of an entry have made so far, (starts, 2)."""

    def __init__(self, group: EntryLanes) -> None:
        self.group = group
        self.total: Floats = np.zeros((len(group.points), 2))
        self._before = group.first_row()

    def add(self, first: int, rows: Floats) -> Floats:
        """Takes in the rows (steps, starts, states) that follow, of which the first holds what was true after step
        `first`; returns what had been asked at each of them, (steps, starts, 2).
        """
        made = self._made(first, rows) if self.group.program.searches else np.zeros((*rows.shape[:2], 2))
        counted: Floats = self.total + np.cumsum(made, axis=0)
        if len(rows):
            self.total, self._before = counted[-1], rows[-1:]
        return counted

    def _made(self, first: int, rows: Floats) -> Floats:
        program = self.group.program
        before = np.concatenate([self._before, rows[:-1]])
        steps = first + np.arange(len(rows))[:, None]
        inputs = dict(zip(program.state_inputs, np.moveaxis(before, 2, 0), strict=True))
        inputs |= {**self.group.hypers, STEP_COUNT: np.maximum(steps, 1).astype(np.float64)}
        numbers = [number for each in program.searches for number in (each.losses, each.gradients)]
        asked = np.array([np.broadcast_to(each, rows.shape[:2]) for each in evaluate(program.tape, numbers, inputs)])
        made = np.stack([asked[0::2].sum(axis=0), asked[1::2].sum(axis=0)], axis=-1)
        # The start is no step, and a lane that has ended makes none.
        result: Floats = np.where(((steps >= 1) & (steps <= self.group.steps))[..., None], made, 0.0)
        return result
