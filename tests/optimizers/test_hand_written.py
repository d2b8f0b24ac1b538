"""Every declared optimizer against its hand-written loop, on several surfaces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.optimizers import OPTIMIZERS
from tests.optimizers.hand_written import METHODS, Floats, Value

STEPS = 40
RTOL = 1e-12


def _ellipse(p: Floats) -> Floats:
    x, y = p
    return np.array([x / 8, 18 * y])


def _beale(p: Floats) -> Floats:
    x, y = p
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return np.array(
        [2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1), 2 * a * x + 4 * b * x * y + 6 * c * x * y**2]
    )


def _cubic(p: Floats) -> Floats:
    return 3 * p**2 - 6 * p - 9


def _waves(p: Floats) -> Floats:
    x, y, z = p
    return np.array([np.cos(x) + x / 2, 2 * y + z, y + 3 * z])


@dataclass(frozen=True)
class Slope:
    """A surface with its gradient written out by hand."""

    expression: str
    gradient: Callable[[Floats], Floats]
    start: tuple[float, ...]


SLOPES = {
    "ellipse": Slope("x**2/16 + 9*y**2", _ellipse, (-2.4, 0.2)),
    "beale": Slope("(1.5-x+x*y)**2 + (2.25-x+x*y**2)**2 + (2.625-x+x*y**3)**2", _beale, (1.0, 1.5)),
    "cubic": Slope("x**3 - 3*x**2 - 9*x + 2", _cubic, (1.0,)),
    "waves": Slope("sin(x) + x**2/4 + y**2 + y*z + 1.5*z**2", _waves, (2.0, -1.0, 0.5)),
}


def _defaults(optimizer: Optimizer, dim: int) -> dict[str, Value]:
    return {hyper.name: hyper.default for hyper in optimizer.hyperparameters}


def _scaled(hyper: Hyper, share: float) -> float:
    """A value away from the default; a rate small enough that no run starts to bounce, which would amplify rounding."""
    if hyper.default == 0:
        return 0.25 * share
    return hyper.default * share * (0.3 if hyper.name == "lr" else 0.9)


def _unusual(optimizer: Optimizer, dim: int) -> dict[str, Value]:
    return {hyper.name: _scaled(hyper, 1.0) for hyper in optimizer.hyperparameters}


def _vectors(optimizer: Optimizer, dim: int) -> dict[str, Value]:
    """One value per coordinate for every hyperparameter."""
    shares = np.linspace(1.0, 0.9, dim)
    return {hyper.name: tuple(_scaled(hyper, float(each)) for each in shares) for hyper in optimizer.hyperparameters}


CHOICES = {"defaults": _defaults, "unusual": _unusual, "vectors": _vectors}


def _race(slope: Slope, optimizer: Optimizer, values: dict[str, Value]) -> Any:
    entry = gdviz.Entry(optimizer, tuple(values.items()))
    return gdviz.race(slope.expression, [entry], start=slope.start, steps=STEPS, tolerance=0.0)


def test_every_optimizer_has_a_loop_of_its_own() -> None:
    assert list(METHODS) == [optimizer.key for optimizer in OPTIMIZERS]


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("surface", SLOPES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: optimizer.key)
def test_agrees_with_the_loop(optimizer: Optimizer, surface: str, choice: str) -> None:
    slope = SLOPES[surface]
    values = CHOICES[choice](optimizer, len(slope.start))
    ours = _race(slope, optimizer, values).points[:, 0]
    loop = METHODS[optimizer.key]
    arrays = {name: np.array(value) for name, value in values.items()}
    theirs = loop(slope.gradient, np.array(slope.start), STEPS, **arrays)
    assert np.isfinite(theirs).all()
    assert np.abs(theirs[-1] - theirs[0]).max() > 1e-4  # it moved
    error = np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))
    assert error.max() < RTOL
