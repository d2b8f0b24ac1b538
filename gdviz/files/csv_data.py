"""A user's own table: CSV, pasted or from a file, to named columns, with everything that was found out about it."""

from __future__ import annotations

import csv
import io
import keyword
import os
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isfinite

from gdviz.engine.errors import InputError, unknown
from gdviz.files.csv_text import ROW_LIMIT, decoded, read_csv_bytes, too_many_rows
from gdviz.files.errors import shown
from gdviz.language.functions import FUNCTIONS
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS

COLUMN_LIMIT = 200
# Where several fit, a text with tabs or semicolons is divided by these, and its commas are decimal commas.
DELIMITERS = ("\t", ";", ",")

_LOOKED_AT = 50
_UNCLOSED = "{name}: row {row} has a quotation mark that is never closed"
_NAME_LENGTH = 16
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# What a formula understands otherwise: parameters and the step count.
_TAKEN = re.compile(r"w\d*|b|t|f|theta")


@dataclass(frozen=True)
class CsvTable:
    """Rows of texts, every one as long as the first; `rows` holds where each stands in the file, counted from 1.

    `names` are the columns' names in formulas, `titles` what the file calls them. `source` is what errors call it.
    """

    source: str
    titles: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    delimiter: str
    encoding: str
    header: bool

    def index(self, column: str) -> int:
        """Where a column stands, by its title or its name; InputError with the nearest one."""
        for known in (self.titles, self.names):
            if column.strip() in known:
                return known.index(column.strip())
        raise unknown("column", shown(column), self.titles, "column")

    def texts(self, index: int) -> list[str]:
        """The cells of a column; InputError at the first that is empty."""
        for row, cells in zip(self.rows, self.cells, strict=True):
            if not cells[index]:
                raise self.error(row, index, Sentence("the cell is empty"))
        return [cells[index] for cells in self.cells]

    def numbers(self, index: int) -> list[float]:
        """A column as numbers; InputError naming the row and the column of what is none."""
        values = []
        for row, text in zip(self.rows, self.texts(index), strict=True):
            value = self.number(text)
            if value is None:
                raise self.error(row, index, Sentence("{text!r} is not a number", text=shown(text, 30)))
            values.append(value)
        return values

    def number(self, text: str) -> float | None:
        """The number that a cell holds, with a decimal comma where the comma does not divide cells."""
        return number(text, self.delimiter != ",")

    def error(self, row: int, index: int, sentence: str) -> InputError:
        """What is wrong with a cell."""
        template = "{name}: row {row}, column {column}: {error}"
        column = shown(self.titles[index], 30)
        return InputError(Sentence(template, name=self.source, row=row, column=column, error=sentence), "csv")


def number(text: str, decimal_comma: bool) -> float | None:
    """A finite number, or None."""
    plain = text.replace(",", ".") if decimal_comma else text
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if isfinite(value) else None


def read_csv(path: str | os.PathLike[str]) -> CsvTable:
    """The table in a file; InputError with one sentence for anything that is none."""
    name = shown(os.fspath(path), 200)
    text, encoding = decoded(read_csv_bytes(path), name)
    return parse_csv(text, name, encoding)


def parse_csv(text: str, source: str, encoding: str = "") -> CsvTable:
    """The table in a text; `source` is what errors call it."""
    if not text.strip():
        raise InputError(Sentence("{name}: there is nothing in it", name=source), "csv")
    delimiter = _delimiter(text)
    numbered = _read(text, delimiter, source)
    first = numbered[0][1]
    header = not any(number(cell, delimiter != ",") is not None for cell in first)
    titles, body = (first, numbered[1:]) if header else ((), numbered)
    width = len(first)
    _check_shape(source, width, body, delimiter)
    titles = tuple(title or f"x{index}" for index, title in enumerate(titles or ("",) * width, 1))
    rows, cells = zip(*body, strict=True)
    return CsvTable(source, titles, names_for(titles), cells, rows, delimiter, encoding, header)


def names_for(titles: Sequence[str]) -> tuple[str, ...]:
    """Names for formulas, all different: `Height (cm)` becomes Height_cm, a title without Latin letters x1."""
    names: list[str] = []
    for number, title in enumerate(titles, 1):
        name = re.sub(r"[^A-Za-z0-9]+", "_", title)[:_NAME_LENGTH].strip("_")
        right = bool(re.match("[A-Za-z]", name)) and not _is_taken(name, names)
        names.append(name if right else _free(number, [*names, *titles]))
    return tuple(names)


def _is_taken(name: str, names: Collection[str]) -> bool:
    meant = name in CONSTANTS or name in FUNCTIONS or keyword.iskeyword(name) or _TAKEN.fullmatch(name)
    return name in names or bool(meant)


def _free(number: int, taken: Collection[str]) -> str:
    """x and the column's number, or one that no column has."""
    return next(name for name in (f"x{number}", *(f"x{number}_{k}" for k in range(1, 500))) if name not in taken)


def _delimiter(text: str) -> str:
    """The one that divides most of the first lines into equally many cells, at least two."""
    lines = [line for line in io.StringIO(text) if line.strip()][:_LOOKED_AT]
    found = {}
    for delimiter in DELIMITERS:
        found[delimiter] = _equally_wide(lines, delimiter)
    return max(DELIMITERS, key=lambda delimiter: found[delimiter])


def _equally_wide(lines: list[str], delimiter: str) -> int:
    """How many lines have the commonest number of cells, if that is more than one."""
    try:
        width, count = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter)).most_common(1)[0]
    except csv.Error:  # said with its row when all is read
        return 0
    return count if width > 1 else 0


def _read(text: str, delimiter: str, source: str) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that are not blank, each with its number."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    index = 0
    try:
        for index, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if len(rows) > ROW_LIMIT + 1:
                raise too_many_rows(source)
            cells = tuple(cell.strip() for cell in row)
            if text.count('"') % 2 and any("\n" in cell for cell in cells):  # it swallows the rows that follow
                raise InputError(Sentence(_UNCLOSED, name=source, row=index), "csv")
            if any(cells):
                rows.append((index, cells))
    except csv.Error as error:
        template = "{name}: row {row} cannot be read ({error})"
        raise InputError(Sentence(template, name=source, row=index + 1, error=str(error)), "csv") from None
    return rows


def _check_shape(source: str, width: int, body: Sequence[tuple[int, tuple[str, ...]]], delimiter: str) -> None:
    if len(body) < 2:
        template = "{name}: there are {count} rows of numbers; a model needs at least two"
        one = "{name}: there is {count} row of numbers; a model needs at least two"
        raise InputError(Sentence(one if len(body) == 1 else template, name=source, count=len(body)), "csv")
    if len(body) > ROW_LIMIT:
        raise too_many_rows(source)
    if width < 2:
        template = "{name}: there is only one column; divide columns by commas, semicolons or tabs"
        raise InputError(Sentence(template, name=source), "csv")
    if width > COLUMN_LIMIT:
        template = "{name}: there are {count:,} columns, the most are {limit}"
        raise InputError(Sentence(template, name=source, count=width, limit=COLUMN_LIMIT), "csv")
    for row, cells in body:
        if len(cells) != width:
            template = "{name}: row {row} has {count} cells, the first row has {width}"
            one = "{name}: row {row} has {count} cell, the first row has {width}"
            template = one if len(cells) == 1 else template
            raise InputError(Sentence(template, name=source, row=row, count=len(cells), width=width), "csv")
