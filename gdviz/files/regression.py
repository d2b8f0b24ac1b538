"""From anybody's table to a regression: which columns, which model, and the words of the target as 0 and 1."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gdviz.engine.errors import InputError
from gdviz.engine.samples import Samples
from gdviz.engine.surface import Surface
from gdviz.files.csv_data import CsvTable, parse_csv, read_csv
from gdviz.files.errors import shown
from gdviz.language.sentence import Sentence
from gdviz.surfaces.regression import FEATURE_LIMIT, linear_regression, logistic_regression


@dataclass(frozen=True)
class Regression:
    """What is asked of a table: the places of the columns, the model, and whether the features are scaled."""

    features: tuple[int, ...]
    target: int
    logistic: bool = False
    scale: bool = False


def regression_surface(table: CsvTable, asked: Regression) -> Surface:
    """The loss of a regression over the table; InputError with one sentence naming row or column."""
    columns = {table.names[index]: table.numbers(index) for index in asked.features}
    columns[table.names[asked.target]], said = _answers(table, asked)
    names = [table.names[index] for index in asked.features]
    make = logistic_regression if asked.logistic else linear_regression
    surface = make(Samples.of(columns), names, table.names[asked.target], asked.scale)
    return replace(surface, summary=Sentence("{summary}{said}", summary=surface.summary, said=said))


def regression(
    data: str | os.PathLike[str] | Mapping[str, Sequence[float]],
    target: str,
    features: Sequence[str] | None = None,
    *,
    logistic: bool = False,
    scale: bool = False,
) -> Surface:
    """The loss of linear or logistic regression over a CSV file, or over columns of numbers by name.

    `features` are the columns to predict the target from, by default all others. With `scale` each is brought to mean 0
    and deviation 1 by the formula. Raises InputError, one sentence naming the row or the column.
    """
    if isinstance(data, Mapping):
        columns = Samples.of({str(name): column for name, column in data.items()}).columns()
        rows = zip(*columns.values(), strict=True)
        table = parse_csv("\n".join(["\t".join(columns), *("\t".join(map(repr, row)) for row in rows)]), "data")
    else:
        table = read_csv(data)
    return regression_surface(table, asked_of(table, target, features, logistic, scale))


def asked_of(
    table: CsvTable, target: str, features: Sequence[str] | None, logistic: bool = False, scale: bool = False
) -> Regression:
    """The request in which columns are named; without features all other columns are."""
    aim = table.index(target)
    chosen = [table.index(name) for name in features] if features else [i for i in range(len(table.titles)) if i != aim]
    if not features and len(chosen) > FEATURE_LIMIT:
        template = "there are {count} columns to predict from, the most are {limit}; name those you want"
        raise InputError(Sentence(template, count=len(chosen), limit=FEATURE_LIMIT), "features")
    return Regression(tuple(chosen), aim, logistic, scale)


def _answers(table: CsvTable, asked: Regression) -> tuple[list[float], Sentence]:
    """The target as numbers; where they stand for two values or words, which is which."""
    if not asked.logistic:
        return table.numbers(asked.target), Sentence("")
    texts = table.texts(asked.target)
    numbers = [table.number(text) for text in texts]
    values: list[Any] = list(texts if None in numbers else numbers)
    classes = sorted(set(values))
    if len(classes) != 2:
        template = "the column {column} has {count:,} different values; logistic regression tells two apart"
        one = "the column {column} has {count} value alone; logistic regression tells two apart"
        column = shown(table.titles[asked.target], 30)
        raise InputError(Sentence(one if len(classes) == 1 else template, column=column, count=len(classes)), "target")
    answers = [float(value == classes[1]) for value in values]
    if classes == [0.0, 1.0]:
        return answers, Sentence("")
    no, yes = (shown(texts[values.index(each)], 20) for each in classes)
    template = " In {target}, {no} counts as 0 and {yes} as 1."
    return answers, Sentence(template, target=table.names[asked.target], no=no, yes=yes)
