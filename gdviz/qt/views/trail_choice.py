"""Which lane is meant by a click on the map."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdviz.engine.result import Floats
from gdviz.qt.views.trails import TrailLayer

# So near to a head or a trail, in pixels, a click means it and not the place below.
HEAD_REACH = 8.0
TRAIL_REACH = 3.5


def lane_at(trails: TrailLayer, heads: Mapping[int, tuple[float, float]], x: float, y: float) -> int | None:
    """The lane whose head or visible trail runs through a place of the plane, the topmost if there are several."""
    window = trails.window()
    if not window.usable:
        return None
    place = window.to_pixels(np.array([x, y]))
    for lane in reversed(list(heads)):
        if np.hypot(*(window.to_pixels(np.array(heads[lane])) - place)) <= HEAD_REACH:
            return lane
    for lane in reversed(range(trails.points.shape[1])):
        pixels = window.to_pixels(trails.shown(lane))
        if len(pixels) > 1 and _distance(pixels, place) <= TRAIL_REACH:
            return lane
    return None


def _distance(pixels: Floats, place: Floats) -> float:
    """How far a place is from a polyline, (n, 2)."""
    start, way = pixels[:-1], np.diff(pixels, axis=0)
    with np.errstate(all="ignore"):
        share = np.clip(((place - start) * way).sum(axis=1) / (way * way).sum(axis=1), 0.0, 1.0)
        nearest = start + np.nan_to_num(share)[:, None] * way
        gaps = np.hypot(*(nearest - place).T)
    return float(np.nanmin(gaps, initial=np.inf))
