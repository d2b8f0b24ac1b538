"""How names print: Greek letters, hats, subscripts, time indices, and never two names alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gdviz.language.tree import CONSTANTS

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)

# Python keeps the word lambda for itself, so it cannot be a name in a formula.
_WORDS = {name: "\\" + name for name in _GREEK.split()} | {
    "lr": r"\eta",
    "eps": r"\epsilon",
    "lam": r"\lambda",
    "lamb": r"\lambda",
    "lambd": r"\lambda",
    "grad": r"\nabla f",
}

_ACCENTS = {"hat": ("hat", "widehat"), "bar": ("bar", "overline"), "tilde": ("tilde", "widetilde")}

CONSTANT_LETTERS = {"pi": r"\pi", "e": r"\mathrm{e}"}

# What can carry an index or an exponent without parentheses: a letter, a command, or one with a single braced argument.
_SINGLE = re.compile(r"(?:[A-Za-z]|\\[A-Za-z]+(?:\{(?:[^{}]|\{[^{}]*\})*\})?)$")
_SUBSCRIPT = re.compile(r"^(.*[^\\])_(?:\{((?:[^{}]|\{[^{}]*\})*)\}|([A-Za-z0-9]))$")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name's letter and its own subscript; `single` says that an exponent may follow directly."""

    base: str
    subscript: str = ""

    @classmethod
    def read(cls, text: str) -> Symbol:
        """The symbol of a LaTeX letter such as `\\beta_1`."""
        found = _SUBSCRIPT.match(text)
        if not found:
            return cls(text)
        return cls(found[1], found[2] if found[2] is not None else found[3])

    @property
    def single(self) -> bool:
        """Whether an exponent may follow without parentheses."""
        return _SINGLE.match(self.base) is not None

    def text(self, time: str = "", primes: int = 0) -> str:
        """The LaTeX, with a time index such as `t-1` and with primes if asked for."""
        index = ",".join(part for part in (self.subscript, time) if part)
        return self.base + "'" * primes + _subscripted(index)


def _subscripted(index: str) -> str:
    if not index:
        return ""
    return f"_{index}" if len(index) == 1 else f"_{{{index}}}"


def default_symbol(name: str) -> Symbol:
    """The letter of a name nobody chose one for: beta1 is `\\beta_1`, m_hat `\\hat{m}`, v_max `v_{\\mathrm{max}}`."""
    first, *rest = [part for part in name.split("_") if part]
    base, subscripts = _letter(first)
    for part in rest:
        if part in _ACCENTS:
            base = _accented(base, part)
        else:
            subscripts.append(Symbol(*_plain(part)).text())
    return Symbol(base, ",".join(subscripts))


def _letter(word: str) -> tuple[str, list[str]]:
    base, digits = _plain(word)
    return base, [digits] if digits else []


def _plain(word: str) -> tuple[str, str]:
    """A word's letter and the digits it ends with; digits alone are themselves."""
    stem = word.rstrip("0123456789")
    if not stem:
        return word, ""
    return _WORDS.get(stem) or (stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"), word[len(stem) :]


def _accented(base: str, accent: str) -> str:
    narrow, wide = _ACCENTS[accent]
    command = wide if base.startswith(r"\mathrm") else narrow
    return rf"\{command}{{{base}}}"


def symbol_table(names: Iterable[str], given: Mapping[str, str]) -> dict[str, Symbol]:
    """The symbol of every name, `given` ones as they are; a default letter that is taken gives way to the full name."""
    names = list(dict.fromkeys(names))
    table = {name: Symbol.read(given[name]) for name in names if name in given}
    used = {*table.values(), *map(Symbol, CONSTANT_LETTERS.values()), Symbol("t")}
    for name in names:
        if name in table or name in CONSTANTS or name == "t":
            continue
        symbol = default_symbol(name)
        if symbol in used:
            symbol = Symbol(r"\mathrm{" + name.replace("_", r"\_") + "}")
        used.add(symbol)
        table[name] = symbol
    return table
