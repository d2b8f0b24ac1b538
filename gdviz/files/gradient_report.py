"""A gradient check as aligned text and as plain data."""

from __future__ import annotations

import math
from typing import Any

from gdviz.engine.gradient_check import STEPS, GradientCheck, Partial
from gdviz.engine.gradient_sentence import check_sentence, ranked
from gdviz.files.tables import columns, point_text

MOST_ROWS = 12
_HEADERS = ("along", "analytic", "difference", "step", "error", "relative", "finding")
_NUMBERS = frozenset(_HEADERS[1:6])


def gradient_text(check: GradientCheck) -> str:
    """Verdict and table; of many coordinates the worst."""
    shown = check.partials if len(check.partials) <= MOST_ROWS else ranked(check)[:MOST_ROWS]
    lines = [
        f"at {point_text(check.point)}: {check_sentence(check)}",
        columns(_HEADERS, list(map(_row, shown)), _NUMBERS),
    ]
    if len(shown) < len(check.partials):
        lines.append(f"These are the worst {len(shown)} of {len(check.partials)} coordinates.")
    return "\n".join(lines)


def gradient_dict(check: GradientCheck) -> dict[str, Any]:
    """Point, verdict, one dictionary per coordinate, its error at every step; numbers that are not finite are None."""
    return {
        "point": list(check.point),
        "message": str(check_sentence(check)),
        "coordinates": [_dict(part) for part in check.partials],
        "steps": list(STEPS),
        "errors": [[_finite(error) for error in row] for row in check.errors.T.tolist()],
    }


def _row(part: Partial) -> tuple[str, ...]:
    numbers = (f"{part.analytic:.10g}", f"{part.central:.10g}", f"{part.step:.1e}", f"{part.error:.1e}")
    return (part.name, *numbers, f"{part.relative_error:.1e}", part.finding.value)


def _dict(part: Partial) -> dict[str, Any]:
    names = ("analytic", "central", "step", "error", "relative_error", "left", "right", "uncertainty", "unit")
    values = {name: _finite(getattr(part, name)) for name in names}
    return {"name": part.name, **values, "finding": part.finding.value}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
