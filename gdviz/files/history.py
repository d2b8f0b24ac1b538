"""Every step of every run, for other programs: NumPy's .npz, or .csv for spreadsheets."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np

from gdviz.engine.budget import gradients_until
from gdviz.engine.compiled_surface import coordinates
from gdviz.engine.errors import InputError
from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.files.errors import shown
from gdviz.files.progress import Progress, unheard
from gdviz.files.writing import write_atomically
from gdviz.language.sentence import Sentence

HISTORY_SUFFIXES = (".npz", ".csv")
_ROWS_AT_ONCE = 1000


def save_history(
    trajectory: Trajectory, labels: Sequence[str], path: str | os.PathLike[str], progress: Progress = unheard
) -> None:
    """Write a finished race; InputError for an unknown suffix or a place that cannot be written to.

    The .npz holds points (steps+1, runs, dim) and loss (steps+1, runs), NaN past a run's end, and labels. The .csv
    holds one row per run and step: run (from 0), label, step, gradient_evaluations until then, coordinates and loss.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".npz":
        write_atomically(path, lambda file: _npz(trajectory, labels, file))
    elif suffix == ".csv":
        write_atomically(path, lambda file: _csv(trajectory, labels, file, progress))
    else:
        raise InputError(
            Sentence(
                "{name!r} must end in {suffixes}", name=shown(Path(path).name), suffixes=" or ".join(HISTORY_SUFFIXES)
            )
        )


def full_history(trajectory: Trajectory) -> tuple[Floats, Floats]:
    """Points (steps+1, lanes, dim) and loss (steps+1, lanes), NaN up to the step limit however early all runs ended."""
    rows = trajectory.spec.steps + 1
    points, loss = trajectory.points, trajectory.loss
    if len(points) == rows:
        return points, loss
    missing = rows - len(points)
    return (
        np.concatenate([points, np.full((missing, *points.shape[1:]), np.nan)]),
        np.concatenate([loss, np.full((missing, *loss.shape[1:]), np.nan)]),
    )


def _npz(trajectory: Trajectory, labels: Sequence[str], file: IO[bytes]) -> None:
    points, loss = full_history(trajectory)
    np.savez(file, points=points, loss=loss, labels=np.array(labels, dtype=np.str_))


def _csv(trajectory: Trajectory, labels: Sequence[str], file: IO[bytes], progress: Progress) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    names = coordinates(trajectory.spec.surface)
    writer.writerow(["run", "label", "step", "gradient_evaluations", *names, "loss"])
    done, total = 0, sum(run.steps + 1 for run in trajectory.runs)
    for lane, label in enumerate(labels):
        rows = _rows(trajectory, lane, label)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            progress(done, total)
            writer.writerows(some)
            done += len(some)
    text.flush()
    text.detach()  # or closing the wrapper would close the file under its owner


def _rows(trajectory: Trajectory, lane: int, label: str) -> Iterator[list[Any]]:
    run = trajectory.runs[lane]
    points = trajectory.points[: run.steps + 1, lane].tolist()
    loss = trajectory.loss[: run.steps + 1, lane].tolist()
    for step, (point, value) in enumerate(zip(points, loss, strict=True)):
        yield [lane, label, step, gradients_until(trajectory, lane, step), *map(repr, point), repr(value)]
