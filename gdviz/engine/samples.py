"""The data that a loss is taken over: columns of numbers, one row a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gdviz.language.evaluate import Floats


@dataclass(frozen=True, eq=False)
class Samples:
    """Columns by name; `table` is (rows, columns), read-only. Equal tables of equal names are equal."""

    names: tuple[str, ...]
    table: Floats

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[float]]) -> Samples:
        """The samples of columns of equal length."""
        table = np.array([list(column) for column in columns.values()], dtype=np.float64).T.copy()
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
