"""What verdicts need to know, measured for many lanes at once: a call costs nearly as much for one lane as for all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.critical_point import CriticalPoints, critical_points
from gdviz.engine.degenerate_point import degenerate_points, natures_by_looking
from gdviz.engine.nature import Nature
from gdviz.engine.result import Floats
from gdviz.engine.swing import Flags
from gdviz.engine.tail import Motion, motions
from gdviz.engine.terrain import Terrain, directions
from gdviz.engine.verdict_case import Case, Ending, Form, Place, Stop

Lanes = NDArray[np.int64]

# How near, in windows, a critical point must be for a lane to be "at" it: if the stop rule fired, and if the lane may
# still be moving.
NEAR_STOPPED = 1e-2
NEAR_MOVING = 1e-6
# A flat saddle or maximum is wide; only from here on is a lane said to be on it and not on the plateau around.
NEAR_FLAT = 1e-3
# At a kink the lane is nearer to the tip than this.
KINK = 2e-6
# A plateau: the slope would take a whole window to fall by this share of the height above the lowest ground known, and
# the loss does not change by more within a fiftieth of the window.
FLAT = 1e-2
NEIGHBOURHOOD = 0.02
# On ground below all that is known of the window, flat means flat beside the window's own hills.
FLAT_BELOW = 1e-6


def cases(terrain: Terrain, endings: Sequence[Ending], best_known: float | None) -> list[Case]:
    """The cases of lanes of one race, in their order."""
    stood = np.array([_last_finite(ending.tail) for ending in endings]) / terrain.widths
    slopes = terrain.gradient(stood)
    places = _places(terrain, endings, stood, slopes)
    moves = _motions(terrain, endings, places)
    kinks = _kinks(terrain, endings, stood, slopes, places, moves)
    flat = _flat(terrain, endings, stood, slopes)
    true = slopes / terrain.widths
    gradients, largest = np.linalg.norm(true, axis=1).tolist(), np.abs(true).max(axis=1).tolist()
    return [
        Case(
            ending,
            terrain,
            best_known,
            stood[i],
            slopes[i],
            gradients[i],
            largest[i],
            places[i],
            kinks.get(i),
            moves.get(i),
            flat[i],
        )
        for i, ending in enumerate(endings)
    ]


def _last_finite(tail: Floats) -> Floats:
    """The final point, or the one before if the last step broke down."""
    return np.asarray(tail[-2] if len(tail) > 1 and not np.isfinite(tail[-1]).all() else tail[-1])


def _places(terrain: Terrain, endings: Sequence[Ending], stood: Floats, slopes: Floats) -> list[Place | None]:
    """The critical point near each lane that ended soundly, regular or degenerate; None where there is none."""
    answer: list[Place | None] = [None] * len(endings)
    sound = np.array([ending.stop is not Stop.DIVERGED for ending in endings]) & np.isfinite(slopes).all(axis=1)
    lanes = np.flatnonzero(sound)
    if not len(lanes):
        return answer
    found = critical_points(terrain, stood[lanes], slopes[lanes])
    for lane, place in zip(lanes, _regular_places(terrain, stood[lanes], found), strict=True):
        answer[lane] = place
    near = np.array([NEAR_STOPPED if endings[lane].stop is Stop.TOLERANCE else NEAR_MOVING for lane in lanes.tolist()])
    # Newton's first step to a degenerate point is shorter than the way there.
    hopeful = ~found.regular & ((found.first <= np.maximum(near, NEAR_FLAT)) | ~slopes[lanes].any(axis=1))
    hopeful |= ~found.regular & (near == NEAR_STOPPED)
    if hopeful.any():
        some = lanes[hopeful]
        for lane, place in zip(some, _flat_places(terrain, stood[some], near[hopeful]), strict=True):
            answer[lane] = place
    return answer


def place_near(terrain: Terrain, point: Floats) -> Place | None:
    """The regular critical point that Newton's method finds from a scaled point, (dim,); None if it finds none."""
    starts = point[None]
    return _regular_places(terrain, starts, critical_points(terrain, starts, terrain.gradient(starts)))[0]


def _regular_places(terrain: Terrain, starts: Floats, found: CriticalPoints) -> list[Place | None]:
    answer: list[Place | None] = [None] * len(starts)
    lanes = np.flatnonzero(found.regular)
    if not len(lanes):
        return answer
    points, offsets = found.points[lanes], found.points[lanes] - starts[lanes]
    curvatures = np.linalg.eigvalsh(found.hessians[lanes] / np.multiply.outer(terrain.widths, terrain.widths))
    rising = (curvatures > 0).sum(axis=1).tolist()
    columns = (
        np.linalg.norm(offsets, axis=1),
        terrain.lengths(offsets),
        terrain.value(points),
        terrain.rounding(points),
    )
    for i, (lane, numbers) in enumerate(zip(lanes, np.stack(columns, axis=1).tolist(), strict=True)):
        nature = {0: Nature.MAXIMUM, starts.shape[1]: Nature.MINIMUM}.get(rising[i], Nature.SADDLE)
        distance, away, loss, doubt = numbers
        answer[lane] = Place(nature, Form.REGULAR, points[i], distance, away, loss, doubt, curvatures[i])
    return answer


