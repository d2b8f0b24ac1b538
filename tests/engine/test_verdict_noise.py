"""What is said of runs that chance keeps from a minimum, how far away they were, and when it must not be said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.loudness import loudness
from gdviz.engine.sampling import Batch, Sampling
from gdviz.engine.scan import Outcome, scan
from gdviz.engine.spec import RaceSpec
from gdviz.files.arguments import entry_from_text
from gdviz.surfaces import surface

NEURON, BOWL = surface("neuron_noisy"), surface("bowl")
X, Y = (NEURON.data.column(name) for name in ("x", "y"))  # type: ignore[union-attr]


def raced(text: str, on: str, steps: int = 1500, **chances: Any) -> gdviz.Result:
    made = surface(on)
    return gdviz.race(RaceSpec(made, (entry_from_text(text),), (made.start,), steps, **chances))


def said(text: str, on: str, steps: int = 1500, **chances: Any) -> tuple[str, str]:
    (run,) = raced(text, on, steps, **chances).runs
    return run["verdict"], run["message"]


def minimum_of_the_neuron() -> np.ndarray:
    optimize = pytest.importorskip("scipy.optimize")
    return optimize.minimize(lambda p: np.mean((1 / (1 + np.exp(-p[0] * X - p[1])) - Y) ** 2), (1.5, -2.0), tol=1e-12).x


def test_the_distance_is_the_mean_of_that_of_the_last_steps() -> None:
    result = raced("gd:lr=5", "neuron_noisy", batch=Batch(4))
    (run,) = result.runs
    away = np.linalg.norm(result.points[-128:, 0] - minimum_of_the_neuron(), axis=1).mean()
    assert run["verdict"] == "oscillating"
    assert run["message"] == (
        "Hovers round a minimum, kept from it by the noise of the batches: in the last 128 steps it was "
        f"{away:.2g} away on average."
    )


@pytest.mark.parametrize(
    ("text", "on", "chances", "begins"),
    [
        (
            "adam:lr=0.1",
            "neuron_noisy",
            {"batch": Batch(4)},
            "Hovers round a minimum, kept from it by the noise of the b",
        ),
        (
            "gd:lr=5",
            "neuron_noisy",
            {"batch": Batch(8, False)},
            "Hovers round a minimum, kept from it by the noise of t",
        ),
        ("gd:lr=0.1", "bowl", {"noise": 0.3}, "Hovers round a minimum, kept from it by the noise on the gradient"),
        (
            "momentum:lr=0.1",
            "bowl",
            {"noise": 0.3},
            "Hovers round a minimum, kept from it by the noise on the gradient",
        ),
        ("gd:lr=0.9", "bowl", {"noise": 0.3}, "Is thrown about a minimum by the noise on the gradient"),
    ],
)
def test_what_chance_keeps_from_a_minimum_is_told_so(text: str, on: str, chances: dict[str, Any], begins: str) -> None:
    verdict, message = said(text, on, **chances)
    assert verdict == "oscillating"
    assert message.startswith(begins)


@pytest.mark.parametrize(
    ("text", "on", "steps", "chances"),
    [
        # What would swing without any noise: the rate is too large.
        ("gd:lr=1.0", "bowl", 1500, {"noise": 1e-8}),
        ("rmsprop:lr=0.05", "beale", 3000, {"noise": 1e-6}),
        # Still coming, resting, flown away; nothing drawn at all.
        ("gd:lr=0.02", "neuron_noisy", 500, {"batch": Batch(4)}),
        ("gd:lr=0.001", "bowl", 300, {"noise": 0.01}),
        ("gd:lr=0.1", "bowl", 1500, {"noise": 1e-9}),
        ("gd:lr=1.5", "bowl", 1500, {"noise": 0.3}),
        ("gd:lr=0.1", "bowl", 1500, {}),
        ("gd:lr=1", "neuron_noisy", 1500, {"batch": Batch(40, False)}),
    ],
)
def test_nothing_else_is(text: str, on: str, steps: int, chances: dict[str, Any]) -> None:
    assert "noise" not in said(text, on, steps, **chances)[1]


def test_a_rate_at_which_it_hovers_near_converges() -> None:
    spec = RaceSpec(BOWL, (), (BOWL.start,), 600, noise=0.3)
    trials = [trial for trial in scan(spec, entry_from_text("gd")) if trial is not None]
    assert min(trials, key=lambda trial: abs(trial.rate - 0.1)).outcome is Outcome.CONVERGES
    assert min(trials, key=lambda trial: abs(trial.rate - 5.0)).outcome is Outcome.DIVERGES


@pytest.mark.parametrize("mean", [True, False])
@pytest.mark.parametrize("replacement", [True, False])
def test_chance_is_as_loud_as_many_batches_say(mean: bool, replacement: bool) -> None:
    point = np.array([1.2, -1.7])
    z = 1 / (1 + np.exp(-(point[0] * X + point[1])))
    slopes = ((z - Y) * z * (1 - z))[:, None] * np.stack([X, np.ones(40)], axis=1)
    random = np.random.default_rng(1)
    rows = np.array([random.choice(40, 5, replacement) for _ in range(20_000)])
    noise = random.normal(0.0, 0.01, (20_000, 2))
    seen = slopes[rows].mean(axis=1) if mean else slopes[rows].sum(axis=1)
    whole = slopes.mean(axis=0) if mean else slopes.sum(axis=0)
    # A batch of a sum has fewer terms: its error is told in the measure of the whole.
    measured = (seen + noise) * (1 if mean else 40 / 5) - whole
    sampling = Sampling(Batch(5, replacement=replacement), 0.01)
    expected = np.sqrt((measured**2).sum(axis=1).mean())
    assert loudness(replace(NEURON, mean=mean), sampling, point) == pytest.approx(expected, rel=0.03)
    assert loudness(BOWL, Sampling(noise=0.5), np.zeros(2)) == pytest.approx(0.5 * np.sqrt(2))
