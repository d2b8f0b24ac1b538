"""A tape run by NumPy on whole arrays, once: for grids, losses and recorded vectors, where speed per call does not
count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.language.matrices import MATRIX_CALLS
from gdviz.language.tape import Operation, Tape

Floats = NDArray[np.float64]

# The NumPy function of every operation; the kernels print these names.
UFUNCS: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "pow": np.power,
    "min": np.minimum,
    "max": np.maximum,
    "neg": np.negative,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "abs": np.absolute,
    "sign": np.sign,
    "floor": np.floor,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
    "where": np.where,
}


def evaluate(tape: Tape, outputs: Sequence[int], inputs: Mapping[str, Any]) -> list[Floats]:
    """The outputs of a tape for arrays of inputs that broadcast together; infinities and NaN pass through silently."""
    values: dict[int, Any] = {}
    with np.errstate(all="ignore"):
        for number, done_with in _plan(tape, tuple(outputs)):
            values[number] = _value(tape, tape.operations[number], values, inputs)
            # Arrays that nobody will read again make room at once: the next one is then still in the cache.
            for argument in done_with:
                del values[argument]
    return [np.asarray(values[number], dtype=np.float64) for number in outputs]


def _plan(tape: Tape, outputs: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    """The values in order, each with those that it is the last to read; found once for every choice of outputs."""
    if outputs not in tape.plans:
        last_reader: dict[int, int] = {}
        order = used_by(tape, outputs)
        for number in order:
            last_reader.update(dict.fromkeys(tape.operations[number].arguments, number))
        done: dict[int, list[int]] = {number: [] for number in order}
        for argument, reader in last_reader.items():
            if argument not in outputs:
                done[reader].append(argument)
        tape.plans[outputs] = [(number, tuple(done[number])) for number in order]
    return tape.plans[outputs]


def used_by(tape: Tape, outputs: Sequence[int]) -> list[int]:
    """The values that some outputs depend on, themselves included, in order."""
    needed: set[int] = set()
    waiting = list(outputs)
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting.extend(tape.operations[number].arguments)
    return sorted(needed)


def _value(tape: Tape, operation: Operation, values: Mapping[int, Any], inputs: Mapping[str, Any]) -> Any:
    arguments = [values[number] for number in operation.arguments]
    match operation.name:
        case "const":
            return np.float64(operation.payload)
        case "input":
            return np.asarray(inputs[str(operation.payload)], dtype=np.float64)
        case "call":
            function = tape.functions.get(str(operation.payload)) or MATRIX_CALLS[str(operation.payload)]
            return function(*np.broadcast_arrays(*arguments))
        case "item":
            return arguments[0][operation.payload]
    return UFUNCS[operation.name](*arguments)
