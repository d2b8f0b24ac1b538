"""The files of --history say what the trajectory says."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine.errors import InputError
from gdviz.files.history import save_history


@pytest.fixture(scope="module")
def result() -> gdviz.Result:
    """A run that stops early, one that diverges, one that uses up its steps; two starts."""
    return gdviz.race("bowl", ["gd:lr=0.4", "gd:lr=30", "nesterov:lr=0.001"], start=[(1, 2), (-3, 0.1)], steps=60)


def test_npz(result: gdviz.Result, tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    save_history(result.trajectory, result.labels, path)
    with np.load(path) as file:
        assert sorted(file) == ["labels", "loss", "points"]
        assert file["points"].shape == (61, 6, 2)
        assert file["loss"].shape == (61, 6)
        np.testing.assert_array_equal(file["points"], result.points)
        np.testing.assert_array_equal(file["loss"], result.loss)
        assert file["labels"].tolist() == result.labels
        for lane, run in enumerate(result.runs):
            assert np.isnan(file["loss"][run["steps"] + 1 :, lane]).all()
            assert np.isnan(file["points"][run["steps"] + 1 :, lane]).all()
        assert {run["steps"] for run in result.runs} != {60}


def test_csv(result: gdviz.Result, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    save_history(result.trajectory, result.labels, path)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["run", "label", "step", "gradient_evaluations", "x", "y", "loss"]
    assert len(rows) == sum(run["steps"] + 1 for run in result.runs)
    for row in rows:
        lane, step = int(row["run"]), int(row["step"])
        assert row["label"] == result.labels[lane]
        assert float(row["x"]) == result.points[step, lane, 0]
        assert float(row["y"]) == result.points[step, lane, 1]
        assert float(row["loss"]) == result.loss[step, lane]
    for lane, run in enumerate(result.runs):
        own = [row for row in rows if row["run"] == str(lane)]
        assert [int(row["step"]) for row in own] == list(range(run["steps"] + 1))
        assert int(own[0]["gradient_evaluations"]) == 0
        assert int(own[-1]["gradient_evaluations"]) == run["gradient_evaluations"]


def test_two_evaluations_a_step_are_counted(tmp_path: Path) -> None:
    twice = gdviz.Optimizer("twice", "Twice", "g = grad(theta)\ntheta = theta - 0.01*(g + grad(theta - g))")
    result = gdviz.race("bowl", twice, steps=3)
    save_history(result.trajectory, result.labels, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="") as file:
        assert [row["gradient_evaluations"] for row in csv.DictReader(file)] == ["0", "2", "4", "6"]


def test_other_suffixes_are_refused(result: gdviz.Result, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"must end in \.npz or \.csv"):
        save_history(result.trajectory, result.labels, tmp_path / "a.txt")
    assert not list(tmp_path.iterdir())
