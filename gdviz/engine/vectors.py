"""The vectors of every rule, computed again from the recorded states, all steps at once."""

from __future__ import annotations

import numpy as np

from gdviz.engine.errors import InputError
from gdviz.engine.program import inputs_of, program
from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.language.evaluate import evaluate
from gdviz.language.values import Scalar, flat


def vectors(trajectory: Trajectory, lane: int, first: int, last: int) -> dict[str, Floats]:
    """What every rule's name stood for in the steps first .. last of a lane (steps count from 1).

    A vector is (steps, dim), a scalar (steps,), a matrix (steps, dim * dim). Raises InputError when the race was run
    without recording its states.
    """
    trajectory = trajectory.by_steps or trajectory
    spec = trajectory.spec
    entry = spec.entries[lane // len(spec.starts)]
    compiled = program(spec.surface, entry, spec.sampling)
    inputs = inputs_of(entry, spec.sampling) | _states_before(trajectory, lane, first, last)
    inputs["t"] = np.arange(first, last + 1, dtype=np.float64)
    outputs = [number for value in compiled.values.values() for number in flat(value)]
    columns = [np.broadcast_to(column, last - first + 1) for column in evaluate(compiled.tape, outputs, inputs)]
    result, used = {}, 0
    for name, value in compiled.values.items():
        width = len(flat(value))
        block = np.stack(columns[used : used + width], axis=1)
        result[name] = block[:, 0] if isinstance(value, Scalar) else block
        used += width
    return result


def _states_before(trajectory: Trajectory, lane: int, first: int, last: int) -> dict[str, Floats]:
    """Every number of every state as it was before each of the steps, by input name."""
    spec = trajectory.spec
    number, start = divmod(lane, len(spec.starts))
    compiled = program(spec.surface, spec.entries[number], spec.sampling)
    recorded = trajectory.states(number)
    before = slice(first - 1, last)
    columns = list(trajectory.points[before, lane].T)
    for name in compiled.states:
        if name != "theta":
            if name not in recorded:
                raise InputError("this race was run without recording its states")
            columns.extend(recorded[name][before, start].T)
    return dict(zip(compiled.state_inputs, columns, strict=True))
