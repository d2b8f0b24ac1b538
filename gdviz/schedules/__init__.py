"""Every schedule the program knows, each declared once as the formula a textbook prints."""

from __future__ import annotations

from collections.abc import Iterable

from gdviz.engine.errors import InputError, unknown
from gdviz.engine.extras import Extras
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.schedule import Schedule
from gdviz.language.sentence import Sentence
from gdviz.schedules.cosine import COSINE, ONE_CYCLE
from gdviz.schedules.decay import CONSTANT, EXPONENTIAL, INVERSE, STEP
from gdviz.schedules.linear import LINEAR, POLYNOMIAL
from gdviz.schedules.momentum import SUTSKEVER
from gdviz.schedules.plateau import HALVING

# In teaching order.
SCHEDULES: tuple[Schedule, ...] = (
    CONSTANT,
    STEP,
    HALVING,
    EXPONENTIAL,
    INVERSE,
    LINEAR,
    POLYNOMIAL,
    COSINE,
    ONE_CYCLE,
    SUTSKEVER,
)

_BY_KEY = {each.key: each for each in SCHEDULES}


def schedule(key: str) -> Schedule:
    """The schedule of that key; InputError with the nearest key if there is none."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise unknown("schedule", key, _BY_KEY, "schedule") from None


def driven_by(schedule: Schedule, optimizer: Optimizer) -> str:
    """The hyperparameter of an optimizer that a schedule is meant for; InputError if it has none such."""
    names: Iterable[str] = [hyper.name for hyper in optimizer.hyperparameters]
    found = next((name for name in schedule.of if name in names), None)
    if found is None:
        template = "{method} has no {names} that the schedule {schedule} could drive"
        wanted = " or ".join(schedule.of)
        raise InputError(Sentence(template, method=optimizer.called, names=wanted, schedule=schedule.key), "schedule")
    return found


def with_schedule(extras: Extras, of: str, schedule: Schedule) -> Extras:
    """The extras with a hyperparameter driven by a schedule; the constant one is none."""
    return extras.with_schedule(of, None if schedule == CONSTANT else schedule)