def _flat_places(terrain: Terrain, starts: Floats, near: Floats) -> list[Place | None]:
    found = degenerate_points(terrain, starts, near)
    offsets = found.points - starts
    distances = np.linalg.norm(offsets, axis=1)
    # Where it is flat the point itself is not known to the last digit, and its loss is not either.
    doubts = terrain.relief(found.points, np.maximum(KINK, 0.01 * distances)) + terrain.rounding(found.points)
    columns = (distances, terrain.lengths(offsets), terrain.value(found.points), doubts)
    answer: list[Place | None] = []
    for nature, point, numbers in zip(found.natures, found.points, np.stack(columns, axis=1).tolist(), strict=True):
        on_top = nature is Nature.MINIMUM or nature is Nature.LEVEL or numbers[0] <= NEAR_FLAT
        answer.append(Place(nature, Form.FLAT, point, *numbers) if nature is not None and on_top else None)
    return answer


def _motions(terrain: Terrain, endings: Sequence[Ending], places: Sequence[Place | None]) -> dict[int, Motion]:
    """The motions of the lanes that the budget ended, by lane; lanes with tails of one length are measured together."""
    answer: dict[int, Motion] = {}
    lengths: dict[int, list[int]] = {}
    for lane, ending in enumerate(endings):
        if ending.stop is Stop.BUDGET:
            lengths.setdefault(len(ending.tail), []).append(lane)
    for lanes in lengths.values():
        tails = np.array([endings[lane].tail for lane in lanes]) / terrain.widths
        losses = np.array([endings[lane].tail_loss for lane in lanes])
        nowhere = np.full(tails.shape[2], np.nan)
        goals = np.array([nowhere if (place := places[lane]) is None else place.point for lane in lanes])
        answer |= zip(lanes, motions(terrain, tails, losses, goals), strict=True)
    return answer


def _kinks(
    terrain: Terrain,
    endings: Sequence[Ending],
    stood: Floats,
    slopes: Floats,
    places: Sequence[Place | None],
    moves: dict[int, Motion],
) -> dict[int, Place]:
    """The kinks, by lane, at which lanes rest or broke down because the gradient is not defined there."""
    broken = np.asarray(np.isnan(slopes).any(axis=1))
    resting = np.array([lane in moves and moves[lane].rest and places[lane] is None for lane in range(len(endings))])
    lanes = np.flatnonzero((broken | resting) & np.isfinite(stood).all(axis=1))
    losses = terrain.value(stood[lanes])
    ring = terrain.value(stood[lanes, None, :] + KINK * directions(stood.shape[1], 16))
    # At a kink the loss rises no faster than the gradient says; in a smooth bowl the gradient is nothing beside it.
    steep = np.linalg.norm(slopes[lanes], axis=1) * KINK > 0.01 * (ring.max(axis=1, initial=-np.inf) - losses)
    lanes = lanes[np.isfinite(losses) & (broken[lanes] | (steep & (ring > losses[:, None]).all(axis=1)))]
    if not len(lanes):
        return {}
    points = stood[lanes]
    natures = natures_by_looking(terrain, points, KINK)
    doubts = terrain.relief(points, np.full(len(points), 2 * KINK)).tolist()
    losses = terrain.value(points)
    return {
        lane: Place(natures[i], Form.KINK, points[i], 0.0, 0.0, float(losses[i]), doubts[i])
        for i, lane in enumerate(lanes.tolist())
        if natures[i] is Nature.MINIMUM or (broken[lane] and natures[i] is not Nature.LEVEL)
    }


def _flat(terrain: Terrain, endings: Sequence[Ending], stood: Floats, slopes: Floats) -> list[bool]:
    """Which lanes that the budget ended stand on ground that is nearly level for some way around."""
    answer = np.zeros(len(endings), dtype=bool)
    lanes = np.flatnonzero([ending.stop is Stop.BUDGET for ending in endings])
    if len(lanes):
        losses = np.array([endings[lane].tail_loss[-1] for lane in lanes.tolist()])
        answer[lanes] = _level(terrain, stood[lanes], np.linalg.norm(slopes[lanes], axis=1), losses)
    return [bool(flat) for flat in answer]


def _level(terrain: Terrain, points: Floats, steepness: Floats, losses: Floats) -> Flags:
    lowest, median = terrain.heights
    little = np.where(losses > lowest, FLAT * (losses - lowest), FLAT_BELOW * (median - lowest))
    answer = np.asarray(steepness <= little)
    lanes = np.flatnonzero(answer)
    if len(lanes):
        dim = points.shape[1]
        ring = np.concatenate([directions(dim, 16), np.eye(dim), -np.eye(dim)])
        around = terrain.value(points[lanes, None, :] + NEIGHBOURHOOD * ring)
        answer[lanes] = np.abs(around - losses[lanes, None]).max(axis=1) <= little[lanes]
    return answer
