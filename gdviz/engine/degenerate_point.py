"""What a critical point is where the Hessian does not decide: the loss itself is looked at, close around.

Curvatures that are steady split off (the splitting lemma): along them the nature is known, and the loss is followed
along the bent floor (or crest) they leave, so that (y - x**2)*(y - 3*x**2), a minimum along every straight line, is
still found to be a saddle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.critical_point import Flags, newton_step, shortened, steady_curvatures
from gdviz.engine.nature import Nature
from gdviz.engine.probes import NEAREST, RADII, Split, signs, tongues
from gdviz.engine.result import Floats
from gdviz.engine.terrain import EPS, Terrain

REFINEMENTS = 48
# Lanes are probed in pieces of so many numbers, to bound the memory.
PIECE = 4_000_000


@dataclass(frozen=True, eq=False)
class DegeneratePoints:
    """Critical points whose curvatures do not decide, scaled, (lanes, dim), and their natures, None for no point."""

    points: Floats
    natures: list[Nature | None]


def degenerate_points(terrain: Terrain, starts: Floats, reach: Floats) -> DegeneratePoints:
    """The degenerate critical points within `reach` windows, (lanes,), of scaled points, (lanes, dim)."""
    points, errors, found = _refined(terrain, starts, reach)
    natures: list[Nature | None] = [None] * len(starts)
    lanes = np.flatnonzero(found)
    dim = starts.shape[1]
    piece = max(1, PIECE // (RADII * (32 + 2 * dim) * 17 * dim))
    for i in range(0, len(lanes), piece):
        some = lanes[i : i + piece]
        for lane, nature in zip(some, _natures(terrain, points[some], starts[some], errors[some]), strict=True):
            natures[lane] = nature
    return DegeneratePoints(points, natures)


def _refined(terrain: Terrain, starts: Floats, reach: Floats) -> tuple[Floats, Floats, Flags]:
    """Where damped Newton steps lead, how far from the goal they may have stopped, and where there is one."""
    points, errors, longest = starts.copy(), np.zeros(len(starts)), np.zeros(len(starts))
    slopes = terrain.gradient(points)
    sizes = np.linalg.norm(slopes, axis=1)
    first = sizes.copy()
    found = sizes == 0.0
    going = np.flatnonzero(np.isfinite(sizes) & ~found)
    for _ in range(REFINEMENTS):
        if not len(going):
            break
        here, size = points[going], sizes[going]
        steps, largest = newton_step(slopes[going], terrain.hessian(here))
        trials, new_slopes, new_sizes = shortened(terrain, here, steps, size)
        rounding = 32 * EPS * largest * np.maximum(1.0, np.abs(here).max(axis=1))
        arrived = (size <= rounding) & ~(new_sizes < 0.5 * size)
        moved = ~arrived & (new_sizes < size) & (np.linalg.norm(trials - starts[going], axis=1) <= reach[going])
        found[going[arrived]] = True
        lanes = going[moved]
        # Towards a zero of higher order the steps shrink by a constant factor; as much again may be left.
        errors[lanes] = 16 * np.linalg.norm(trials[moved] - here[moved], axis=1)
        longest[lanes] = np.maximum(longest[lanes], errors[lanes])
        points[lanes], slopes[lanes], sizes[lanes] = trials[moved], new_slopes[moved], new_sizes[moved]
        found[lanes] = sizes[lanes] == 0.0
        going = lanes[~found[lanes]]
    # Steps that never shorten, as down an exponential, lead nowhere however small the gradient gets.
    nearly = (sizes <= 1e-4 * first) & (errors <= 0.2 * longest) & np.isfinite(first)
    return points, errors, np.asarray(found | nearly)


def _natures(terrain: Terrain, points: Floats, starts: Floats, errors: Floats) -> list[Nature | None]:
    """The natures of critical points with the lanes' own points and the errors of their places; None for slopes."""
    known = steady_curvatures(terrain, points, starts)
    rising = np.asarray((known.steady & (known.values > 0)).any(axis=1))
    sinking = np.asarray((known.steady & (known.values < 0)).any(axis=1))
    order = np.argsort(known.steady, axis=1, kind="stable")
    vectors = np.take_along_axis(known.vectors, order[:, None, :], axis=2)
    values = np.take_along_axis(known.values, order, axis=1)
    natures: list[Nature | None] = [None] * len(points)
    free_count = (~known.steady).sum(axis=1)
    for count in np.unique(free_count):
        lanes = np.flatnonzero(free_count == count)
        lanes = lanes[~_sloping(terrain, points[lanes], vectors[lanes, :, :count], errors[lanes])]
        split = Split(vectors[lanes, :, :count], vectors[lanes, :, count:], values[lanes, count:])
        seen = signs(terrain, points[lanes], split, np.maximum(NEAREST, errors[lanes]))
        up, down = (seen > 0).any(axis=1) | rising[lanes], (seen < 0).any(axis=1) | sinking[lanes]
        one_way = np.flatnonzero(up ^ down)
        higher, lower = tongues(terrain, points[lanes[one_way]], split.of(one_way))
        up[one_way] |= higher
        down[one_way] |= lower
        # Without any curvature, ground that is level in most directions is level ground.
        level = ~known.steady[lanes].any(axis=1) & (2 * np.count_nonzero(seen, axis=1) < seen.shape[1])
        for lane, *known_of in zip(lanes, up, down, level, strict=True):
            natures[lane] = _nature(*known_of)
    return natures


def _sloping(terrain: Terrain, points: Floats, free: Floats, errors: Floats) -> Flags:
    """Where the gradient is no zero blurred by rounding or error but has a part, however faint, that is free."""
    slopes = terrain.gradient(terrain.nudged(points, errors)) @ free
    return np.asarray((np.abs(slopes[:, 0]) > 16 * np.ptp(slopes, axis=1)).any(axis=1))


def _nature(up: bool, down: bool, level: bool) -> Nature:
    """What a critical point is with higher ground near, with lower ground near, and with mostly level ground around."""
    if up and down:
        return Nature.SADDLE
    if level or not (up or down):
        return Nature.LEVEL
    return Nature.MINIMUM if up else Nature.MAXIMUM


def natures_by_looking(terrain: Terrain, points: Floats, nearest: float = NEAREST) -> list[Nature]:
    """What scaled points, (lanes, dim), are by the loss around them alone: for kinks, where there is no gradient."""
    lanes, dim = points.shape
    every = np.broadcast_to(np.eye(dim), (lanes, dim, dim))
    split = Split(every, every[..., :0], np.empty((lanes, 0)))
    return [_nature_of_kink(row) for row in signs(terrain, points, split, np.full(lanes, nearest))]


def _nature_of_kink(seen: Floats) -> Nature:
    if (seen > 0).all():
        return Nature.MINIMUM
    if (seen < 0).all():
        return Nature.MAXIMUM
    return Nature.SADDLE if (seen > 0).any() and (seen < 0).any() else Nature.LEVEL
