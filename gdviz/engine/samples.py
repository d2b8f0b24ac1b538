"""The data that a loss is taken over: columns of numbers, one row a sample."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gdviz.engine.errors import InputError
from gdviz.language.sentence import Sentence

if TYPE_CHECKING:
    from gdviz.language.evaluate import Floats


@dataclass(frozen=True, eq=False)
class Samples:
    """Columns by name; `table` is (rows, columns), read-only. Equal tables of equal names are equal."""

    names: tuple[str, ...]
    table: Floats

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[float]]) -> Samples:
        """The samples of columns of equal length; InputError for other columns, for none, and for what is no number."""
        numbers = {name: _numbers(name, column) for name, column in columns.items()}
        _check_lengths(numbers)
        table = np.array(list(numbers.values()), dtype=np.float64).T.copy()
        table.flags.writeable = False
        return cls(tuple(columns), table)

    def __len__(self) -> int:
        return len(self.table)

    def column(self, name: str) -> Floats:
        """The numbers of a column, (rows,)."""
        return self.table[:, self.names.index(name)]

    def columns(self) -> dict[str, list[float]]:
        """The numbers of every column by its name, as `of` takes them."""
        return {name: self.column(name).tolist() for name in self.names}

    @cached_property
    def digest(self) -> bytes:
        """What tells one table from another."""
        import hashlib  # slow to load, and asked for after the first paint

        return hashlib.sha256(repr(self.names).encode() + np.ascontiguousarray(self.table).tobytes()).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Samples) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def _check_lengths(columns: Mapping[str, Sequence[float]]) -> None:
    if not any(columns.values()):
        raise InputError(Sentence("data: there are no numbers"), "data")
    first, *others = columns
    for name in others:
        if len(columns[name]) != len(columns[first]):
            template = "data: the columns {column} and {first} differ in length ({count:,} and {other:,} rows)"
            counts = {"count": len(columns[name]), "other": len(columns[first])}
            raise InputError(Sentence(template, column=name, first=first, **counts), "data")


def _numbers(name: str, column: Sequence[float]) -> list[float]:
    numbers: list[float] = []
    try:
        for each in column:
            numbers.append(_finite(float(each)))  # noqa: PERF401 (what is no number is told by its row)
    except (TypeError, ValueError, OverflowError):
        template = "data: row {row:,}, column {column}: this is not a finite number"
        raise InputError(Sentence(template, row=len(numbers) + 1, column=name), "data") from None
    return numbers


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError
    return number
