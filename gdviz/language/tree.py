"""The checked syntax tree: immutable nodes that every product of the language is derived from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

# Words that name no state, coordinate or hyperparameter.
CONSTANTS = {"pi": 3.141592653589793, "e": 2.718281828459045}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a node stands in its text; both count from 1."""

    line: int = 0
    column: int = 0


NOWHERE = Position()


@dataclass(frozen=True, slots=True)
class Number:
    """A literal: its value and the text it was written as."""

    value: float
    text: str
    at: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A coordinate, hyperparameter, state, earlier rule, `t`, `pi` or `e`."""

    name: str
    at: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: Node
    at: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right` with an operator of `+ - * / ** @`, or a comparison of `< <= > >= == !=`."""

    operator: str
    left: Node
    right: Node
    at: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`, the function being one of the table in `functions.py`."""

    function: str
    arguments: tuple[Node, ...]
    at: Position = field(default=NOWHERE, compare=False)


Node = Number | Name | Negative | Binary | Call


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a program: `name = expression`."""

    name: str
    expression: Node
    at: Position = field(default=NOWHERE, compare=False)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node, left to right."""
    match node:
        case Negative():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.arguments
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, each before its children, left to right."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))


def names_in(node: Node) -> dict[str, Position]:
    """Every name read in an expression with the place of its first reading, in order."""
    found: dict[str, Position] = {}
    for here in walk(node):
        if isinstance(here, Name) and here.name not in CONSTANTS:
            found.setdefault(here.name, here.at)
    return found
