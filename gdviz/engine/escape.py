"""The way down from a saddle: a step along the eigenvector of the most negative eigenvalue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.critical_answer import FoundPoint
from gdviz.engine.surface import Point
from gdviz.engine.terrain import Measurable


@dataclass(frozen=True)
class Escape:
    """Two `starts`, theta' + step u and theta' - step u: there the loss is `predicted` lower, and truly `lower`.

    The prediction is abs(lambda)/2 · norm(step u)².
    """

    eigenvalue: float
    direction: Point
    step: float
    starts: tuple[Point, Point]
    predicted: float
    lower: tuple[float, float]


def escape(surface: Measurable, found: FoundPoint, step: float) -> Escape | None:
    """Where a step of this length leads from a critical point; None if no eigenvalue is negative."""
    if not found.eigenvalues or not found.eigenvalues[0] < 0:
        return None
    eigenvalue, along = found.eigenvalues[0], np.array(found.eigenvectors[0])
    # Of the two signs an eigenvector may have, the one whose largest part is positive.
    along = along * np.sign(along[np.argmax(np.abs(along))])
    ends = np.array([found.point + step * along, found.point - step * along])
    with np.errstate(all="ignore"):
        losses = surface.value(ends)
    return Escape(
        eigenvalue,
        tuple(along.tolist()),
        step,
        (tuple(ends[0].tolist()), tuple(ends[1].tolist())),
        abs(eigenvalue) / 2 * step**2,
        (float(found.loss - losses[0]), float(found.loss - losses[1])),
    )
