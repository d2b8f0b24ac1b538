"""The checked syntax tree: immutable nodes that every product of the language is derived from."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

_Result = TypeVar("_Result")

# A chain of sums, or of products, is one level of a formula, however many terms it has: a + b - c, a * b / c.
SUMS = ("+", "-")
PRODUCTS = ("*", "/")

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


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """`left operator right` with an operator of `+ - * / ** @`, or a comparison of `< <= > >= == !=`."""

    operator: str
    left: Node
    right: Node
    at: Position = field(default=NOWHERE, compare=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Binary) and self._left_to_right() == other._left_to_right()

    def __hash__(self) -> int:
        return hash(self._left_to_right())

    def _left_to_right(self) -> tuple[Node | tuple[str, Node], ...]:
        """The operations down the left side in a row: a sum of hundreds of terms is that deep on the left."""
        found: list[Node | tuple[str, Node]] = []
        node: Node = self
        while isinstance(node, Binary):
            found.append((node.operator, node.right))
            node = node.left
        return (node, *reversed(found))


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


def rebuilt(node: Node, below: Sequence[Node]) -> Node:
    """The same node above other children."""
    match node:
        case Negative():
            return Negative(below[0], node.at)
        case Binary():
            return Binary(node.operator, below[0], below[1], node.at)
        case Call():
            return Call(node.function, tuple(below), node.at)
    return node


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, each before its children, left to right."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))


def upward(node: Node, done: Container[int] = ()) -> Iterator[Node]:
    """The node and all below it, each once and after its children, left to right, without recursion.

    Nodes whose id() is in `done` are left out, and so is what is below them.
    """
    seen: set[int] = set()
    stack = [(node, False)]
    while stack:
        here, children_done = stack.pop()
        if children_done:
            yield here
        elif id(here) not in seen and id(here) not in done:
            seen.add(id(here))
            stack.append((here, True))
            stack.extend((child, False) for child in reversed(children(here)))


def fold(node: Node, result: Callable[[Node, list[_Result]], _Result]) -> _Result:
    """What a node comes to, when `result` makes it from the node and from what its children came to."""
    done: dict[int, _Result] = {}
    for here in upward(node):
        done[id(here)] = result(here, [done[id(child)] for child in children(here)])
    return done[id(node)]


def names_in(node: Node) -> dict[str, Position]:
    """Every name read in an expression with the place of its first reading, in order."""
    found: dict[str, Position] = {}
    for here in walk(node):
        if isinstance(here, Name) and here.name not in CONSTANTS:
            found.setdefault(here.name, here.at)
    return found


def changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree in which every node, from the bottom up, has become what `change` makes of it."""
    return fold(node, lambda here, below: change(rebuilt(here, below)))


def substituted(node: Node, names: Mapping[str, Node]) -> Node:
    """The tree with other trees in the place of some names."""
    return changed(node, lambda each: names.get(each.name, each) if isinstance(each, Name) else each)
