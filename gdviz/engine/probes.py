"""Looking at the loss close around a point: where is it higher, where lower?

A probe counts only where it stands out of the rounding measured at that very place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.critical_point import Flags
from gdviz.engine.result import Floats
from gdviz.engine.terrain import Terrain, directions, lengths

# Probes stand at these distances, in windows: from hardly anything to still "here".
NEAREST = 1e-6
FARTHEST = 3e-2
RADII = 10
FLOOR_STEPS = 8
# Circles on which thin tongues are sought, and the directions on each.
CIRCLES = 4
FINE = 720


@dataclass(frozen=True, eq=False)
class Split:
    """The directions to probe and the steady ones, columns (lanes, dim, n), with the steady curvatures, (lanes, n)."""

    free: Floats
    steady: Floats
    values: Floats

    def of(self, lanes: NDArray[np.int64]) -> Split:
        """The same for some lanes only."""
        return Split(self.free[lanes], self.steady[lanes], self.values[lanes])


def signs(terrain: Terrain, points: Floats, split: Split, nearest: Floats) -> Floats:
    """For each direction 1, -1 or 0, (lanes, ways): higher, lower or level, by the nearest probe beyond rounding."""
    if not split.free.shape[2] or not len(points):
        return np.zeros((len(points), 0))
    radii = np.geomspace(nearest, np.maximum(FARTHEST, 16 * nearest), RADII, axis=1)
    places = _probes(terrain, points, split, radii, 32 if split.free.shape[2] <= 8 else 16)
    seen = _told(terrain, points[:, None, None, :], places)
    first = np.argmax(seen != 0, axis=1)
    return np.asarray(np.take_along_axis(seen, first[:, None, :], axis=1)[:, 0, :])


def tongues(terrain: Terrain, points: Floats, split: Split) -> tuple[Flags, Flags]:
    """Where thin tongues of higher and of lower ground reach points, between the directions looked at; (lanes,) each.

    In x**4 + x**2*y**3 every straight line from 0 goes up, but on x**2 = -y**3/2 it goes down: a tongue gets thinner
    towards its tip, so no direction stays in it, but every circle cuts it. The nearest circle that tells counts.
    """
    if split.free.shape[2] < 2 or not len(points):
        return np.zeros(len(points), dtype=bool), np.zeros(len(points), dtype=bool)
    radii = np.broadcast_to(np.geomspace(FARTHEST / 10, FARTHEST, CIRCLES), (len(points), CIRCLES))
    places = _probes(terrain, points, split, radii, FINE)
    losses = terrain.value(places)
    found = []
    for sign, extreme in ((1.0, np.argmax(losses, axis=2)), (-1.0, np.argmin(losses, axis=2))):
        there = np.take_along_axis(places, extreme[:, :, None, None], axis=2)[:, :, 0]
        seen = _told(terrain, points[:, None, :], there)
        first = np.argmax(seen != 0, axis=1)
        found.append((np.take_along_axis(seen, first[:, None], axis=1)[:, 0] == sign) & (seen[:, -1] == sign))
    return found[0], found[1]


def _told(terrain: Terrain, points: Floats, places: Floats) -> Floats:
    """1 where places are higher than points, -1 where lower, 0 where rounding hides it; (..., dim) -> (...)."""
    rise = terrain.value(places) - terrain.value(points)
    return np.where(np.abs(rise) > terrain.rounding(places) + terrain.rounding(points), np.sign(rise), 0.0)


def _probes(terrain: Terrain, points: Floats, split: Split, radii: Floats, count: int) -> Floats:
    """Places (lanes, radii, ways, dim) on rings around points, so many between the axes, moved to the floor."""
    axes = np.eye(split.free.shape[2])
    inside = np.concatenate([axes, -axes, directions(len(axes), count)])
    ways = inside @ np.swapaxes(split.free, 1, 2)
    places = points[:, None, None, :] + radii[:, :, None, None] * ways[:, None, :, :]
    return _on_the_floor(terrain, places, split.steady, split.values, radii[:, :, None])


def _on_the_floor(terrain: Terrain, places: Floats, steady: Floats, values: Floats, radii: Floats) -> Floats:
    """Places (lanes, radii, ways, dim) moved in the steady directions to where the gradient has no part along them.

    The curvatures there, `values` (lanes, n), are taken to be those of the critical point: Newton's method simplified.
    """
    if not steady.shape[2]:
        return places
    moved, across = places, steady[:, None]
    for _ in range(FLOOR_STEPS):
        along = terrain.gradient(moved) @ across / values[:, None, None, :]
        moved = moved - along @ np.swapaxes(across, -1, -2)
    close = lengths(moved - places) <= radii
    return np.where(close[..., None], moved, places)
