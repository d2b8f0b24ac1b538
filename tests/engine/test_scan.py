"""Scans against what is known of gradient descent on quadratic surfaces: f = a x^2 / 2 shrinks by |1 - lr a| a step."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.scan import RATES, Outcome, Trial, best, has_rate, rates_of, scan, with_rate
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface
from gdviz.surfaces.typed_surface import typed

STEEPEST = 18.0  # the larger second derivative of x**2/16 + 9*y**2


def _trials(spec: RaceSpec, entry: Entry | None = None) -> tuple[Trial, ...]:
    return tuple(each for each in scan(spec, entry or Entry(optimizer("gd"))) if each is not None)


@pytest.fixture(scope="module")
def trials() -> tuple[Trial, ...]:
    ellipse = typed("x**2/16 + 9*y**2", None)
    spec = RaceSpec(ellipse, (), ((-2.4, 0.2),), steps=400)
    return _trials(spec)


def test_there_is_one_trial_a_rate_from_the_lowest_to_the_highest(trials: tuple[Trial, ...]) -> None:
    assert [trial.rate for trial in trials] == list(rates_of(optimizer("gd")))
    assert len(trials) == RATES
    assert sorted(trial.rate for trial in trials) == [trial.rate for trial in trials]


def test_gradient_descent_diverges_exactly_above_two_over_the_curvature(trials: tuple[Trial, ...]) -> None:
    for trial in trials:
        if trial.rate * STEEPEST > 2.05:
            assert trial.outcome is Outcome.DIVERGES, trial
            assert math.isinf(trial.loss)
        elif trial.rate * STEEPEST < 1.95:
            assert trial.outcome in (Outcome.CONVERGES, Outcome.CRAWLS), trial


def test_low_rates_crawl(trials: tuple[Trial, ...]) -> None:
    assert trials[0].outcome is Outcome.CRAWLS


def test_the_best_rate_has_the_lowest_loss(trials: tuple[Trial, ...]) -> None:
    found = best(trials)
    assert found is not None
    assert found.loss == min(trial.loss for trial in trials)
    assert found.rate == max(trial.rate for trial in trials if trial.rate * STEEPEST < 2)


def test_of_equal_losses_the_fewest_steps_win() -> None:
    slow, fast = Trial(0.1, Outcome.CONVERGES, 0.0, 90), Trial(0.2, Outcome.CONVERGES, 1e-30, 20)
    assert best([slow, fast]) is fast


def test_nothing_is_best_where_all_diverge() -> None:
    assert best([Trial(1.0, Outcome.DIVERGES, math.inf, 3)]) is None


def test_a_rate_replaces_another_and_nothing_else() -> None:
    entry = Entry(optimizer("adam"), (("lr", 0.5), ("beta1", 0.8)), "mine")
    changed = with_rate(entry, 0.25)
    assert dict(changed.values) == {"lr": 0.25, "beta1": 0.8}
    assert changed.label == "mine"


def test_several_starts_count_by_the_worst() -> None:
    spec = RaceSpec(surface("bowl"), (), ((1e-9, 0.0), (3.0, 3.0)), steps=50)
    alone = RaceSpec(surface("bowl"), (), ((3.0, 3.0),), steps=50)
    assert [trial.loss for trial in _trials(spec)] == [trial.loss for trial in _trials(alone)]


def ranged(low: float, high: float, default: float) -> Optimizer:
    """Gradient descent whose rate has a range of its own."""
    return replace(optimizer("gd"), key="mine", hyperparameters=(Hyper("lr", r"\eta", default, low, high),))


@pytest.mark.parametrize("span", [(0.0, 1e-7), (0.0, 0.1239), (0.12355, 0.9), (20.0, 50.0), (-1.0, 1.0), (0.3, 0.3)])
def test_the_rates_stay_within_the_range_of_the_optimizer(span: tuple[float, float]) -> None:
    rates = rates_of(ranged(*span, span[1]))
    assert len(rates) == RATES
    assert list(rates) == sorted(rates)
    assert all(span[0] <= rate <= span[1] and rate > 0 for rate in rates)


def test_of_losses_and_steps_alike_the_lowest_rate_wins() -> None:
    high, low = (Trial(rate, Outcome.CONVERGES, 0.0, 9) for rate in (0.2, 0.1))
    assert best([high, low]) is low


def test_every_built_in_optimizer_has_a_rate() -> None:
    assert has_rate(optimizer("adadelta"))


def _outcomes(spec: RaceSpec) -> dict[float, Outcome]:
    return {trial.rate: trial.outcome for trial in _trials(spec)}


def test_a_run_that_the_budget_ends_near_the_minimum_has_not_crawled() -> None:
    # f'' = 2: after n steps (1 - 2 * lr)**n is left of the way; the tolerance of 0 lets nothing stop earlier.
    spec = RaceSpec(typed("x**2", ((-4.0, 4.0),)), (), ((3.0,),), steps=100, tolerance=0.0)
    for rate, outcome in _outcomes(spec).items():
        left = 3 * abs(1 - 2 * rate) ** spec.steps
        if rate < 0.9 and left < 0.1:
            assert outcome is Outcome.CONVERGES, rate
        elif rate < 0.9 and left > 1.0:
            assert outcome is Outcome.CRAWLS, rate


def test_swings_that_grow_diverge_though_the_budget_ends_them_early() -> None:
    lr = next(rate for rate in rates_of(optimizer("gd")) if rate > 1.0)
    short = RaceSpec(typed(f"{1.01 / lr}*x**2", ((-4.0, 4.0),)), (), ((0.1,),), steps=60, tolerance=0.0)
    exact = RaceSpec(typed(f"{1.0 / lr}*x**2", ((-4.0, 4.0),)), (), ((0.1,),), steps=60, tolerance=0.0)
    assert _outcomes(short)[lr] is Outcome.DIVERGES
    assert _outcomes(exact)[lr] is Outcome.OSCILLATES


def test_a_long_race_is_scanned_in_pieces() -> None:
    spec = RaceSpec(surface("bowl"), (), ((3.0, 3.0),), steps=50_000, tolerance=0.0)
    first = next(scan(spec, Entry(optimizer("gd"))))
    assert first is None
