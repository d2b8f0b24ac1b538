"""The whole text of a compiled kernel: lanes in groups, and within a group steps, until all its lanes have stopped."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gdviz.language.layout import Level
from gdviz.language.llvm_source import (
    DECLARATIONS,
    GROUP,
    MASK,
    NUMBERS,
    WHOLE,
    LlvmSource,
    any_of,
    element,
    splat,
    spread,
)
from gdviz.language.llvm_stop import sizes, stop
from gdviz.language.scalar_kernel import Stopped
from gdviz.language.schedule import depth_first
from gdviz.language.source_text import block

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
class LlvmText:
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
        lines = sizes("tolerance", [self.printer.name(number) for number in self.slopes], "olt", "and")
        lines.append(f"%running.before = icmp slt {WHOLE} %mask, zeroinitializer")
        return lines + stop("tolerance", Stopped.TOLERANCE, -1, "%running.before", "%mask", "%move")

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
        lines = sizes("bound", [f"%s{index}.next" for index in range(self.dimension)], "uge", "or")
        return lines + stop("bound", Stopped.BOUND, 0, "%running", "%mask.move", "%step.end")

    def _store(self) -> list[str]:
        return [f"store {NUMBERS} %s{index}.next, ptr %s{index}.here, align 8" for index in self._states]
