"""The expression of a surface and those of its derivatives, as trees."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gdviz.language.errors import FormulaError
from gdviz.language.parser import parse_expression
from gdviz.language.tree import Node

if TYPE_CHECKING:
    from gdviz.language.translate import Translator


@lru_cache(maxsize=256)
def parsed(expression: str) -> Node:
    """The tree of a surface's expression; raises FormulaError."""
    return parse_expression(expression)


def gradient_trees(expression: str, names: tuple[str, ...]) -> tuple[Node, ...]:
    """The formulas of the partial derivatives. Imports SymPy."""
    from gdviz.language.derivatives import gradient

    return gradient(parsed(expression), names)


def hessian_trees(expression: str, names: tuple[str, ...]) -> tuple[tuple[Node, ...], ...]:
    """The formulas of the second derivatives, row by row. Imports SymPy."""
    from gdviz.language.derivatives import hessian

    return hessian(parsed(expression), names)


def trees(expression: str, names: tuple[str, ...], function: str) -> tuple[Node, ...]:
    """The formulas of f, of all partial derivatives, or of all second ones row by row."""
    if function == "f":
        return (parsed(expression),)
    if function == "grad":
        return gradient_trees(expression, names)
    return tuple(tree for row in hessian_trees(expression, names) for tree in row)


def one_number(translator: Translator, tree: Node) -> int:
    """The number that a surface's formula yields; raises FormulaError when it yields something else."""
    from gdviz.language.values import Scalar

    value = translator.value(tree)
    if not isinstance(value, Scalar) or translator.tape.is_condition(value.id):
        raise FormulaError("a surface must yield one number", tree.at.line, tree.at.column)
    return value.id
