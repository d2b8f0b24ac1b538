"""A student's own optimizers: from the tables of a file to declarations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from gdviz.engine.errors import InputError, unknown
from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.files.declaring import check_hyper, check_rules, declared, hyper_from_number
from gdviz.files.errors import require, shown, within
from gdviz.files.schema import HyperTable, OptimizerTable, checked
from gdviz.language.errors import FormulaError
from gdviz.language.parser import parse_expression
from gdviz.language.sentence import Sentence
from gdviz.optimizers import OPTIMIZERS


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


def _optimizer(table: OptimizerTable, place: str) -> Optimizer:
    with within(f"{place}.rules"):
        check_rules(table.rules, table.hyperparameters)
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
    try:
        return declared(
            table.rules,
            hypers,
            key=table.key,
            title=table.key if table.title is None else table.title,
            summary=table.summary,
            roles=roles,
            initial=initial,
            symbols=table.symbols,
            reference=table.reference,
            variant_of=table.variant_of,
        )
    except ValueError as error:
        with within(f"{place}.rules" if isinstance(error, FormulaError) else place):
            raise error


def _hyper(name: str, given: Any, initial: bool, where: str) -> Hyper:
    if isinstance(given, dict):
        table = checked(given, HyperTable, where)
        changes = {field.name: getattr(table, field.name, None) for field in fields(Hyper)}
        known = {key: value for key, value in changes.items() if value is not None}
        hyper = replace(hyper_from_number(name, table.default, initial), **known)
    else:
        hyper = hyper_from_number(name, checked(given, float, where), initial)
    with within(where):
        check_hyper(hyper)
    return hyper


def _role(text: str, where: str) -> Role:
    if text not in set(Role):
        with within(where):
            raise unknown("role", shown(text), [role.value for role in Role])
    return Role(text)
