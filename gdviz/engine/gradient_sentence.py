"""What a gradient check found, in one sentence, with the likely cause where the gradient is wrong."""

from __future__ import annotations

import math

from gdviz.engine.gradient_check import GradientCheck, Partial
from gdviz.engine.gradient_findings import Finding
from gdviz.language.sentence import Sentence, counted

# So near two numbers must be for one to be taken for a multiple of the other.
NEAR = 1e-3
LARGEST_FACTOR = 10


def ranked(check: GradientCheck) -> list[Partial]:
    """The coordinates from the worst finding to the best, and within one from the largest relative error on."""
    order = list(Finding)
    return sorted(check.partials, key=lambda part: (order.index(part.finding), -_number(part.relative_error)))


def worst(check: GradientCheck) -> Partial:
    """The coordinate that the sentence is about."""
    return ranked(check)[0]


def check_sentence(check: GradientCheck) -> Sentence:
    """The verdict of a check."""
    part = worst(check)
    match part.finding:
        case Finding.DISAGREES:
            return Sentence(
                "The derivative of f along {name} is said to be {analytic:.7g}, but differences of f say "
                "{central:.7g}: {cause}.",
                name=part.name,
                analytic=part.analytic,
                central=part.central,
                cause=cause(check, part),
            )
        case Finding.UNDEFINED:
            template = "Along {name} f or its derivative is not finite here or close by: there is nothing to compare."
            return Sentence(template, name=part.name)
        case Finding.EDGE:
            template = "f jumps or is infinitely steep here along {name}: it has no derivative to check."
            return Sentence(template, name=part.name)
        case Finding.KINK:
            return _kink(part)
        case Finding.ROUNDING:
            return Sentence(
                "Rounding hides the derivative along {name}: the best difference says {central:.3g}, give or take "
                "{uncertainty:.1g}, which neither confirms nor contradicts {analytic:.3g}.",
                name=part.name,
                central=part.central,
                uncertainty=part.uncertainty,
                analytic=part.analytic,
            )
    return _agreement(check)


def cause(check: GradientCheck, part: Partial) -> Sentence:
    """What is likely to be wrong with the derivative along one coordinate."""
    exact, central = part.analytic, part.central
    others = [other for other in check.partials if other is not part]
    if _near(exact, -central):
        return Sentence("the sign is the other way round")
    for factor in range(2, LARGEST_FACTOR + 1):
        if _near(exact, factor * central):
            return Sentence("it is {factor} times too large", factor=factor)
        if _near(factor * exact, central):
            return Sentence("it is {factor} times too small", factor=factor)
    swapped = next((other.name for other in others if _near(exact, other.central)), "")
    if swapped and exact:
        return Sentence("that is the derivative along {other}", other=swapped)
    return Sentence("a term is missing or wrong")


def _kink(part: Partial) -> Sentence:
    if math.isnan(part.analytic):
        return Sentence(
            "f has a kink here along {name}: its slope is {left:.4g} before and {right:.4g} behind, so it has no "
            "derivative.",
            name=part.name,
            left=part.left,
            right=part.right,
        )
    return Sentence(
        "f has a kink here along {name}: its slope is {left:.4g} before and {right:.4g} behind, so it has no "
        "derivative; {analytic:.4g} is used for one.",
        name=part.name,
        left=part.left,
        right=part.right,
        analytic=part.analytic,
    )


def _agreement(check: GradientCheck) -> Sentence:
    told = [part.digits for part in check.partials if part.digits]
    if not told:
        return Sentence("The gradient is zero here, and so are central differences.")
    digits = counted(min(told), "{count} digit", "{count} digits")
    return Sentence("The gradient agrees with central differences to at least {digits}.", digits=digits)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(abs(one), abs(other)) and one != 0


def _number(value: float) -> float:
    return math.inf if math.isnan(value) else value
