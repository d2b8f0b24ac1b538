"""Names, numbers and short formulas as plain text, for sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gdviz.engine.result import Floats
from gdviz.language.latex_names import default_symbol
from gdviz.language.latex_numbers import readable_text
from gdviz.language.tree import Binary, Call, Name, Negative, Node, Number, fold

_GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
        "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        strict=True,
    )
) | {"ell": "ℓ"}
_ACCENTS = {
    "hat": "\u0302",
    "tilde": "\u0303",
    "bar": "\u0304",
    "widehat": "\u0302",
    "widetilde": "\u0303",
    "overline": "\u0304",
}
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_HIGH = {"2": "²", r"\infty": "∞", r"\max": "ᵐᵃˣ", "max": "ᵐᵃˣ"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "**": 4}
_ATOM = 5
_SIGNS = {"*": "·", "-": "−", "==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}
# Of a vector so many numbers are written out.
_SHOWN = 3


def letter_of(name: str, symbols: Mapping[str, str]) -> str:
    """A name as a reader writes it: m_hat is `m-hat`, beta1 `β₁`."""
    return plain_latex(symbols[name] if name in symbols else default_symbol(name).text())


def plain_latex(latex: str) -> str:
    """A symbol's LaTeX as text, as far as text goes."""
    text = re.sub(r"\\(?:mathrm|operatorname|text)\{([^{}]*)\}", r"\1", latex)
    text = re.sub(r"\\([A-Za-z]+)", lambda found: _GREEK.get(found[1], found[0]), text)
    accents = "|".join(_ACCENTS)
    text = re.sub(rf"\\({accents})\{{([^{{}}]*)\}}", lambda found: found[2] + _ACCENTS[found[1]], text)
    text = re.sub(
        r"\^(?:\{([^{}]*)\}|(\w))", lambda found: _HIGH.get(found[1] or found[2], f" {found[1] or found[2]}"), text
    )
    text = re.sub(r"_(?:\{([^{}]*)\}|(\w))", lambda found: _lowered(found[1] or found[2]), text)
    # Where no letter is made with it, many typefaces lose a circumflex that is set over the one before: it is read out.
    text = unicodedata.normalize("NFC", text).replace("\u0302", "-hat")
    return text.replace("\\", "").replace("{", "").replace("}", "").replace("'", "′")


def _lowered(text: str) -> str:
    return text.translate(_LOW) if text.isdigit() else f"_{text}"


def number_text(value: float, digits: int = 4) -> str:
    """A number with a true minus sign."""
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    return readable_text(value, digits).replace("-", "−")


def percent_text(share: float) -> str:
    """A share as so many per cent."""
    return f"{number_text(100.0 * share)}\u00a0%"


def value_text(value: Floats, digits: int = 4) -> str:
    """A number, or a vector in parentheses with its first numbers."""
    numbers = np.ravel(value)
    if value.ndim == 0:
        return number_text(float(value), digits)
    shown = [number_text(float(each), digits) for each in numbers[:_SHOWN]]
    return "(" + ", ".join(shown) + (", …)" if len(numbers) > _SHOWN else ")")


def parts_text(coordinates: Sequence[str], value: Floats) -> str:
    """A number for each coordinate: `x: 3.2, y: 0.5`."""
    parts = [f"{name}: {number_text(float(each))}" for name, each in zip(coordinates[:_SHOWN], value, strict=False)]
    return ", ".join(parts) + (", …" if len(value) > _SHOWN else "")


def full_text(value: Floats) -> str:
    """Every number in full precision."""
    array = np.asarray(value)
    if array.ndim == 0:
        return repr(float(array)).replace("-", "−")
    return "(" + ", ".join(full_text(each) for each in array) + ")"


def formula_text(node: Node, letter: Callable[[str], str]) -> str:
    """A short formula in one line: `|g| + ε`, `(g − m)²`."""
    return fold(node, lambda here, parts: _written(here, parts, letter)).text


@dataclass(frozen=True)
class _Written:
    """A part of a formula, and how tightly its outermost sign binds."""

    text: str
    binding: int = _ATOM

    def within(self, outer: int) -> str:
        return self.text if self.binding >= outer else f"({self.text})"


def _written(node: Node, parts: list[_Written], letter: Callable[[str], str]) -> _Written:
    match node:
        case Number():
            return _Written(node.text or number_text(node.value))
        case Name():
            return _Written(letter(node.name))
        case Negative():
            return _Written("−" + parts[0].within(3), 1)
        case Binary():
            return _operation(node, *parts)
        case Call(function="abs"):
            return _Written(f"|{parts[0].text}|")
        case Call(function="sqrt"):
            return _Written(f"√({parts[0].text})")
    name = "∇f" if node.function == "grad" else node.function
    return _Written(f"{name}({', '.join(part.text for part in parts)})")


def _operation(node: Binary, left: _Written, right: _Written) -> _Written:
    binding = _BINDING.get(node.operator, 0)
    if node.operator == "**":
        squared = isinstance(node.right, Number) and node.right.value == 2
        return _Written(left.within(_ATOM) + ("²" if squared else "^" + right.within(_ATOM)), binding)
    gap = "" if binding == 2 else " "
    sign = _SIGNS.get(node.operator, node.operator)
    return _Written(f"{left.within(binding)}{gap}{sign}{gap}{right.within(binding + 1)}", binding)
