"""Numbers as a reader wants them: literals as written, values at a readable precision, vectors as columns."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import SupportsFloat

import numpy as np
from numpy.typing import NDArray

Quantity = SupportsFloat | Sequence[float] | NDArray[np.float64]

# Decimal powers that are still written out: 0.001 and 999999 are, 0.0001 and 1000000 are not.
_SMALLEST, _LARGEST = -3, 5

_DECIMAL = re.compile(r"(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?")


def literal(text: str, value: float) -> str:
    """The LaTeX of a literal as it was written: `0.50` is 0.5, `5e-06` is 5 times a power of ten."""
    found = _DECIMAL.fullmatch(text.replace("_", ""))
    if not found or not (found[1] or found[2]):
        found = _DECIMAL.fullmatch(repr(abs(value)))
        assert found, value
    mantissa = _without_zeros(f"{found[1] or '0'}.{found[2]}")
    return _scientific(mantissa, int(found[3] or 0))


def readable(value: SupportsFloat, digits: int = 4) -> str:
    """A number as LaTeX with about `digits` significant digits: 0.0001234 is `1.234 \\cdot 10^{-4}`."""
    number = float(value)
    sign = "-" if number < 0 else ""
    if math.isnan(number):
        return r"\mathrm{NaN}"
    if math.isinf(number):
        return sign + r"\infty"
    return sign + _scientific(*_rounded(abs(number), digits))


def readable_text(value: SupportsFloat, digits: int = 4) -> str:
    """The same number as plain text: 0.0001234 is `1.234e-4`."""
    number = float(value)
    if not math.isfinite(number):
        return str(number)
    mantissa, exponent = _rounded(abs(number), digits)
    sign = "-" if number < 0 else ""
    return f"{sign}{mantissa}e{exponent}" if exponent else sign + mantissa


def quantity(value: Quantity, digits: int = 4, components: int = 6) -> str:
    """A number, or a column or matrix of numbers of which at most `components` a side are shown."""
    array = np.asarray(value, dtype=np.float64)
    if array.size == 1:
        return readable(array.item(), digits)
    rows = array.reshape(len(array), -1)
    shown, across = _chosen(len(rows), components), _chosen(rows.shape[1], components)
    lines = [" & ".join(_cell(rows, row, column, digits) for column in across) for row in shown]
    return r"\begin{pmatrix} " + r" \\ ".join(lines) + r" \end{pmatrix}"


def _chosen(count: int, components: int) -> list[int | None]:
    """Which indices are shown; None stands for the dots between them."""
    if count <= components:
        return list(range(count))
    return [*range(components - 2), None, count - 1]


def _cell(rows: NDArray[np.float64], row: int | None, column: int | None, digits: int) -> str:
    if row is not None and column is not None:
        return readable(rows[row, column], digits)
    if row is None:
        return r"\vdots" if column is not None else r"\ddots"
    return r"\cdots"


def _rounded(number: float, digits: int) -> tuple[str, int]:
    """Mantissa and decimal exponent; the exponent is 0 where the number is written out."""
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    power = int(exponent)
    if not _SMALLEST <= power <= _LARGEST:
        return _without_zeros(mantissa), power
    return _without_zeros(f"{number:.{max(0, digits - 1 - power)}f}"), 0


def _without_zeros(decimal: str) -> str:
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def _scientific(mantissa: str, exponent: int) -> str:
    if not exponent or float(mantissa) == 0:
        return mantissa
    power = f"10^{{{exponent}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"
