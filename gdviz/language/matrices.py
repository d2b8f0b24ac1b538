"""Operations on whole matrices, called with one array per number and giving one array per number back."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def solve(*numbers: Any) -> list[Floats]:
    """The solution of A s = b, from the n*n numbers of A row by row and the n of b; NaN where A is singular."""
    stacked = _stacked(numbers)
    n = _side(len(numbers))
    matrix, right = stacked[..., : n * n].reshape(*stacked.shape[:-1], n, n), stacked[..., n * n :]
    return _numbers(_each(_solve_one, matrix, right))


def eig_abs(*numbers: Any) -> list[Floats]:
    """The matrix with its eigenvalues replaced by their absolute values, for a symmetric matrix row by row."""
    stacked = _stacked(numbers)
    n = math.isqrt(len(numbers))
    matrix = stacked.reshape(*stacked.shape[:-1], n, n)
    finite = np.isfinite(matrix).all(axis=(-2, -1), keepdims=True)
    values, vectors = np.linalg.eigh(np.where(finite, matrix, 0.0))
    result = (vectors * np.abs(values)[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    return _numbers(np.where(finite, result, np.nan).reshape(stacked.shape))


MATRIX_CALLS: dict[str, Callable[..., list[Floats]]] = {"solve": solve, "eig_abs": eig_abs}


def _side(count: int) -> int:
    return (math.isqrt(1 + 4 * count) - 1) // 2


def _stacked(numbers: tuple[Any, ...]) -> Floats:
    # Numbers that are the same for all lanes come without dimensions.
    return np.stack(np.broadcast_arrays(*(np.asarray(number, dtype=np.float64) for number in numbers)), axis=-1)


def _numbers(array: Floats) -> list[Floats]:
    return [array[..., index] for index in range(array.shape[-1])]


def _each(operation: Callable[[Floats, Floats], Floats], matrix: Floats, right: Floats) -> Floats:
    flat_matrix, flat_right = matrix.reshape(-1, *matrix.shape[-2:]), right.reshape(-1, right.shape[-1])
    rows = [operation(a, b) for a, b in zip(flat_matrix, flat_right, strict=True)]
    return np.array(rows).reshape(right.shape)


def _solve_one(matrix: Floats, right: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)
