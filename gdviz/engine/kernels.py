"""The kernels of programs, printed and compiled once."""

from __future__ import annotations

from functools import lru_cache

from gdviz.engine.program import Program
from gdviz.language.batch_kernel import BatchCode, BatchKernel, batch_code, batch_kernel
from gdviz.language.scalar_kernel import ScalarKernel, scalar_code, scalar_kernel
from gdviz.language.tape import Tape


@lru_cache(maxsize=512)
def scalar_kernel_of(program: Program, hypers: tuple[str, ...], test: bool, record_states: bool) -> ScalarKernel:
    """The kernel for one lane; `hypers` names the inputs of the hyperparameters, `test` asks for the stop rule."""
    return scalar_kernel(
        scalar_code(*step_of(program), hypers, program.dimension, test=test, record_states=record_states)
    )


@lru_cache(maxsize=512)
def batch_kernel_of(
    program: Program, hypers: tuple[str, ...], test: bool, record_states: bool
) -> tuple[BatchKernel, BatchCode]:
    """The kernel for many lanes and the rows that it needs."""
    code = batch_code(*step_of(program), hypers, program.dimension, test=test, record_states=record_states)
    return batch_kernel(code), code


def step_of(program: Program) -> tuple[Tape, tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """What a kernel has to know of a step."""
    return program.tape, program.state_inputs, program.new_states, program.gradient
