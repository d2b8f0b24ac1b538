"""What is said of a race of each at its best: how the rates were chosen, and who has none that is good."""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.engine.scan import RATES, has_rate, rates_of
from gdviz.language.sentence import Sentence
from gdviz.qt.labels import label_sentence
from gdviz.qt.setup import Setup


def best_rates_sentence(setup: Setup, stuck: Sequence[int]) -> Sentence:
    """How each was brought to its best; `stuck` are the entries that diverge at every rate, which is said first."""
    entries = setup.spec.entries
    others = sum(has_rate(entry.optimizer) for entry in entries) - len(stuck)
    keeping = "{entry} diverges at every rate and keeps its own."
    said = [Sentence(keeping, entry=label_sentence(entries[index])) for index in stuck]
    if others:
        said.append(_how(setup))
    if len(entries) - len(stuck) - others:
        template = "Without a rate, and as they were: {count}."
        said.append(Sentence(template, count=len(entries) - len(stuck) - others))
    return _joined(said)


def _how(setup: Setup) -> Sentence:
    """The range is the one that was raced: an optimizer of one's own may have a narrower one."""
    ranges = {_ends(rates_of(entry.optimizer)) for entry in setup.spec.entries if has_rate(entry.optimizer)}
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    values = {"rates": RATES, "low": f"{low:g}", "high": f"{high:g}", "steps": setup.spec.steps}
    template = "Best of {rates} rates from {low} to {high}, {steps:,} steps for each."
    if len(ranges) > 1:
        template = "Best of {rates} rates in each one's own range, {low} to {high} in all, {steps:,} steps for each."
    starts = len(setup.spec.starts)
    worst = [Sentence("The worst of its {starts} starts counts.", starts=starts)] if starts > 1 else []
    return _joined([Sentence(template, **values), *worst])


def _ends(rates: Sequence[float]) -> tuple[float, float]:
    return rates[0], rates[-1]


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    first, *rest = sentences
    for sentence in rest:
        first = Sentence("{before} {after}", before=first, after=sentence)
    return first
