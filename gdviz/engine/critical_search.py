"""Newton's method on the gradient from many starts at once, on a terrain: where it comes to rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.critical_point import Flags, newton_step, shortened
from gdviz.engine.result import Floats
from gdviz.engine.terrain import EPS, Terrain, lengths

Lanes = NDArray[np.int64]

STEPS = 30
# Those that are nearly there by then may make so many more.
MORE_STEPS = 50
# After every so many steps, of the lanes in one cell of so many windows the one that is farthest on goes on for all.
THINNED_EVERY, CELL = 6, 0.01
# No step is longer than this many windows: a start is to find what is near it.
STRIDE = 0.08
# Lanes that are so far from the window's middle are given up.
LEFT = 0.9
SETTLED = 1e-9
# Steps that shrink by such a factor, time and again, lead to a zero of higher order.
SLOWEST, FASTEST = 0.95, 0.45
# A lane that has got stuck counts as nearly there if its gradient has fallen to this share of the steepness around.
NEARLY = 1e-6
CLOSE = 1e-5


class NewtonSearch:
    """Where Newton's method takes each of `starts`, (lanes, dim) and scaled, within the window of `steepness`.

    `points` (lanes, dim) are the ends; `arrived` (lanes,) those at which the gradient vanishes to the last digit, and
    `nearly` those that got stuck in its rounding.
    """

    def __init__(self, terrain: Terrain, starts: Floats, steepness: float, most: int = STEPS + MORE_STEPS) -> None:
        self._terrain = terrain
        self.points = starts.copy()
        self.slopes = terrain.gradient(self.points)
        self.sizes = lengths(self.slopes)
        self.arrived: Flags = self.sizes == 0.0
        self._last = np.full(starts.shape, np.nan)
        going: Lanes = np.flatnonzero(np.isfinite(self.sizes) & ~self.arrived)
        for count in range(1, most + 1):
            if not len(going):
                break
            going = self._step(going)
            if count >= STEPS:
                going = going[self.sizes[going] <= NEARLY * steepness]
            if count % THINNED_EVERY == 0:
                going = self._thinned(going)
        self.nearly: Flags = np.asarray(~self.arrived & (self.sizes <= NEARLY * steepness))
        self.nearly &= lengths(self._last) <= CLOSE**0.5

    def _step(self, going: Lanes) -> Lanes:
        """One step of the lanes that are still going; those that go on."""
        terrain, here, size = self._terrain, self.points[going], self.sizes[going]
        steps, largest = newton_step(self.slopes[going], terrain.hessian(here))
        full = lengths(steps)
        steps = steps * np.minimum(1.0, STRIDE / np.maximum(full, STRIDE))[:, None]
        trials, slopes, sizes = shortened(terrain, here, steps, size)
        self._leap(going, here, steps, trials, slopes, sizes)
        finest = np.maximum(SETTLED, 8 * EPS * np.abs(here).max(axis=1))
        better = sizes < size
        rounding = 32 * EPS * largest * np.maximum(1.0, np.abs(here).max(axis=1))
        # Along directions of no curvature Newton's method makes no step, however steep it is.
        settled = (full <= finest) & (size <= 4 * finest * largest)
        settled |= (~better & (size <= rounding)) | (better & (sizes == 0.0))
        moved = going[better]
        self.points[moved], self.slopes[moved], self.sizes[moved] = trials[better], slopes[better], sizes[better]
        self._last[going] = steps
        self.arrived[going[settled]] = True
        inside = terrain.outside(self.points[going]) <= LEFT
        return np.asarray(going[better & ~settled & inside])

    def _thinned(self, going: Lanes) -> Lanes:
        """One lane per cell: its neighbours there would only end where it does."""
        best = going[np.argsort(self.sizes[going], kind="stable")]
        cells = np.floor((self.points[best] - self._terrain.middle) / CELL).astype(np.int64)
        return np.asarray(best[np.unique(cells, axis=0, return_index=True)[1]])

    def _leap(self, going: Lanes, here: Floats, steps: Floats, trials: Floats, slopes: Floats, sizes: Floats) -> None:
        """Towards a zero of order m Newton's steps shrink by 1 - 1/m: go m times as far, if that is better."""
        before = self._last[going]
        with np.errstate(all="ignore"):
            ratio = lengths(steps) / lengths(before)
            along = (steps * before).sum(axis=1) / (lengths(steps) * lengths(before))
            hopeful = np.flatnonzero((ratio > FASTEST) & (ratio < SLOWEST) & (along > 0.9))
        if not len(hopeful):
            return
        order = np.round(1.0 / (1.0 - ratio[hopeful]))
        far = here[hopeful] + order[:, None] * steps[hopeful]
        there = self._terrain.gradient(far)
        size = lengths(there)
        better = size < sizes[hopeful]
        lanes = hopeful[better]
        trials[lanes], slopes[lanes], sizes[lanes] = far[better], there[better], size[better]


def distinct(points: Floats, apart: float) -> Lanes:
    """The numbers of those points, (n, dim), that are farther apart than this; of a crowd the first stands for all."""
    first = np.sort(np.unique(np.floor(points / apart), axis=0, return_index=True)[1])
    near = np.ones((len(first), len(first)), dtype=bool)
    for along in points[first].T:
        near &= np.abs(along[:, None] - along) <= apart
    crowded = np.count_nonzero(near, axis=1) > 1
    kept = ~crowded
    while crowded.any():
        leader = int(np.argmax(crowded))
        kept[leader] = True
        crowded &= ~near[leader]
    return np.asarray(first[kept])
