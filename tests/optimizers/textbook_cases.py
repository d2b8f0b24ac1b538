"""How a case of tests/reference/textbook_numbers.json is asked of gdviz: its surface, optimizer and hyperparameters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdviz.engine.sampling import Batch

Case = dict[str, Any]

REFERENCE = Path(__file__).parents[1] / "reference"
CASES: dict[str, Case] = {
    case["id"]: case for case in json.loads((REFERENCE / "textbook_numbers.json").read_text(encoding="utf-8"))["cases"]
}

# The file's surface -> a key of the catalogue, or the formula as a student types it.
SURFACES = {
    "sq1d": "x**2",
    "sq1d_off": "x**2 + 0.2",
    "cubic": "cubic",
    "bowl": "bowl",
    "ellipse": "ellipse",
    "beale": "beale",
    "saddle_w1w2": "(1 - x*y)**2",
    "neuron": "neuron",
    "nn2_mse": "two_neurons_squared",
    "nn2_ce": "two_neurons_entropy",
    "linreg18": "line",
}

# The file's optimizer and its convention -> our key. None: the file names none, which is the default reading.
KEYS = {
    ("gd", None): "gd",
    ("sgd", None): "gd",
    ("linesearch", None): "gd_best_of",
    ("momentum", None): "momentum",
    ("nag", None): "nesterov",
    ("adagrad", "outside"): "adagrad",
    ("adagrad", "inside"): "adagrad_eps_inside",
    ("adadelta", None): "adadelta",
    ("rmsprop", None): "rmsprop",
    ("rmsprop", "outside"): "rmsprop",
    ("rmsprop", "inside"): "rmsprop_eps_inside",
    ("rmsprop", "first gradient"): "rmsprop_first_gradient",
    ("rmsprop", "compounding"): "rmsprop_compounding",
    ("adam", "t"): "adam",
    ("adam", "t+1"): "adam_late_correction",
    ("adam", "inside"): "adam_eps_inside",
    ("adamax", None): "adamax",
    ("adamax", "beta2"): "adamax_beta2_correction",
    ("nadam", None): "nadam",
}

NAMES = {"gamma": "mu", "beta": "rho", "Eg0": "eg0", "Ed0": "ed0"}
# What the file lists among the hyperparameters, but is a choice of variant.
CONVENTIONS = {"eps_place", "t_offset", "compound_lr", "bias"}
DRAWS = {"batch", "order"}

# Every case that is no race of these optimizers on a formula, and why. "measured" ones are tested without a race.
NOT_RACED = {
    "B-roots": "measured: where the cubic's derivative is zero",
    "B-saddle1d": "measured: the derivative of x^3 at 0",
    "B-grad0": "measured: Beale's gradient at the start",
    "H-min": "measured: the neuron's minimum",
    "L-saddle": "measured: the Hessian's eigenvalues on the saddle",
    "Z-sigderiv": "measured: the steepest slopes of two activations",
    "H-momsum": "measured: momentum on a constant slope",
    "B-grid": "the grid of a figure",
    "B-numgrad8": "a gradient by differences: see tests/engine/test_gradient_check.py",
    "B-numgrad6": "a gradient by differences: see tests/engine/test_gradient_check.py",
    "Z-nnapprox": "a network with unpublished weights",
    "Z-newton": "a second-order method",
    "Z-newton-reg": "second-order methods",
    "Z-cg-FR": "conjugate gradients",
    "Z-cg-PR": "conjugate gradients",
    "Z-zigzag": "raced in tests/engine/test_line_search.py",
    "Z-bfgs": "a second-order method",
    "H-minibatch": "batches of data that were not published",
    "H-steps": "how many batches an epoch has",
    "H-sutskever": "a schedule: growing momentum, in tests/schedules",
    "H-decay": "schedules: three decays, in tests/schedules",
}
RACED = [name for name in CASES if name not in NOT_RACED]


@dataclass(frozen=True)
class Question:
    """A case as arguments of gdviz.race."""

    surface: str
    optimizer: str
    start: tuple[float, ...]
    steps: int
    tolerance: float
    batch: Batch | None


def question(case: Case) -> Question:
    """The race that a case describes."""
    stop = case["stop_rule"]
    return Question(
        surface=SURFACES[case["surface"]["key"]],
        optimizer=f"{_key(case)}:{_values(case)}",
        start=tuple(float(each) for each in case["start"]),
        steps=case["iterations"],
        tolerance=stop["tol"] if stop else 0.0,
        batch=_batch(case["hyper"]),
    )


def _batch(hyper: dict[str, Any]) -> Batch | None:
    if "batch" not in hyper:
        return None
    assert hyper["order"] == "cyclic"
    return Batch(hyper["batch"], shuffled=False)


def _key(case: Case) -> str:
    hyper = case["hyper"]
    convention = None
    if hyper.get("v0") == "g2":
        convention = "first gradient"
    elif hyper.get("compound_lr"):
        convention = "compounding"
    elif "eps_place" in hyper:
        convention = hyper["eps_place"]
    elif "t_offset" in hyper:
        convention = "t+1" if hyper["t_offset"] else "t"
    elif "bias" in hyper:
        convention = hyper["bias"]
    return KEYS[case["optimizer"], convention]


def _values(case: Case) -> str:
    values = {name: value for name, value in case["hyper"].items() if name not in CONVENTIONS | DRAWS}
    if case["optimizer"] == "sgd":  # the file lists the momentum that it does not have
        del values["gamma"]
    if "etas" in values:
        values = {f"rate{index}": rate for index, rate in enumerate(values["etas"], 1)}
    if values.get("v0") == "g2":  # the variant has neither a start to choose nor an eps
        assert values.pop("eps") == 0.0
        del values["v0"]
    return ",".join(f"{NAMES.get(name, name)}={_written(value)}" for name, value in values.items())


def _written(value: float | list[float]) -> str:
    if isinstance(value, list):
        return "(" + ",".join(map(repr, value)) + ")"
    return repr(value)
