"""How lanes moved at their end: at rest, passing through, swinging, leaving, or still on their way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.critical_point import lead_to_rest
from gdviz.engine.result import Floats
from gdviz.engine.swing import Flags, Swing, swings
from gdviz.engine.terrain import Terrain, lengths

# Smaller than this, in windows, is rest.
REST = 1e-6
# So many windows away from the middle, a lane that goes farther has left for good.
FAR = 10.0
# From fewer points nothing is said about where a lane is going.
WITNESSES = 5


@dataclass(frozen=True)
class Motion:
    """How one lane moved at its end.

    `width` is the longest side of the box around the tail, `late` the largest distance of its last eighth from the goal
    it was asked about, infinite if there is none; both in windows.
    """

    swing: Swing | None
    width: float
    late: float
    rest: bool
    passing: bool
    falling: bool
    leaving: bool


def motions(terrain: Terrain, tails: Floats, losses: Floats, goals: Floats) -> list[Motion]:
    """The motions of lanes with scaled tails (lanes, k, dim), losses (lanes, k), goals (lanes, dim) or nan."""
    rest, leaving = at_rest(tails), _leaving(terrain, tails)
    ends: list[Swing | None] = [None] * len(tails)
    lively = np.flatnonzero(~rest)
    for lane, found in zip(lively, swings(tails[lively], losses[lively], terrain.value), strict=True):
        ends[lane] = found
    widths, late = np.ptp(tails, axis=1).max(axis=1), _late_distances(tails, goals)
    flags = np.stack([rest, _passing(tails), _falling(losses), leaving], axis=-1).tolist()
    numbers = np.stack([widths, late], axis=-1).tolist()
    return [Motion(end, *pair, *four) for end, pair, four in zip(ends, numbers, flags, strict=True)]


def at_rest(tails: Floats) -> Flags:
    """Which tails have their last 16 points, or the last third of fewer, within REST of each other; (lanes,)."""
    late = tails[:, -max(1, min(16, tails.shape[1] // 3)) :]
    return np.asarray(np.ptp(late, axis=1).max(axis=1) <= REST)


def _passing(tails: Floats) -> Flags:
    """Which lanes went through their last point at speed: the last step is long, about as long as the one before."""
    if tails.shape[1] < 3:
        return np.zeros(len(tails), dtype=bool)
    steps = lengths(np.diff(tails[:, -3:], axis=1))
    return np.asarray((steps[:, 1] > 10 * REST) & (steps[:, 1] >= 0.5 * steps[:, 0]))


def _falling(losses: Floats) -> Flags:
    """Where the loss goes down and still did so lately: from third to third of a tail, and within the last third."""
    third = losses.shape[1] // 3
    if third < 2:
        return np.zeros(len(losses), dtype=bool)
    first, middle, last = (
        losses[:, part].mean(axis=1) for part in (np.s_[:third], np.s_[third:-third], np.s_[-third:])
    )
    half = third // 2
    lately = losses[:, -half:].mean(axis=1) < losses[:, -2 * half : -half].mean(axis=1)
    return np.asarray((last < middle) & (middle < first) & lately)


def _late_distances(tails: Floats, goals: Floats) -> Floats:
    """How far the last eighth of each tail, at least 4 points, is from its goal at most; (lanes,)."""
    late = tails[:, -max(4, tails.shape[1] // 8) :]
    if late.shape[1] < 4:
        return np.full(len(tails), np.inf)
    distances = lengths(late - goals[:, None, :]).max(axis=1)
    return np.where(np.isnan(distances), np.inf, distances)


def _leaving(terrain: Terrain, tails: Floats) -> Flags:
    """Which lanes are far outside the window and go farther, not just to some critical point out there."""
    answer = np.zeros(len(tails), dtype=bool)
    lanes = np.flatnonzero(terrain.outside(tails[:, -1]) > FAR)
    if not len(lanes) or tails.shape[1] < WITNESSES:
        return answer
    distances = terrain.outside(tails[lanes])
    quarter = tails.shape[1] // 4
    lanes = lanes[distances[:, -quarter:].max(axis=1) > 1.001 * distances[:, :-quarter].max(axis=1)]
    if len(lanes):
        answer[lanes] = ~lead_to_rest(terrain, tails[lanes, 0], tails[lanes, -1])
    return answer
