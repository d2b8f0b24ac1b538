"""The fast code for many lanes: NumPy operations into preallocated rows, one row per number, many steps a call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.language.batch_source import BatchSource
from gdviz.language.evaluate import UFUNCS, Floats
from gdviz.language.layout import Level, lay_out
from gdviz.language.matrices import MATRIX_CALLS
from gdviz.language.quiet import QUIET_FUNCTIONS
from gdviz.language.scalar_kernel import STEP_COUNT
from gdviz.language.scalar_source import QUIET_TEMPLATES, ScalarSource
from gdviz.language.schedule import depth_first
from gdviz.language.source_text import block, numbered, tuple_text
from gdviz.language.tape import Tape

# (first step, last step, state rows, work rows, masks, hyperparameters, tolerance, bound, record)
# -> (why as in Stopped, last step done, state rows, row that the why was read from)
BatchKernel = Callable[..., tuple[int, int, tuple[Floats, ...], Floats]]

_SOURCE = """
def kernel(first, last, state, work, masks, hypers, tolerance, bound, record):
    {states} = state
    {registers} = work
    {masks} = masks
    {hypers} = hypers
    bound_squared = bound * bound
{once}
{constants}
    for t in range(first, last + 1):
        n = float(t)
{before}
{test}
{after}
        {names} = {rows}
{recorded}
        if not ({squares} < bound_squared):
{size}
            less(size, bound, mask)
            if not mask.all():
                return 2, t, {states}, size
    return 0, last, {states}, size
"""


@dataclass(frozen=True)
class BatchCode:
    """The source of a batch kernel, how many work rows and masks of lanes it needs, and the tape's functions."""

    source: str
    rows: int
    masks: int
    functions: Mapping[str, Callable[..., Any]]


def batch_code(
    tape: Tape,
    state_inputs: Sequence[str],
    new_states: Sequence[int],
    gradient: Sequence[int],
    hyper_inputs: Sequence[str],
    dimension: int,
    *,
    test: bool,
    record_states: bool,
) -> BatchCode:
    """The kernel that does what the scalar kernel does, for all lanes of a tile; arguments as there."""
    slopes = list(gradient) if test else []
    layout = lay_out(tape, [*new_states, *slopes], state_inputs, STEP_COUNT)
    names = {name: f"s{index}" for index, name in enumerate(state_inputs)}
    names |= {name: f"h{index}" for index, name in enumerate(hyper_inputs)} | {STEP_COUNT: "n"}
    scalars = ScalarSource(layout, names, frozenset(layout.order), QUIET_TEMPLATES)
    once, per_step = scalars.lines(layout.at(Level.ONCE)), scalars.lines(layout.at(Level.STEP))
    printer = BatchSource(layout, scalars, [tape.input(name) for name in state_inputs])
    lane = set(layout.at(Level.LANE))
    first_part = depth_first(tape, slopes, lane)
    before = printer.lines(first_part)
    stop = _stop_test([printer.name(number) for number in slopes], tuple_text(numbered("s", len(state_inputs))))
    for number in slopes:
        printer.release(number)
    printer.states_may_go()
    after = printer.lines(depth_first(tape, new_states, lane, first_part))
    rows, copies = _new_rows(printer, new_states)
    everything = [f"s{index}" for index in range(len(state_inputs))]
    everything += [f"r{index}" for index in range(printer.rows.count)]
    recorded = range(len(state_inputs) if record_states else dimension)
    source = _SOURCE.format(
        states=tuple_text(numbered("s", len(state_inputs))),
        registers=tuple_text(["size", "spare", *numbered("r", printer.rows.count)]),
        masks=tuple_text(["mask", *numbered("m", printer.masks.count)]),
        hypers=tuple_text(numbered("h", len(hyper_inputs))),
        once=block(once, 4),
        constants=block([f"{name} = array({text})" for text, name in printer.constants.items()], 4),
        before=block([*per_step, *before], 8),
        test=block(stop, 8),
        after=block([*after, *copies], 8),
        # The states take over the rows of their new values: rows change names, nothing is copied.
        names=", ".join(everything),
        rows=", ".join([*rows, *(row for row in everything if row not in rows)]),
        recorded=block(["if record is not None:", *(f"    record[t - first, {i}] = s{i}" for i in recorded)], 8),
        # One sum of squares per row is several times faster than looking at every lane.
        squares=" + ".join(f"dot(s{index}, s{index})" for index in range(dimension)),
        size=block(_size([f"s{index}" for index in range(dimension)]), 12),
    )
    return BatchCode(source, printer.rows.count + 2, printer.masks.count + 1, tape.functions)


def batch_kernel(code: BatchCode) -> BatchKernel:
    """The kernel of printed code."""
    namespace: dict[str, Any] = {**UFUNCS, **MATRIX_CALLS, **QUIET_FUNCTIONS, "copyto": np.copyto, "dot": np.dot}
    namespace |= {"less": np.less, "absolute": np.absolute, "maximum": np.maximum, "array": np.array}
    namespace |= dict(code.functions)
    exec(compile(code.source, "<batch kernel>", "exec"), namespace)  # noqa: S102 - printed by us from a checked tree
    kernel: BatchKernel = namespace["kernel"]
    return kernel


def _new_rows(printer: BatchSource, new_states: Sequence[int]) -> tuple[list[str], list[str]]:
    """The row of every new state, each its own, and the copies that make it so."""
    rows: list[str] = []
    copies: list[str] = []
    for number in new_states:
        row, lines = printer.row_of_its_own(number, rows)
        rows.append(row)
        copies += lines
    return rows, copies


def _stop_test(slopes: list[str], states: str) -> list[str]:
    """Looks at the other components only where the first is small."""
    if not slopes:
        return []
    first, *others = _size(slopes)
    found = ["less(size, tolerance, mask)", "if mask.any():"]
    end = f"    return 1, t - 1, {states}, size"
    if not others:
        return [first, *found, end]
    return [first, *found, *(f"    {line}" for line in [*others, *found, end])]


def _size(rows: list[str]) -> list[str]:
    """The largest absolute value of several rows, lane by lane; NaN where one is NaN."""
    lines = [f"absolute({rows[0]}, size)"]
    for row in rows[1:]:
        lines += [f"absolute({row}, spare)", "maximum(size, spare, out=size)"]
    return lines
