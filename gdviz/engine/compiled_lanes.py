"""The lanes of one entry as columns of a compiled kernel: many times faster than NumPy, once it is compiled."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.entry_lanes import STOPS, EntryLanes, kernel_arguments
from gdviz.engine.kernels import step_of
from gdviz.engine.program import Program, inputs_of, program
from gdviz.engine.result import Floats
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.language.llvm_code import LlvmCode, llvm_code
from gdviz.language.llvm_kernel import LaneColumns, LlvmKernel, has_llvm, llvm_kernel, whole_groups
from gdviz.language.scalar_kernel import Stopped


class CompiledLanes(EntryLanes):
    """Lanes run side by side in the processor's registers, a few together through all the steps of a chunk."""

    chunk_lane_steps = 500_000

    def __init__(self, spec: RaceSpec, entry: Entry, record_states: bool, kernel: LlvmKernel) -> None:
        super().__init__(spec, entry, record_states)
        self.kernel = kernel
        lanes, columns = len(self.points), whole_groups(len(self.points))
        states = np.zeros((len(self.start_states), columns))
        states[:, :lanes] = self.start_states
        # Columns that only fill a group have stopped before the first step.
        whys = np.full(columns, Stopped.BOUND, dtype=np.int64)
        whys[:lanes] = Stopped.NOT
        self.columns = LaneColumns(states, whys, np.zeros(columns, dtype=np.int64))

    def leave(self, lane: int, steps: int, point: Floats) -> None:
        """As in EntryLanes."""
        super().leave(lane, steps, point)
        self.columns.whys[lane] = Stopped.BOUND

    def advance(self, first: int, last: int, keep: bool = True) -> Floats:
        """As in EntryLanes."""
        lanes, columns, limits = len(self.points), self.columns, self.limits
        rows = np.full((last - first + 1 if keep else 0, self.width, len(columns.whys)), np.nan)
        ran = np.flatnonzero(columns.whys[:lanes] == Stopped.NOT)
        hypers = tuple(self.hypers.values())
        self.kernel(first, last, columns, hypers, limits.tolerance, limits.bound, rows if keep else None)
        self._report(ran, last)
        return rows[:, :, :lanes].transpose(0, 2, 1)

    def _report(self, ran: NDArray[np.intp], last: int) -> None:
        """What has become of the lanes that ran."""
        whys = self.columns.whys[ran]
        self.steps[ran] = np.where(whys == Stopped.NOT, last, self.columns.steps[ran])
        self.points[ran] = self.columns.states[: self.program.dimension, ran].T
        for lane, why in zip(ran[whys != Stopped.NOT], whys[whys != Stopped.NOT], strict=True):
            self.stop[lane] = STOPS[why]


def compiled_lanes(spec: RaceSpec, entry: Entry, record_states: bool) -> CompiledLanes | None:
    """The lanes of an entry; None where LLVM has no exact instructions for its rules or llvmlite is not installed."""
    step = program(spec.surface, entry, spec.sampling)
    arguments = kernel_arguments(step, inputs_of(entry, spec.sampling), spec.tolerance, record_states)
    if llvm_code_of(step, *arguments) is None or not has_llvm():
        return None
    return CompiledLanes(spec, entry, record_states, llvm_kernel_of(step, *arguments))


@lru_cache(maxsize=512)
def llvm_code_of(program: Program, hypers: tuple[str, ...], test: bool, record_states: bool) -> LlvmCode | None:
    """The code of a program for LLVM, arguments as in batch_kernel_of; None where it has no exact instructions."""
    return llvm_code(*step_of(program), hypers, program.dimension, test=test, record_states=record_states)


@lru_cache(maxsize=512)
def llvm_kernel_of(program: Program, hypers: tuple[str, ...], test: bool, record_states: bool) -> LlvmKernel:
    """The compiled kernel of a program for which there is code."""
    code = llvm_code_of(program, hypers, test, record_states)
    assert code is not None
    return llvm_kernel(code)
