"""Which run is meant by a click on the map, and on its trail which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from gdviz.engine.result import Floats
from gdviz.qt.views.trails import TrailLayer

# So near to a head or a trail, in pixels, a click means it and not the place below.
HEAD_REACH = 8.0
TRAIL_REACH = 3.5


class Pick(NamedTuple):
    """A lane, and if its trail was meant, the row of the point nearest to the click."""

    lane: int
    row: int | None


def picked(trails: TrailLayer, heads: Mapping[int, tuple[float, float]], x: float, y: float) -> Pick | None:
    """What runs through a place of the plane: a head before a trail, the topmost if there are several."""
    window = trails.window()
    if not window.usable:
        return None
    place = window.to_pixels(np.array([x, y]))
    for lane in reversed(list(heads)):
        if np.hypot(*(window.to_pixels(np.array(heads[lane])) - place)) <= HEAD_REACH:
            return Pick(lane, None)
    for lane in reversed(range(trails.points.shape[1])):
        row = row_near(window.to_pixels(trails.shown(lane)), place, TRAIL_REACH)
        if row is not None:
            return Pick(lane, row)
    return None


def row_near(pixels: Floats, place: Floats, reach: float) -> int | None:
    """The corner of a polyline, (n, 2), that is next to a place within reach of it; None out of reach."""
    if len(pixels) < 2:
        return None
    share, gaps = _nearness(pixels, place)
    nearest = int(np.argmin(gaps))
    return nearest + round(float(share[nearest])) if gaps[nearest] <= reach else None


def distance(pixels: Floats, place: Floats) -> float:
    """How far a place is from a polyline, (n, 2); infinitely from none."""
    return float(_nearness(pixels, place)[1].min(initial=np.inf))


def _nearness(pixels: Floats, place: Floats) -> tuple[Floats, Floats]:
    """For each piece of a polyline how far along it a place is, from 0 to 1, and how far away."""
    start, way = pixels[:-1], np.diff(pixels, axis=0)
    with np.errstate(all="ignore"):
        share = np.nan_to_num(np.clip(((place - start) * way).sum(axis=1) / (way * way).sum(axis=1), 0.0, 1.0))
        gaps = np.hypot(*(start + share[:, None] * way - place).T)
    return share, np.nan_to_num(gaps, nan=np.inf)
