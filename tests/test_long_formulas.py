"""A loss over 500 points written out as one formula: from the file to the race, the script and what is said of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.cli import main
from gdviz.engine.anatomy import StepQuestion
from gdviz.engine.dissect import dissect
from gdviz.engine.race import race
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.surfaces.typed_surface import typed

SHIFTS = np.round(np.random.default_rng(3).uniform(0.0, 3.0, 500), 1)
LOSS = " + ".join(f"(x - {shift})**2" for shift in SHIFTS) + " + y**2"
FILE = f"""gdviz = 1
[surface]
expression = "{LOSS}"
[race]
starts = [[1.0, 2.0]]
steps = 400
[[race.entries]]
optimizer = "gd"
lr = 0.0015
[[race.entries]]
optimizer = "newton"
[[optimizers]]
key = "newton"
rules = "theta = theta - solve(hess(theta), grad(theta))"
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "long.gdviz"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def test_the_race_finds_the_mean(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file]) == 0
    assert "valid" in capsys.readouterr().out
    assert main(["race", file, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["surface"]["expression"] == LOSS
    for run in data["runs"]:
        assert run["point"][0] == pytest.approx(SHIFTS.mean(), abs=1e-9)
    assert [run["verdict"] for run in data["runs"]] == ["out_of_budget", "minimum"]


def test_the_script_comes_to_the_same_numbers(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", file]) == 0
    written = capsys.readouterr().out
    done = subprocess.run([sys.executable, "-"], input=written, capture_output=True, text=True, check=True)
    printed = [line.split(" ")[-3:] for line in done.stdout.splitlines()]
    assert main(["race", file, "--json"]) == 0
    runs = json.loads(capsys.readouterr().out)["runs"]
    for numbers, run in zip(printed, runs, strict=True):
        assert [float(number) for number in numbers] == pytest.approx([*run["point"], run["loss"]], rel=1e-9, abs=1e-12)


def test_few_lanes_and_many_agree_bit_for_bit() -> None:
    entry = Entry(optimizer("gd"), (("lr", 0.0005),))
    starts = tuple((0.1 * index, 1.0) for index in range(40))
    whole = RaceSpec(typed(LOSS), (entry,), starts, steps=5)
    many, alone = (list(race(spec))[-1].points for spec in (whole, replace(whole, starts=starts[7:8])))
    assert np.array_equal(many[:, 7], alone[:, 0])


def test_a_rule_of_hundreds_of_terms_is_raced_and_explained() -> None:
    rules = f"g = grad(theta)\ntheta = theta - ({' + '.join(['lr*g'] * 300)})"
    mine = gdviz.Optimizer("mine", "Mine", rules, hyperparameters=(gdviz.Hyper("lr", "\\eta", 1e-4, 0, 1),))
    result = gdviz.race("x**2 + y**2", [mine, "gd:lr=0.03"], start=(1, 2), steps=10)
    assert result.points[:, 0] == pytest.approx(result.points[:, 1], rel=1e-9)
    step = dissect(StepQuestion(typed("x**2 + y**2"), Entry(mine), 1, (1.0, 2.0)))
    assert step.rules[1].value == pytest.approx([0.94, 1.88], rel=1e-9)
    assert step.rules[1].sentences
