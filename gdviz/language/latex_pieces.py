"""Pieces of printed formula and the ways to join them with no parenthesis too few and none too many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How tightly the outermost operation of a piece binds, loosest first."""

    CASES = 0
    SUM = 1
    QUOTIENT = 2
    PRODUCT = 3
    FRACTION = 4
    POWER = 5
    ATOM = 6


class Shape(IntEnum):
    """What a piece stands for; two that are no scalars multiply component by component."""

    SCALAR = 0
    VECTOR = 1
    MATRIX = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Some LaTeX, how tightly it binds, and what it stands for."""

    text: str
    level: Level = Level.ATOM
    shape: Shape = Shape.SCALAR

    @property
    def signed(self) -> bool:
        """Whether it begins with a minus sign."""
        return self.text.startswith("-")


_TALL = re.compile(r"\\frac|\\begin")
_DIGIT_FIRST = re.compile(r"(?:\(-)?\d")
_DIGIT_LAST = re.compile(r"(?:^|[\s(-])\d+(?:\.\d+)?\)?$")
_NUMBER_FRACTION = re.compile(r"\\frac\{[\d.]+\}\{[\d.]+\}$")
_FUNCTION_LETTER = re.compile(r"(?:^|[^A-Za-z\\])f$|\\sigma$")
_WORD_FIRST = re.compile(
    r"\\(?:mathrm|operatorname|nabla|exp|log|sin|cos|tan|tanh|min|max|(?:wide)?hat|bar|overline|(?:wide)?tilde)\b"
)
_WORD_LAST = re.compile(r"\\mathrm\{[^{}]*\}\}?(?:_\w|_\{[^{}]*\})?(?:\^\{[^{}]*\})?$")
# The beginnings of fractions that could be taken for the second half of a mixed number.
_NUMERALS = tuple(rf"\frac{{{digit}" for digit in range(10))
_TAIL = 60


def in_parentheses(text: str) -> str:
    """The text in parentheses that grow with what they hold."""
    return rf"\left({text}\right)" if _TALL.search(text) else f"({text})"


def enclosed(piece: Piece) -> Piece:
    """The piece in parentheses."""
    return Piece(in_parentheses(piece.text), Level.ATOM, piece.shape)


def at_least(piece: Piece, level: Level, signed: bool = True) -> Piece:
    """The piece, in parentheses if it binds more loosely than `level`, or starts with a minus where none may stand."""
    return piece if piece.level >= level and (signed or not piece.signed) else enclosed(piece)


def applied(function: str, *arguments: Piece) -> str:
    """`function(arguments)`; a column brings its own parentheses."""
    if len(arguments) == 1 and is_column(arguments[0]):
        return function + " " + arguments[0].text
    return function + in_parentheses(", ".join(argument.text for argument in arguments))


def is_column(piece: Piece) -> bool:
    """Whether the piece is nothing but a column of numbers, or a row of them in parentheses."""
    return piece.level == Level.ATOM and piece.text.startswith((r"\begin{pmatrix}", "{("))


def total(operator: str, left: Piece, right: Piece) -> Piece:
    """`left + right` or `left - right`."""
    first, second = at_least(left, Level.SUM), at_least(right, Level.QUOTIENT, signed=False)
    return Piece(f"{first.text} {operator} {second.text}", Level.SUM, max(left.shape, right.shape))


def negated(operand: Piece) -> Piece:
    """`-operand`."""
    inner = at_least(operand, Level.QUOTIENT, signed=False)
    return Piece("-" + inner.text, min(inner.level, Level.PRODUCT), operand.shape)


def product(left: Piece, right: Piece) -> Piece:
    """`left right`, component by component if both are vectors."""
    shape = max(left.shape, right.shape)
    if min(left.shape, right.shape) > Shape.SCALAR:
        first, second = at_least(left, Level.PRODUCT), at_least(right, Level.FRACTION, signed=False)
        return Piece(rf"{first.text} \odot {second.text}", Level.PRODUCT, shape)
    first, second = at_least(left, Level.PRODUCT), at_least(right, Level.PRODUCT, signed=False)
    return Piece(first.text + _times(first.text, second.text) + second.text, Level.PRODUCT, shape)


def matrix_product(left: Piece, right: Piece, shape: Shape) -> Piece:
    """`left right` in the sense of linear algebra."""
    first, second = at_least(left, Level.PRODUCT), at_least(right, Level.FRACTION, signed=False)
    return Piece(first.text + _times(first.text, second.text) + second.text, Level.PRODUCT, shape)


def inner_product(left: Piece, right: Piece) -> Piece:
    """`left^T right`, a number; beside other factors it stands in parentheses, so that nobody pairs them otherwise."""
    text = matrix_product(power(left, r"\top"), right, Shape.SCALAR).text
    return Piece(text, Level.QUOTIENT, Shape.SCALAR)


def _times(left: str, right: str) -> str:
    """What stands between two factors: nothing to see, a little room between words, a dot between numbers."""
    end = left[-_TAIL:]
    if _DIGIT_FIRST.match(right) or (_FUNCTION_LETTER.search(end) and right.startswith(("(", r"\left("))):
        return r" \cdot "
    if right.startswith(_NUMERALS) and (_DIGIT_LAST.search(end) or _NUMBER_FRACTION.search(end)):
        return r" \cdot "
    return r" \, " if _WORD_FIRST.match(right) or _WORD_LAST.search(end) else " "


def fraction(left: Piece, right: Piece) -> Piece:
    """`left / right` as a fraction; a minus in front of the numerator stands in front of the fraction."""
    shape = max(left.shape, right.shape)
    if left.signed and left.level >= Level.QUOTIENT:
        return Piece(rf"-\frac{{{left.text[1:]}}}{{{right.text}}}", Level.PRODUCT, shape)
    return Piece(rf"\frac{{{left.text}}}{{{right.text}}}", Level.FRACTION, shape)


def slashed(left: Piece, right: Piece) -> Piece:
    """`left / right` on one line, for exponents; a fraction where the line would need parentheses."""
    if left.level < Level.PRODUCT or right.level < Level.POWER or right.signed:
        return fraction(left, right)
    return Piece(f"{left.text}/{right.text}", Level.QUOTIENT, max(left.shape, right.shape))


def power(base: Piece, exponent: str) -> Piece:
    """`base` to an exponent already printed."""
    inner = at_least(base, Level.ATOM, signed=False)
    text = f"{{{inner.text}}}" if is_column(inner) else inner.text
    return Piece(f"{text}^{{{exponent}}}", Level.POWER, base.shape)
