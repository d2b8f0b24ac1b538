"""A LaTeX letter as plain text, for labels that are no formula."""

from __future__ import annotations

import re

_LETTERS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "varepsilon": "ε",
    "eta": "η",
    "theta": "θ",
    "Delta": "Δ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "psi": "ψ",
    "omega": "ω",
}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plain_symbol(latex: str) -> str:
    r"""The letters that a reader sees: `\beta_1` gives β₁; empty when it cannot be told in plain text."""
    text = re.sub(r"\\([a-zA-Z]+)", lambda found: _LETTERS.get(found[1], "\\"), latex)
    text = re.sub(r"_\{?(\d+)\}?", lambda found: found[1].translate(_SUBSCRIPTS), text)
    text = re.sub(r"\^\{?(\d+)\}?", lambda found: found[1].translate(_SUPERSCRIPTS), text)
    text = text.replace("{", "").replace("}", "")
    return "" if re.search(r"[\\_^]", text) else text.strip()
