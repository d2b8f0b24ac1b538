"""The operations of a tape printed as LLVM IR on groups of lanes.

The arithmetic is plain IEEE: no instruction carries a fast-math flag, so LLVM may neither reorder nor fuse, and the
answers are those of the other kernels bit for bit.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gdviz.language.layout import Layout, Level
from gdviz.language.tape import CONDITIONS

# The lanes of a group. Several vectors of the processor side by side hide that a division takes long.
GROUP = 8
NUMBERS, MASK, WHOLE = f"<{GROUP} x double>", f"<{GROUP} x i1>", f"<{GROUP} x i64>"
SUFFIX = f"v{GROUP}f64"  # of the names of LLVM's own functions on numbers

_PLAIN = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
_CALLED = {"sqrt": "sqrt", "abs": "fabs", "floor": "floor"}
_CHOSEN = {"min": "olt", "max": "ogt"}
# {r} is the result, {0} .. are the arguments.
_TEMPLATES: dict[str, tuple[str, ...]] = {
    **{name: (f"{{r}} = {code} {NUMBERS} {{0}}, {{1}}",) for name, code in _PLAIN.items()},
    **{name: (f"{{r}} = call {NUMBERS} @llvm.{code}.{SUFFIX}({NUMBERS} {{0}})",) for name, code in _CALLED.items()},
    **{name: (f"{{r}} = fcmp o{name} {NUMBERS} {{0}}, {{1}}",) for name in CONDITIONS},
    "ne": (f"{{r}} = fcmp une {NUMBERS} {{0}}, {{1}}",),
    "neg": (f"{{r}} = fneg {NUMBERS} {{0}}",),
    "where": (f"{{r}} = select {MASK} {{0}}, {NUMBERS} {{1}}, {NUMBERS} {{2}}",),
    # As in NumPy, NaN wins and zeros keep their sign.
    **{
        name: (
            f"{{r}}.better = fcmp {code} {NUMBERS} {{0}}, {{1}}",
            f"{{r}}.nan = fcmp uno {NUMBERS} {{0}}, zeroinitializer",
            f"{{r}}.first = or {MASK} {{r}}.better, {{r}}.nan",
            f"{{r}} = select {MASK} {{r}}.first, {NUMBERS} {{0}}, {NUMBERS} {{1}}",
        )
        for name, code in _CHOSEN.items()
    },
    # Adding zero turns a negative zero into a positive one.
    "sign": (
        f"{{r}}.up = fcmp ogt {NUMBERS} {{0}}, zeroinitializer",
        f"{{r}}.down = fcmp olt {NUMBERS} {{0}}, zeroinitializer",
        f"{{r}}.zero = fadd {NUMBERS} {{0}}, zeroinitializer",
        f"{{r}}.not_up = select {MASK} {{r}}.down, {NUMBERS} splat (double -1.0), {NUMBERS} {{r}}.zero",
        f"{{r}} = select {MASK} {{r}}.up, {NUMBERS} splat (double 1.0), {NUMBERS} {{r}}.not_up",
    ),
}
OPERATIONS = frozenset(_TEMPLATES)
DECLARATIONS = tuple(f"declare {NUMBERS} @llvm.{code}.{SUFFIX}({NUMBERS})" for code in _CALLED.values())


@dataclass(frozen=True)
class LlvmSource:
    """Prints the values of lanes; `given` names the vectors of what is computed beforehand or kept from step to step.

    Every name is made of the number of a value: nothing that a user wrote comes into the text.
    """

    layout: Layout
    given: Mapping[int, str]

    def lines(self, numbers: Iterable[int]) -> list[str]:
        """The instructions that compute these values."""
        return [line for number in numbers for line in self._operation(number)]

    def name(self, number: int) -> str:
        """How a value computed before is written."""
        operation = self.layout.tape.operations[number]
        if operation.name == "const":
            return splat(float(operation.payload))  # type: ignore[arg-type]
        return self.given.get(number) or f"%v{number}"

    def _operation(self, number: int) -> list[str]:
        operation = self.layout.tape.operations[number]
        names = [self.name(argument) for argument in operation.arguments]
        lines = []
        if operation.name == "where" and self.layout.levels[operation.arguments[0]] is not Level.LANE:
            # A condition that all lanes share was computed beforehand, and is given as 0 or 1.
            lines.append(f"%v{number}.if = fcmp une {NUMBERS} {names[0]}, zeroinitializer")
            names[0] = f"%v{number}.if"
        return lines + [line.format(*names, r=f"%v{number}") for line in _TEMPLATES[operation.name]]


def splat(value: float) -> str:
    """A literal for every lane, exact to the bit."""
    return f"splat (double 0x{struct.pack('>d', value).hex().upper()})"


def spread(name: str, source: str) -> list[str]:
    """The instructions that make the vector %name of the one number `source`."""
    return [
        f"%{name}.one = insertelement {NUMBERS} poison, double {source}, i64 0",
        f"%{name} = shufflevector {NUMBERS} %{name}.one, {NUMBERS} poison, <{GROUP} x i32> zeroinitializer",
    ]


def element(name: str, pointer: str, index: str) -> list[str]:
    """The instructions that load the number at an index of an array, as the vector %name."""
    return [
        f"%{name}.at = getelementptr double, ptr {pointer}, i64 {index}",
        f"%{name}.number = load double, ptr %{name}.at",
        *spread(name, f"%{name}.number"),
    ]


def any_of(name: str, mask: str) -> list[str]:
    """The instructions that make %name true if the mask holds for any lane."""
    return [f"%{name}.bits = bitcast {MASK} {mask} to i{GROUP}", f"%{name} = icmp ne i{GROUP} %{name}.bits, 0"]
