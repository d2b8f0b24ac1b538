"""Where a logarithmic axis has its ticks, and which of them have room for a number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from gdviz.qt.views.number_text import SUPERSCRIPTS

Levels = list[tuple[float | None, list[float]]]

# Which multiples of a power of ten can be told apart, the finest first.
MULTIPLES = (tuple(range(1, 10)), (1, 2, 5), (1,))
# Between powers of ten farther from 1 than this no number is short.
PLAIN = 3
# Ticks without a number, in pixels from one to the next.
CLOSEST = 3.0
STRIDES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def log_ticks(low: float, high: float, pixels: float, room: float) -> Levels:
    """Ticks from `low` to `high`, decimal logarithms, on so many pixels; a number takes `room` of them.

    Those with a number come first; the others, if there is room for any, have the spacing None.
    """
    decade = pixels / max(high - low, 1e-9)
    plain = low >= -PLAIN and high <= PLAIN + 1
    numbered = next((each for each in MULTIPLES if _gap(each) * decade >= room and (plain or len(each) == 1)), ())
    if not numbered:
        stride = next((each for each in STRIDES if each * decade >= room), STRIDES[-1])
        return [(float(stride), _ticks(low, high, (1,), stride))]
    values = _ticks(low, high, numbered, 1)
    fine = next((each for each in MULTIPLES if _gap(each) * decade >= CLOSEST), numbered)
    between = [value for value in _ticks(low, high, fine, 1) if value not in values]
    return [(1.0, values), *([(None, between)] if between else [])]


def _gap(multiples: Sequence[int]) -> float:
    """How near two of them come, in decades."""
    return min(math.log10(after / before) for before, after in pairwise((*multiples, 10)))


def _ticks(low: float, high: float, multiples: Sequence[int], stride: int) -> list[float]:
    first, last = math.floor(low / stride) * stride, math.floor(high)
    values = [power + math.log10(each) for power in range(first, last + 1, stride) for each in multiples]
    return [value for value in values if low - 1e-9 <= value <= high + 1e-9]


def power(exponent: float) -> str:
    """A power of ten as it is printed; between the powers the number itself."""
    whole = round(exponent)
    if abs(exponent - whole) > 1e-6:
        return f"{10.0**exponent:.4g}"
    return {0: "1", 1: "10"}.get(whole, "10" + str(whole).translate(SUPERSCRIPTS))
