"""Where Newton's method sees a critical point, and whether the Hessian alone decides what it is.

A critical point counts as regular when every eigenvalue keeps its sign, and half its size, over a ball around it that
holds the lane's own point too: then the lane lies in the bowl (or on the saddle) of that very point, and the signs
decide. x**3 and x**4 near 0 fail this test, and so does a valley of equal minima; degenerate_point.py looks at those.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.result import Floats
from gdviz.engine.terrain import EPS, Terrain, directions

Flags = NDArray[np.bool_]

NEWTON_STEPS = 6
# Farther than this, in windows, nobody would call a point near.
REACH = 0.25
# Newton's last step must be at most a tenth of the ball's least radius. Its error is by then far smaller.
SETTLED = 1e-6
GOOD_ENOUGH = 1e-7
BALL = 1e-5


@dataclass(frozen=True, eq=False)
class CriticalPoints:
    """What Newton's method found from each lane's point: scaled `points` (lanes, dim); `first` is its first step.

    `regular` (lanes,) tells whether there is a critical point within reach whose nature the Hessian decides;
    `hessians` (lanes, dim, dim) are the scaled ones there, zero where none was measured.
    """

    points: Floats
    first: Floats
    regular: Flags
    hessians: Floats


def critical_points(terrain: Terrain, starts: Floats, slopes: Floats) -> CriticalPoints:
    """The critical points near scaled points, (lanes, dim), with the scaled gradients there."""
    points, first, last = _newton(terrain, starts, slopes)
    near = np.linalg.norm(points - starts, axis=-1) <= REACH
    found = np.flatnonzero(np.isfinite(points).all(axis=-1) & (last <= SETTLED) & near)
    regular = np.zeros(len(starts), dtype=bool)
    hessians = np.zeros((*starts.shape, starts.shape[1]))
    if len(found):
        steady = steady_curvatures(terrain, points[found], starts[found])
        regular[found], hessians[found] = steady.steady.all(axis=-1), steady.hessians
    return CriticalPoints(points, first, regular, hessians)


def _newton(terrain: Terrain, starts: Floats, slopes: Floats) -> tuple[Floats, Floats, Floats]:
    """Where Newton's method goes from each start within reach, and the lengths of its first and last steps."""
    points, slopes = starts.copy(), slopes.copy()
    first, last = np.full(len(starts), np.inf), np.full(len(starts), np.inf)
    going = np.arange(len(starts))
    for count in range(NEWTON_STEPS):
        if count:
            slopes[going] = terrain.gradient(points[going])
        step, _ = newton_step(slopes[going], terrain.hessian(points[going]))
        points[going] += step
        last[going] = np.linalg.norm(step, axis=-1)
        first = first if count else last.copy()
        near = np.linalg.norm(points[going] - starts[going], axis=-1) <= REACH
        going = going[near & (last[going] > GOOD_ENOUGH)]
        if not len(going):
            break
    return points, first, last


def lead_to_rest(terrain: Terrain, starts: Floats, ends: Floats) -> Flags:
    """Which lanes, from one scaled point to another, (lanes, dim) each, head for a critical point far ahead of them.

    They do if Newton's steps go the same way and die down.
    """
    points, lengths = ends.copy(), []
    for _ in range(8):
        step, _ = newton_step(terrain.gradient(points), terrain.hessian(points))
        points = points + step
        lengths.append(np.linalg.norm(step, axis=1))
        if len(lengths) == 1:
            ahead = ((points - ends) * (ends - starts)).sum(axis=1)
    return np.asarray((ahead > 0) & (lengths[-1] <= 0.1 * lengths[0]))


def newton_step(gradient: Floats, hessian: Floats) -> tuple[Floats, Floats]:
    """Newton's steps to the critical points, (lanes, dim), and each Hessian's largest absolute eigenvalue, (lanes,).

    Directions of no curvature at all are left alone; a step is nan where the numbers are not finite.
    """
    values, vectors, finite = eigen(hessian)
    largest = np.abs(values).max(axis=-1, keepdims=True)
    # Damped as by Levenberg and Marquardt, but only at the level of rounding; scaled, so that nothing overflows.
    share = values / np.where(largest > 0, largest, 1.0)
    inverse = np.where(largest > 0, share / (share**2 + 1e-28) / largest, 0.0)
    along = np.einsum("lij,li->lj", vectors, gradient)
    step = -np.einsum("lij,lj->li", vectors, along * inverse)
    return np.where(finite[:, None], step, np.nan), largest[:, 0]


def shortened(terrain: Terrain, points: Floats, steps: Floats, sizes: Floats) -> tuple[Floats, Floats, Floats]:
    """The points after a step, shortened until the gradient gets smaller, with the gradients there and their sizes."""
    trials = points + steps
    slopes = terrain.gradient(trials)
    new_sizes = np.linalg.norm(slopes, axis=1)
    for share in (0.5, 0.25, 0.0625):
        worse = np.flatnonzero(~(new_sizes < sizes))
        if not len(worse):
            break
        trials[worse] = points[worse] + share * steps[worse]
        slopes[worse] = terrain.gradient(trials[worse])
        new_sizes[worse] = np.linalg.norm(slopes[worse], axis=1)
    return trials, slopes, new_sizes


def eigen(hessian: Floats) -> tuple[Floats, Floats, Flags]:
    """Ascending eigenvalues, eigenvectors in columns, and which matrices are finite; the others count as zero."""
    finite = np.asarray(np.isfinite(hessian).all(axis=(-2, -1)))
    values, vectors = np.linalg.eigh(np.where(finite[..., None, None], hessian, 0.0))
    return values, vectors, finite


@dataclass(frozen=True, eq=False)
class Curvatures:
    """Scaled Hessians at some centres, (lanes, dim, dim), their ascending eigenvalues and eigenvectors (columns).

    `steady` (lanes, dim) marks the eigenvalues that keep their sign and half their size in a ball around the centre.
    """

    hessians: Floats
    values: Floats
    vectors: Floats
    steady: Flags


def steady_curvatures(terrain: Terrain, centres: Floats, starts: Floats) -> Curvatures:
    """The curvatures at scaled points, (lanes, dim), judged on balls that reach half as far again as the lanes' points.

    Each ball is sampled along the axes (in many dimensions, a few directions), at the lane's own point and opposite.
    """
    dim = centres.shape[1]
    own = (starts - centres)[:, None, :]
    radius = np.maximum(1.5 * np.linalg.norm(own, axis=-1), BALL)[..., None]
    rays = np.eye(dim) if dim <= 4 else directions(dim, 16)[:8]
    offsets = np.concatenate([rays * radius, own], axis=1)
    offsets = np.concatenate([np.zeros_like(own), offsets, -offsets], axis=1)
    hessians = terrain.hessian(centres[:, None, :] + offsets)
    finite: Flags = np.asarray(np.isfinite(hessians).all(axis=(1, 2, 3)))
    values, vectors, _ = eigen(hessians[:, 0])
    around = np.linalg.eigvalsh(np.where(finite[:, None, None, None], hessians[:, 1:], 0.0))
    keeps = (np.abs(around - values[:, None, :]) <= 0.5 * np.abs(values)[:, None, :]).all(axis=1)
    above_rounding = np.abs(values) > 64 * EPS * dim * np.abs(values).max(axis=-1, keepdims=True)
    return Curvatures(hessians[:, 0], values, vectors, keeps & above_rounding & finite[:, None])
