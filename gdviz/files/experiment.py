"""Experiment files: a race as data, read with every wrong key named, written whole or not at all."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from gdviz.engine.check import check_values
from gdviz.engine.errors import InputError, unknown
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.replicates import check_count
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, RaceSpec, Value
from gdviz.engine.surface import Point, Surface
from gdviz.files import toml
from gdviz.files.declaring import ENTRY_KEYS
from gdviz.files.default import default_entries
from gdviz.files.errors import require, shown, within
from gdviz.files.extras import is_extra, with_extras
from gdviz.files.labels import assumed_labels
from gdviz.files.own import own_optimizers
from gdviz.files.reading import SIZE_LIMIT, read_text
from gdviz.files.schema import FORMAT, NUMBER_OR_VECTOR, BatchTable, FileTable, RaceTable, checked
from gdviz.files.surfaces import surface_from_table
from gdviz.files.text import experiment_text
from gdviz.files.writing import write_atomically
from gdviz.language.sentence import Sentence
from gdviz.optimizers import OPTIMIZERS


@dataclass(frozen=True)
class Experiment:
    """A race and the own optimizers that came with it, raced or not; which entries are seen, one per entry or none for
    all of them, the loss whose first step below is told, and how many replicates with other seeds are drawn.
    """

    spec: RaceSpec
    optimizers: tuple[Optimizer, ...] = ()
    visible: tuple[bool, ...] = ()
    target: float | None = None
    replicates: int = 0


def load(path: str | os.PathLike[str]) -> RaceSpec:
    """The race of an experiment file; InputError with one sentence that names the file and the place."""
    return load_experiment(path).spec


def load_experiment(path: str | os.PathLike[str]) -> Experiment:
    """The race of an experiment file and all its own optimizers; errors as in load()."""
    text = read_text(path)
    with within(shown(os.fspath(path), 200)):
        return parse_experiment(text)


def save(path: str | os.PathLike[str], spec: RaceSpec, optimizers: Iterable[Optimizer] = ()) -> None:
    """Write a race, and own optimizers even if they are not raced, as an experiment file.

    Reading it back gives the same spec, to the last bit. InputError when the place cannot be written to or the spec
    holds what a file cannot hold; the file that was there is then as it was.
    """
    save_experiment(path, Experiment(spec, tuple(optimizers)))


def save_experiment(path: str | os.PathLike[str], experiment: Experiment) -> None:
    """Write a whole experiment; errors as in save()."""
    seen = (experiment.visible, experiment.target, experiment.replicates)
    text = experiment_text(experiment.spec, experiment.optimizers, *seen)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise InputError("a text in this experiment holds half a character, which no file can hold") from None
    if len(data) > SIZE_LIMIT:  # it could not be read again
        template = "this experiment would be a file of {size:.2f} MB, more than the {limit} MB that are read"
        raise InputError(Sentence(template, size=len(data) / 1e6, limit=SIZE_LIMIT // 10**6))
    write_atomically(path, lambda file: file.write(data))


def parse_experiment(text: str) -> Experiment:
    """The experiment that a text describes; InputError naming the line or the key."""
    tables = toml.parse(text)
    _check_format(tables)
    file = checked(tables, FileTable)
    own = own_optimizers(file.optimizers)
    surface = surface_from_table(file.surface)
    spec = RaceSpec(
        surface,
        entries=_entries(file.race, own),
        starts=_starts(file.race, surface),
        steps=file.race.steps,
        tolerance=file.race.tolerance,
        seed=file.race.seed,
        bound=file.race.bound,
        batch=_batch(file.race.batch),
        noise=file.race.noise,
    )
    try:
        check_values(spec)
    except InputError as error:
        raise InputError(
            Sentence("race.{where}: {error}", where=error.where, error=error.sentence), f"race.{error.where}"
        ) from None
    target = file.race.target
    require(target is None or math.isfinite(target), "race.target", Sentence("this must be a finite number"))
    with within("race.replicates"):
        check_count(file.race.replicates)
    return Experiment(spec, own, _visible(file.race, len(spec.entries)), target, file.race.replicates)


def _check_format(tables: dict[str, Any]) -> None:
    number = tables.get("gdviz")
    if number is None:
        raise InputError(
            Sentence("this is no experiment file: the line gdviz = {format} is missing", format=FORMAT), "gdviz"
        )
    known = type(number) is int and 0 < number < 10**6
    require(known, "gdviz", Sentence("the format must be {format}", format=FORMAT))
    if number > FORMAT:
        newer = "this file was made by a newer gdviz (format {number}); this one reads format {known}"
        raise InputError(Sentence(newer, number=number, known=FORMAT), "gdviz")


def _batch(table: BatchTable | None) -> Batch | None:
    return None if table is None else Batch(table.size, table.order == "shuffled", table.replacement)


def _starts(race: RaceTable, surface: Surface) -> tuple[Point, ...]:
    if race.starts is not None:
        return tuple(tuple(start) for start in race.starts)
    require(bool(surface.start), "race.starts", "this surface has no start of its own; give one, as in [[1, 2]]")
    return (surface.start,)


def _entries(race: RaceTable, own: tuple[Optimizer, ...]) -> tuple[Entry, ...]:
    if race.entries is None:
        return tuple(Entry(method, label=method.title) for method in own) or default_entries()
    known = {method.key: method for method in (*OPTIMIZERS, *own)}
    entries = [_entry(table, known, f"race.entries[{index}]") for index, table in enumerate(race.entries)]
    assumed = assumed_labels(entry.method for entry in entries)
    return tuple(
        entry if "label" in table else replace(entry, label=label)
        for entry, table, label in zip(entries, race.entries, assumed, strict=True)
    )


def _visible(race: RaceTable, entries: int) -> tuple[bool, ...]:
    if race.entries is None:
        return (True,) * entries
    return tuple(
        checked(table.get("visible", True), bool, f"race.entries[{index}].visible")
        for index, table in enumerate(race.entries)
    )


def _entry(table: dict[str, Any], known: dict[str, Optimizer], where: str) -> Entry:
    require("optimizer" in table, where, "the key optimizer is missing")
    key = checked(table["optimizer"], str, f"{where}.optimizer")
    if key not in known:
        with within(f"{where}.optimizer"):
            raise unknown("optimizer", shown(key), known)
    label = checked(table.get("label", ""), str, f"{where}.label")
    values = tuple(
        (name, _value(value, f"{where}.{shown(name)}"))
        for name, value in table.items()
        if name not in ENTRY_KEYS and not is_extra(name, known[key])
    )
    return with_extras(Entry(known[key], values, label), table, where, _value)


def _value(value: object, where: str) -> Value:
    number = checked(value, NUMBER_OR_VECTOR, where)
    return tuple(number) if isinstance(number, list) else float(number)
