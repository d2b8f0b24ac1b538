"""The settings of an entry in a short text: hyperparameters, and extras such as `schedule=cosine,period=200,clip=1`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from gdviz.engine.errors import unknown
from gdviz.engine.extras import CLIP, SCHEDULE
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.spec import Entry, Value
from gdviz.files.errors import require, shown, within
from gdviz.files.extras import is_extra, with_extras
from gdviz.language.sentence import Sentence
from gdviz.schedules import SCHEDULES, driven_by, schedule
from gdviz.schedules.own import names_of_numbers

# Reads a number or a vector; the place comes second.
Read = Callable[[str, str], Value]


def entry_of_settings(optimizer: Optimizer, settings: Sequence[tuple[str, str]], place: str, read: Read) -> Entry:
    """The entry of an optimizer with settings by name; InputError naming the place.

    A schedule is a key or a formula, with what it drives after a colon: `schedule=sutskever:beta1`,
    `schedule=lr/(1 + k*t),k=0.01`. A gradient is clipped by its norm, or with `clip=value:1` by its values.
    """
    table: dict[str, Any] = {}
    plain: list[tuple[str, str]] = []
    for name, text in settings:
        if name == SCHEDULE:
            table.setdefault(SCHEDULE, []).append(text)
        elif is_extra(name, optimizer):
            table[name] = _clip(text, place, read) if name == CLIP else read(text, place)
        else:
            plain.append((name, text))
    table[SCHEDULE] = [_schedule(text, optimizer, plain, place, read) for text in table.get(SCHEDULE, ())]
    entry = Entry(optimizer, tuple((name, read(text, place)) for name, text in plain))
    return with_extras(entry, table, place, lambda value, where: tuple(value) if isinstance(value, list) else value)


def _clip(text: str, place: str, read: Read) -> Any:
    by, colon, at = text.rpartition(":")
    if not colon:
        return text if text.isalpha() else _plain(read(text, place))
    return {"by": by.strip(), "at": _plain(read(at.strip(), place))}


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _schedule(text: str, optimizer: Optimizer, plain: list[tuple[str, str]], place: str, read: Read) -> dict[str, Any]:
    """The table of a schedule; the numbers of a typed formula are taken out of the other settings."""
    what, colon, of = (part.strip() for part in text.partition(":"))
    target = {"of": of} if colon else {}
    keys = [each.key for each in SCHEDULES]
    if what in keys:
        return {"key": what, **target}
    if re.fullmatch(r"\w*", what):
        with within(place):
            raise unknown("schedule", shown(what), keys, SCHEDULE)
    with within(place):
        of = of or driven_by(schedule("constant"), optimizer)
        names = names_of_numbers(what, of)
    numbers = {}
    for name in names:
        given = next((pair for pair in plain if pair[0] == name), None)
        require(given is not None, place, Sentence("{name} has no value; add it, as in {name}=0.01", name=name))
        assert given is not None
        plain.remove(given)
        numbers[name] = read(given[1], place)
    return {"rule": what, **target, **numbers}
