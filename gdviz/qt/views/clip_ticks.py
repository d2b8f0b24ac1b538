"""Short strokes across a trail wherever the gradient was clipped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from gdviz.engine.result import CLIPPED, Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import marker_scale, theme
from gdviz.qt.views.window import Window

# Half of a stroke's length and the least distance of two along the trail, in pixels.
HALF, APART = 5.0, 7.0
WIDTH = 1.8

Bools = NDArray[np.bool_]
NONE: Bools = np.zeros((0, 0), dtype=bool)


def clipped_rows(trajectory: Trajectory, lanes: Sequence[int] | None = None) -> Bools:
    """Whether the step that led to a row of these lanes, or of all, was clipped: (rows, lanes); none if no entry
    clips.
    """
    spec = trajectory.spec
    starts = len(spec.starts)
    chosen = range(spec.lanes) if lanes is None else lanes
    if not any(spec.entries[lane // starts].extras.clip for lane in chosen):
        return NONE
    columns = []
    for lane in chosen:
        recorded = trajectory.states(lane // starts).get(CLIPPED)
        nothing = np.zeros(trajectory.length, dtype=bool)
        columns.append(nothing if recorded is None else recorded[:, lane % starts, 0] == 1.0)
    return np.stack(columns, axis=1)


def ticks(window: Window, points: Floats, clipped: Bools) -> tuple[NDArray[np.int64], Floats]:
    """The rows of a lane's strokes, thinned so that they can be told apart, and the ends of each, (n, 4) in pixels.

    `points` is (rows, 2); a stroke lies across the middle of its step.
    """
    rows = np.flatnonzero(clipped[: len(points)])
    rows = rows[rows > 0]
    pixels = window.to_pixels(points)
    with np.errstate(all="ignore"):
        middles, ways = (pixels[rows - 1] + pixels[rows]) / 2.0, pixels[rows] - pixels[rows - 1]
        lengths = np.hypot(ways[:, 0], ways[:, 1])
        inside = (np.abs(middles - [window.width / 2, window.height / 2]) < [window.width, window.height]).all(axis=1)
        right = np.isfinite(lengths) & (lengths > 0) & inside
    rows, middles, ways = rows[right], middles[right], ways[right] / lengths[right, None]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(middles, axis=0).T))])[: len(rows)]
    first = np.unique(np.floor(along / APART), return_index=True)[1]
    across = np.stack([-ways[:, 1], ways[:, 0]], axis=1) * HALF * marker_scale()
    return rows[first], np.concatenate([middles - across, middles + across], axis=1)[first]


def draw_ticks(painter: QPainter, colour: str, ends: Floats) -> None:
    """The strokes, in the trail's colour on a border of paper."""
    lines = [QLineF(*map(float, each)) for each in ends]
    for ink, width in ((theme().paper, WIDTH + 2.0), (colour, WIDTH)):
        painter.setPen(line_pen(ink, width))
        painter.drawLines(lines)
