"""Exact gradients and Hessians with SymPy, built from the checked tree node by node, never from text.

SymPy takes a third of a second to import: only the engine process imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from gdviz.language.errors import FormulaError
from gdviz.language.folding import constant_value
from gdviz.language.symbolic import from_sympy, to_sympy
from gdviz.language.tree import Binary, Negative, Node, Number, children

# Second derivatives of more parts than this would take many seconds to find.
LARGEST_DERIVATIVE = 15_000
# SymPy keeps fractions exact: powers of powers of numbers would fill the memory.
MOST_DIGITS = 5_000

_SUMS = ("+", "-")
_PRODUCTS = ("*", "/")
_ZERO = Number(0.0, "0")


@lru_cache(maxsize=64)
def gradient(expression: Node, coordinates: tuple[str, ...]) -> tuple[Node, ...]:
    """The partial derivatives of an expression; raises FormulaError where it has none that differs from zero."""
    if _sizes(expression)[2] > LARGEST_DERIVATIVE:
        raise FormulaError("this formula has too many products or nested functions to be differentiated", 1, 1)
    if _digits(expression) > MOST_DIGITS:
        raise FormulaError("the powers of numbers in this formula are too large for it to be differentiated", 1, 1)
    partials = _differentiate(expression, coordinates)
    if all(partial == _ZERO for partial in partials):
        raise FormulaError("this surface is flat: its gradient is zero everywhere", 1, 1)
    return partials


@lru_cache(maxsize=64)
def hessian(expression: Node, coordinates: tuple[str, ...]) -> tuple[tuple[Node, ...], ...]:
    """The matrix of second derivatives of an expression, row by row; only the upper half is differentiated."""
    first = gradient(expression, coordinates)
    upper = [_differentiate(first[row], coordinates[row:]) for row in range(len(coordinates))]
    return tuple(
        tuple(upper[min(i, j)][max(i, j) - min(i, j)] for j in range(len(coordinates))) for i in range(len(coordinates))
    )


def _differentiate(expression: Node, coordinates: tuple[str, ...]) -> tuple[Node, ...]:
    import sympy

    with _sympy_as_we_want_it():
        whole = to_sympy(expression)
        terms = [(term, term.free_symbols) for term in sympy.Add.make_args(whole)]
        # Most of a hundred terms in a hundred coordinates do not hold the one that is looked at.
        parts = [(each, [term for term, free in terms if each in free]) for each in _symbols(coordinates)]
        return tuple(from_sympy(sympy.diff(sympy.Add(*held), each)) if held else _ZERO for each, held in parts)


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
    operators = _SUMS if isinstance(node, Binary) and node.operator in _SUMS else _PRODUCTS
    below = [_sizes(part) for part in _operands(node, operators)]
    size, first, second = (sum(part[order] for part in below) for order in range(3))
    size += max(1, len(below) - 1)
    if isinstance(node, Negative) or (isinstance(node, Binary) and node.operator in _SUMS):
        return size, first + 1, second + 1
    if isinstance(node, Binary) and node.operator in _PRODUCTS:
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
    if isinstance(node, Number):
        return len(repr(node.value))
    digits = [_digits(child) for child in children(node)]
    if isinstance(node, Binary) and node.operator == "**":
        exponent = constant_value(node.right)
        return digits[0] * abs(exponent) if exponent is not None else sum(digits)
    return sum(digits)
