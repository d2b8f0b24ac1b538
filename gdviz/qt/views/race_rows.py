"""The race table's rows as plain values: what is true of each lane at a step."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gdviz.engine.budget import gradients_until
from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.result import Floats, Run, Verdict
from gdviz.engine.surface import Point
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.text import tr
from gdviz.qt.views.lanes import lane_label
from gdviz.qt.views.number_text import told

# How a verdict is written.
WORDS = {
    Verdict.MINIMUM: "minimum",
    Verdict.LOCAL_MINIMUM: "local minimum",
    Verdict.SADDLE: "saddle",
    Verdict.MAXIMUM: "maximum",
    Verdict.PLATEAU: "plateau",
    Verdict.OSCILLATING: "oscillating",
    Verdict.DIVERGED: "diverged",
    Verdict.OUT_OF_BUDGET: "out of budget",
}


@dataclass(frozen=True)
class Row:
    """A lane at a step; numbers not known are nan, and the verdict is None before the end.

    `rank` counts from 1 by loss, runs that have flown away come last; `distance` is to the nearest known minimum;
    `reached` the first step at which the loss was below the target, None if it was not yet.
    """

    entry: int
    label: str
    point: Point
    loss: float
    gradient_norm: float
    steps: int
    evaluations: int
    verdict: Verdict | None
    sentence: str
    rank: int = 0
    distance: float = math.nan
    reached: int | None = None


def verdict_word(verdict: Verdict | None) -> str:
    """The verdict in the display language; without one the lane is still on its way."""
    return tr(WORDS[verdict]) if verdict is not None else tr("on its way")


def rows_at(
    trajectory: Trajectory, step: int, compiled: CompiledSurface | None, target: float | None = None
) -> list[Row]:
    """Every lane as it was after `step`, or at its end; gradients need the compiled surface before the end."""
    rows = [_row(trajectory, lane, step) for lane in range(trajectory.spec.lanes)]
    rows = _placed(rows, trajectory, step, target)
    if compiled is None:
        return rows
    points = np.array([row.point for row in rows], dtype=float)
    norms = _norms(compiled, points)
    return [_with_norm(row, norm) for row, norm in zip(rows, norms, strict=True)]


def _placed(rows: list[Row], trajectory: Trajectory, step: int, target: float | None) -> list[Row]:
    """The rows with what compares them: ranks, distances, and when they reached the target."""
    losses = [row.loss if math.isfinite(row.loss) and row.verdict is not Verdict.DIVERGED else math.inf for row in rows]
    distances = _distances(rows, trajectory)
    lower = np.searchsorted(np.sort(losses), losses)
    return [
        replace(
            row,
            rank=1 + int(lower[lane]),
            distance=float(distance),
            reached=_reached(trajectory, lane, step, target),
        )
        for lane, (row, distance) in enumerate(zip(rows, distances, strict=True))
    ]


def _distances(rows: list[Row], trajectory: Trajectory) -> Floats:
    surface = trajectory.spec.surface
    minima = np.array([*surface.minima, *surface.local_minima], dtype=float)
    if not len(minima):
        return np.full(len(rows), math.nan)
    points = np.array([row.point for row in rows], dtype=float)
    with np.errstate(all="ignore"):
        gaps: Floats = np.sqrt(((points[:, None] - minima[None]) ** 2).sum(axis=-1)).min(axis=1)
    return gaps


def _reached(trajectory: Trajectory, lane: int, step: int, target: float | None) -> int | None:
    if target is None:
        return None
    below = np.flatnonzero(trajectory.loss[: step + 1, lane] < target)
    return trajectory.step_of(lane, int(below[0])) if len(below) else None


def _norms(compiled: CompiledSurface, points: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.sqrt(np.sum(np.asarray(compiled.gradient(points)) ** 2, axis=-1))


def _with_norm(row: Row, norm: float) -> Row:
    known = not math.isnan(row.gradient_norm)
    return row if known or row.verdict is not None else replace(row, gradient_norm=float(norm))


def _row(trajectory: Trajectory, lane: int, step: int) -> Row:
    entry, start = divmod(lane, len(trajectory.spec.starts))
    label = lane_label(trajectory, entry, start)
    run = trajectory.runs[lane] if trajectory.runs else None
    if run is not None and step >= trajectory.row_of(lane, run.steps):
        return _end(entry, label, run)
    row = min(step, trajectory.length - 1, trajectory.last_step(lane))
    if row < 0 or not trajectory.length:
        return Row(entry, label, trajectory.spec.starts[start], math.nan, math.nan, 0, 0, None, "")
    point = tuple(float(value) for value in trajectory.points[row, lane])
    loss, steps = float(trajectory.loss[row, lane]), trajectory.step_of(lane, row)
    return Row(entry, label, point, loss, math.nan, steps, gradients_until(trajectory, lane, steps), None, "")


def _end(entry: int, label: str, run: Run) -> Row:
    sentence = told(run.message)
    loss, norm, evaluations = run.loss, run.gradient_norm, run.gradient_evaluations
    return Row(entry, label, run.point, loss, norm, run.steps, evaluations, run.verdict, sentence)
