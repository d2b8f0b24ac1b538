"""A scan: one entry raced at many rates with the same budget, and how each of them ended."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gdviz.engine import verdict_messages as say
from gdviz.engine.extras import RATE
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.result import Record, Run, Verdict
from gdviz.engine.spec import Entry, RaceSpec

RATES = 33
LOWEST, HIGHEST = 1e-6, 10.0
# Final losses that agree to so many parts are taken for equal; then the steps decide.
SAME_LOSS = 1e-9


class Outcome(StrEnum):
    """What a rate leads to, from the best to the worst.

    It converges if it comes to rest at a critical point, or if the budget ends it near a minimum that it was coming to
    or that chance alone keeps it from;
    crawls if the budget ends it farther away and still getting on, or on a plateau; oscillates if it swings without
    end; diverges if its numbers break down or pass every bound, or its swings get wider and wider.
    """

    CONVERGES = "converges"
    CRAWLS = "crawls"
    OSCILLATES = "oscillates"
    DIVERGES = "diverges"


_OUTCOMES = {
    Verdict.DIVERGED: Outcome.DIVERGES,
    Verdict.OSCILLATING: Outcome.OSCILLATES,
    Verdict.OUT_OF_BUDGET: Outcome.CRAWLS,
    Verdict.PLATEAU: Outcome.CRAWLS,
}
# Where the sentence knows more than the verdict.
_SAID = {
    say.BUDGET_NEAR: Outcome.CONVERGES,
    say.HOVERS_BATCHES: Outcome.CONVERGES,
    say.HOVERS_NOISE: Outcome.CONVERGES,
    say.OSCILLATING_GROWING: Outcome.DIVERGES,
}
_ORDER = list(Outcome)


@dataclass(frozen=True)
class Trial:
    """An entry at one rate: its worst outcome, loss and number of steps over all starts; the loss of a run that
    diverged is infinite.
    """

    rate: float
    outcome: Outcome
    loss: float
    steps: int


def has_rate(optimizer: Optimizer) -> bool:
    """Whether the optimizer has a rate that can be scanned."""
    return any(hyper.name == RATE and hyper.high > 0 for hyper in optimizer.hyperparameters)


def rates_of(optimizer: Optimizer) -> tuple[float, ...]:
    """The rates of a scan, evenly spaced in their logarithm, within the range of the hyperparameter."""
    hyper = optimizer.hyper(RATE)
    low, high = max(hyper.low, LOWEST), min(hyper.high, HIGHEST)
    if low >= high:  # a range of its own, above or below what is usual
        low, high = max(hyper.low, hyper.high * LOWEST / HIGHEST), hyper.high
    rates = (float(f"{low * (high / low) ** (place / (RATES - 1)):.3g}") for place in range(RATES))
    return tuple(min(max(rate, hyper.low), hyper.high) for rate in rates)


def with_rate(entry: Entry, rate: float) -> Entry:
    """The entry at another rate."""
    return entry.with_value(RATE, rate)


def scan(spec: RaceSpec, entry: Entry) -> Iterator[Trial | None]:
    """The entry at every rate of a scan, from the lowest to the highest; as trials_at."""
    return trials_at(spec, entry, rates_of(entry.optimizer))


def trials_at(spec: RaceSpec, entry: Entry, rates: Iterable[float]) -> Iterator[Trial | None]:
    """The entry at each of these rates, from the starts and with the budget of the spec.

    None comes after every piece of a race, so that nothing urgent has to wait for a long one.
    """
    from gdviz.engine.race import race  # the window imports this module for its trials, and races nothing

    for rate in rates:
        alone = replace(spec, entries=(with_rate(entry, rate),))
        for chunk in race(alone, Record.END):
            if chunk.runs:
                yield _trial(rate, chunk.runs)
            else:
                yield None


def best(trials: Sequence[Trial]) -> Trial | None:
    """The trial with the lowest final loss, of those that share it the one with the fewest steps, of those the lowest
    rate; None if all diverged.
    """
    finite = [trial for trial in trials if math.isfinite(trial.loss)]
    if not finite:
        return None
    lowest = min(trial.loss for trial in finite)
    equal = [trial for trial in finite if trial.loss <= lowest + SAME_LOSS * (1.0 + abs(lowest))]
    return min(equal, key=lambda trial: (trial.steps, trial.loss, trial.rate))


def _outcome(run: Run) -> Outcome:
    said = _SAID.get(run.message.template)
    return said or _OUTCOMES.get(run.verdict, Outcome.CONVERGES)


def _trial(rate: float, runs: Sequence[Run]) -> Trial:
    outcomes = [_outcome(run) for run in runs]
    losses = [run.loss if run.verdict is not Verdict.DIVERGED else math.inf for run in runs]
    worst = max(loss if not math.isnan(loss) else math.inf for loss in losses)
    return Trial(rate, max(outcomes, key=_ORDER.index), worst, max(run.steps for run in runs))
