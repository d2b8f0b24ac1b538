"""The whole text of a compiled kernel: lanes in groups, and within a group steps, until all its lanes have stopped."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gdviz.language.layout import Layout, Level, lay_out
from gdviz.language.llvm_source import (
    DECLARATIONS,
    GROUP,
    MASK,
    NUMBERS,
    OPERATIONS,
    WHOLE,
    LlvmSource,
    any_of,
    element,
    splat,
    spread,
)
from gdviz.language.scalar_kernel import STEP_COUNT, Stopped
from gdviz.language.scalar_source import QUIET_TEMPLATES, ScalarSource
from gdviz.language.schedule import depth_first
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

# %mask is negative for the lanes that run; one that has stopped keeps its state until its group is done.
_KERNEL = """
{declarations}

define void @kernel(i64 %first, i64 %steps, i64 %lanes, ptr %states, ptr %whys, ptr %dones, ptr %once, ptr %columns,
                    double %tolerance, double %bound, ptr %record) {{
entry:
  %recording = icmp ne ptr %record, null
{entry}
  br label %group

group:
  %lane = phi i64 [ 0, %entry ], [ %lane.next, %group.end ]
  %whys.here = getelementptr i64, ptr %whys, i64 %lane
  %dones.here = getelementptr i64, ptr %dones, i64 %lane
  %why = load {WHOLE}, ptr %whys.here, align 8
  %unstopped = icmp eq {WHOLE} %why, zeroinitializer
  %mask.first = sext {MASK} %unstopped to {WHOLE}
{load}
  br i1 %any.unstopped, label %step, label %group.end

step:
  %n = phi i64 [ 0, %group ], [ %n.next, %step.end ]
  %mask = phi {WHOLE} [ %mask.first, %group ], [ %mask.next, %step.end ]
{step}

move:
  %mask.move = phi {WHOLE} {mask_move}
  %running = icmp slt {WHOLE} %mask.move, zeroinitializer
{move}
  br i1 %recording, label %record.states, label %moved

record.states:
{record}
  br label %moved

moved:
{moved}

step.end:
  %mask.next = phi {WHOLE} [ %mask.move, %moved ], [ %mask.bound, %bound.stop ]
  %still = icmp slt {WHOLE} %mask.next, zeroinitializer
{step_end}
  %n.next = add i64 %n, 1
  %steps.left = icmp ult i64 %n.next, %steps
  %go_on = and i1 %steps.left, %any.still
  br i1 %go_on, label %step, label %group.store

group.store:
{store}
  br label %group.end

group.end:
  %lane.next = add i64 %lane, {GROUP}
  %lanes.left = icmp ult i64 %lane.next, %lanes
  br i1 %lanes.left, label %group, label %end

end:
  ret void
}}
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
    kernel = _Kernel(LlvmSource(layout, given), list(new_states), slopes, dimension)
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


