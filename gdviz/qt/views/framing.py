"""Which piece of the plane to show."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gdviz.engine.result import Floats
from gdviz.qt.views.plane import Spans

# The share of its size by which a picture reaches beyond what it must show.
MARGIN = 0.08


def widened(spans: Spans, places: Iterable[tuple[float, float]]) -> Spans:
    """The spans, across and upwards, made wide enough for places that lie outside."""
    outside = [place for place in places if np.isfinite(place).all() and not inside(spans, place)]
    if not outside:
        return spans
    corners = np.array(spans).T
    whole = around(np.concatenate([corners, np.array(outside)]))
    return tuple((min(low, a), max(high, b)) for (low, high), (a, b) in zip(spans, whole, strict=True))  # type: ignore[return-value]


def inside(spans: Spans, place: tuple[float, float]) -> bool:
    """Whether a place lies within the spans."""
    return all(low <= at <= high for (low, high), at in zip(spans, place, strict=True))


def around(points: Floats) -> Spans:
    """The spans that show all points, (n, 2), with a margin, n being at least one."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum((high - low) * MARGIN, 1e-9 + 1e-6 * np.abs(high))
    (left, bottom), (right, top) = low - margin, high + margin
    return (float(left), float(right)), (float(bottom), float(top))
