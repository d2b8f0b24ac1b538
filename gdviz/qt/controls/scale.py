"""Between the places of a slider and the values of a hyperparameter, and between values and their texts."""

from __future__ import annotations

import math
import re
import unicodedata

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper
from gdviz.engine.spec import Value
from gdviz.language.sentence import Sentence

# The places of a slider, 0 .. PLACES.
PLACES = 1000
# A logarithmic slider whose range begins at 0 has 0 at its first place and this many decades above.
DECADES_ABOVE_ZERO = 16
MAX_TEXT = 1000
# Python writes 1e-08 and 1e+16, people 1e-8 and 1e16.
_EXPONENT = re.compile(r"e(?:\+|(-))0*(\d+)$")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def value_at(hyper: Hyper, place: int) -> float:
    """The value at a place, to three digits in a logarithmic scale and a thousandth of the range in a linear one."""
    share = place / PLACES
    if place <= 0 or place >= PLACES or hyper.low == hyper.high:
        return hyper.low if place <= 0 else hyper.high
    if _is_logarithmic(hyper):
        low, high = _logarithms(hyper)
        value = float(f"{math.exp((1 - share) * low + share * high):.3g}")
    else:
        value = _rounded((1 - share) * hyper.low + share * hyper.high, hyper.high / PLACES - hyper.low / PLACES)
    return min(max(value, hyper.low), hyper.high)


def place_of(hyper: Hyper, value: float) -> int:
    """The place nearest to a value."""
    if value <= hyper.low:
        return 0
    if value >= hyper.high:
        return PLACES
    if _is_logarithmic(hyper):
        low, high = _logarithms(hyper)
        share = (math.log(value) - low) / (high - low) if value > 0 else 0.0
    else:
        # Halves, for the width of the widest range is no number any more.
        share = (value / 2 - hyper.low / 2) / (hyper.high / 2 - hyper.low / 2)
    return max(0, min(PLACES, round(PLACES * share)))


def _is_logarithmic(hyper: Hyper) -> bool:
    """Below zero there are no decades, whatever the declaration asks for."""
    return hyper.log and hyper.high > 0


def _logarithms(hyper: Hyper) -> tuple[float, float]:
    """Where a logarithmic slider begins and ends."""
    high = math.log(hyper.high)
    return math.log(hyper.low) if hyper.low > 0 else high - DECADES_ABOVE_ZERO * math.log(10.0), high


def _rounded(value: float, step: float) -> float:
    return round(value, max(0, 1 - math.floor(math.log10(step)))) if step else value


def text_of(value: Value) -> str:
    """A value as it is typed: the shortest text that reads back as the same number, vectors with commas."""
    if isinstance(value, tuple):
        return ", ".join(text_of(each) for each in value)
    return _EXPONENT.sub(r"e\1\2", repr(float(value)).removesuffix(".0"))


def value_of(text: str) -> Value:
    """The number, or the numbers with commas between, that a text holds; InputError otherwise."""
    numbers = _numbers(text, "{text} is not a number; write 0.01, 1e-2, or one per coordinate: 0.1, 0.2")
    return numbers if len(numbers) > 1 else numbers[0]


def number_of(text: str) -> float:
    """The one number that a text holds; InputError otherwise."""
    number, *others = _numbers(text, "{text} is not a number; write 0.01 or 1e-2")
    if others:
        raise InputError(Sentence("one number is needed here, not {count}", count=1 + len(others)))
    return number


def _numbers(text: str, complaint: str) -> tuple[float, ...]:
    if len(text) > MAX_TEXT:
        raise InputError(Sentence("this is too long for a number"))
    # Chinese keyboards give wide digits and commas; what is copied from the screen has a true minus sign.
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    parts = [part.strip() for part in plain.strip().strip("()").split(",")]
    for part in parts:
        if not _NUMBER.fullmatch(part):
            raise InputError(Sentence(complaint, text=repr(part[:40])))
    return tuple(float(part) for part in parts)
