"""`gdviz figures`: the textbooks' figures, drawn anew from the experiments of the gallery."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from gdviz.cli.race import FIGURE_SUFFIXES
from gdviz.cli.screenshot import LANGUAGES
from gdviz.engine.errors import InputError
from gdviz.files.errors import shown
from gdviz.files.gallery import Figure, gallery
from gdviz.files.tables import columns
from gdviz.files.writing import check_target


@dataclass(frozen=True)
class Wanted:
    """What was asked on the command line."""

    row: str | None = None
    out: Path | None = None
    all: Path | None = None
    list: bool = False
    language: str = "en"
    format: str = "png"


def run_figures(wanted: Wanted) -> None:
    """List the figures, draw one, or draw them all; everything that can be refused is refused before Qt is loaded."""
    _check(wanted)
    if wanted.list:
        print(columns(("row", "source", "figure", "caption"), [_line(each, wanted) for each in gallery().figures]))
    elif wanted.all is not None:
        _draw_all(wanted, _folder(wanted.all))
    else:
        figure = gallery().figure(wanted.row or "")
        target = wanted.out or Path(f"{figure.row}.{wanted.format}")
        check_target(target)
        _draw({target: figure}, wanted.language)


def _check(wanted: Wanted) -> None:
    if sum((wanted.row is not None, wanted.all is not None, wanted.list)) != 1:
        raise InputError("name one figure as in gdviz figures D21, or use --all DIR or --list")
    for option, given, known in (
        ("--language", wanted.language, LANGUAGES),
        ("--format", wanted.format, [suffix[1:] for suffix in FIGURE_SUFFIXES]),
    ):
        if given not in known:
            raise InputError(f"{option}: {shown(given)!r} is none of {', '.join(known)}")
    if wanted.out is not None and wanted.out.suffix.lower() not in FIGURE_SUFFIXES:
        raise InputError(f"{shown(wanted.out.name)!r} must end in {' or '.join(FIGURE_SUFFIXES)}")


def _line(figure: Figure, wanted: Wanted) -> tuple[str, ...]:
    return figure.row, figure.source, figure.number.of(wanted.language), figure.caption.of(wanted.language)


def _folder(path: Path) -> Path:
    """The folder, made if it is not there; InputError if it cannot be."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"--all: no folder {shown(str(path), 200)} can be made here ({reason})") from None
    return path


def _draw_all(wanted: Wanted, folder: Path) -> None:
    _draw({folder / f"{figure.row}.{wanted.format}": figure for figure in gallery().figures}, wanted.language)


def _draw(figures: dict[Path, Figure], language: str) -> None:
    from gdviz.qt.gallery_file import save  # Qt is loaded for this alone

    for target, figure in figures.items():
        save(figure, target, language)
        print(target)
        sys.stdout.flush()
