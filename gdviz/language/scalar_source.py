"""A tape printed as plain Python on floats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gdviz.language.layout import Layout

_FUNCTIONS = ("sqrt", "exp", "log", "sin", "cos", "tan", "tanh")
# Each operation as Python writes it; arguments that occur twice are variables, never expressions.
TEMPLATES = {
    "add": "({} + {})",
    "sub": "({} - {})",
    "mul": "({} * {})",
    "div": "({} / {})",
    "neg": "(-{})",
    "pow": "pow({}, {})",
    "abs": "abs({})",
    "sign": "(1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else {0} + 0.0)",
    # As in NumPy, NaN wins and zeros keep their sign.
    "min": "({0} if {0} < {1} or {0} != {0} else {1})",
    "max": "({0} if {0} > {1} or {0} != {0} else {1})",
    "floor": "({0} if {0} == 0.0 else float(floor({0})))",
    "where": "({1} if {0} else {2})",
    "lt": "({} < {})",
    "le": "({} <= {})",
    "gt": "({} > {})",
    "ge": "({} >= {})",
    "eq": "({} == {})",
    "ne": "({} != {})",
    "item": "float({}[{}])",
} | {name: f"{name}({{}})" for name in _FUNCTIONS}
_REPEATED = ("sign", "min", "max", "floor")
# The same, but with functions that give infinity or NaN where Python's floats refuse.
QUIET_TEMPLATES = (
    TEMPLATES
    | {name: f"{name}_({{}})" for name in (*_FUNCTIONS, "floor")}
    | {"div": "div_({}, {})", "pow": "pow_({}, {})"}
)
# Longer expressions gain nothing and would meet Python's own limit for nesting.
_DEEPEST = 12


@dataclass
class ScalarSource:
    """Prints values as assignments; a value read only once, at the same level, is written where it is read."""

    layout: Layout
    names: Mapping[str, str]
    keep: frozenset[int]
    templates: Mapping[str, str] = field(default_factory=lambda: TEMPLATES)
    written: dict[int, str] = field(default_factory=dict)
    _depth: dict[int, int] = field(default_factory=dict)

    def lines(self, numbers: Iterable[int]) -> list[str]:
        """The assignments that compute these values."""
        result = []
        for number in numbers:
            text = self.expression(number)
            if self._inlined(number):
                self.written[number] = text
            else:
                self.written[number] = f"a{number}"
                self._depth[number] = 0
                result.append(f"a{number} = {_bare(text)}")
        return result

    def name(self, number: int) -> str:
        """How a value computed before is written."""
        if number in self.written:
            return self.written[number]
        operation = self.layout.tape.operations[number]
        if operation.name == "const":
            return _literal(float(operation.payload))  # type: ignore[arg-type]
        if operation.name == "input":
            return self.names[str(operation.payload)]
        raise KeyError(number)

    def expression(self, number: int) -> str:
        """A value as an expression of others."""
        operation = self.layout.tape.operations[number]
        arguments = [self.name(argument) for argument in operation.arguments]
        self._depth[number] = 1 + max((self._depth.get(argument, 0) for argument in operation.arguments), default=0)
        if operation.name == "item":
            return self.templates["item"].format(arguments[0], operation.payload)
        if operation.name == "call":
            return f"{operation.payload}({', '.join(arguments)})"
        return self.templates[operation.name].format(*arguments)

    def _inlined(self, number: int) -> bool:
        if number in self.keep or self.layout.uses[number] != 1 or self._depth[number] >= _DEEPEST:
            return False
        if self.layout.tape.operations[number].name == "call":
            return False
        reader = self.layout.readers.get(number, number)
        same_level = self.layout.levels[reader] is self.layout.levels[number]
        return same_level and self.layout.tape.operations[reader].name not in _REPEATED


def _literal(value: float) -> str:
    return repr(value) if value >= 0 and repr(value)[0] != "-" else f"({value!r})"


def _bare(text: str) -> str:
    """The expression without the parentheses that enclose all of it."""
    if not text.startswith("("):
        return text
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[1:-1] if index == len(text) - 1 else text
    return text
