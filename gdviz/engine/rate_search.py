"""The search for a good rate: a coarse scan, farther where the best is at its edge, then finer round the best."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gdviz.engine.errors import InputError
from gdviz.engine.extras import RATE
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.scan import Trial, best, rates_of, trials_at
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.language.sentence import Sentence

# How many powers of ten the search goes beyond where it was told to look, on either side.
FARTHEST = 4
# So many rates more between the best and each of its neighbours.
FINER = 4
MOST_RATES = 1000

Trials = Generator[Trial | None, None, list[Trial]]


@dataclass(frozen=True)
class Span:
    """Where the coarse scan looks: so many rates from `low` to `high`, evenly spaced in their logarithm."""

    low: float = 1e-4
    high: float = 1.0
    count: int = 33

    def __post_init__(self) -> None:
        """Refuse what holds no rates."""
        if not (0.0 < self.low < self.high < math.inf):
            raise InputError(Sentence("the rates to try must be positive, the first below the last"), "rates")
        if not 2 <= self.count <= MOST_RATES:
            raise InputError(Sentence("between 2 and {most} rates can be tried", most=MOST_RATES), "rates")

    @property
    def ratio(self) -> float:
        """Of each rate to the one before."""
        return math.exp(math.log(self.high / self.low) / (self.count - 1))

    def rates(self, optimizer: Optimizer) -> list[float]:
        """Those of the coarse scan; an optimizer whose rate has a range elsewhere is scanned there."""
        rates = _within(optimizer.hyper(RATE), (self.low * self.ratio**place for place in range(self.count)))
        return rates if len(rates) > 1 else list(dict.fromkeys(rates_of(optimizer)))


def search(spec: RaceSpec, entry: Entry, span: Span) -> Trials:
    """The entry at one rate after another, from the starts and with the budget of the spec; in pieces as trials_at.

    First the coarse scan, then, while its best is the lowest or the highest rate tried, farther on that side, and at
    last finer between the best and its neighbours.
    """
    hyper = entry.optimizer.hyper(RATE)
    tried = yield from _try(spec, entry, span.rates(entry.optimizer))
    for _ in range(FARTHEST):
        tried += yield from _try(spec, entry, _farther(tried, hyper, span.ratio))
    tried += yield from _try(spec, entry, _between(tried, hyper))
    return tried


def at_edge(trials: Sequence[Trial]) -> int:
    """-1 if lower rates than all that were tried may be better, 1 if higher ones may, 0 if the best lies inside."""
    inside = sorted(trials, key=lambda trial: trial.rate)
    if len(inside) < 2:
        return 0
    found = best(inside)
    if found is None or _leads(found, inside[0], inside[1]):
        return -1
    return 1 if _leads(found, inside[-1], inside[-2]) else 0


def _leads(found: Trial, edge: Trial, neighbour: Trial) -> bool:
    """Whether the best is at the edge, and not only one of several that are as good."""
    return found is edge and (edge.loss, edge.steps) != (neighbour.loss, neighbour.steps)


def _try(spec: RaceSpec, entry: Entry, rates: Sequence[float]) -> Trials:
    tried = []
    for trial in trials_at(spec, entry, rates):
        if trial is not None:
            tried.append(trial)
        yield trial
    return tried


def _farther(tried: Sequence[Trial], hyper: Hyper, ratio: float) -> list[float]:
    """A power of ten beyond the edge at which the best is, in steps like those of the scan; none if it is inside."""
    side = at_edge(tried)
    if not side:
        return []
    edge = max(trial.rate for trial in tried) if side > 0 else min(trial.rate for trial in tried)
    count = max(1, round(1.0 / math.log10(ratio)))
    rates = _within(hyper, (edge * 10.0 ** (side * place / count) for place in range(1, count + 1)))
    return _new(rates, tried)


def _between(tried: Sequence[Trial], hyper: Hyper) -> list[float]:
    """Rates between the best and its neighbours on both sides."""
    found = best(tried)
    if found is None:
        return []
    rates = sorted(trial.rate for trial in tried)
    place = rates.index(found.rate)
    ends = pairwise(rates[max(0, place - 1) : place + 2])
    parts = [low * (high / low) ** (part / (FINER + 1)) for low, high in ends for part in range(1, FINER + 1)]
    return _new(_within(hyper, parts), tried)


def _within(hyper: Hyper, rates: Iterable[float]) -> list[float]:
    """The rates to three digits, each once, brought into the range of the hyperparameter."""
    rounded = (float(f"{rate:.3g}") for rate in rates)
    return list(dict.fromkeys(min(max(rate, hyper.low), hyper.high) for rate in rounded))


def _new(rates: Sequence[float], tried: Sequence[Trial]) -> list[float]:
    known = {trial.rate for trial in tried}
    return sorted(rate for rate in rates if rate not in known)
