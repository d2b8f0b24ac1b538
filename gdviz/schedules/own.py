"""A schedule that a user has typed."""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper
from gdviz.engine.schedule import BASE, RESULT, Schedule, reads_time_alone
from gdviz.language.parser import parse_expression
from gdviz.language.sentence import Sentence

OWN = "own"
# What an entry of a file calls something else.
_RESERVED = ("optimizer", "label", "visible", "schedule", "warm_up", "clip", "key", "rule", "of")


def own_schedule(text: str, of: str, hyperparameters: Sequence[Hyper] = ()) -> Schedule:
    """The schedule of a formula in `t`, the hyperparameter it is of (or `base`) and hyperparameters of its own.

    Raises FormulaError for a text that is not in the language, InputError for a formula that asks the surface.
    """
    parse_expression(text)
    for hyper in hyperparameters:
        if hyper.name in (*_RESERVED, of, BASE, RESULT):
            template = "{name} has a meaning of its own and cannot be a hyperparameter"
            raise InputError(Sentence(template, name=hyper.name), hyper.name)
    schedule = Schedule(
        OWN,
        "Own formula",
        f"{RESULT} = {' '.join(text.split())}",
        tuple(hyperparameters),
        short="own schedule",
        of=(of,),
    )
    if not reads_time_alone(schedule):
        raise InputError("a schedule reads the step t, not the point or the surface", "schedule")
    return schedule


def own_formula(schedule: Schedule) -> str:
    """The formula as it was typed."""
    return schedule.rules.removeprefix(f"{RESULT} = ")
