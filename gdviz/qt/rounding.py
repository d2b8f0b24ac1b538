"""Numbers that are shown by the mouse: no more digits than it can tell apart."""

from __future__ import annotations

import math

# Coarser than this is never needed, and a number near the largest would be rounded to none.
COARSEST = -300


def rounded(value: float, grain: float) -> float:
    """The value with just as many decimals as it takes to tell places apart that lie `grain` from one another."""
    if not (math.isfinite(value) and 0.0 < grain < math.inf):
        return value
    return round(value, max(COARSEST, math.ceil(-math.log10(grain)))) + 0.0
