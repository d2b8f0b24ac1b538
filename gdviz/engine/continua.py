"""Whole lines and areas of critical points: each is found as one thing, not as the points that were met on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from gdviz.engine.critical_point import Flags
from gdviz.engine.critical_search import Lanes, NewtonSearch, distinct
from gdviz.engine.result import Floats
from gdviz.engine.terrain import Terrain, lengths

Inside = Callable[[Floats], Flags]

# The points of a line stand so many windows apart; neighbours may be this many times as far.
SPACING = 0.02
LINKED = 1.9
# In more than two coordinates they are not filled in, and hang together over so many windows.
SPARSE, SPARSELY_LINKED = 0.05, 0.25
ROUNDS = 60
# The next point of a line is so near that Newton's method needs no more steps.
STEPS = 12
MOST = 400
FLAT = 1e-7
# A neighbourhood that is so much longer than wide is a line.
NARROW = 0.35


@dataclass(frozen=True, eq=False)
class Continuum:
    """Scaled `points`, (n, dim), of one line or area; `line` tells which."""

    points: Floats
    line: bool


def split_continua(
    terrain: Terrain, points: Floats, inside: Inside, steepness: float
) -> tuple[Floats, list[Continuum]]:
    """The isolated ones of scaled degenerate points, (n, dim), and the lines and areas that the others lie on.

    `inside` tells which points are in the window, the scale of `steepness` what is level.

    From a point on a line, a step along its level direction leads to another critical point; from an isolated one,
    Newton's method comes back.
    """
    flat = points.shape[1] <= 2
    thin = points[distinct(points, 0.5 * SPACING if flat else SPARSE)]
    parents, children = _neighbours(terrain, thin, steepness)
    on_one = np.zeros(len(thin), dtype=bool)
    on_one[parents] = True
    lone = thin[~on_one]
    if not on_one.any():
        return lone, []
    whole = _grown(terrain, thin[on_one], children, inside, steepness) if flat else thin[on_one]
    linked = LINKED * SPACING if flat else SPARSELY_LINKED
    # A lone point among those of a line is one of them, from which no way led on.
    if len(lone):
        lone = lone[lengths(lone[:, None] - whole[None]).min(axis=1) > linked]
    return lone, [Continuum(group, _is_line(terrain, group, linked)) for group in _groups(whole, linked)]


def _neighbours(terrain: Terrain, points: Floats, steepness: float) -> tuple[Lanes, Floats]:
    """Critical points next to critical points along level directions: the numbers of the latter, and the former."""
    hessians = terrain.hessian(points)
    values, vectors = np.linalg.eigh(np.where(np.isfinite(hessians), hessians, 0.0))
    sizes = np.abs(values)
    level = sizes <= np.maximum(FLAT**0.5 * sizes.max(axis=1, keepdims=True), FLAT * steepness)
    parents, axis = np.nonzero(level)
    ways = vectors[parents, :, axis] * SPACING
    parents, ways = np.concatenate([parents, parents]), np.concatenate([ways, -ways])
    search = NewtonSearch(terrain, points[parents] + ways, steepness, STEPS)
    away = lengths(search.points - points[parents])
    good = search.arrived & (away > 0.5 * SPACING) & (away < 1.5 * SPACING)
    return parents[good], search.points[good]


def _grown(terrain: Terrain, points: Floats, fresh: Floats, inside: Inside, steepness: float) -> Floats:
    """All that can be reached from points of lines within the window, as far apart as SPACING says."""
    whole = points
    for _ in range(ROUNDS):
        fresh = fresh[inside(fresh)]
        fresh = fresh[distinct(fresh, 0.5 * SPACING)]
        fresh = fresh[lengths(fresh[:, None] - whole[None]).min(axis=1) > 0.6 * SPACING]
        if not len(fresh) or len(whole) > MOST:
            break
        whole = np.concatenate([whole, fresh])
        fresh = _neighbours(terrain, fresh, steepness)[1]
    return whole


def _groups(points: Floats, near: float) -> Iterator[Floats]:
    """Points, (n, dim), that hang together, neighbour by neighbour."""
    linked: Flags = lengths(points[:, None] - points[None]) <= near
    left = np.ones(len(points), dtype=bool)
    while left.any():
        group = np.zeros(len(points), dtype=bool)
        edge = group.copy()
        edge[np.argmax(left)] = True
        while edge.any():
            group |= edge
            edge = linked[edge].any(axis=0) & ~group
        left &= ~group
        yield points[group]


def _is_line(terrain: Terrain, points: Floats, linked: float) -> bool:
    """Whether there is one level direction, or most neighbourhoods are much longer than wide."""
    if points.shape[1] == 1:
        return False
    sizes = np.sort(np.abs(np.linalg.eigvalsh(terrain.hessian(points))), axis=1)
    if np.mean(sizes[:, 1] > FLAT**0.5 * sizes[:, -1]) > 0.5:
        return True
    narrow = []
    for point in points:
        near = points[lengths(points - point) <= 1.6 * linked]
        spread = np.linalg.svd(near - near.mean(axis=0), compute_uv=False)
        narrow.append(len(near) > 2 and spread[1] <= NARROW * spread[0])
    return bool(np.mean(narrow) > 0.5)
