"""When each value of a tape has to be computed: once, once a step, or for every lane and step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum

from gdviz.language.evaluate import used_by
from gdviz.language.tape import Tape


class Level(IntEnum):
    """How often a value changes."""

    ONCE = 0
    STEP = 1
    LANE = 2


@dataclass(frozen=True)
class Layout:
    """The values that some outputs need, in order, with their level, how often each is read and which reads it
    first.
    """

    tape: Tape
    order: tuple[int, ...]
    levels: dict[int, Level]
    uses: Counter[int]
    readers: dict[int, int]

    def at(self, level: Level, within: Collection[int] | None = None) -> list[int]:
        """The values of a level, in order, inputs and literals left out."""
        return [
            number
            for number in self.order
            if self.levels[number] is level
            and (within is None or number in within)
            and self.tape.operations[number].name not in ("const", "input")
        ]


def lay_out(tape: Tape, outputs: Sequence[int], states: Collection[str], step_count: str) -> Layout:
    """The layout of a tape whose inputs named in `states` belong to a lane and whose `step_count` changes each step."""
    order = tuple(used_by(tape, outputs))
    levels: dict[int, Level] = {}
    uses: Counter[int] = Counter(outputs)
    readers: dict[int, int] = {}
    for number in order:
        operation = tape.operations[number]
        uses.update(operation.arguments)
        for argument in operation.arguments:
            readers.setdefault(argument, number)
        if operation.name == "input":
            levels[number] = _input_level(str(operation.payload), states, step_count)
        else:
            levels[number] = max((levels[argument] for argument in operation.arguments), default=Level.ONCE)
    return Layout(tape, order, levels, uses, readers)


def _input_level(name: str, states: Collection[str], step_count: str) -> Level:
    if name in states:
        return Level.LANE
    return Level.STEP if name == step_count else Level.ONCE
