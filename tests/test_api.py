"""The public Python API."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.optimizers import optimizer

ROOT = Path(__file__).parent.parent


def test_one_step_of_gradient_descent_by_hand() -> None:
    result = gdviz.race("x**2 + 0.2", "gd:lr=0.15", start=1.5, steps=1)
    assert result.points.shape == (2, 1, 1)
    assert result.loss.shape == (2, 1)
    assert result.points[1, 0, 0] == pytest.approx(1.05, abs=1e-15)
    assert result.loss[:, 0] == pytest.approx([2.45, 1.3025], abs=1e-12)


def test_everything_that_names_a_surface_or_an_optimizer() -> None:
    beale = next(surface for surface in gdviz.SURFACES if surface.key == "beale")
    expected = gdviz.race("beale", "adam:lr=0.1", start=(1, 1.5), steps=20).points
    adam = next(method for method in gdviz.OPTIMIZERS if method.key == "adam")
    for surface in ("beale", beale, beale.expression, gdviz.Surface("mine", "Mine", beale.expression)):
        for method in (
            "adam:lr=0.1",
            ["adam:lr=0.1"],
            gdviz.Entry(adam, (("lr", 0.1),)),
            (item for item in ["adam:lr=0.1"]),
        ):
            result = gdviz.race(surface, method, start=[1, 1.5], steps=20)
            np.testing.assert_array_equal(result.points, expected)


def test_defaults() -> None:
    result = gdviz.race("beale", ["adam", optimizer("gd")])
    assert result.points.shape == (1001, 2, 2)
    assert result.labels == ["Adam", "Gradient descent"]
    assert tuple(result.points[0, 0]) == next(s.start for s in gdviz.SURFACES if s.key == "beale")
    assert result.spec.tolerance == 1e-8


@pytest.mark.parametrize(
    "start", [[(1, 2), (3, 0.5)], np.array([[1, 2], [3, 0.5]]), ((1.0, 2.0), np.array([3.0, 0.5]))]
)
def test_several_starts(start: Any) -> None:
    result = gdviz.race("beale", ["gd", "adam"], start=start, steps=5)
    assert result.points.shape == (6, 4, 2)
    assert result.points[0].tolist() == [[1, 2], [3, 0.5], [1, 2], [3, 0.5]]
    assert result.labels[1] == "Gradient descent from (3, 0.5)"
    assert [run["optimizer"] for run in result.runs] == ["gd", "gd", "adam", "adam"]


def test_ended_lanes_are_nan_and_their_runs_tell_where() -> None:
    result = gdviz.race("bowl", ["gd:lr=0.4", "gd:lr=50"], start=(1, 1), steps=300)
    assert result.points.shape == (301, 2, 2)
    for lane, run in enumerate(result.runs):
        steps = run["steps"]
        assert steps < 300
        assert np.isnan(result.loss[steps + 1 :, lane]).all()
        assert result.points[steps, lane].tolist() == run["point"]
    assert [run["verdict"] for run in result.runs] == ["minimum", "diverged"]


def test_the_dictionary_is_the_json_of_the_command_line() -> None:
    data = gdviz.race("beale", ["adam", "momentum:lr=(0.001,0.002)"], steps=3).to_dict()
    assert data == json.loads(json.dumps(data, allow_nan=False))
    assert list(data) == ["surface", "runs"]
    assert list(data["surface"]) == ["key", "expression", "dimension"]
    assert data["surface"]["dimension"] == 2
    assert list(data["runs"][0]) == [
        "label",
        "optimizer",
        "hyperparameters",
        "start",
        "point",
        "loss",
        "gradient_norm",
        "steps",
        "gradient_evaluations",
        "loss_evaluations",
        "hessian_evaluations",
        "verdict",
        "message",
    ]
    assert data["runs"][1]["hyperparameters"] == {"lr": [0.001, 0.002], "mu": 0.9, "v0": 0.0}
    assert data["runs"][0]["steps"] == data["runs"][0]["gradient_evaluations"] == 3


def test_what_is_not_finite_is_none() -> None:
    result = gdviz.race("exp(x**2)", "gd:lr=100", start=3, steps=50)
    (run,) = result.runs
    assert run["verdict"] == "diverged"
    assert json.dumps(run, allow_nan=False)
    flat = [run["loss"], run["gradient_norm"], *run["point"]]
    assert None in flat
    assert all(number is None or math.isfinite(number) for number in flat)


def test_an_own_optimizer_is_a_full_citizen() -> None:
    mine = gdviz.Optimizer(
        key="mine",
        title="Mine",
        rules="""
            g = grad(theta)
            v = mu*v - lr*g
            theta = theta + v
        """,
        hyperparameters=(gdviz.Hyper("lr", r"\eta", 0.01, 0, 10), gdviz.Hyper("mu", r"\mu", 0.9, 0, 1)),
        roles={"v": gdviz.Role.VELOCITY},
    )
    result = gdviz.race("beale", [mine, "momentum:lr=0.01,mu=0.9"], start=(1, 1.5), steps=100)
    np.testing.assert_array_equal(result.points[:, 0], result.points[:, 1])
    assert result.labels[0] == "Mine"


def test_the_vectors_of_every_rule() -> None:
    result = gdviz.race("bowl", ["gd:lr=0.1", "momentum:lr=0.1,mu=0.5"], start=[(1, 2), (2, -1)], steps=10)
    vectors = result.vectors(3)
    assert set(vectors) == {"g", "v", "theta"}
    np.testing.assert_array_equal(vectors["g"], 2 * result.points[:-1, 3])
    np.testing.assert_array_equal(vectors["theta"], result.points[1:, 3])
    velocity, point = np.zeros(2), np.array([2.0, -1.0])
    for step in range(10):
        velocity = 0.5 * velocity - 0.1 * 2 * point
        point = point + velocity
        np.testing.assert_allclose(vectors["v"][step], velocity, rtol=1e-13)
    with pytest.raises(IndexError, match="no lane 4"):
        result.vectors(4)


def test_no_steps_and_vectors_of_none() -> None:
    result = gdviz.race("bowl", "gd", steps=0)
    assert result.points.shape == (1, 1, 2)
    assert result.vectors(0)["g"].shape == (0, 2)


def test_a_race_is_saved_and_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    result = gdviz.race("x**2/16 + 9*y**2", ["adam:lr=0.1"], start=(-2.4, 0.2), steps=10)
    gdviz.save(path, result)
    spec = gdviz.load(path)
    np.testing.assert_array_equal(gdviz.race(spec).points, result.points)
    gdviz.save(path, spec)
    assert gdviz.load(path) == spec
    with pytest.raises(gdviz.InputError, match="as it stands"):
        gdviz.race(spec, "adam")


def test_printing_a_result_shows_the_table() -> None:
    assert "Adam" in str(gdviz.race("beale", "adam", steps=3))


@pytest.mark.parametrize(
    ("arguments", "options", "part"),
    [
        (("beal", "adam"), {}, "did you mean beale?"),
        (("beale", "adm"), {}, "did you mean adam?"),
        (("beale", "adam:lrr=1"), {}, "did you mean lr?"),
        (("beale", []), {}, "no optimizer"),
        (("beale",), {}, "no optimizer"),
        (("beale", 3), {}, "not int"),
        (("beale", [None]), {}, "not NoneType"),
        ((3, "adam"), {}, "not int"),
        (("beale", "adam"), {"start": (1, 2, 3)}, "3 coordinates"),
        (("beale", "adam"), {"start": [(1, 2), (3,)]}, "same number"),
        (("beale", "adam"), {"start": []}, "no start"),
        (("beale", "adam"), {"start": "1,2"}, "a point such as"),
        (("beale", "adam"), {"start": [[[1, 2]]]}, "a point such as"),
        (("beale", "adam"), {"start": (1, math.nan)}, "finite"),
        (("beale", "adam"), {"steps": -1}, "steps"),
        (("beale", "adam"), {"steps": 2.5}, "steps"),
        (("beale", "adam"), {"steps": 10**12}, "24 TB"),
        (("beale", "adam"), {"tolerance": -1}, "tolerance"),
        (("log(x)", "adam"), {"start": -1}, "no finite value"),
        (("sqrt(x)", "adam"), {"start": 0}, "no finite gradient"),
        ((gdviz.Surface("s", "S", "x**2"), "adam"), {}, "no start of its own"),
    ],
)
def test_what_cannot_be_raced(arguments: Any, options: Any, part: str) -> None:
    with pytest.raises(gdviz.InputError) as caught:
        gdviz.race(*arguments, **options)
    assert part in caught.value.message


@pytest.mark.parametrize(
    "expression",
    [
        "9**9**9**9",
        "().__class__",
        "__import__('os')",
        "(" * 100_000 + "x" + ")" * 100_000,
        "x+" * 5_000_000 + "x",
        "x^2",
        "",
    ],
    ids=["tower", "class", "import", "nested", "long", "caret", "empty"],
)
def test_formulas_outside_the_language(expression: str) -> None:
    began = time.perf_counter()
    with pytest.raises((gdviz.FormulaError, gdviz.InputError)) as caught:
        gdviz.race(expression, "adam")
    assert time.perf_counter() - began < 3
    assert len(str(caught.value)) < 600


def test_a_hundred_million_starts_are_refused_before_they_are_copied() -> None:
    began = time.perf_counter()
    starts = np.broadcast_to(np.array([1.0, 2.0]), (10**8, 2))
    with pytest.raises(gdviz.InputError, match="100,000,000 runs"):
        gdviz.race("beale", "adam", start=starts, steps=1)
    with pytest.raises(gdviz.InputError, match="100,000,000 runs"):
        gdviz.race("beale", "adam", start=range(10**8) and _Long(), steps=1)
    assert time.perf_counter() - began < 3


class _Long(list[Any]):
    """A list that claims to be long."""

    def __init__(self) -> None:
        super().__init__([(1, 2)])

    def __len__(self) -> int:
        return 10**8


def test_importing_gdviz_is_cheap() -> None:
    code = (
        "import sys, gdviz; print([m for m in ('numpy', 'sympy', 'msgspec', 'typer', 'PySide6') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    assert set(gdviz.__all__) <= set(dir(gdviz))
    for name in gdviz.__all__:
        assert getattr(gdviz, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'rase'"):
        gdviz.rase  # noqa: B018


def test_the_project_takes_its_version_from_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "gdviz/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", gdviz.__version__)
