"""The rules as pictures with places for numbers: typeset once, filled with each step's numbers in no time.

A formula takes tens of milliseconds to typeset, a step of an optimizer has half a dozen of them, and a learner who
steps through a race wants them at once. So the numbers of a step are not typeset: their places are, as wide as a number
of the usual length, so that nothing moves while a race plays either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from gdviz.language.latex_numbers import readable_text
from gdviz.language.latex_page import Page
from gdviz.language.latex_pieces import Level, Piece, Shape
from gdviz.language.latex_printer import Printer
from gdviz.language.tree import Rule

Number = float | NDArray[np.float64]

# What a computed number is given: room for a sign, four digits, a point and a zero in front of it.
ROOM = 7
DIGITS = 4
# So many numbers of a vector are written; of a longer one the first ones and the last.
_SHOWN = 4
_HYPERPARAMETER_DIGITS = 6

# A number that no reader would write holds a place while the line is printed; it looks like a digit to the printer.
_HOLDER = re.compile(r"7070(\d{4})7070")


@dataclass(frozen=True)
class Slot:
    """A place in a line: the number that stands there as text, whose it is ("" for t and hyperparameters), and for how
    many digits there is room.
    """

    text: str
    name: str = ""
    room: int = ROOM


@dataclass(frozen=True)
class SlottedLine:
    """A line whose numbers are slots: `latex` has zeros in the colour `slot_colour(index)` in their places, and names
    in the colour `name_colour(index)` of `names`.
    """

    latex: str
    slots: tuple[Slot, ...] = ()
    names: tuple[str, ...] = ()


def slot_colour(index: int) -> str:
    """The stand-in for the colour of a slot."""
    return f"#e{index:05x}"


def name_colour(index: int) -> str:
    """The stand-in for the colour of a name."""
    return f"#c{index:05x}"


Symbols = tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _page(rules: tuple[Rule, ...], symbols: Symbols) -> Page:
    """What every name prints as: found once for all steps."""
    return Page(rules, dict(symbols))


@lru_cache(maxsize=64)
def coloured_rules(rules: tuple[Rule, ...], symbols: Symbols, names: tuple[str, ...]) -> tuple[SlottedLine, ...]:
    """The lines of `rules_latex` in which these names have colours of their own."""
    page = _page(rules, symbols)
    lines = []
    for number, rule in enumerate(page.rules):
        right = Printer(_in_colour(page.reader(number), names)).node(rule.expression).text
        left = _in_colour(page.reader(number + 1), names)(rule.name).text
        lines.append(SlottedLine(f"{left} = {right}", (), names))
    return tuple(lines)


@lru_cache(maxsize=64)
def coloured_symbols(rules: tuple[Rule, ...], symbols: Symbols, names: tuple[str, ...]) -> tuple[SlottedLine, ...]:
    """The name that each rule assigns, alone and without a time index."""
    letter = _in_colour(_page(rules, symbols).letter, names)
    return tuple(SlottedLine(letter(rule.name).text, (), names) for rule in rules)


def _in_colour(read: Callable[[str], Piece], names: tuple[str, ...]) -> Callable[[str], Piece]:
    def coloured(name: str) -> Piece:
        piece = read(name)
        if name not in names:
            return piece
        text = rf"\textcolor{{{name_colour(names.index(name))}}}{{{piece.text}}}"
        return Piece(text, piece.level, piece.shape)

    return coloured


def slotted_rules(
    rules: tuple[Rule, ...],
    symbols: Symbols,
    names: tuple[str, ...],
    t: int,
    hyperparameters: Mapping[str, Number],
    before: Mapping[str, Number],
    values: Sequence[Number],
) -> list[SlottedLine]:
    """The lines of `rules_latex_numbers` with slots, vectors as rows; `values` holds what each rule came to."""
    page, latest = _page(rules, symbols), dict(before)
    lines = []
    for number, rule in enumerate(page.rules):
        writer = _Writer(t, hyperparameters, latest)
        right = Printer(writer.piece).node(rule.expression).text
        left = _in_colour(page.reader(number + 1), names)(rule.name).text
        result = writer.number(values[number], rule.name, result=True).text
        line = left + f" = {right}" + (f" = {result}" if not _only_holder(right) else "")
        lines.append(SlottedLine(writer.placed(line), tuple(writer.slots), names))
        latest[rule.name] = values[number]
    return lines


def _only_holder(right: str) -> bool:
    """Whether the right side is nothing but a number already."""
    return _HOLDER.fullmatch(right) is not None


class _Writer:
    """Turns the names of one line into places for their numbers."""

    def __init__(self, t: int, hyperparameters: Mapping[str, Number], values: Mapping[str, Number]) -> None:
        self.slots: list[Slot] = []
        self._t = t
        self._hypers = hyperparameters
        self._values = values

    def piece(self, name: str) -> Piece:
        """What stands for a name on the right side."""
        if name == "t":
            return Piece(self._holder(str(self._t), "", len(str(self._t))))
        if name in self._hypers:
            return self.number(self._hypers[name], name, chosen=True)
        return self.number(self._values[name], name)

    def number(self, value: Number, name: str, chosen: bool = False, result: bool = False) -> Piece:
        """A number, a row of numbers in parentheses, or a matrix."""
        array = np.asarray(value, dtype=np.float64)
        owner = "" if chosen else name
        if array.size == 1:
            return self._scalar(float(array.reshape(())), owner, chosen, result)
        if array.ndim == 2:
            return Piece(self._matrix(array, owner), Level.ATOM, Shape.MATRIX)
        row = ", ".join(self._cell(array, index, owner, chosen) for index in _shown(len(array)))
        return Piece(f"{{({row})}}", Level.ATOM, Shape.VECTOR)

    def _scalar(self, value: float, owner: str, chosen: bool, result: bool) -> Piece:
        text = _text(value, chosen)
        if text.startswith("−") and not result:
            return Piece(f"{{(-{self._holder(text[1:], owner, len(text) - 1 if chosen else ROOM - 1)})}}")
        piece = self._holder(text, owner, _room(text) if chosen else ROOM)
        return Piece(piece, Level.PRODUCT if "^" in text and not result else Level.ATOM)

    def _matrix(self, array: NDArray[np.float64], owner: str) -> str:
        def cell(row: int | None, column: int | None) -> str:
            if row is None or column is None:
                return r"\ldots"
            return self._holder(_text(float(array[row, column])), owner, ROOM)

        shown = _shown(len(array))
        rows = [" & ".join(cell(row, column) for column in shown) for row in shown]
        return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"

    def _cell(self, array: NDArray[np.float64], index: int | None, owner: str, chosen: bool) -> str:
        if index is None:
            return r"\ldots"
        text = _text(float(array[index]), chosen)
        return self._holder(text, owner, _room(text) if chosen else ROOM)

    def _holder(self, text: str, owner: str, room: int) -> str:
        self.slots.append(Slot(text, owner, room))
        return f"7070{len(self.slots) - 1:04d}7070"

    def placed(self, line: str) -> str:
        """The line with zeros in colour where the holders were."""

        def zeros(found: re.Match[str]) -> str:
            index = int(found[1])
            return rf"\textcolor{{{slot_colour(index)}}}{{{'0' * self.slots[index].room}}}"

        return _HOLDER.sub(zeros, line)


def _shown(count: int) -> list[int | None]:
    return list(range(count)) if count <= _SHOWN else [*range(_SHOWN - 1), None, count - 1]


def _room(text: str) -> int:
    """How many digits' room a chosen number takes."""
    mantissa, _, exponent = text.partition("^")
    narrow, signs = sum(mantissa.count(each) for each in ".·"), mantissa.count("−")
    return max(1, ceil(len(mantissa) - 0.5 * narrow + 0.45 * signs + 0.7 * len(exponent) - 0.1))


def _text(value: float, chosen: bool = False) -> str:
    """A number as it is written into its place: `−3.746`, `1.23·10^−7`, `∞`; a computed one keeps its zeros."""
    if not np.isfinite(value):
        return "?" if np.isnan(value) else "∞" if value > 0 else "−∞"
    text = readable_text(value, _HYPERPARAMETER_DIGITS) if chosen else "0" if value == 0 else _fixed(value)
    mantissa, _, exponent = text.partition("e")
    power = f"10^{exponent}" if exponent else ""
    shown = power if mantissa == "1" and power else mantissa + ("·" + power if power else "")
    return shown.replace("-", "−")


def _fixed(value: float) -> str:
    """Four significant digits, zeros kept; very small and very large numbers with an exponent and three digits."""
    mantissa, exponent = f"{value:.{DIGITS - 1}e}".split("e")
    power = int(exponent)
    if -2 <= power <= 4:
        return f"{value:.{min(DIGITS, max(0, DIGITS - 1 - power))}f}"
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{mantissa}e{int(exponent)}"
