"""The fast code for one lane: straight-line Python on plain floats, many steps a call."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from gdviz.language.evaluate import used_by
from gdviz.language.layout import Level, lay_out
from gdviz.language.matrices import MATRIX_CALLS
from gdviz.language.scalar_source import ScalarSource
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


# (first step, last step, state, hyperparameters, tolerance, bound, put) -> (why, last step done, state)
ScalarKernel = Callable[
    [int, int, Sequence[float], Sequence[float], float, float, Callable[[Sequence[float]], None]],
    tuple[int, int, tuple[float, ...]],
]

_NAMESPACE: dict[str, Any] = {
    name: getattr(math, name) for name in ("sqrt", "exp", "log", "sin", "cos", "tan", "tanh", "pow", "floor")
} | MATRIX_CALLS

_SOURCE = """
def kernel(first, last, state, hypers, tolerance, bound, put):
    {states} = state
    {hypers} = hypers
    low, minus = -bound, -tolerance
    t = first
    try:
{once}
        for t in range(first, last + 1):
{before}
{test}
{after}
            {states} = {new}
            put({recorded})
            if not ({inside}):
                return 2, t, {states}
    except (ArithmeticError, ValueError):
        return 3, t - 1, {states}
    return 0, last, {states}
"""


def scalar_kernel_source(
    tape: Tape,
    state_inputs: Sequence[str],
    new_states: Sequence[int],
    gradient: Sequence[int],
    hyper_inputs: Sequence[str],
    dimension: int,
    *,
    test: bool,
    record_states: bool,
) -> str:
    """The source of the kernel.

    With `test` the kernel compares `gradient` with the tolerance before each step. After it, `put` is handed the
    numbers of theta, or of all states if `record_states`.
    """
    outputs = [*new_states, *gradient] if test else list(new_states)
    layout = lay_out(tape, outputs, state_inputs, STEP_COUNT)
    names = {name: f"s{index}" for index, name in enumerate(state_inputs)}
    names |= {name: f"h{index}" for index, name in enumerate(hyper_inputs)} | {STEP_COUNT: "t"}
    printer = ScalarSource(layout, names, frozenset(outputs))
    lane_or_step = {*layout.at(Level.STEP), *layout.at(Level.LANE)}
    first_part = set(used_by(tape, gradient)) & lane_or_step if test else set()
    once = printer.lines(layout.at(Level.ONCE))
    before = printer.lines(sorted(first_part))
    slopes = [printer.name(number) for number in gradient] if test else []
    after = printer.lines(sorted(lane_or_step - first_part))
    states = _tuple(f"s{index}" for index in range(len(state_inputs)))
    return _SOURCE.format(
        states=states,
        hypers=_tuple(f"h{index}" for index in range(len(hyper_inputs))) if hyper_inputs else "()",
        once=_block(once, 8),
        before=_block(before, 12),
        test=_block(_stop_test(slopes, states), 12),
        after=_block(after, 12),
        new=_tuple(printer.name(number) for number in new_states),
        recorded=states if record_states else _tuple(f"s{index}" for index in range(dimension)),
        inside=" and ".join(f"low < s{index} < bound" for index in range(dimension)),
    )


def scalar_kernel(source: str) -> ScalarKernel:
    """The kernel of a source that scalar_kernel_source printed."""
    namespace = dict(_NAMESPACE)
    exec(compile(source, "<scalar kernel>", "exec"), namespace)  # noqa: S102 - printed by us from a checked tree
    kernel: ScalarKernel = namespace["kernel"]
    return kernel


def _stop_test(slopes: list[str], states: str) -> list[str]:
    if not slopes:
        return []
    small = " and ".join(f"minus < {slope} < tolerance" for slope in slopes)
    return [f"if {small}:", f"    return 1, t - 1, {states}"]


def _tuple(names: Any) -> str:
    return "(" + "".join(f"{name}, " for name in names) + ")"


def _block(lines: list[str], indent: int) -> str:
    return "\n".join(" " * indent + line for line in lines) or " " * indent + "pass"
