"""The value of an expression that holds no names, found without ever building a large number."""

from __future__ import annotations

import math

from gdviz.language.tree import CONSTANTS, Binary, Name, Negative, Node, Number, fold


def constant_value(node: Node) -> float | None:
    """The value of an arithmetic expression of literals, inf when it is too large, None when it has names or calls."""
    return fold(node, _value)


def _value(node: Node, operands: list[float | None]) -> float | None:
    match node, operands:
        case Number(), _:
            return node.value
        case Name(), _:
            return CONSTANTS.get(node.name)
        case Negative(), [float(inner)]:
            return -inner
        case Binary(), [float(left), float(right)]:
            return _arithmetic(node.operator, left, right)
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
