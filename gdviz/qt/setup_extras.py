"""The edits of an entry's extras: its schedules, its warm-up, its clipping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from gdviz.engine.extras import Extras
from gdviz.engine.spec import Entry
from gdviz.files.labels import label_for
from gdviz.qt.setup import Setup
from gdviz.schedules.own import names_of_numbers, own_numbers, own_schedule

# What a number of a typed schedule is until it is moved.
FIRST_NUMBER = 0.01


def with_extras(setup: Setup, index: int, extras: Extras) -> Setup:
    """Other extras of one entry, which keeps the values it can; a label that begins with its title follows."""
    entries = list(setup.spec.entries)
    old = entries[index]
    others = {entry.label for place, entry in enumerate(entries) if place != index}
    changed = old.with_extras(extras)
    entries[index] = replace(changed, label=_label(old, changed, others))
    return replace(setup, spec=replace(setup.spec, entries=tuple(entries)))


def with_typed_schedule(setup: Setup, index: int, of: str, formula: str) -> Setup:
    """A typed schedule of one hyperparameter; FormulaError or InputError if it is none.

    A name that the formula brings becomes a number of its own, with the value that it had.
    """
    entry = setup.spec.entries[index]
    before = entry.extras.schedule(of)
    known: Mapping[str, float] = {} if before is None else own_numbers(before)
    numbers = {name: known.get(name, FIRST_NUMBER) for name in names_of_numbers(formula, of)}
    return with_extras(setup, index, entry.extras.with_schedule(of, own_schedule(formula, of, numbers)))


def _label(old: Entry, new: Entry, taken: set[str]) -> str:
    if old.values and old.label == label_for(old):
        return label_for(new)
    rest = old.label.removeprefix(old.method.title)
    if rest == old.label:
        return old.label
    if rest and not rest.removeprefix(" ").isdigit():
        return new.method.title + rest
    title = new.method.title
    labels = (title if number == 1 else f"{title} {number}" for number in count(1))
    return next(label for label in labels if label not in taken)
