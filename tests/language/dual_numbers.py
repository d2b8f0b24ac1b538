"""Forward differentiation with dual numbers: derivatives found without SymPy and without differences."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.language.tree import Node
from tests.language.tree_values import tree_value


@dataclass(frozen=True)
class Dual:
    """A value and its derivatives by every coordinate."""

    value: float
    slope: Any

    def chained(self, value: float, factor: float) -> Dual:
        return Dual(value, factor * self.slope)

    def __add__(self, other: Any) -> Dual:
        other = _dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __neg__(self) -> Dual:
        return self.chained(-self.value, -1.0)

    def __sub__(self, other: Any) -> Dual:
        return self + -_dual(other)

    def __mul__(self, other: Any) -> Dual:
        other = _dual(other)
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other: Any) -> Dual:
        other = _dual(other)
        return self * other.chained(1 / other.value, -1 / other.value**2)

    def __pow__(self, other: Any) -> Dual:
        other, value = _dual(other), self.value ** _dual(other).value
        by_base = self.chained(value, other.value * self.value ** (other.value - 1) if other.value else 0.0)
        # Only a positive base may have a power that changes.
        return by_base + other.chained(0.0, value * math.log(self.value) if np.any(other.slope) else 0.0)

    def __radd__(self, other: float) -> Dual:
        return self + other

    def __rsub__(self, other: float) -> Dual:
        return -self + other

    def __rmul__(self, other: float) -> Dual:
        return self * other

    def __rtruediv__(self, other: float) -> Dual:
        return _dual(other) / self

    def __rpow__(self, other: float) -> Dual:
        return _dual(other) ** self

    def __lt__(self, other: Any) -> bool:
        return self.value < _dual(other).value

    def __le__(self, other: Any) -> bool:
        return self.value <= _dual(other).value

    def __gt__(self, other: Any) -> bool:
        return self.value > _dual(other).value

    def __ge__(self, other: Any) -> bool:
        return self.value >= _dual(other).value


def _dual(number: Any) -> Dual:
    return number if isinstance(number, Dual) else Dual(float(number), 0.0)


def _function(value: Callable[[float], float], slope: Callable[[float], float]) -> Callable[[Any], Dual]:
    return lambda number: _dual(number).chained(value(_dual(number).value), slope(_dual(number).value))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


FUNCTIONS: dict[str, Any] = {
    "number": float,
    "pi": math.pi,
    "e": math.e,
    "sqrt": _function(math.sqrt, lambda x: 0.5 / math.sqrt(x)),
    "exp": _function(math.exp, math.exp),
    "log": _function(math.log, lambda x: 1 / x),
    "sin": _function(math.sin, math.cos),
    "cos": _function(math.cos, lambda x: -math.sin(x)),
    "tan": _function(math.tan, lambda x: 1 + math.tan(x) ** 2),
    "tanh": _function(math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "sigmoid": _function(_sigmoid, lambda x: _sigmoid(x) * _sigmoid(-x)),
    "softplus": _function(lambda x: math.log(1 + math.exp(x)), _sigmoid),
    "abs": _function(abs, lambda x: math.copysign(1.0, x)),
    "sign": _function(lambda x: math.copysign(1.0, x), lambda x: 0.0),
    "floor": _function(math.floor, lambda x: 0.0),
    "minimum": lambda a, b: _dual(a if _dual(a) < _dual(b) else b),
    "maximum": lambda a, b: _dual(a if _dual(a) > _dual(b) else b),
    "where": lambda condition, yes, no: _dual(yes if condition else no),
}


def dual_gradient(tree: Node, point: Mapping[str, float]) -> Any:
    """The gradient of a formula at a point, one number per name."""
    units = np.eye(len(point))
    names = {name: Dual(value, units[index]) for index, (name, value) in enumerate(point.items())}
    return np.zeros(len(point)) + _dual(tree_value(tree, names, FUNCTIONS)).slope
