"""A schedule that a user has typed."""

from __future__ import annotations

from collections.abc import Mapping

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.engine.schedule import BASE, RESULT, Schedule, reads_time_alone
from gdviz.language.latex_names import default_symbol
from gdviz.language.parser import parse_expression
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS, names_in

OWN = "own"
# What an entry of a file calls something else.
_RESERVED = ("optimizer", "label", "visible", "schedule", "warm_up", "clip", "key", "rule", "of")


def own_schedule(text: str, of: str, numbers: Mapping[str, float] | None = None) -> Schedule:
    """The schedule of a formula in `t`, the hyperparameter it is of (or `base`) and numbers of its own.

    Raises FormulaError for a text that is not in the language, InputError for a formula that asks the surface.
    """
    parse_expression(text)
    hypers = tuple(_hyper(name, value, of) for name, value in (numbers or {}).items())
    rule = f"{RESULT} = {' '.join(text.split())}"
    schedule = Schedule(OWN, "Own formula", rule, hypers, short="own schedule", of=(of,))
    if not reads_time_alone(schedule):
        raise InputError("a schedule reads the step t, not the point or the surface", "schedule")
    return schedule


def own_formula(schedule: Schedule) -> str:
    """The formula as it was typed."""
    return schedule.rules.removeprefix(f"{RESULT} = ")


def own_numbers(schedule: Schedule) -> dict[str, float]:
    """The formula's own numbers by name, as they were declared."""
    return {hyper.name: hyper.default for hyper in schedule.hyperparameters}


def names_of_numbers(text: str, of: str) -> list[str]:
    """The names in a formula that must be numbers of its own; FormulaError for a text that is not in the language."""
    known = {BASE, of, POSITION, STEP_COUNT, *CONSTANTS}
    return [name for name in names_in(parse_expression(text)) if name not in known]


def _hyper(name: str, default: float, of: str) -> Hyper:
    if name in (*_RESERVED, of, BASE, RESULT):
        raise InputError(Sentence("{name} has a meaning of its own and cannot be a hyperparameter", name=name), name)
    room = max(100.0, 100.0 * abs(default))
    low, log = (0.0, True) if default >= 0 else (-room, False)
    return Hyper(name, default_symbol(name).text(), default, low, room, log)
