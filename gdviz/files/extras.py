"""The extras of an entry in a file or a short text: `schedule`, `warm_up` and `clip`, both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

import msgspec

from gdviz.engine.errors import InputError
from gdviz.engine.extras import CLIP, SCHEDULE, WARM_UP, Clip, Extras
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.schedule import Schedule
from gdviz.engine.spec import Entry, Value
from gdviz.files.errors import require, shown, within
from gdviz.files.schema import checked
from gdviz.language.sentence import Sentence
from gdviz.schedules import SCHEDULES, driven_by, schedule, with_schedule
from gdviz.schedules.own import OWN, own_formula, own_numbers, own_schedule

Values = dict[str, Value]
# Reads a hyperparameter's value, which stands at the place that is given second.
Read = Callable[[Any, str], Value]


class ClipTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`clip` written out."""

    by: str = Clip.NORM.value
    at: float | list[float] | None = None


def with_extras(entry: Entry, table: Mapping[str, Any], where: str, read: Read) -> Entry:
    """The entry with the extras of its table in a file; InputError naming the key that is wrong."""
    given: Values = {}
    extras = Extras()
    for place, each in _schedules(table.get(SCHEDULE), f"{where}.{SCHEDULE}"):
        extras = _with_schedule(extras, entry.optimizer, each, place, given, read)
    # A number beside a hyperparameter of that name is its value.
    for name, add in ((WARM_UP, _with_warm_up), (CLIP, _with_clip)):
        if name in table and is_extra(name, entry.optimizer):
            extras = add(extras, table[name], f"{where}.{name}", given, read)
    if not extras:
        return entry
    with within(where):
        return _with_values(replace(entry, extras=extras), given)


def extras_table(entry: Entry) -> Iterator[tuple[str, Any]]:
    """The keys that say an entry's extras; their numbers are written beside them like any hyperparameter's."""
    extras, values = entry.extras, dict(entry.values)
    tables = [_schedule_table(of, each, entry.optimizer) for of, each in extras.schedules]
    if tables:
        yield SCHEDULE, tables[0] if len(tables) == 1 else tables
    if extras.warm_up:
        yield WARM_UP, values.get(WARM_UP, True)
    if extras.clip is not None:
        at = values.get(CLIP)
        if at is None:
            yield CLIP, extras.clip.value
        else:
            yield CLIP, at if extras.clip is Clip.NORM else {"by": extras.clip.value, "at": at}


def is_extra(name: str, optimizer: Optimizer) -> bool:
    """Whether a key of an entry says an extra, not the value of a hyperparameter."""
    if name == SCHEDULE:
        return True
    return name in (WARM_UP, CLIP) and all(hyper.name != name for hyper in optimizer.hyperparameters)


def _with_values(entry: Entry, given: Values) -> Entry:
    """The values that stood in tables join the others, in the order of declaration."""
    known = [hyper.name for hyper in entry.method.hyperparameters]
    values = dict(entry.values) | given
    unknown_names = [name for name in values if name not in known]
    order = [name for name in known if name in values] + unknown_names
    return replace(entry, values=tuple((name, values[name]) for name in order))


def _schedules(given: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schedule as a table with the place it came from."""
    if given is None:
        return
    if isinstance(given, list):
        for index, each in enumerate(given):
            place = f"{where}[{index}]"
            yield place, each if isinstance(each, dict) else {"key": checked(each, str, place)}
        return
    table = given if isinstance(given, dict) else {"key": checked(given, str, where)}
    yield where, table


def _with_schedule(
    extras: Extras, optimizer: Optimizer, table: dict[str, Any], where: str, given: Values, read: Read
) -> Extras:
    numbers = {name: value for name, value in table.items() if name not in ("key", "rule", "of")}
    with within(where):
        made, of = _schedule(table, optimizer, numbers, where, read)
        require(extras.schedule(of) is None, of, "it has two schedules")
        extras = with_schedule(extras, of, made)
        knobs = Entry(optimizer, extras=extras).woven.knobs
    for name, value in numbers.items():
        require((of, name) in knobs, f"{where}.{shown(name)}", _no_knob(made, name))
        if made.key != OWN:
            given[knobs[of, name]] = read(value, f"{where}.{shown(name)}")
    return extras


def _no_knob(schedule: Schedule, name: str) -> Sentence:
    names = ", ".join(hyper.name for hyper in schedule.hyperparameters) or "–"
    template = "the schedule {key} has no number named {name!r}; it has: {names}"
    return Sentence(template, key=schedule.key, name=shown(name), names=names)


def _schedule(
    table: dict[str, Any], optimizer: Optimizer, numbers: dict[str, Any], where: str, read: Read
) -> tuple[Schedule, str]:
    of = checked(table["of"], str, f"{where}.of") if "of" in table else None
    if "rule" in table:
        require("key" not in table, where, "give it a key or a rule, not both")
        of = of or driven_by(schedule("constant"), optimizer)
        text = checked(table["rule"], str, f"{where}.rule")
        return own_schedule(text, of, {name: _number(value, f"{where}.{name}") for name, value in numbers.items()}), of
    require("key" in table, where, "give it a key or a rule")
    made = schedule(shown(checked(table["key"], str, f"{where}.key")))
    return made, of or driven_by(made, optimizer)


def _number(value: Any, where: str) -> float:
    number = checked(value, float, shown(where, 200))
    require(isfinite(number), where, "the default must be a finite number")
    return number


def _with_warm_up(extras: Extras, value: Any, where: str, given: Values, read: Read) -> Extras:
    if value is False:
        return extras
    if value is not True:
        given[WARM_UP] = read(value, where)
    return replace(extras, warm_up=True)


def _with_clip(extras: Extras, value: Any, where: str, given: Values, read: Read) -> Extras:
    if isinstance(value, str):
        value = {"by": value}
    table = checked(value if isinstance(value, dict) else {"at": value}, ClipTable, where)
    if table.by not in [clip.value for clip in Clip]:
        raise InputError(Sentence("{where}: a gradient is clipped by norm or by value", where=where), where)
    if table.at is not None:
        given[CLIP] = read(table.at, where)
    return replace(extras, clip=Clip(table.by))


def _schedule_table(of: str, made: Schedule, optimizer: Optimizer) -> Any:
    """The shortest form that reads back: the key alone, or a table."""
    if made.key == OWN and made == own_schedule(own_formula(made), of, own_numbers(made)):
        return {"rule": own_formula(made), "of": of, **own_numbers(made)}
    if made not in SCHEDULES:
        raise InputError(Sentence("a file cannot hold the schedule {key}", key=shown(made.key)), SCHEDULE)
    names = [hyper.name for hyper in optimizer.hyperparameters]
    usual = next((name for name in made.of if name in names), None)
    return made.key if of == usual else {"key": made.key, "of": of}
