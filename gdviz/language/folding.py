"""The value of an expression that holds no names, found without ever building a large number."""

from __future__ import annotations

import math

from gdviz.language.tree import CONSTANTS, Binary, Name, Negative, Node, Number


def constant_value(node: Node) -> float | None:
    """The value of an arithmetic expression of literals, inf when it is too large, None when it has names or calls."""
    match node:
        case Number():
            return node.value
        case Name() if node.name in CONSTANTS:
            return CONSTANTS[node.name]
        case Negative():
            inner = constant_value(node.operand)
            return None if inner is None else -inner
        case Binary():
            left, right = constant_value(node.left), constant_value(node.right)
            return None if left is None or right is None else _arithmetic(node.operator, left, right)
    return None


def _arithmetic(operator: str, left: float, right: float) -> float | None:
    try:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right
            case "**":
                return math.pow(left, right)
    except ArithmeticError:
        return math.inf
    except ValueError:
        return math.nan
    return None
