"""At which steps the gradient of a lane was clipped, found from the recorded states while they are at hand."""

from __future__ import annotations

import numpy as np

from gdviz.engine.entry_lanes import EntryLanes
from gdviz.engine.result import Floats
from gdviz.engine.rules import STEP_COUNT
from gdviz.engine.spec import Entry
from gdviz.language.evaluate import evaluate
from gdviz.language.values import flat


class ClippingWatch:
    """Follows the lanes of an entry that clips its gradient, chunk by chunk."""

    def __init__(self, group: EntryLanes, entry: Entry) -> None:
        self._program = group.program
        self._inputs = group.hypers
        self._before = np.empty((0, *group.start_states.T.shape))  # no state before that of the start
        names = entry.woven.gradients
        self._raw = [number for raw, _ in names for number in flat(group.program.values[raw])]
        self._cut = [number for _, cut in names for number in flat(group.program.values[cut])]

    def acted(self, first: int, rows: Floats) -> Floats:
        """1 where the step that led to a row was clipped, else 0, (rows, starts, 1); `rows` are those of a chunk with
        all states, (rows, starts, numbers).
        """
        begins = np.concatenate([self._before, rows[:-1]])
        self._before = rows[-1:]
        steps = np.arange(max(first, 1), first + len(rows), dtype=np.float64)[:, None]
        inputs = {**self._inputs, **dict(zip(self._program.state_inputs, np.moveaxis(begins, 2, 0), strict=True))}
        values = evaluate(self._program.tape, [*self._raw, *self._cut], {**inputs, STEP_COUNT: steps})
        differ = [raw != cut for raw, cut in zip(values[: len(self._raw)], values[len(self._raw) :], strict=True)]
        found = np.any(np.broadcast_arrays(*differ), axis=0) & np.isfinite(rows[len(rows) - len(steps) :, :, 0])
        start = np.zeros((len(rows) - len(steps), rows.shape[1]))
        return np.concatenate([start, np.broadcast_to(found, (len(steps), rows.shape[1]))])[:, :, None]
