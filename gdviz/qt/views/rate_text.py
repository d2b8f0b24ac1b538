"""What is said of a rate search: of one trial, of an entry's best, and of where to look further."""

from __future__ import annotations

import math

from gdviz.engine.scan import Outcome, Trial
from gdviz.language.sentence import Sentence
from gdviz.qt.outcome_words import WORDS
from gdviz.qt.text import tr
from gdviz.qt.views.number_text import printed
from gdviz.qt.views.rate_curves import RateCurve, RatePicture


def trial_sentence(curve: RateCurve, trial: Trial) -> Sentence:
    """One rate of an entry."""
    told = {"entry": curve.label, "rate": rate_text(trial.rate), "steps": trial.steps}
    if trial.outcome is Outcome.DIVERGES and not math.isfinite(trial.loss):
        return Sentence("{entry} at the rate {rate}: diverges after {steps:,} steps.", **told)
    template = "{entry} at the rate {rate}: loss {loss} after {steps:,} steps, {outcome}."
    return Sentence(template, loss=printed(trial.loss, 3), outcome=WORDS[trial.outcome], **told)


def picture_sentence(picture: RatePicture) -> Sentence:
    """What was found of the entry that is looked at."""
    curve = picture.chosen
    if curve is None:
        return Sentence("None of the visible optimizers has a rate.")
    if not curve.trials:
        return Sentence("Trying rates …")
    said = [_found(curve, picture)]
    if curve.done:
        said += [each for each in (_went_on(curve, picture), _look_further(curve)) if each]
        if picture.starts > 1:
            said.append(Sentence("The worst of its {starts} starts counts.", starts=picture.starts))
    else:
        said.append(Sentence("Trying rates …"))
    return _joined(said)


def rate_text(rate: float) -> str:
    """A rate as it is typed, but with powers of ten where it is small."""
    return printed(rate, 3)


def _found(curve: RateCurve, picture: RatePicture) -> Sentence:
    found, count = curve.best, len(curve.trials)
    if found is None:
        low, high = (rate_text(curve.trials[place].rate) for place in (0, -1))
        return Sentence(
            "{entry} diverges at all {count} rates from {low} to {high}.",
            entry=curve.label,
            count=count,
            low=low,
            high=high,
        )
    template = "{entry}: of {count} rates {rate} is best, with a loss of {loss} after {steps:,} steps."
    values = {"rate": rate_text(found.rate), "loss": printed(found.loss, 3), "steps": found.steps}
    return Sentence(template, entry=curve.label, count=count, **values)


def _went_on(curve: RateCurve, picture: RatePicture) -> Sentence | None:
    """Which end of the scan the search has passed, and why."""
    first, last = curve.trials[0].rate, curve.trials[-1].rate
    if last > picture.high * 1.001:
        template = "Up to {edge} the largest rate was best, so larger ones were tried, up to {rate}."
        return Sentence(template, edge=rate_text(picture.high), rate=rate_text(last))
    if first < picture.low / 1.001:
        template = "Down to {edge} the smallest rate was best, so smaller ones were tried, down to {rate}."
        return Sentence(template, edge=rate_text(picture.low), rate=rate_text(first))
    return None


def _look_further(curve: RateCurve) -> Sentence | None:
    """The best is the first or the last of all that were tried."""
    if not curve.edge:
        return None
    if curve.edge > 0:
        if curve.trials[-1].rate >= curve.highest:
            return Sentence("The best rate is the largest that is allowed.")
        return Sentence("The best rate is the largest tried; look further.")
    if curve.trials[0].rate <= curve.lowest:
        return Sentence("No smaller rate is allowed.")
    return (
        Sentence("The best rate is below the smallest tried; look further.")
        if curve.best is None
        else Sentence("The best rate is the smallest tried; look further.")
    )


def _joined(sentences: list[Sentence]) -> Sentence:
    first, *rest = sentences
    for sentence in rest:
        first = Sentence("{before} {after}", before=first, after=sentence)
    return first


def outcome_text(trial: Trial | None) -> str:
    """How the best of an entry ends, in the display language."""
    return tr(WORDS[Outcome.DIVERGES if trial is None else trial.outcome])
