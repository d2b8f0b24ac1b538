"""The search for a good rate: the textbook's neuron, quadratic surfaces whose best rate is known, and edges."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper
from gdviz.engine.rate_search import FARTHEST, FINER, Span, at_edge, search
from gdviz.engine.scan import Outcome, Trial, best
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface
from gdviz.surfaces.typed_surface import typed
from tests.optimizers.textbook_cases import CASES

GD = Entry(optimizer("gd"))
NEURON = RaceSpec(surface("neuron"), (), ((-2.0, -2.0),), steps=100)
DECADES = Span(1e-4, 1.0, 5)


def found(spec: RaceSpec, entry: Entry = GD, span: Span | None = None) -> list[Trial]:
    return [trial for trial in search(spec, entry, span or Span()) if trial is not None]


def loss_of_neuron(rate: float, steps: int) -> float:
    """Gradient descent on the neuron by hand, from (-2, -2)."""
    samples = ((0.5, 0.2), (2.5, 0.9))
    w = b = -2.0
    for _ in range(steps):
        outs = [(x, y, 1.0 / (1.0 + math.exp(-(w * x + b)))) for x, y in samples]
        slopes = [(x, (out - y) * out * (1.0 - out)) for x, y, out in outs]
        w, b = w - rate * sum(x * slope for x, slope in slopes), b - rate * sum(slope for _, slope in slopes)
    return 0.5 * sum((1.0 / (1.0 + math.exp(-(w * x + b))) - y) ** 2 for x, y in samples)


def quadratic(*curvatures: float, steps: int = 50) -> RaceSpec:
    """A sum of a x**2 / 2, which gradient descent shrinks by |1 - rate a| a step."""
    names = ("x", "y")[: len(curvatures)]
    text = " + ".join(f"{a}*{name}**2/2" for a, name in zip(curvatures, names, strict=True))
    return RaceSpec(typed(text, ((-4.0, 4.0),) * len(names)), (), ((1.0,) * len(names),), steps=steps, tolerance=0.0)


def test_on_the_neuron_the_best_of_the_textbooks_rates_is_at_the_edge_and_the_search_goes_on() -> None:
    trials = found(NEURON, span=DECADES)
    rates = [trial.rate for trial in trials]
    assert rates[:5] == [1e-4, 1e-3, 1e-2, 0.1, 1.0]
    assert best(trials[:5]) is trials[4]
    assert at_edge(trials[:5]) == 1
    # As far as the rate may go.
    assert rates[5:7] == [10.0, 100.0]
    losses = {trial.rate: trial.loss for trial in trials}
    for case, rate in (("H-gd", 1.0), ("H-lr10", 10.0)):
        assert losses[rate] == pytest.approx(CASES[case]["reproduced"]["loss"]["100"], rel=1e-6)
    for rate in rates[:5]:
        assert losses[rate] == pytest.approx(loss_of_neuron(rate, 100), rel=1e-12)
    assert best(trials).rate == 10.0  # type: ignore[union-attr]
    assert at_edge(trials) == 0


def test_the_textbooks_finer_rates_lie_in_the_finer_scan() -> None:
    trials = found(replace(NEURON, steps=20), span=Span(0.05, 0.3, 7))
    for trial in trials:
        assert trial.loss == pytest.approx(loss_of_neuron(trial.rate, 20), rel=1e-12, abs=1e-15)


def test_the_finer_scan_comes_nearer_to_the_best_rate() -> None:
    # With curvatures of 1 and 9 nothing is faster than 2 / (1 + 9).
    trials = found(quadratic(1.0, 9.0))
    coarse, finer = trials[:33], trials[33:]
    assert len(finer) == 2 * FINER
    before, after = best(coarse), best(trials)
    assert before is not None
    assert after is not None
    assert after.loss < before.loss
    assert abs(math.log(after.rate / 0.2)) < 0.07
    neighbours = sorted((before, *finer), key=lambda trial: trial.rate)
    assert neighbours[0].rate > before.rate / Span().ratio
    assert neighbours[-1].rate < before.rate * Span().ratio
    assert at_edge(trials) == 0


def test_where_all_rates_diverge_lower_ones_are_tried() -> None:
    trials = found(quadratic(1e6))
    assert at_edge(trials) == 0
    assert all(trial.outcome is Outcome.DIVERGES for trial in trials[:33])
    assert best(trials).rate == pytest.approx(1e-6, rel=0.03)  # type: ignore[union-attr]
    hopeless = found(quadratic(1e9, steps=60))
    assert at_edge(hopeless) == -1
    assert best(hopeless) is None
    assert min(trial.rate for trial in hopeless) == pytest.approx(1e-4 * 10.0**-FARTHEST, rel=0.01)


def test_the_search_stays_in_the_range_of_the_rate() -> None:
    def ranged(low: float, high: float) -> Entry:
        hyper = Hyper("lr", r"\eta", high, low, high)
        return Entry(replace(optimizer("gd"), key="mine", hyperparameters=(hyper,)))

    slow = quadratic(1e-3)
    trials = found(slow, ranged(0.0, 3.0))
    assert at_edge(trials) == 1
    assert max(trial.rate for trial in trials) == 3.0
    # A range of its own, where the span is not.
    apart = found(slow, ranged(20.0, 50.0))
    assert {20.0, 50.0} <= {trial.rate for trial in apart}
    assert all(20.0 <= trial.rate <= 50.0 for trial in apart)
    assert [trial.rate for trial in found(slow, ranged(0.3, 0.3))] == [0.3]


def test_what_is_as_good_everywhere_is_no_reason_to_go_on() -> None:
    trials = found(RaceSpec(surface("bowl"), (), ((0.0, 0.0),), steps=10))
    assert at_edge(trials) == 0
    assert min(trial.rate for trial in trials) == 1e-4


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ((0.0, 1.0, 5), "must be positive"),
        ((1.0, 0.1, 5), "the first below the last"),
        ((0.1, math.inf, 5), "must be positive"),
        ((math.nan, 1.0, 5), "must be positive"),
        ((0.1, 1.0, 1), "between 2 and 1000"),
        ((0.1, 1.0, 1001), "between 2 and 1000"),
    ],
)
def test_spans_without_rates_are_refused(span: tuple[float, float, int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Span(*span)
