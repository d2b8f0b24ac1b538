"""The plain value of a checked tree, node by node: what a printed formula must come back to."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gdviz.language.tree import Binary, Call, Name, Negative, Node, Number

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "@": operator.matmul,
}
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def _eig_abs(matrix: Any) -> Any:
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(np.abs(values)) @ vectors.T


ARRAYS: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in "exp log sin cos tan tanh minimum maximum sqrt sign floor where".split()},
    "abs": np.abs,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(0, x),
    "number": float,
    "pi": np.pi,
    "e": np.e,
    "dot": np.dot,
    "outer": np.outer,
    "norm": np.linalg.norm,
    "max_abs": lambda v: np.max(np.abs(v)),
    "solve": np.linalg.solve,
    "eye": lambda v: np.eye(len(v)),
    "eig_abs": _eig_abs,
}


def tree_value(node: Node, names: Mapping[str, Any], functions: Mapping[str, Any] = ARRAYS) -> Any:
    """The value of a tree; `names` holds values, `functions` how to compute and how to read a literal."""
    match node:
        case Number():
            return functions["number"](node.text)
        case Name("pi" | "e"):
            return functions[node.name]
        case Name():
            return names[node.name]
        case Negative():
            return -tree_value(node.operand, names, functions)
        case Binary():
            left, right = tree_value(node.left, names, functions), tree_value(node.right, names, functions)
            if node.operator in COMPARISONS:
                return COMPARISONS[node.operator](left, right) * functions["number"]("1")
            return OPERATORS[node.operator](left, right)
        case Call():
            return functions[node.function](*[tree_value(each, names, functions) for each in node.arguments])
