"""A student's own optimizers: from the tables of a file to declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields, replace
from math import isfinite
from typing import Any

from gdviz.engine.errors import InputError, unknown
from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.engine.program import check_shapes
from gdviz.engine.rules import read_rules
from gdviz.files.errors import require, shown, within
from gdviz.files.schema import HyperTable, OptimizerTable, checked
from gdviz.language.parser import parse_expression
from gdviz.language.sentence import Sentence
from gdviz.optimizers import OPTIMIZERS

# An entry of a file holds these keys beside its hyperparameters.
ENTRY_KEYS = ("optimizer", "label")

_GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi psi omega "
    "Gamma Delta Lambda Sigma Phi Psi Omega".split()
)


def own_optimizers(tables: Iterable[OptimizerTable]) -> tuple[Optimizer, ...]:
    """The declarations of `[[optimizers]]`; InputError naming the place when one is wrong or a key is used twice."""
    taken = {method.key: "of a built-in optimizer" for method in OPTIMIZERS}
    made = []
    for index, table in enumerate(tables):
        place = f"optimizers[{index}]"
        where = f"{place}.key"
        require(bool(table.key.strip()), where, "the key is empty")
        if table.key in taken:
            raise InputError(
                Sentence(
                    "{where}: {key!r} is the key {taken}; choose another",
                    where=where,
                    key=shown(table.key),
                    taken=taken[table.key],
                ),
                where,
            )
        taken[table.key] = "of an optimizer above"
        made.append(_optimizer(table, place))
    return tuple(made)


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


def _optimizer(table: OptimizerTable, place: str) -> Optimizer:
    _check_rules(table, f"{place}.rules")
    initial = {name: str(value) for name, value in table.initial.items()}
    for name, text in initial.items():
        with within(f"{place}.initial.{shown(name)}"):
            parse_expression(text)
    starting = set(initial.values())
    hypers = [
        _hyper(name, given, name in starting, f"{place}.hyperparameters.{shown(name)}")
        for name, given in table.hyperparameters.items()
    ]
    roles = {name: _role(text, f"{place}.roles.{shown(name)}") for name, text in table.roles.items()}
    with within(place):
        made = Optimizer(
            key=table.key,
            title=table.key if table.title is None else table.title,
            rules=table.rules,
            hyperparameters=tuple(hypers),
            summary=table.summary,
            roles=roles,
            initial=initial,
            symbols=table.symbols,
            reference=table.reference,
            variant_of=table.variant_of,
        )
    with within(f"{place}.rules"):
        check_shapes(made)
    return made


def _check_rules(table: OptimizerTable, where: str) -> None:
    """Raise what is wrong with the rules alone, so that line and column are known to be theirs."""
    with within(where), suppress(InputError):
        read_rules(table.rules, list(table.hyperparameters), {})


def _hyper(name: str, given: Any, initial: bool, where: str) -> Hyper:
    allowed = name not in ENTRY_KEYS and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
    require(bool(allowed), where, "a hyperparameter cannot have this name")
    if not isinstance(given, dict):
        value = checked(given, float, where)
        require(isfinite(value), where, "the default must be a finite number")
        return hyper_from_number(name, value, initial)
    table = checked(given, HyperTable, where)
    require(isfinite(table.default), where, "the default must be a finite number")
    changes = {field.name: getattr(table, field.name, None) for field in fields(Hyper)}
    known = {key: value for key, value in changes.items() if value is not None}
    hyper = replace(hyper_from_number(name, table.default, initial), **known)
    require(hyper.low <= hyper.default <= hyper.high, where, "it must hold that low <= default <= high")
    return hyper


def _role(text: str, where: str) -> Role:
    if text not in set(Role):
        with within(where):
            raise unknown("role", shown(text), [role.value for role in Role])
    return Role(text)
