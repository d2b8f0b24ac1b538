"""Where the map of a surface of three and more coordinates cuts it, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdviz.engine.result import Verdict
from gdviz.engine.surface import Point
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.text import tr
from gdviz.qt.views.heads import last_rows
from gdviz.qt.views.lanes import entry_label, lane_label
from gdviz.qt.views.number_text import short


def slice_at(trajectory: Trajectory) -> Point:
    """The third and further coordinates of the first lane's last point, or of its start if it flew away."""
    row = _row(trajectory)
    point = trajectory.spec.starts[0] if row is None else trajectory.points[row, 0]
    return tuple(float(value) for value in point[2:])


def _row(trajectory: Trajectory) -> int | None:
    diverged = bool(trajectory.runs) and trajectory.runs[0].verdict is Verdict.DIVERGED
    row = last_rows(trajectory.points[:, :1])[0]
    return None if row < 0 or diverged else row


def head_of(trajectory: Trajectory, lane: int, step: int) -> Point:
    """Where a lane is after a step: its last finite point, its start if there is none."""
    known = np.flatnonzero(np.isfinite(trajectory.points[: step + 1, lane]).all(axis=1))
    if not len(known):
        return trajectory.spec.starts[lane % len(trajectory.spec.starts)]
    return tuple(float(value) for value in trajectory.points[known[-1], lane])


def followed_label(trajectory: Trajectory, lane: int) -> str:
    """What a lane is called in a caption."""
    return lane_label(trajectory, *divmod(lane, len(trajectory.spec.starts)))


def slice_text(names: Sequence[str], others: Point, label: str) -> str:
    """The slice through a lane's head; `names` are those of the third and further coordinates."""
    places = ", ".join(f"{name} = {short(at)}" for name, at in zip(names[:4], others, strict=False))
    places += ", …" if len(names) > 4 else ""
    return tr("Slice at {places}, where {label} is now; trails are projected onto it.", places=places, label=label)


def slice_caption(names: Sequence[str], others: Point, trajectory: Trajectory | None) -> str:
    """What slice is shown; `names` are those of the third and further coordinates."""
    places = ", ".join(f"{name} = {short(at)}" for name, at in zip(names[:4], others, strict=False))
    places += ", …" if len(names) > 4 else ""
    if trajectory is None or _row(trajectory) is None:
        return tr("Slice at {places}, through the start; trails are projected onto it.", places=places)
    text = "Slice at {places}, the last point of {label}; trails are projected onto it."
    return tr(text, places=places, label=entry_label(trajectory, 0))
