"""Exact gradients and Hessians with SymPy, built from the checked tree node by node, never from text.

SymPy takes a third of a second to import: only the engine process imports this module.
"""

from __future__ import annotations

from functools import lru_cache

from gdviz.language.errors import FormulaError
from gdviz.language.symbolic import from_sympy, to_sympy
from gdviz.language.tree import Binary, Negative, Node, Number, children

# Second derivatives of more parts than this would take seconds to find.
LARGEST_DERIVATIVE = 40_000


@lru_cache(maxsize=64)
def gradient(expression: Node, coordinates: tuple[str, ...]) -> tuple[Node, ...]:
    """The partial derivatives of an expression; raises FormulaError where it has none that differs from zero."""
    if _sizes(expression)[2] > LARGEST_DERIVATIVE:
        raise FormulaError("this formula has too many products or nested functions to be differentiated", 1, 1)
    partials = _differentiate(expression, coordinates)
    if all(partial == Number(0.0, "0") for partial in partials):
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
    from sympy.core.parameters import distribute

    try:
        # Without this 2*(y - 1)*(..) becomes (2*y - 2)*(..): not what a textbook prints, and slower.
        with distribute(False):
            whole = to_sympy(expression)
            partials = [sympy.diff(whole, sympy.Symbol(name, real=True)) for name in coordinates]
        return tuple(from_sympy(partial) for partial in partials)
    except RecursionError:
        raise FormulaError("the formula is nested too deeply to be differentiated", 1, 1) from None


def _sizes(node: Node) -> tuple[int, int, int]:
    """How many parts an expression, its first and its second derivative have, by the rules for sums and products."""
    below = [_sizes(child) for child in children(node)]
    size = 1 + sum(part[0] for part in below)
    first = sum(part[1] for part in below)
    second = sum(part[2] for part in below)
    if isinstance(node, Negative) or (isinstance(node, Binary) and node.operator in ("+", "-")):
        return size, first + 1, second + 1
    # A product, quotient, power or function brings its own parts along once more for every derivative.
    return (size, first + size, second + 2 * first + size) if below else (1, 1, 1)
