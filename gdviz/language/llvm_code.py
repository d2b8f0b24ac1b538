"""The code of a compiled kernel: what LLVM does for every lane, and what Python does beforehand for all lanes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gdviz.language.layout import Layout, Level, lay_out
from gdviz.language.llvm_source import OPERATIONS, LlvmSource
from gdviz.language.llvm_text import LlvmText
from gdviz.language.scalar_kernel import STEP_COUNT
from gdviz.language.scalar_source import QUIET_TEMPLATES, ScalarSource
from gdviz.language.source_text import block, numbered, tuple_text
from gdviz.language.tape import Tape

# LLVM takes a quarter of a second for so many; longer formulas are left to NumPy.
MOST_OPERATIONS = 2000

# What all lanes share is computed on plain floats beforehand, so that every kernel has the same of it.
_SHARED = """
def shared(first, last, hypers):
    {hypers} = hypers
{once}
    columns = {columns} = {lists}
    for n in map(float, range(first, last + 1)):
{per_step}
    return {once_names}, columns
"""


@dataclass(frozen=True)
class LlvmCode:
    """The LLVM IR of a kernel, the Python that computes what it is given of every step, and the tape's functions."""

    kernel: str
    shared: str
    functions: Mapping[str, Callable[..., Any]]


def llvm_code(
    tape: Tape,
    state_inputs: Sequence[str],
    new_states: Sequence[int],
    gradient: Sequence[int],
    hyper_inputs: Sequence[str],
    dimension: int,
    *,
    test: bool,
    record_states: bool,
) -> LlvmCode | None:
    """The kernel that does what the batch kernel does, arguments as there; None where LLVM has no exact instruction."""
    slopes = list(gradient) if test else []
    outputs = [*new_states, *slopes]
    layout = lay_out(tape, outputs, state_inputs, STEP_COUNT)
    lane = set(layout.at(Level.LANE))
    if len(lane) > MOST_OPERATIONS or not {tape.operations[number].name for number in lane} <= OPERATIONS:
        return None
    once, columns = (_read_by_lanes(layout, lane, outputs, level) for level in (Level.ONCE, Level.STEP))
    given = {number: f"%once{index}" for index, number in enumerate(once)}
    given |= {number: f"%column{index}" for index, number in enumerate(columns)}
    given |= {tape.input(name): f"%s{index}" for index, name in enumerate(state_inputs)}
    kernel = LlvmText(LlvmSource(layout, given), list(new_states), slopes, dimension)
    text = kernel.text(len(once), len(columns), len(new_states) if record_states else dimension)
    return LlvmCode(text, _shared(layout, hyper_inputs, once, columns), tape.functions)


def _read_by_lanes(layout: Layout, lane: set[int], outputs: Sequence[int], level: Level) -> list[int]:
    """The values of a level, inputs included, that lanes read or that are asked for themselves."""
    operations = layout.tape.operations
    read = {argument for number in lane for argument in operations[number].arguments} | set(outputs)
    here = (number for number in layout.order if number in read and layout.levels[number] is level)
    return [number for number in here if operations[number].name != "const"]


def _shared(layout: Layout, hyper_inputs: Sequence[str], once: list[int], columns: list[int]) -> str:
    names = {name: f"h{index}" for index, name in enumerate(hyper_inputs)} | {STEP_COUNT: "n"}
    printer = ScalarSource(layout, names, frozenset(layout.order), QUIET_TEMPLATES)
    once_lines, lines = printer.lines(layout.at(Level.ONCE)), printer.lines(layout.at(Level.STEP))
    lines += [f"c{index}.append({printer.name(number)})" for index, number in enumerate(columns)]
    return _SHARED.format(
        hypers=tuple_text(numbered("h", len(hyper_inputs))),
        once=block(once_lines, 4),
        columns=tuple_text(numbered("c", len(columns))),
        lists=tuple_text(["[]"] * len(columns)),
        per_step=block(lines, 8),
        once_names=tuple_text(printer.name(number) for number in once),
    )
