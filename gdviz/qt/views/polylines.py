"""Polylines in pixels, before they are drawn: cut to what is visible and thinned to what can be seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.result import Floats

Flags = NDArray[np.bool_]

# How far outside the picture a line is cut: far enough for its width and joins, near enough for the rasteriser.
MARGIN = 64.0
# So few points are not worth thinning, nor the set-up of anything that is fast for many.
FEW = 12


def thinned(pixels: Floats, grid: float = 0.5) -> Floats:
    """The points at which a polyline enters a new cell of a fine grid, and its last: (n, 2) to (m, 2), m <= n."""
    if len(pixels) < FEW:
        return pixels
    with np.errstate(all="ignore"):
        cells = np.floor(pixels / grid)
    keep = np.empty(len(pixels), dtype=bool)
    keep[0] = keep[-1] = True
    keep[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
    return pixels[keep]


def visible(pixels: Floats, width: float, height: float, margin: float = MARGIN) -> list[Floats]:
    """The parts of a polyline, (n, 2), that touch the picture; points that are not finite break it."""
    if inside(pixels, width, height, margin).all():
        return [pixels] if len(pixels) > 1 else []
    return _cut(pixels, -margin, np.array([width + margin, height + margin]))


def inside(pixels: Floats, width: float, height: float, margin: float = MARGIN) -> Flags:
    """Which points, (..., 2), are in the picture or near it; those that are not finite are not."""
    across, down = pixels[..., 0], pixels[..., 1]
    found: Flags = (across >= -margin) & (across <= width + margin) & (down >= -margin) & (down <= height + margin)
    return found


def _cut(pixels: Floats, low: float, high: Floats) -> list[Floats]:
    """Liang and Barsky's clipping (1984), all segments at once, then joined again where one ends as the next begins."""
    begin, end = pixels[:-1], pixels[1:]
    with np.errstate(all="ignore"):
        enter, leave = crossings(begin, end - begin, low, high)
        kept = (enter < leave) & np.isfinite(begin).all(axis=1) & np.isfinite(end).all(axis=1)
        first = begin + enter[:, None] * (end - begin)
        last = begin + leave[:, None] * (end - begin)
    whole = leave >= 1.0
    last[whole] = end[whole]
    return _joined(first, last, kept, (enter <= 0.0) & kept, whole & kept)


def crossings(begin: Floats, along: Floats, low: float, high: Floats) -> tuple[Floats, Floats]:
    """The shares of each segment, (n, 2) each, at which it enters and leaves a box: Liang and Barsky (1984)."""
    to_low, to_high = (low - begin) / along, (high - begin) / along
    still = along == 0.0
    outside = still & ((begin < low) | (begin > high))
    near = np.where(still, -np.inf, np.minimum(to_low, to_high))
    far = np.where(still, np.inf, np.maximum(to_low, to_high))
    far = np.where(outside, -np.inf, far)
    return np.maximum(near.max(axis=1), 0.0), np.minimum(far.min(axis=1), 1.0)


def _joined(first: Floats, last: Floats, kept: Flags, starts_whole: Flags, ends_whole: Flags) -> list[Floats]:
    places = np.flatnonzero(kept)
    if not len(places):
        return []
    goes_on = (np.diff(places) == 1) & ends_whole[places[:-1]] & starts_whole[places[1:]]
    pieces = np.split(places, np.flatnonzero(~goes_on) + 1)
    return [np.vstack([first[piece[:1]], last[piece]]) for piece in pieces]


def length(pixels: Floats) -> float:
    """The length of a polyline in pixels."""
    return float(lengths_of(pixels).sum())


def lengths_of(pixels: Floats) -> Floats:
    """The length of every segment of polylines, (n, ..., 2) to (n - 1, ...); nan where one does not go on."""
    with np.errstate(all="ignore"):
        steps = pixels[1:] - pixels[:-1]
        across, down = steps[..., 0], steps[..., 1]
        return np.sqrt(across * across + down * down)
