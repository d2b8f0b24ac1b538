"""The fast code for one lane: straight-line Python on plain floats, many steps a call."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

from gdviz.language.evaluate import used_by
from gdviz.language.layout import Layout, Level, lay_out
from gdviz.language.matrices import MATRIX_CALLS
from gdviz.language.scalar_source import ScalarSource
from gdviz.language.source_text import block, tuple_text
from gdviz.language.tape import Tape

STEP_COUNT = "t"


class Stopped(IntEnum):
    """Why a kernel came back; REFUSED: floats raise where NumPy gives infinity or NaN, and the step has not been
    done.
    """

    NOT = 0
    TOLERANCE = 1
    BOUND = 2
    REFUSED = 3


Columns = tuple[list[float], ...]

_NAMESPACE: dict[str, Any] = {
    name: getattr(math, name) for name in ("sqrt", "exp", "log", "sin", "cos", "tan", "tanh", "pow", "floor")
} | MATRIX_CALLS

# Values that depend on the step alone, such as 1 - beta1**t, are computed beforehand: lanes and later races share them.
_SOURCE = """
def columns(first, last, hypers):
    {column_hypers} = hypers
    {column_names} = result = {column_lists}
{column_once}
    for n in map(float, range(first, last + 1)):
{column_lines}
    return result


def kernel(first, last, columns, state, hypers, tolerance, bound, put):
    {states} = state
    {hypers} = hypers
    low, minus = -bound, -tolerance
    t = first
    try:
{once}
        for {loop}:
{before}
{test}
{after}
{moves}
            put({recorded})
            if not ({inside}):
                return 2, t, {states}
    except (ArithmeticError, ValueError):
        return 3, t - 1, {states}
    return 0, last, {states}
"""


@dataclass(frozen=True)
class ScalarCode:
    """The source of a scalar kernel, which of the hyperparameters its columns depend on, and the tape's functions."""

    source: str
    column_hypers: tuple[int, ...]
    functions: Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class ScalarKernel:
    """The compiled functions of a scalar kernel."""

    columns: Callable[[int, int, tuple[float, ...]], Columns]
    column_hypers: tuple[int, ...]
    kernel: Callable[..., tuple[int, int, tuple[float, ...]]]

    def __call__(
        self,
        first: int,
        last: int,
        state: tuple[float, ...],
        hypers: tuple[float, ...],
        tolerance: float,
        bound: float,
        put: Callable[[Sequence[float]], None],
    ) -> tuple[int, int, tuple[float, ...]]:
        """Runs the steps first .. last; returns why it came back (see Stopped), the last step done and the state."""
        try:
            columns = self.columns(first, last, tuple(hypers[index] for index in self.column_hypers))
        except (ArithmeticError, ValueError):
            return Stopped.REFUSED, first - 1, state
        return self.kernel(first, last, columns, state, hypers, tolerance, bound, put)


def scalar_code(
    tape: Tape,
    state_inputs: Sequence[str],
    new_states: Sequence[int],
    gradient: Sequence[int],
    hyper_inputs: Sequence[str],
    dimension: int,
    *,
    test: bool,
    record_states: bool,
) -> ScalarCode:
    """The code of the kernel.

    With `test` the kernel compares `gradient` with the tolerance before each step. After it, `put` is handed the
    numbers of theta, or of all states if `record_states`.
    """
    outputs = [*new_states, *gradient] if test else list(new_states)
    layout = lay_out(tape, outputs, state_inputs, STEP_COUNT)
    names = {name: f"s{index}" for index, name in enumerate(state_inputs)}
    names |= {name: f"h{index}" for index, name in enumerate(hyper_inputs)} | {STEP_COUNT: "n"}
    shared = _read_by_lanes(layout, outputs)
    printer = ScalarSource(layout, names, frozenset(outputs))
    printer.written.update({number: f"q{index}" for index, number in enumerate(shared)})
    lane = set(layout.at(Level.LANE))
    first_part = set(used_by(tape, gradient)) & lane if test else set()
    once = printer.lines(layout.at(Level.ONCE))
    before = printer.lines(sorted(first_part))
    slopes = [printer.name(number) for number in gradient] if test else []
    after = printer.lines(sorted(lane - first_part))
    states = tuple_text(f"s{index}" for index in range(len(state_inputs)))
    column_hypers, column_parts = _column_parts(tape, shared, state_inputs, hyper_inputs, names)
    source = _SOURCE.format(
        **column_parts,
        states=states,
        hypers=tuple_text(f"h{index}" for index in range(len(hyper_inputs))),
        once=block(once, 8),
        loop=_loop(len(shared)),
        before=block(before, 12),
        test=block(_stop_test(slopes, states), 12),
        after=block(after, 12),
        moves=block(_moves([printer.name(number) for number in new_states]), 12),
        recorded=states if record_states else tuple_text(f"s{index}" for index in range(dimension)),
        inside=" and ".join(f"low < s{index} < bound" for index in range(dimension)),
    )
    return ScalarCode(source, column_hypers, tape.functions)


