"""Straight-line code: every value is computed once, from values before it, in the order in which the formula says so.

All kernels, scripts and vectorised evaluations are printed or run from one tape, so they agree operation by operation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

COMPARISON_OPERATIONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
CONDITIONS = frozenset(COMPARISON_OPERATIONS.values())

_FOLDED = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One value: `name` of the operation, the numbers of its arguments, and the literal, input name or output index."""

    name: str
    arguments: tuple[int, ...] = ()
    payload: float | str | int | None = None


@dataclass
class Tape:
    """Operations in order; a value is the index of its operation. Equal operations are stored once.

    `functions` are what a "call" may name beside the matrix functions: each takes one number or array per argument and
    gives a list with one per output. `plans` keeps the order in which evaluate() computes some outputs: finding it
    costs more than a small evaluation.
    """

    operations: list[Operation] = field(default_factory=list)
    functions: dict[str, Callable[..., Any]] = field(default_factory=dict)
    plans: dict[tuple[int, ...], list[tuple[int, tuple[int, ...]]]] = field(default_factory=dict, repr=False)
    _numbers: dict[Operation, int] = field(default_factory=dict, repr=False)

    def constant(self, value: float) -> int:
        """A literal; zeros of either sign are kept apart."""
        negative_zero = value == 0 and math.copysign(1.0, value) < 0
        return self._add(Operation("const", (), value), "-0" if negative_zero else "")

    def input(self, name: str) -> int:
        """A value given from outside."""
        return self._add(Operation("input", (), name))

    def apply(self, name: str, *arguments: int) -> int:
        """The value of an operation; those on literals are done at once, those that change nothing are left out."""
        simpler = self._simplified(name, arguments)
        return self._add(Operation(name, arguments)) if simpler is None else simpler

    def function(self, function: Callable[..., Any]) -> str:
        """The name under which a function of this tape can be called; equal functions have one."""
        for name, known in self.functions.items():
            if known == function:
                return name
        name = f"call_{len(self.functions)}"
        self.functions[name] = function
        return name

    def call(self, name: str, arguments: Iterable[int], outputs: int) -> tuple[int, ...]:
        """The values of a function that yields several numbers."""
        whole = self._add(Operation("call", tuple(arguments), name))
        return tuple(self._add(Operation("item", (whole,), index)) for index in range(outputs))

    def power(self, base: int, exponent: float) -> int:
        """A power by repeated multiplication where the exponent is a whole number, by `sqrt` where it is a half."""
        if exponent < 0:
            return self.apply("div", self.constant(1.0), self.power(base, -exponent))
        if exponent == 0.5:
            return self.apply("sqrt", base)
        if exponent != int(exponent):
            return self.apply("pow", base, self.constant(exponent))
        return self._whole_power(base, int(exponent))

    def _whole_power(self, base: int, exponent: int) -> int:
        if exponent == 0:
            return self.constant(1.0)
        if exponent == 1:
            return base
        half = self._whole_power(base, exponent // 2)
        square = self.apply("mul", half, half)
        return self.apply("mul", square, base) if exponent % 2 else square

    def literal(self, value: int) -> float | None:
        """The number, if the value is a literal."""
        operation = self.operations[value]
        return float(operation.payload) if operation.name == "const" else None  # type: ignore[arg-type]

    def is_condition(self, value: int) -> bool:
        """Whether the value is the outcome of a comparison."""
        return self.operations[value].name in CONDITIONS

    def _add(self, operation: Operation, mark: str = "") -> int:
        key = Operation(mark or operation.name, operation.arguments, operation.payload)
        if key not in self._numbers:
            self._numbers[key] = len(self.operations)
            self.operations.append(operation)
        return self._numbers[key]

    def _simplified(self, name: str, arguments: tuple[int, ...]) -> int | None:
        numbers = [self.literal(argument) for argument in arguments]
        if None not in numbers:
            return self._folded(name, [number for number in numbers if number is not None])
        if name == "neg" and self.operations[arguments[0]].name == "neg":
            return self.operations[arguments[0]].arguments[0]
        if len(arguments) == 2:
            return _unchanged(name, arguments[0], arguments[1], numbers)
        return None

    def _folded(self, name: str, numbers: list[float]) -> int | None:
        if name == "neg":
            return self.constant(-numbers[0])
        try:
            value = _FOLDED[name](*numbers)
        except (KeyError, ArithmeticError):
            return None
        return self.constant(value) if math.isfinite(value) else None


def _unchanged(name: str, left: int, right: int, numbers: list[float | None]) -> int | None:
    """The operand that multiplying or dividing by one, or subtracting zero, gives back bit for bit."""
    if name in ("mul", "div") and numbers[1] == 1.0:
        return left
    if name == "mul" and numbers[0] == 1.0:
        return right
    if name == "sub" and numbers[1] == 0.0 and math.copysign(1.0, numbers[1]) > 0:
        return left
    return None
