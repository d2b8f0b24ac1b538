"""Operations on whole matrices: alone, many at once, and where there is no answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gdviz.language.matrices import eig_abs, solve

RANDOM = np.random.default_rng(7)


def columns(*arrays: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The numbers of matrices (lanes, n, n) and vectors (lanes, n) one by one, each (lanes,)."""
    return [column for array in arrays for column in np.moveaxis(array.reshape(len(array), -1), 1, 0)]


@pytest.mark.parametrize("n", [1, 2, 3, 7, 12])
def test_solve_many_at_once(n: int) -> None:
    matrices, rights = RANDOM.normal(size=(40, n, n)), RANDOM.normal(size=(40, n))
    found = np.stack(solve(*columns(matrices, rights)), axis=1)
    for lane in range(40):
        np.testing.assert_allclose(matrices[lane] @ found[lane], rights[lane], rtol=1e-8, atol=1e-9)
        alone = np.stack(solve(*(float(column[lane]) for column in columns(matrices, rights))))
        np.testing.assert_array_equal(found[lane], alone)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 12])
def test_eig_abs_many_at_once(n: int) -> None:
    halves = RANDOM.normal(size=(40, n, n))
    matrices = halves + np.swapaxes(halves, 1, 2)
    found = np.stack(eig_abs(*columns(matrices)), axis=1).reshape(40, n, n)
    for lane in range(40):
        # |A| is the root of A A.
        np.testing.assert_allclose(found[lane] @ found[lane], matrices[lane] @ matrices[lane], rtol=1e-9, atol=1e-9)
        assert np.linalg.eigvalsh(found[lane]).min() >= -1e-12
        alone = np.stack(eig_abs(*(float(column[lane]) for column in columns(matrices)))).reshape(n, n)
        np.testing.assert_array_equal(found[lane], alone)


def test_a_singular_matrix_spoils_its_own_lane_only() -> None:
    matrices = np.array([[[1.0, 2.0], [2.0, 4.0]], [[2.0, 0.0], [0.0, 4.0]], [[np.nan, 0.0], [0.0, 1.0]]])
    found = np.stack(solve(*columns(matrices, np.ones((3, 2)))), axis=1)
    assert np.isnan(found[0]).all()
    np.testing.assert_array_equal(found[1], [0.5, 0.25])
    assert np.isnan(found[2]).any()


def test_infinite_matrices_have_no_eigenvalues() -> None:
    matrices = np.array([[[np.inf, 0.0], [0.0, 1.0]], [[-3.0, 0.0], [0.0, 1.0]]])
    found = np.stack(eig_abs(*columns(matrices)), axis=1)
    assert np.isnan(found[0]).all()
    np.testing.assert_allclose(found[1], [3.0, 0.0, 0.0, 1.0], atol=1e-15)


def test_numbers_that_are_the_same_for_all_lanes() -> None:
    found = solve(2.0, 0.0, 0.0, 4.0, np.array([1.0, 2.0, 3.0]), 1.0)
    np.testing.assert_array_equal(found[0], [0.5, 1.0, 1.5])
    np.testing.assert_array_equal(found[1], [0.25, 0.25, 0.25])
