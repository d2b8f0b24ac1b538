"""The lanes of one entry as the race sees them: how far each came, why it stopped and where."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.program import Program, inputs_of, program
from gdviz.engine.result import Floats
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.verdict_case import Stop
from gdviz.language.evaluate import evaluate
from gdviz.language.scalar_kernel import Stopped

STOPS = {Stopped.TOLERANCE: Stop.TOLERANCE, Stopped.BOUND: Stop.DIVERGED}


@dataclass(frozen=True)
class Limits:
    """When a lane stops before the budget is spent, and whether its states are recorded beside its points."""

    tolerance: float
    bound: float
    record_states: bool


def kernel_arguments(
    program: Program, hypers: Iterable[str], tolerance: float, record_states: bool
) -> tuple[tuple[str, ...], bool, bool]:
    """What decides, beside the program, which kernel is needed: its inputs, whether it tests the stop rule, and whether
    states are recorded.
    """
    return tuple(hypers), tolerance > 0 and bool(program.gradient), record_states


class EntryLanes(ABC):
    """The lanes of an entry, one per start; `steps`, `stop` and `points` say how far each came, why it stopped and
    where.

    `chunk_lane_steps` steps of lanes take some 15 ms or less, so that a newer race need not wait for an older one.
    """

    chunk_lane_steps: ClassVar[int]

    def __init__(self, spec: RaceSpec, entry: Entry, record_states: bool) -> None:
        self.program = program(spec.surface, entry, spec.sampling)
        self.hypers = inputs_of(entry, spec.sampling)
        self.limits = Limits(spec.tolerance, spec.bound, record_states)
        self.steps: NDArray[np.int64] = np.zeros(len(spec.starts), dtype=np.int64)
        self.stop = [Stop.BUDGET] * len(spec.starts)
        self.points = np.array(spec.starts, dtype=np.float64)
        self.start_states = self._start_states()
        self.kernel_arguments = kernel_arguments(self.program, self.hypers, spec.tolerance, record_states)

    @property
    def width(self) -> int:
        """How many numbers a recorded row has."""
        return self.start_states.shape[0] if self.limits.record_states else self.program.dimension

    def _start_states(self) -> Floats:
        """The states before the first step, (numbers, starts)."""
        inputs = {f"theta.{index}": column for index, column in enumerate(self.points.T)}
        numbers = evaluate(self.program.start, self.program.start_states, {**inputs, **self.hypers})
        return np.stack([np.broadcast_to(number, len(self.points)) for number in numbers])

    def first_row(self) -> Floats:
        """What is recorded of step 0, (1, lanes, width)."""
        return self.start_states[: self.width].T[None]

    def empty_rows(self, steps: int) -> Floats:
        """Room for the rows of some steps, (steps, lanes, width), all NaN."""
        return np.full((steps, len(self.points), self.width), np.nan)

    @abstractmethod
    def advance(self, first: int, last: int, keep: bool = True) -> Floats:
        """Runs the steps first .. last and returns their rows, (steps, lanes, width), NaN past a lane's end; none
        unless `keep`.
        """

    def leave(self, lane: int, steps: int, point: Floats) -> None:
        """Stops a lane that has come, after so many steps, to a point where the surface is not defined."""
        self.stop[lane] = Stop.DIVERGED
        self.steps[lane] = steps
        self.points[lane] = point

    def running(self) -> bool:
        """Whether any lane has not stopped."""
        return Stop.BUDGET in self.stop
