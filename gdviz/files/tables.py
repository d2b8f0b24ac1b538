"""Results as plain aligned text, readable in 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from gdviz.engine.result import Run
from gdviz.files.errors import shown

WIDTH = 100
SHORTEST_LABEL = 12
COORDINATES_SHOWN = 3

_HEADERS = ("run", "verdict", "point", "loss", "|g|", "steps", "gradients")
# What optimizers that look at the loss, as line searches do, have in one more column.
_LOSSES = "losses"
_NUMBERS = frozenset({"steps", "gradients", _LOSSES})


def race_table(runs: Sequence[Run], labels: Sequence[str], width: int = WIDTH) -> str:
    """One line of numbers per run, and under it the sentence that says how the run ended."""
    names = [shown(label, 200) for label in labels]
    looking = any(run.loss_evaluations for run in runs)
    headers = (*_HEADERS, _LOSSES) if looking else _HEADERS
    numbers = [(*_numbers(run), *([str(run.loss_evaluations)] if looking else [])) for run in runs]
    room = max(SHORTEST_LABEL, width - len(columns(headers[1:], numbers, _NUMBERS).split("\n")[0]) - 2)
    rows = [(shown(name, room), *cells) for name, cells in zip(names, numbers, strict=True)]
    head, *lines = columns(headers, rows, _NUMBERS).split("\n")
    sentences = [_sentence(run, name, room, width) for run, name in zip(runs, names, strict=True)]
    return "\n".join([head, *(part for pair in zip(lines, sentences, strict=True) for part in pair)])


def columns(headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[str] = frozenset()) -> str:
    """Rows under headers, each column as wide as its widest cell; those in `numbers` are set to the right."""
    table = [headers, *rows]
    widths = [max(len(row[index]) for row in table) for index in range(len(headers))]
    return "\n".join("  ".join(_cells(row, headers, widths, numbers)).rstrip() for row in table)


def point_text(point: Sequence[float]) -> str:
    """The first coordinates of a point, to five digits."""
    numbers = ", ".join(f"{value:.5g}" for value in point[:COORDINATES_SHOWN])
    return f"({numbers}{', …' if len(point) > COORDINATES_SHOWN else ''})"


def _cells(row: Sequence[str], headers: Sequence[str], widths: Sequence[int], numbers: frozenset[str]) -> list[str]:
    return [
        cell.rjust(width) if header in numbers else cell.ljust(width)
        for cell, header, width in zip(row, headers, widths, strict=True)
    ]


def _sentence(run: Run, name: str, room: int, width: int) -> str:
    """How the run ended; a label that had to be cut in the line above is here in full."""
    text = str(run.message) if len(name) <= room else f"{name}: {run.message}"
    return textwrap.fill(shown(text, 600), width, initial_indent="    ", subsequent_indent="    ")


def _numbers(run: Run) -> tuple[str, ...]:
    return (
        run.verdict.value.replace("_", " "),
        point_text(run.point),
        f"{run.loss:.4g}",
        f"{run.gradient_norm:.2g}",
        str(run.steps),
        str(run.gradient_evaluations),
    )
