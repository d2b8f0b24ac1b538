"""What every declaration that is not ours must obey, whether it was read from a file or typed into the window."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from math import isfinite
from typing import Any

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.program import check_shapes
from gdviz.engine.rules import read_rules
from gdviz.language.errors import FormulaError
from gdviz.language.limits import NAME_LENGTH
from gdviz.optimizers import OPTIMIZERS

# An entry of a file holds these keys beside its hyperparameters.
ENTRY_KEYS = ("optimizer", "label", "visible", "schedule")

_GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi psi omega "
    "Gamma Delta Lambda Sigma Phi Psi Omega".split()
)


def hyper_from_number(name: str, value: float, initial: bool = False) -> Hyper:
    """A hyperparameter of which only the default is given: the rest is as in the built-in optimizers, or guessed."""
    for method in OPTIMIZERS:
        for hyper in method.hyperparameters:
            if hyper.name == name and hyper.low <= value <= hyper.high:
                return replace(hyper, default=value, initial=hyper.initial or initial)
    room = max(10.0, 10.0 * abs(value))
    low = 0.0 if value > 0 and not initial else -room
    return Hyper(name, symbol_for(name), value, low, room, initial=initial)


def symbol_for(name: str) -> str:
    """A LaTeX symbol for a hyperparameter's name: beta1 gives \\beta_{1}, k gives k, warmup gives \\mathrm{warmup}."""
    digits = name[len(name.rstrip("0123456789")) :]
    letters = name[: len(name) - len(digits)].rstrip("_")
    if letters in _GREEK:
        base = "\\" + letters
    elif len(letters) == 1:
        base = letters
    else:
        base = r"\mathrm{" + letters.replace("_", r"\_") + "}"
    return f"{base}_{{{digits}}}" if digits else base


def check_hyper(hyper: Hyper) -> None:
    """Raise InputError unless a file can hold the hyperparameter, and its default lies within its range."""
    fits = len(hyper.name) <= NAME_LENGTH and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", hyper.name)
    if hyper.name in ENTRY_KEYS or not fits:
        raise InputError("a hyperparameter cannot have this name")
    if not isfinite(hyper.default):
        raise InputError("the default must be a finite number")
    if not (isfinite(hyper.low) and isfinite(hyper.high)):
        raise InputError("its range must be finite")
    if not hyper.low <= hyper.default <= hyper.high:
        raise InputError("it must hold that low <= default <= high")


def check_rules(rules: str, names: Iterable[str]) -> None:
    """Raise what is wrong with rules alone, whose hyperparameters have these names; line and column are theirs."""
    with suppress(InputError):
        read_rules(rules, list(names), {})


def declared(rules: str, hyperparameters: Collection[Hyper], **fields: Any) -> Optimizer:
    """The optimizer of these rules, its other fields by name.

    Raises FormulaError with a place in the rules for what is wrong with them alone, InputError for anything else.
    """
    check_rules(rules, [hyper.name for hyper in hyperparameters])
    try:
        made = Optimizer(rules=rules, hyperparameters=tuple(hyperparameters), **fields)
    except FormulaError as error:  # the rules are right: it is an initial value
        raise InputError(error.sentence, "initial") from None
    check_shapes(made)
    return made
