"""Every declared optimizer against its hand-written loop, on several surfaces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.optimizers import OPTIMIZERS
from tests.optimizers.gentle import GENTLE
from tests.optimizers.hand_written import METHODS, Floats, Value
from tests.optimizers.hand_written_searches import SEARCHING

STEPS = 40
RTOL = 1e-12
# Near a minimum losses differ by less than rounding where points still differ by its root: there rounding decides which
# step a search takes. Before that it is the same one, but that two exact searches end where their slopes are rounding.
SEARCHED_RTOL, SURE_STEPS, SURE_RTOL = 1e-7, 4, 1e-11


def _ellipse(p: Floats) -> Floats:
    x, y = p
    return np.array([x / 8, 18 * y])


def _beale(p: Floats) -> Floats:
    x, y = p
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return np.array(
        [2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1), 2 * a * x + 4 * b * x * y + 6 * c * x * y**2]
    )


def _beale_loss(p: Floats) -> float:
    x, y = p
    return float((1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2)


def _waves_loss(p: Floats) -> float:
    x, y, z = p
    return float(np.sin(x) + x**2 / 4 + y**2 + y * z + 1.5 * z**2)


def _cubic_loss(p: Floats) -> float:
    return float(p[0] ** 3 - 3 * p[0] ** 2 - 9 * p[0] + 2)


def _cubic(p: Floats) -> Floats:
    return 3 * p**2 - 6 * p - 9


def _waves(p: Floats) -> Floats:
    x, y, z = p
    return np.array([np.cos(x) + x / 2, 2 * y + z, y + 3 * z])


@dataclass(frozen=True)
class Slope:
    """A surface with its gradient written out by hand; on one that is not `bounded` below searches run away at once."""

    expression: str
    gradient: Callable[[Floats], Floats]
    start: tuple[float, ...]
    loss: Callable[[Floats], float]
    bounded: bool = True


SLOPES = {
    "ellipse": Slope("x**2/16 + 9*y**2", _ellipse, (-2.4, 0.2), lambda p: p[0] ** 2 / 16 + 9 * p[1] ** 2),
    "beale": Slope("(1.5-x+x*y)**2 + (2.25-x+x*y**2)**2 + (2.625-x+x*y**3)**2", _beale, (1.0, 1.5), _beale_loss),
    "cubic": Slope("x**3 - 3*x**2 - 9*x + 2", _cubic, (1.0,), _cubic_loss, bounded=False),
    "waves": Slope("sin(x) + x**2/4 + y**2 + y*z + 1.5*z**2", _waves, (2.0, -1.0, 0.5), _waves_loss),
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
    """One value per coordinate for every hyperparameter that may have one."""
    shares, single = np.linspace(1.0, 0.9, dim), optimizer.program.single_numbers
    return {
        hyper.name: _scaled(hyper, 0.9)
        if hyper.name in single
        else tuple(_scaled(hyper, float(each)) for each in shares)
        for hyper in optimizer.hyperparameters
    }


CHOICES = {"defaults": _defaults, "unusual": _unusual, "vectors": _vectors}


def _race(slope: Slope, optimizer: Optimizer, values: dict[str, Value]) -> Any:
    entry = gdviz.Entry(optimizer, tuple(values.items()))
    return gdviz.race(slope.expression, [entry], start=slope.start, steps=STEPS, tolerance=0.0)


def test_every_optimizer_has_a_loop_of_its_own() -> None:
    assert [*METHODS, *SEARCHING] == [optimizer.key for optimizer in OPTIMIZERS]


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("surface", SLOPES)
@pytest.mark.parametrize("optimizer", GENTLE, ids=lambda optimizer: optimizer.key)
def test_agrees_with_the_loop(optimizer: Optimizer, surface: str, choice: str) -> None:
    slope = SLOPES[surface]
    values = CHOICES[choice](optimizer, len(slope.start))
    steps = STEPS if slope.bounded or optimizer.key not in SEARCHING else SURE_STEPS
    ours = _race(slope, optimizer, values).points[: steps + 1, 0]
    loop = METHODS.get(optimizer.key) or partial(SEARCHING[optimizer.key], slope.loss)
    arrays = {name: np.array(value) for name, value in values.items()}
    theirs = loop(slope.gradient, np.array(slope.start), steps, **arrays)
    assert np.isfinite(theirs).all()
    assert np.abs(theirs[-1] - theirs[0]).max() > 1e-4  # it moved
    error = np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))
    searching = optimizer.key in SEARCHING
    assert error[: SURE_STEPS + 1].max() < (SURE_RTOL if searching else RTOL)
    assert error.max() < (SEARCHED_RTOL if searching else RTOL)
