"""Mini-batches against a loop of torch over the same samples, recorded in batches_torch.json."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.sampling import Batch
from gdviz.engine.surface import Surface
from gdviz.surfaces import surface

FILE = json.loads((Path(__file__).parents[1] / "reference" / "batches_torch.json").read_text(encoding="utf-8"))


def named(case: dict[str, Any]) -> str:
    return f"{case['on']} {case['optimizer']} {case['batch'][0]}"


def asked(case: dict[str, Any]) -> str:
    """torch's optimizer and numbers as gdviz takes them."""
    values = case["values"]
    if case["optimizer"] == "sgd":
        return f"gd:lr={values['lr']}"
    beta1, beta2 = values["betas"]
    return f"adam:lr={values['lr']},beta1={beta1},beta2={beta2},eps={values['eps']!r}"


def loss(case: dict[str, Any]) -> Surface:
    if case["on"] == "logistic":
        return gdviz.regression(FILE["plane"], "ill", logistic=True)
    return replace(surface(case["on"]), mean=case["mean"])


@pytest.mark.parametrize("case", FILE["cases"], ids=named)
def test_epochs_of_batches_are_those_of_a_torch_loop(case: dict[str, Any]) -> None:
    on, batch, steps = loss(case), Batch(*case["batch"]), len(case["rows"])
    np.testing.assert_array_equal(
        batch.indices(len(on.data or ()), case["seed"], np.arange(1, steps + 1)), case["rows"], "the draws differ"
    )
    result = gdviz.race(on, asked(case), start=case["start"], steps=steps, batch=batch, seed=case["seed"])
    np.testing.assert_allclose(result.points[1:, 0], case["points"], rtol=1e-10, atol=1e-12)
    whole = gdviz.race(on, asked(case), start=case["start"], steps=steps, tolerance=0.0)
    assert np.abs(whole.points[1:, 0] - case["points"]).max() > 1e-3  # all samples lead elsewhere
