"""Exact gradients and Hessians with SymPy, built from the checked tree node by node, never from text.

SymPy takes a third of a second to import: only the engine process imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gdviz.language.alike import Alike, alike
from gdviz.language.errors import FormulaError
from gdviz.language.folding import constant_value
from gdviz.language.symbolic import from_sympy, to_sympy
from gdviz.language.terms import Term, terms, total
from gdviz.language.tree import PRODUCTS, SUMS, Binary, Negative, Node, Number, children, fold

# Second derivatives of more parts than this would take many seconds to find.
LARGEST_DERIVATIVE = 15_000
# The same where only one of many terms that are alike has to be differentiated.
LARGEST_FAMILIES = 150_000
# From so many terms on they are.
MANY = 6
# SymPy keeps fractions exact: powers of powers of numbers would fill the memory.
MOST_DIGITS = 5_000

_ZERO = Number(0.0, "0")


@lru_cache(maxsize=64)
def gradient(expression: Node, coordinates: tuple[str, ...]) -> tuple[Node, ...]:
    """The partial derivatives of an expression; raises FormulaError where it has none that differs from zero."""
    sums = _Families.of(expression)
    _check_size(expression, sums)
    partials = _differentiate(sums, coordinates)
    if all(partial == _ZERO for partial in partials):
        raise FormulaError("this surface is flat: its gradient is zero everywhere", 1, 1)
    return partials


@lru_cache(maxsize=64)
def hessian(expression: Node, coordinates: tuple[str, ...]) -> tuple[tuple[Node, ...], ...]:
    """The matrix of second derivatives of an expression, row by row; only the upper half is differentiated."""
    first = gradient(expression, coordinates)
    upper = [_differentiate(_Families.of(first[row]), coordinates[row:]) for row in range(len(coordinates))]
    return tuple(
        tuple(upper[min(i, j)][max(i, j) - min(i, j)] for j in range(len(coordinates))) for i in range(len(coordinates))
    )


def _check_size(expression: Node, sums: _Families) -> None:
    work = [*sums.unlike, *sums.families]
    if sum(_sizes(each)[2] for each in work) > LARGEST_DERIVATIVE or _sizes(expression)[2] > LARGEST_FAMILIES:
        raise FormulaError("this formula has too many products or nested functions to be differentiated", 1, 1)
    if sum(_digits(each) for each in work) > MOST_DIGITS:
        raise FormulaError("the powers of numbers in this formula are too large for it to be differentiated", 1, 1)


@dataclass(frozen=True)
class _Families:
    """The terms of a sum: `families` holds those of which many are alike by their shape, `unlike` the sum of the
    others.
    """

    unlike: tuple[Node, ...]
    families: Mapping[Node, Sequence[tuple[Term, Alike]]]

    @classmethod
    def of(cls, expression: Node) -> _Families:
        every: dict[Node, list[tuple[Term, Alike]]] = {}
        for term in terms(expression):
            each = alike(term.node)
            every.setdefault(each.shape, []).append((term, each))
        others = [term for members in every.values() if len(members) < MANY for term, _ in members]
        large = {shape: members for shape, members in every.items() if len(members) >= MANY}
        return cls((total(others),) if others else (), large)


def _differentiate(sums: _Families, coordinates: tuple[str, ...]) -> tuple[Node, ...]:
    """The partial derivatives, zero where there is none; of terms that are alike one is differentiated for all."""
    found: dict[str, list[Term]] = {name: [] for name in coordinates}
    for unlike in sums.unlike:
        for name, partial in zip(coordinates, _by_sympy(unlike, coordinates), strict=True):
            found[name].append(Term(1.0, partial))
    for shape, members in sums.families.items():
        _add_family(found, shape, members)
    return tuple(_sum([term for term in each if term.node != _ZERO]) for each in found.values())


def _add_family(found: Mapping[str, list[Term]], shape: Node, members: Sequence[tuple[Term, Alike]]) -> None:
    """Adds the derivatives of terms of one shape to those that have been found."""
    stand_ins = tuple(members[0][1].names.values())
    partials = {name: terms(partial) for name, partial in zip(stand_ins, _by_sympy(shape, stand_ins), strict=True)}
    for term, each in members:
        for name, stand_in in each.names.items():
            if name in found:
                found[name].extend(Term(term.sign * part.sign, each.filled(part.node)) for part in partials[stand_in])


def _sum(parts: list[Term]) -> Node:
    return total(parts) if parts else _ZERO


@lru_cache(maxsize=64)
def _by_sympy(expression: Node, coordinates: tuple[str, ...]) -> tuple[Node, ...]:
    import sympy

    with _sympy_as_we_want_it():
        whole = to_sympy(expression)
        held = [(term, term.free_symbols) for term in sympy.Add.make_args(whole)]
        # Most of a hundred terms in a hundred coordinates do not hold the one that is looked at.
        parts = [(each, [term for term, free in held if each in free]) for each in _symbols(coordinates)]
        return tuple(from_sympy(sympy.diff(sympy.Add(*part), each)) if part else _ZERO for each, part in parts)


@lru_cache(maxsize=64)
def _symbols(coordinates: tuple[str, ...]) -> tuple[Any, ...]:
    import sympy

    return tuple(sympy.Symbol(name, real=True) for name in coordinates)


@contextmanager
def _sympy_as_we_want_it() -> Iterator[None]:
    from sympy.core.parameters import distribute

    try:
        # Without this 2*(y - 1)*(..) becomes (2*y - 2)*(..): not what a textbook prints, and slower.
        with distribute(False):
            yield
    except RecursionError:
        raise FormulaError("the formula is nested too deeply to be differentiated", 1, 1) from None


def _sizes(node: Node) -> tuple[int, int, int]:
    """How many parts an expression, its first and its second derivative have, by the rules for sums and products."""
    operators = SUMS if isinstance(node, Binary) and node.operator in SUMS else PRODUCTS
    below = [_sizes(part) for part in _operands(node, operators)]
    size, first, second = (sum(part[order] for part in below) for order in range(3))
    size += max(1, len(below) - 1)
    if isinstance(node, Negative) or (isinstance(node, Binary) and node.operator in SUMS):
        return size, first + 1, second + 1
    if isinstance(node, Binary) and node.operator in PRODUCTS:
        # Every factor, and every pair of factors, makes a product of all of them.
        count = len(below)
        return size, first + count * size, second + 2 * count * first + count * (count - 1) * size
    # A power or function brings its own parts along once more for every derivative.
    return (size, first + size, second + 2 * first + size) if below else (1, 1, 1)


def _operands(node: Node, operators: tuple[str, ...]) -> list[Node]:
    """What a chain of sums or of products combines, however it is nested; of other nodes the children."""
    if not isinstance(node, Binary) or node.operator not in operators:
        return list(children(node))
    found: list[Node] = []
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Binary) and here.operator in operators:
            waiting.extend(children(here))
        else:
            found.append(here)
    return found


def _digits(node: Node) -> float:
    """How many digits the numbers of an expression have together once its powers are taken."""
    return fold(node, _digits_of)


def _digits_of(node: Node, digits: list[float]) -> float:
    if isinstance(node, Number):
        return len(repr(node.value))
    if isinstance(node, Binary) and node.operator == "**":
        exponent = constant_value(node.right)
        return digits[0] * abs(exponent) if exponent is not None else sum(digits)
    return sum(digits)