@dataclass(frozen=True)
class _Kernel:
    """The parts of the kernel: what becomes of the states, and the slopes that the stop rule looks at, if any."""

    printer: LlvmSource
    new_states: list[int]
    slopes: list[int]
    dimension: int

    def text(self, once: int, columns: int, width: int) -> str:
        """The kernel with so many shared numbers and columns that records so many numbers of a lane."""
        parts = {
            "entry": self._entry(once, width),
            "load": self._load(),
            "step": self._step(columns),
            "move": self._move(),
            "record": self._record(width),
            "moved": self._moved(),
            "step_end": any_of("any.still", "%still"),
            "store": self._store(),
        }
        before = "[ %mask, %step ]" + (", [ %mask.tolerance, %tolerance.stop ]" if self.slopes else "")
        texts = {name: block(lines, 2) for name, lines in parts.items()}
        return _KERNEL.format(
            **texts, declarations="\n".join(DECLARATIONS), mask_move=before, GROUP=GROUP, MASK=MASK, WHOLE=WHOLE
        )

    @property
    def _states(self) -> range:
        return range(len(self.new_states))

    def _entry(self, once: int, width: int) -> list[str]:
        numbers = [line for index in range(once) for line in element(f"once{index}", "%once", str(index))]
        limits = [*spread("tolerances", "%tolerance"), *spread("bounds", "%bound")]
        return [*limits, f"%record.step = mul i64 %lanes, {width}", *numbers]

    def _load(self) -> list[str]:
        lines = any_of("any.unstopped", "%unstopped")
        for index in self._states:
            lines += [
                f"%row{index} = mul i64 %lanes, {index}",
                f"%place{index} = add i64 %row{index}, %lane",
                f"%s{index}.here = getelementptr double, ptr %states, i64 %place{index}",
                f"%s{index}.first = load {NUMBERS}, ptr %s{index}.here, align 8",
            ]
        return lines

    def _step(self, columns: int) -> list[str]:
        lines = [
            f"%s{index} = phi {NUMBERS} [ %s{index}.first, %group ], [ %s{index}.next, %step.end ]"
            for index in self._states
        ]
        for index in range(columns):
            lines += [f"%column{index}.row = mul i64 %steps, {index}"]
            lines += [f"%column{index}.place = add i64 %column{index}.row, %n"]
            lines += element(f"column{index}", "%columns", f"%column{index}.place")
        return [*lines, *self.printer.lines(self._first_part()), *self._test()]

    def _first_part(self) -> list[int]:
        """The values of lanes that the stop rule needs before the step."""
        layout = self.printer.layout
        return depth_first(layout.tape, self.slopes, set(layout.at(Level.LANE)))

    def _test(self) -> list[str]:
        if not self.slopes:
            return ["br label %move"]
        lines = _sizes("tolerance", [self.printer.name(number) for number in self.slopes], "olt", "and")
        lines.append(f"%running.before = icmp slt {WHOLE} %mask, zeroinitializer")
        return lines + _stop("tolerance", Stopped.TOLERANCE, -1, "%running.before", "%mask", "%move")

    def _move(self) -> list[str]:
        layout = self.printer.layout
        wanted = set(layout.at(Level.LANE))
        numbers = depth_first(layout.tape, self.new_states, wanted, self._first_part())
        held = [
            f"%s{index}.next = select {MASK} %running, {NUMBERS} {self.printer.name(number)}, {NUMBERS} %s{index}"
            for index, number in enumerate(self.new_states)
        ]
        return [*self.printer.lines(numbers), *held]

    def _record(self, width: int) -> list[str]:
        lines = ["%record.row = mul i64 %n, %record.step"]
        for index in range(width):
            kept = f"select {MASK} %running, {NUMBERS} %s{index}.next, {NUMBERS} {splat(math.nan)}"
            lines += [
                f"%record{index}.place = add i64 %record.row, %place{index}",
                f"%record{index}.here = getelementptr double, ptr %record, i64 %record{index}.place",
                f"%record{index} = {kept}",
                f"store {NUMBERS} %record{index}, ptr %record{index}.here, align 8",
            ]
        return lines

    def _moved(self) -> list[str]:
        lines = _sizes("bound", [f"%s{index}.next" for index in range(self.dimension)], "uge", "or")
        return lines + _stop("bound", Stopped.BOUND, 0, "%running", "%mask.move", "%step.end")

    def _store(self) -> list[str]:
        return [f"store {NUMBERS} %s{index}.next, ptr %s{index}.here, align 8" for index in self._states]


def _sizes(limit: str, names: list[str], comparison: str, join: str) -> list[str]:
    """Compares the size of every vector with a limit; %(limit).met is what they say together."""
    lines = []
    for index, name in enumerate(names):
        lines += [
            f"%{limit}{index}.size = call {NUMBERS} @llvm.fabs({NUMBERS} {name})",
            f"%{limit}{index} = fcmp {comparison} {NUMBERS} %{limit}{index}.size, %{limit}s",
        ]
    met = f"%{limit}0"
    for index in range(1, len(names)):
        lines.append(f"%{limit}{index}.together = {join} {MASK} {met}, %{limit}{index}")
        met = f"%{limit}{index}.together"
    return [*lines, f"%{limit}.met = and {MASK} {met}, {met}"]


def _stop(limit: str, why: Stopped, offset: int, running: str, mask: str, then: str) -> list[str]:
    """Where running lanes have met a limit, notes why and after how many steps, and takes them out of the mask."""
    spread_steps = f"insertelement {WHOLE} poison, i64 %{limit}.done, i64 0"
    return [
        f"%{limit}.hit = and {MASK} {running}, %{limit}.met",
        *any_of(f"any.{limit}", f"%{limit}.hit"),
        f"br i1 %any.{limit}, label %{limit}.stop, label {then}",
        f"{limit}.stop:",
        f"%{limit}.step = add i64 %first, %n",
        f"%{limit}.done = add i64 %{limit}.step, {offset}",
        f"%{limit}.done.one = {spread_steps}",
        f"%{limit}.dones = shufflevector {WHOLE} %{limit}.done.one, {WHOLE} poison, <{GROUP} x i32> zeroinitializer",
        *_noted(limit, "whys", f"splat (i64 {why.value})"),
        *_noted(limit, "dones", f"%{limit}.dones"),
        f"%mask.{limit} = select {MASK} %{limit}.hit, {WHOLE} zeroinitializer, {WHOLE} {mask}",
        f"br label {then}",
    ]


def _noted(limit: str, where: str, value: str) -> list[str]:
    old, new = f"%{limit}.{where}.old", f"%{limit}.{where}.new"
    return [
        f"{old} = load {WHOLE}, ptr %{where}.here, align 8",
        f"{new} = select {MASK} %{limit}.hit, {WHOLE} {value}, {WHOLE} {old}",
        f"store {WHOLE} {new}, ptr %{where}.here, align 8",
    ]
