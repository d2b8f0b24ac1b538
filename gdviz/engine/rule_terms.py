"""What the terms and factors of a rule come to, and what it does to the number it keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.result import Floats
from gdviz.engine.step_numbers import StepNumbers
from gdviz.language.terms import Term, factors, terms
from gdviz.language.tree import Call, Name, Node, names_in


@dataclass(frozen=True)
class Multiple:
    """A number times a node."""

    factor: float
    node: Node


@dataclass(frozen=True)
class Kept:
    """`share` times what the name was, and the sum of other terms."""

    share: float
    rest: tuple[Term, ...]


def multiple(term: Term, numbers: StepNumbers, rule: int) -> Multiple | None:
    """A term as one number times one vector; None if there is not just one, or if it is divided by one."""
    number, found = term.sign, None
    for factor in factors(term.node):
        value = numbers.value(factor.node, rule)
        if value.ndim == 0:
            number = _combined(number, float(value), factor.divides)
        elif found is not None or factor.divides:
            return None
        else:
            found = factor.node
    return None if found is None else Multiple(number, found)


def kept(name: str, node: Node, numbers: StepNumbers, rule: int) -> Kept | None:
    """How a rule carries on what its name was: None unless it is one number times that, plus other terms."""
    parts = terms(node)
    own = [part for part in parts if name in names_in(part.node)]
    if len(own) != 1:
        return None
    share, seen = own[0].sign, 0
    for factor in factors(own[0].node):
        if factor.node == Name(name) and not factor.divides:
            seen += 1
            continue
        value = numbers.value(factor.node, rule)
        if name in names_in(factor.node) or value.ndim:
            return None
        share = _combined(share, float(value), factor.divides)
    return Kept(share, tuple(part for part in parts if part is not own[0])) if seen == 1 else None


def total(parts: tuple[Term, ...], numbers: StepNumbers, rule: int) -> Floats:
    """What terms come to."""
    with np.errstate(all="ignore"):
        return np.asarray(sum(part.sign * numbers.value(part.node, rule) for part in parts))


def chosen(node: Node, numbers: StepNumbers, rule: int) -> tuple[Node, list[tuple[Node, bool]]]:
    """The branch of a where() that counts for all coordinates, and the conditions that decided it; else the node."""
    decided = []
    while isinstance(node, Call) and node.function == "where":
        holds = numbers.value(node.arguments[0], rule) != 0
        if holds.any() != holds.all():
            break
        decided.append((node.arguments[0], bool(holds.all())))
        node = node.arguments[1 if holds.all() else 2]
    return node, decided


def _combined(number: float, other: float, divides: bool) -> float:
    with np.errstate(all="ignore"):
        return float(np.float64(number) / other if divides else np.float64(number) * other)
