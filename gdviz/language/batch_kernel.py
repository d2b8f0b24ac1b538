"""The fast code for many lanes: NumPy operations into preallocated rows, one row per number, many steps a call."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdviz.language.evaluate import UFUNCS, Floats, used_by
from gdviz.language.layout import Layout, Level, lay_out
from gdviz.language.matrices import MATRIX_CALLS
from gdviz.language.scalar_kernel import STEP_COUNT
from gdviz.language.scalar_source import QUIET_TEMPLATES, ScalarSource
from gdviz.language.tape import CONDITIONS, Tape

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
    for t in range(first, last + 1):
{before}
{test}
{after}
{moves}
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
    """The source of a batch kernel and how many work rows and masks of lanes it needs."""

    source: str
    rows: int
    masks: int


@dataclass
class _Registers:
    """Rows in use and rows free; rows are named r0, r1 .. or m0, m1 .. for masks."""

    letter: str
    free: list[str] = field(default_factory=list)
    count: int = 0

    def take(self) -> str:
        if self.free:
            return self.free.pop()
        self.count += 1
        return f"{self.letter}{self.count - 1}"


class _Printer:
    """Prints the operations of every lane as NumPy calls, reusing a row as soon as its value has been read for the
    last time.
    """

    def __init__(self, layout: Layout, scalars: ScalarSource, kept: Sequence[int]) -> None:
        self.layout = layout
        self.scalars = scalars
        self.rows = _Registers("r")
        self.masks = _Registers("m")
        self.place: dict[int, str] = {}
        self.left = dict(layout.uses)
        for number in kept:
            self.left[number] = self.left.get(number, 0) + 1

    def name(self, number: int) -> str:
        """The row of a value, or the number if it is the same for all lanes."""
        return self.place.get(number) or self.scalars.name(number)

    def lines(self, numbers: Sequence[int]) -> list[str]:
        return [line for number in numbers for line in self._operation(number)]

    def release(self, number: int) -> None:
        """Counts one reading of a value; after the last its row is free."""
        self.left[number] = self.left.get(number, 0) - 1
        name = self.place.get(number, "")
        if self.left[number] == 0 and name[:1] in ("r", "m"):
            (self.rows if name[0] == "r" else self.masks).free.append(name)

    def _operation(self, number: int) -> list[str]:
        operation = self.layout.tape.operations[number]
        arguments = [self.name(argument) for argument in operation.arguments]
        if operation.name in ("call", "item"):
            return self._matrix(number, arguments)
        # where() writes its row before it has read all arguments: that row must not be one of them.
        if operation.name == "where":
            target = self._target(number)
            self._release_all(operation.arguments)
            condition, yes, no = arguments
            return [f"copyto({target}, {no})", f"copyto({target}, {yes}, where={condition})"]
        self._release_all(operation.arguments)
        return [f"{operation.name}({', '.join(arguments)}, out={self._target(number)})"]

    def _matrix(self, number: int, arguments: list[str]) -> list[str]:
        operation = self.layout.tape.operations[number]
        self.place[number] = f"c{number}"
        text = f"{arguments[0]}[{operation.payload}]"
        if operation.name == "call":
            text = f"{operation.payload}({', '.join(arguments)})"
        self._release_all(operation.arguments)
        return [f"c{number} = {text}"]

    def _target(self, number: int) -> str:
        mask = self.layout.tape.operations[number].name in CONDITIONS
        self.place[number] = (self.masks if mask else self.rows).take()
        return self.place[number]

    def _release_all(self, arguments: Sequence[int]) -> None:
        for argument in arguments:
            self.release(argument)


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
    outputs = [*new_states, *gradient] if test else list(new_states)
    layout = lay_out(tape, outputs, state_inputs, STEP_COUNT)
    names = {name: f"s{index}" for index, name in enumerate(state_inputs)}
    names |= {name: f"h{index}" for index, name in enumerate(hyper_inputs)} | {STEP_COUNT: "t"}
    scalars = ScalarSource(layout, names, frozenset(layout.order), QUIET_TEMPLATES)
    printer = _Printer(layout, scalars, outputs)
    lane = layout.at(Level.LANE)
    first_part = set(used_by(tape, gradient)) if test else set()
    once = scalars.lines(layout.at(Level.ONCE))
    per_step = scalars.lines(layout.at(Level.STEP))
    before = printer.lines([number for number in lane if number in first_part])
    stop = _stop_test([printer.name(number) for number in gradient], _tuple("s", len(state_inputs))) if test else []
    after = printer.lines([number for number in lane if number not in first_part])
    moves = _moves([printer.name(number) for number in new_states])
    recorded = range(len(state_inputs) if record_states else dimension)
    source = _SOURCE.format(
        states=_tuple("s", len(state_inputs)),
        registers=_tuple("r", printer.rows.count, "size, spare, "),
        masks=_tuple("m", printer.masks.count, "mask, "),
        hypers=_tuple("h", len(hyper_inputs)) if hyper_inputs else "()",
        once=_block(once, 4),
        before=_block([*per_step, *before], 8),
        test=_block(stop, 8),
        after=_block(after, 8),
        moves=_block(moves, 8),
        recorded=_block(["if record is not None:", *(f"    record[t - first, {i}] = s{i}" for i in recorded)], 8),
        # One sum of squares per row is several times faster than looking at every lane.
        squares=" + ".join(f"dot(s{index}, s{index})" for index in range(dimension)),
        size=_block(_size([f"s{index}" for index in range(dimension)]), 12),
    )
    return BatchCode(source, printer.rows.count + 2, printer.masks.count + 1)


def batch_kernel(code: BatchCode) -> BatchKernel:
    """The kernel of printed code."""
    namespace: dict[str, Any] = {**UFUNCS, **MATRIX_CALLS, **_SCALAR_FUNCTIONS, "copyto": np.copyto}
    namespace |= {"less": np.less, "absolute": np.absolute, "maximum": np.maximum, "dot": np.dot}
    exec(compile(code.source, "<batch kernel>", "exec"), namespace)  # noqa: S102 - printed by us from a checked tree
    kernel: BatchKernel = namespace["kernel"]
    return kernel


def _stop_test(slopes: list[str], states: str) -> list[str]:
    """Looks at the other components only where the first is small."""
    first, *others = _size(slopes)
    found = ["less(size, tolerance, mask)", "if mask.any():"]
    lines = [first, *found, f"    return 1, t - 1, {states}, size"]
    if not others:
        return lines
    return [first, *found, *(f"    {line}" for line in [*others, *lines[1:]])]


def _size(rows: list[str]) -> list[str]:
    """The largest absolute value of several rows, lane by lane; NaN where one is NaN."""
    lines = [f"absolute({rows[0]}, size)"]
    for row in rows[1:]:
        lines += [f"absolute({row}, spare)", "maximum(size, spare, out=size)"]
    return lines


def _moves(new: list[str]) -> list[str]:
    """The states take over the rows of their new values by exchanging names; what cannot be exchanged is copied."""
    lines, taken = [], set()
    for index, name in enumerate(new):
        if name == f"s{index}":
            continue
        if name[0] == "r" and name not in taken:
            taken.add(name)
            lines.append(f"s{index}, {name} = {name}, s{index}")
        else:
            lines.insert(0, f"copyto(s{index}, {name})")
    return lines


def _tuple(letter: str, count: int, first: str = "") -> str:
    return "(" + first + "".join(f"{letter}{index}, " for index in range(count)) + ")"


def _block(lines: list[str], indent: int) -> str:
    return "\n".join(" " * indent + line for line in lines) or " " * indent + "pass"


def _as_numpy_would(name: str, function: Callable[..., float]) -> Callable[..., float]:
    """A function of floats that gives infinity or NaN where Python would raise."""
    ufunc = UFUNCS[name]

    def quiet(*numbers: float) -> float:
        try:
            return function(*numbers)
        except (ArithmeticError, ValueError):
            return float(ufunc(*numbers))

    return quiet


def _divide(left: float, right: float) -> float:
    return left / right


def _floor(number: float) -> float:
    return float(math.floor(number))


_FLOAT_FUNCTIONS: dict[str, Callable[..., float]] = {
    "div": _divide,
    "floor": _floor,
    **{name: getattr(math, name) for name in ("pow", "sqrt", "exp", "log", "sin", "cos", "tan", "tanh")},
}
# Named as ScalarSource prints them in QUIET_TEMPLATES.
_SCALAR_FUNCTIONS = {f"{name}_": _as_numpy_would(name, function) for name, function in _FLOAT_FUNCTIONS.items()}
