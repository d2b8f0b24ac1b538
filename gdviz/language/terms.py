"""Sums taken apart into terms, products into factors, and terms put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gdviz.language.tree import Binary, Negative, Node, Number


@dataclass(frozen=True)
class Factor:
    """A factor of a product, or a divisor of it."""

    node: Node
    divides: bool = False


@dataclass(frozen=True)
class Term:
    """A term of a sum, with its sign."""

    sign: float
    node: Node


def terms(node: Node, sign: float = 1.0) -> list[Term]:
    """The terms of a sum, left to right."""
    found, waiting = [], [Term(sign, node)]
    while waiting:
        term = waiting.pop()
        match term.node:
            case Binary(operator="+", left=left, right=right):
                waiting += [Term(term.sign, right), Term(term.sign, left)]
            case Binary(operator="-", left=left, right=right):
                waiting += [Term(-term.sign, right), Term(term.sign, left)]
            case Negative(operand=operand):
                waiting.append(Term(-term.sign, operand))
            case _:
                found.append(term)
    return found


def factors(node: Node) -> list[Factor]:
    """The factors of a product and its divisors, left to right."""
    found, waiting = [], [Factor(node)]
    while waiting:
        factor = waiting.pop()
        match factor:
            case Factor(Binary(operator="*", left=left, right=right), divides=False):
                waiting += [Factor(right), Factor(left)]
            case Factor(Binary(operator="/", left=left, right=right), divides=False):
                waiting += [Factor(right, True), Factor(left)]
            case Factor(Negative(operand=operand)):
                waiting += [Factor(operand, factor.divides), Factor(Number(-1.0, "-1"))]
            case _:
                found.append(factor)
    return found


def total(parts: Sequence[Term]) -> Node:
    """The sum of at least one term, one that is added first where there is one: y - x, not -x + y."""
    first = next((part for part in parts if part.sign > 0), parts[0])
    result = first.node if first.sign > 0 else Negative(first.node)
    for part in parts:
        if part is not first:
            result = Binary("+" if part.sign > 0 else "-", result, part.node)
    return result
