"""How much an optimizer shortens each coordinate's step: the metric in which it goes straight downhill."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.engine.step_numbers import StepNumbers
from gdviz.language.tree import SUMS, Binary, Call, Name, Node, Rule, names_in, walk

_APART = ("sign", "abs", "sqrt", "where", "maximum", "minimum", "solve", "eig_abs", "hess", "outer")


def scaling(numbers: StepNumbers, roles: Mapping[str, Role]) -> Floats | None:
    """The divisor of each coordinate, (dim,), up to a common factor: ones for an optimizer that treats all alike.

    None where the rules do not say so in a form that is understood, or where it is not finite and positive.
    """
    for index, rule in enumerate(numbers.rules):
        if roles.get(rule.name) is Role.SCALED:
            return _positive(_divisor(numbers, index, rule))
    if any(_treats_coordinates_apart(rule, numbers, index) for index, rule in enumerate(numbers.rules)):
        return None
    return np.ones(len(numbers.gradient))


def _divisor(numbers: StepNumbers, index: int, rule: Rule) -> Floats | None:
    node = rule.expression
    if isinstance(node, Binary) and node.operator == "/":
        divisor = numbers.value(node.right, index)
        return divisor if divisor.ndim == 1 else None
    return None


def _positive(divisor: Floats | None) -> Floats | None:
    if divisor is None or not np.isfinite(divisor).all() or not (divisor > 0).all():
        return None
    return divisor


def _treats_coordinates_apart(rule: Rule, numbers: StepNumbers, index: int) -> bool:
    """Whether a rule does more to vectors than add them and multiply them by numbers."""
    return any(_apart(node, numbers, index) for node in walk(rule.expression))


def _apart(node: Node, numbers: StepNumbers, index: int) -> bool:
    if isinstance(node, Call) and node.function in _APART:
        looked_at = node.arguments[:1] if node.function == "where" else node.arguments
        return any(_is_vector(argument, numbers, index) for argument in looked_at)
    if isinstance(node, Binary) and node.operator not in SUMS:
        vectors = [_is_vector(side, numbers, index) for side in (node.left, node.right)]
        return {"*": all(vectors), "/": vectors[1], "**": any(vectors), "@": any(vectors)}.get(node.operator, False)
    return False


def _is_vector(node: Node, numbers: StepNumbers, index: int) -> bool:
    if isinstance(node, Name) or names_in(node):
        return numbers.value(node, index).ndim > 0
    return False
