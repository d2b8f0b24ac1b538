"""Functions of floats that give infinity or NaN where Python would raise, as NumPy does."""

from __future__ import annotations

import math
from collections.abc import Callable

from gdviz.language.evaluate import UFUNCS


def _as_numpy_would(name: str, function: Callable[..., float]) -> Callable[..., float]:
    """A function of floats that gives infinity or NaN where Python would raise."""
    ufunc = UFUNCS[name]

    def quiet(*numbers: float) -> float:
        try:
            return function(*numbers)
        except (ArithmeticError, ValueError):
            return float(ufunc(*numbers))

    return quiet


def _divide(left: float, right: float) -> float:
    return left / right


def _floor(number: float) -> float:
    return number if number == 0.0 else float(math.floor(number))


_FLOAT_FUNCTIONS: dict[str, Callable[..., float]] = {
    "div": _divide,
    "floor": _floor,
    **{name: getattr(math, name) for name in ("pow", "sqrt", "exp", "log", "sin", "cos", "tan", "tanh")},
}
# Named as ScalarSource prints them in QUIET_TEMPLATES.
QUIET_FUNCTIONS = {f"{name}_": _as_numpy_would(name, function) for name, function in _FLOAT_FUNCTIONS.items()}
