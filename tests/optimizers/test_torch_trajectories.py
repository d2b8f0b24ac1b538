"""torch.optim's own trajectories, along the steps on which rounding cannot matter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import gdviz
from gdviz.engine.optimizer import Hyper, Optimizer

REFERENCE = Path(__file__).parents[1] / "reference"
FILE = json.loads((REFERENCE / "torch_trajectories.json").read_text(encoding="utf-8"))
RUNS: dict[str, dict[str, Any]] = {run["key"]: run for run in FILE["runs"]}
RTOL = 1e-10

Floats = NDArray[np.float64]

# PyTorch keeps the look-ahead point itself: typed here as a student would type it.
TORCH_NESTEROV = Optimizer(
    key="torch_nesterov",
    title="Nesterov as torch stores it",
    rules="""
        g     = grad(theta)
        b     = mu*b + g
        theta = theta - lr*(g + mu*b)
    """,
    hyperparameters=(
        Hyper("lr", r"\eta", 1e-6, 1e-9, 1.0, log=True),
        Hyper("mu", r"\mu", 0.9, 0.0, 1.0),
    ),
)


def _written(key: str, **values: float) -> str:
    return f"{key}:" + ",".join(f"{name}={value!r}" for name, value in values.items())


def _adam(key: str, names: dict[str, str] | None = None) -> Callable[[dict[str, Any]], str]:
    def write(torch: dict[str, Any]) -> str:
        others = {ours: torch[theirs] for theirs, ours in (names or {}).items()}
        beta1, beta2 = torch["betas"]
        return _written(key, lr=torch["lr"], beta1=beta1, beta2=beta2, eps=torch["eps"], **others)

    return write


# torch's name of an optimizer -> how it is asked of gdviz.
OPTIMIZERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "sgd": lambda torch: _written("gd", lr=torch["lr"]),
    "sgd_momentum": lambda torch: _written("momentum_rate_outside", lr=torch["lr"], mu=torch["momentum"]),
    "adagrad": lambda torch: _written("adagrad", lr=torch["lr"], eps=torch["eps"]),
    "adadelta": lambda torch: _written("adadelta", lr=torch["lr"], rho=torch["rho"], eps=torch["eps"]),
    "rmsprop": lambda torch: _written("rmsprop", lr=torch["lr"], rho=torch["alpha"], eps=torch["eps"]),
    "rmsprop_centered": lambda torch: _written(
        "rmsprop_centered", lr=torch["lr"], rho=torch["alpha"], eps=torch["eps"]
    ),
    "adam": _adam("adam"),
    "adam_amsgrad": _adam("amsgrad"),
    "adamw": _adam("adamw", {"weight_decay": "weight_decay"}),
    "adamax": _adam("adamax"),
    "nadam": _adam("nadam_dozat", {"momentum_decay": "psi"}),
    "radam": _adam("radam"),
}

WITHOUT_NESTEROV = [key for key, run in RUNS.items() if run["optimizer"] != "sgd_nesterov"]
NESTEROV = [key for key, run in RUNS.items() if run["optimizer"] == "sgd_nesterov"]


@pytest.fixture(scope="module")
def arrays() -> dict[str, Floats]:
    with np.load(REFERENCE / "torch_trajectories.npz") as file:
        return {name: file[name] for name in file.files}


def _race(run: dict[str, Any], optimizer: str | gdviz.Entry) -> Any:
    formula = FILE["formulas"][run["surface"]]
    return gdviz.race(formula, [optimizer], start=tuple(run["start"]), steps=run["safe_steps"], tolerance=0.0)


def _error(ours: Floats, torch: Floats) -> float:
    """The largest difference, relative to the value where that is above one."""
    return float(np.max(np.abs(ours - torch) / np.maximum(1.0, np.abs(torch))))


@pytest.mark.parametrize("key", WITHOUT_NESTEROV)
def test_follows_torch(key: str, arrays: dict[str, Floats]) -> None:
    run = RUNS[key]
    answer = _race(run, OPTIMIZERS[run["optimizer"]](run["hyperparameters"]))
    rows = run["safe_steps"] + 1
    assert answer.points.shape[0] == rows
    assert _error(answer.points[:, 0], arrays[f"{key}__traj"][:rows]) < RTOL
    assert _error(answer.loss[:, 0], arrays[f"{key}__loss"][:rows]) < RTOL


@pytest.mark.parametrize("key", NESTEROV)
def test_nesterov_typed_as_torch_stores_it(key: str, arrays: dict[str, Floats]) -> None:
    run, torch = RUNS[key], RUNS[key]["hyperparameters"]
    entry = gdviz.Entry(TORCH_NESTEROV, (("lr", torch["lr"]), ("mu", torch["momentum"])))
    answer = _race(run, entry)
    rows = run["safe_steps"] + 1
    assert _error(answer.points[:, 0], arrays[f"{key}__traj"][:rows]) < RTOL
    assert _error(answer.loss[:, 0], arrays[f"{key}__loss"][:rows]) < RTOL


@pytest.mark.parametrize("key", NESTEROV)
def test_torch_holds_the_point_that_nesterov_looks_ahead_to(key: str, arrays: dict[str, Floats]) -> None:
    """After step k torch's parameter is theta_k + mu v_k, which is where our step k + 1 takes its gradient."""
    run, torch = RUNS[key], RUNS[key]["hyperparameters"]
    answer = _race(run, _written("nesterov", lr=torch["lr"], mu=torch["momentum"]))
    ahead = answer.vectors(0)["ahead"]
    assert _error(ahead, arrays[f"{key}__traj"][: run["safe_steps"]]) < RTOL