def scalar_kernel(code: ScalarCode) -> ScalarKernel:
    """The kernel of printed code."""
    namespace = {**_NAMESPACE, **code.functions}
    exec(compile(code.source, "<scalar kernel>", "exec"), namespace)  # noqa: S102 - printed by us from a checked tree
    return ScalarKernel(lru_cache(maxsize=8)(namespace["columns"]), code.column_hypers, namespace["kernel"])


def _read_by_lanes(layout: Layout, outputs: Sequence[int]) -> list[int]:
    """The values of a step that values of lanes are computed from, or that are asked for themselves."""
    lanes = layout.at(Level.LANE)
    read = {argument for number in lanes for argument in layout.tape.operations[number].arguments} | set(outputs)
    return [number for number in layout.order if layout.levels[number] is Level.STEP and number in read]


def _column_parts(
    tape: Tape, shared: list[int], state_inputs: Sequence[str], hyper_inputs: Sequence[str], names: dict[str, str]
) -> tuple[tuple[int, ...], dict[str, str]]:
    """Which hyperparameters the shared values need, and the parts of the source that compute them."""
    layout = lay_out(tape, shared, state_inputs, STEP_COUNT)
    inputs = {tape.operations[number].payload for number in layout.order if tape.operations[number].name == "input"}
    hypers = tuple(index for index, name in enumerate(hyper_inputs) if name in inputs)
    printer = ScalarSource(layout, names, frozenset(shared))
    once, lines = printer.lines(layout.at(Level.ONCE)), printer.lines(layout.at(Level.STEP))
    lines += [f"c{index}.append({printer.name(number)})" for index, number in enumerate(shared)]
    return hypers, {
        "column_hypers": tuple_text(f"h{index}" for index in hypers),
        "column_names": tuple_text(f"c{index}" for index in range(len(shared))),
        "column_lists": tuple_text(["[]"] * len(shared)),
        "column_once": block(once, 4),
        "column_lines": block(lines, 8),
    }


def _loop(columns: int) -> str:
    if not columns:
        return "t in range(first, last + 1)"
    names = ", ".join(f"q{index}" for index in range(columns))
    return f"t, {names} in zip(range(first, last + 1), *columns)"


def _stop_test(slopes: list[str], states: str) -> list[str]:
    if not slopes:
        return []
    small = " and ".join(f"minus < {slope} < tolerance" for slope in slopes)
    return [f"if {small}:", f"    return 1, t - 1, {states}"]


def _moves(new: list[str]) -> list[str]:
    """The assignments of the states, one by one where that is possible: it is faster than all at once."""
    if any(name in {f"s{earlier}" for earlier in range(index)} for index, name in enumerate(new)):
        return [f"{tuple_text(f's{index}' for index in range(len(new)))} = {tuple_text(new)}"]
    return [f"s{index} = {name}" for index, name in enumerate(new) if name != f"s{index}"]
