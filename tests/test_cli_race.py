"""`gdviz race` and its output."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.cli import main

EXPERIMENTS = Path(__file__).parent.parent / "resources" / "experiments"


def race(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints when all is well: nothing on stderr, status 0."""
    assert main(["race", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def race_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(race(capsys, *arguments, "--json"), parse_constant=pytest.fail)
    return data


def test_the_default_race(capsys: pytest.CaptureFixture[str]) -> None:
    data = race_json(capsys)
    assert data["surface"]["key"] == "beale"
    assert [run["optimizer"] for run in data["runs"]] == ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
    assert all(0 < run["steps"] <= 1000 for run in data["runs"])


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    out = race(capsys, "--steps", "20")
    for title in ("Gradient descent", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adam"):
        assert title in out
    assert max(map(len, out.split("\n"))) <= 100


def test_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    data = race_json(
        capsys,
        *(
            "--surface",
            "x**2/16 + 9*y**2",
            "--start",
            "-2.4,0.2",
            "--start=-1,-2",
            "--steps",
            "7",
            "--tolerance",
            "1e-3",
        ),
        *("--optimizer", "adam:lr=0.1", "--optimizer", "momentum:lr=(0.125,0.015),v0=(1,1)", "--seed", "3"),
    )
    assert data["surface"] == {"key": "typed", "expression": "x**2/16 + 9*y**2", "dimension": 2}
    assert [run["start"] for run in data["runs"]] == [[-2.4, 0.2], [-1, -2], [-2.4, 0.2], [-1, -2]]
    assert data["runs"][0]["hyperparameters"] == {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    assert data["runs"][2]["hyperparameters"] == {"lr": [0.125, 0.015], "mu": 0.9, "v0": [1, 1]}
    assert [run["steps"] for run in data["runs"]] == [7, 7, 7, 7]
    assert data["runs"][3]["label"] == "Momentum lr=(0.125, 0.015), v0=(1, 1) from (-1, -2)"


def test_numbers_come_in_full_precision(capsys: pytest.CaptureFixture[str]) -> None:
    data = race_json(capsys, "--surface", "beale", "--start", "1,1.5", "--optimizer", "adam:lr=0.1", "--steps", "77")
    result = gdviz.race("beale", "adam:lr=0.1", start=(1, 1.5), steps=77)
    assert data == result.to_dict()
    assert data["runs"][0]["point"] == result.points[77, 0].tolist()


def test_tolerance_is_tested_before_the_step(capsys: pytest.CaptureFixture[str]) -> None:
    base = ("--surface", "bowl", "--start", "1,1", "--optimizer", "gd:lr=0.25")  # halves theta at every step
    run = race_json(capsys, *base, "--tolerance", "0.1")["runs"][0]
    assert run["steps"] == 5  # the gradient is 2 * 0.5**5 = 0.0625
    assert run["point"] == [0.5**5, 0.5**5]
    assert race_json(capsys, *base, "--tolerance", "0", "--steps", "600")["runs"][0]["steps"] == 600


def test_what_is_not_finite_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    out = race(capsys, "--surface", "exp(x**2)", "--start", "3", "--optimizer", "gd:lr=100", "--json")
    assert "NaN" not in out
    assert "Infinity" not in out
    run = json.loads(out)["runs"][0]
    assert run["verdict"] == "diverged"
    assert None in [run["loss"], run["gradient_norm"], *run["point"]]


def test_a_file_and_options_that_replace_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(EXPERIMENTS / "own_optimizer.gdviz")
    data = race_json(capsys, file)
    assert [run["optimizer"] for run in data["runs"]] == ["adam", "clipped_momentum"]
    assert data["runs"][0]["start"] == [-2.4, 0.2]
    data = race_json(capsys, file, "--optimizer", "clipped_momentum:longest=2", "--start", "1,1", "--steps", "5")
    assert [run["hyperparameters"]["longest"] for run in data["runs"]] == [2]
    assert data["runs"][0]["start"] == [1, 1]
    assert data["runs"][0]["steps"] == 5
    data = race_json(capsys, file, "--surface", "quadratic3d")
    assert data["runs"][0]["start"] == [-2, -2, -2]


def test_history_npz(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    data = race_json(capsys, "--steps", "30", "--history", str(path))
    with np.load(path) as file:
        assert file["points"].shape == (31, 6, 2)
        assert file["loss"].shape == (31, 6)
        assert file["labels"].tolist() == [run["label"] for run in data["runs"]]
        assert file["points"][30, 5].tolist() == data["runs"][5]["point"]


def test_history_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "A.CSV"
    data = race_json(capsys, "--surface", "quadratic3d", "--steps", "4", "--history", str(path))
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["run", "label", "step", "gradient_evaluations", "x", "y", "z", "loss"]
    assert len(rows) == 1 + 6 * 5
    assert [float(number) for number in rows[-1][4:7]] == data["runs"][5]["point"]
    assert math.isclose(float(rows[-1][7]), data["runs"][5]["loss"])


@pytest.mark.parametrize("file", sorted(EXPERIMENTS.glob("*.gdviz")), ids=lambda path: path.stem)
def test_the_examples_race_well(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    data = race_json(capsys, str(file))
    assert all(run["verdict"] != "diverged" and run["loss"] < 0.1 for run in data["runs"])


def test_the_default_example_is_the_default_race(capsys: pytest.CaptureFixture[str]) -> None:
    assert race_json(capsys, str(EXPERIMENTS / "default.gdviz")) == race_json(capsys)
