"""The table of functions of the formula language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a function works on."""

    ELEMENTWISE = auto()
    VECTOR = auto()
    SURFACE = auto()
    MATRIX = auto()
    LINE = auto()


@dataclass(frozen=True, slots=True)
class Function:
    """A function's name, how many arguments it takes and what it works on."""

    name: str
    arity: int
    kind: Kind


_ONE = "sqrt exp log sin cos tan tanh sigmoid softplus abs sign floor".split()
_TWO = "minimum maximum".split()

FUNCTIONS: dict[str, Function] = {
    **{name: Function(name, 1, Kind.ELEMENTWISE) for name in _ONE},
    **{name: Function(name, 2, Kind.ELEMENTWISE) for name in _TWO},
    "where": Function("where", 3, Kind.ELEMENTWISE),
    "dot": Function("dot", 2, Kind.VECTOR),
    "norm": Function("norm", 1, Kind.VECTOR),
    "max_abs": Function("max_abs", 1, Kind.VECTOR),
    "grad": Function("grad", 1, Kind.SURFACE),
    "f": Function("f", 1, Kind.SURFACE),
    "hess": Function("hess", 1, Kind.SURFACE),
    "outer": Function("outer", 2, Kind.MATRIX),
    "solve": Function("solve", 2, Kind.MATRIX),
    "eye": Function("eye", 1, Kind.MATRIX),
    "eig_abs": Function("eig_abs", 1, Kind.MATRIX),
    # Line searches on (theta, d, g, parameters ..): the step to take along d, where the gradient at theta is g.
    "backtracking": Function("backtracking", 6, Kind.LINE),
    "wolfe": Function("wolfe", 6, Kind.LINE),
    "exact": Function("exact", 4, Kind.LINE),
}

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def names_of(*kinds: Kind) -> list[str]:
    """The functions of these kinds, in the order of the table."""
    return [function.name for function in FUNCTIONS.values() if function.kind in kinds]
