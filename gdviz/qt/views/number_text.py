"""Numbers as people read them: few digits, a true minus sign, a word where there is no number."""

from __future__ import annotations

import math
from collections.abc import Iterable

from gdviz.engine.result import Message
from gdviz.qt.text import tr

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def short(value: float, digits: int = 4) -> str:
    """A number with so many significant digits; inf is ∞, nan the word "undefined"."""
    if math.isnan(value):
        return tr("undefined")
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:.{digits}g}".replace("-", "−")
    return "0" if text == "−0" else text


def shorts(values: Iterable[float], digits: int = 4, most: int = 6) -> str:
    """A point or vector in parentheses; of a long one the first numbers."""
    texts = [short(float(value), digits) for value in values]
    return "(" + ", ".join(texts[:most]) + (", …)" if len(texts) > most else ")")


def printed(value: float, digits: int = 4) -> str:
    """As `short`, but large and small numbers with a power of ten, as it is printed."""
    if not math.isfinite(value):
        return short(value)
    mantissa, _, exponent = short(value, digits).partition("e")
    if not exponent:
        return mantissa
    power = f"10{str(int(exponent.replace('−', '-'))).translate(SUPERSCRIPTS)}"
    return power if mantissa == "1" else f"{mantissa}·{power}"


def told(message: Message) -> str:
    """A verdict's sentence in the display language, its numbers with a true minus sign as in the table beside it."""
    values = {name: _Told(value) if isinstance(value, float) else value for name, value in message.values.items()}
    return tr(message.template, **values)


class _Told(float):
    """A number that is written with a true minus sign, whatever the sentence makes of it."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace("-", "−")


def full(value: float) -> str:
    """A number in full precision."""
    return short(value, 17)
