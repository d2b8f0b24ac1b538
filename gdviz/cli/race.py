"""`gdviz race`: options to a spec, a spec to a table, JSON and files."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gdviz.api import Result, run
from gdviz.engine.errors import InputError
from gdviz.engine.spec import RaceSpec
from gdviz.engine.surface import Point, Surface
from gdviz.files.arguments import batch_from_text, entry_from_text, number_from_text, start_from_text, whole_from_text
from gdviz.files.default import default_spec
from gdviz.files.errors import shown, within
from gdviz.files.experiment import Experiment, load_experiment
from gdviz.files.film import FILM_SUFFIXES, check_film_name
from gdviz.files.history import HISTORY_SUFFIXES, save_history
from gdviz.files.report import json_text
from gdviz.files.surfaces import surface_from_text
from gdviz.files.tables import WIDTH, race_table
from gdviz.files.writing import check_target
from gdviz.language.errors import FormulaError

FIGURE_SUFFIXES = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class Options:
    """What was asked on the command line; None or () where nothing was."""

    file: Path | None = None
    surface: str | None = None
    starts: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()
    steps: str | None = None
    tolerance: str | None = None
    seed: str | None = None
    batch: str | None = None
    noise: str | None = None
    csv: Path | None = None
    target: str | None = None
    features: str | None = None
    logistic: bool = False
    scale: bool = False


def run_race(options: Options, json: bool, history: Path | None, figure: Path | None, film: Path | None = None) -> None:
    """Race and print; everything that can be refused is refused before racing."""
    _check_out(history, HISTORY_SUFFIXES, "--history")
    _check_out(figure, FIGURE_SUFFIXES, "--figure")
    _check_out(film, FILM_SUFFIXES, "--film")
    if film is not None:
        with within("--film"):
            check_film_name(film.name)
    result = _run(options)
    if history is not None:
        save_history(result.trajectory, result.labels, history)
    if figure is not None:
        _draw(result, figure)
    if film is not None:
        _play(result, film)
    print(json_text(result.to_dict()) if json else race_table(result.trajectory.runs, result.labels, _width()))


def _width() -> int:
    """The terminal's width, or the usual one where there is no terminal."""
    return max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDTH


def _run(options: Options) -> Result:
    """The race; what is wrong with it names the file, unless an option may have brought it in."""
    spec = spec_from(options)
    try:
        return run(spec)
    except (InputError, FormulaError) as error:
        what = f"surface: {error}" if isinstance(error, FormulaError) else str(error)
        from_file = options.file is not None and options == Options(options.file)
        raise InputError(f"{shown(str(options.file), 200)}: {what}" if from_file else what) from None


def spec_from(options: Options) -> RaceSpec:
    """The spec of the file or the default one, with what the options replace."""
    if options.csv is None and (options.target or options.features or options.logistic or options.scale):
        raise InputError("--target, --features, --logistic and --scale need the data of --csv FILE")
    experiment = load_experiment(options.file) if options.file else Experiment(default_spec())
    spec = experiment.spec
    changes = _numbers(options)
    if options.surface is not None or options.csv is not None:
        changes["surface"] = _surface(options)
        changes["starts"] = _default_starts(changes["surface"], options)
    if options.starts:
        with within("--start"):
            changes["starts"] = tuple(start_from_text(text) for text in options.starts)
    if options.optimizers:
        with within("--optimizer"):
            changes["entries"] = tuple(entry_from_text(text, experiment.optimizers) for text in options.optimizers)
    return replace(spec, **changes)


def _surface(options: Options) -> Surface:
    """The one surface that the options name."""
    if options.csv is None:
        with within("--surface"):
            return surface_from_text(options.surface or "")
    if options.surface is not None:
        raise InputError("--csv: a race has one surface; leave out --surface")
    from gdviz.files.csv_data import read_csv
    from gdviz.files.regression import asked_of, regression_surface

    with within("--csv"):
        table = read_csv(options.csv)
    if options.target is None:
        raise InputError(f"--target: name the column to predict, one of {shown(', '.join(table.titles), 200)}")
    features = options.features.split(",") if options.features is not None else None
    with within("--target" if features is None else "--features"):
        asked = asked_of(table, options.target, features, options.logistic, options.scale)
    with within("--csv"):
        return regression_surface(table, asked)


def _numbers(options: Options) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if options.steps is not None:
        changes["steps"] = whole_from_text(options.steps, "--steps")
    if options.tolerance is not None:
        changes["tolerance"] = number_from_text(options.tolerance, "--tolerance")
    if options.seed is not None:
        changes["seed"] = whole_from_text(options.seed, "--seed")
    if options.batch is not None:
        changes["batch"] = batch_from_text(options.batch, "--batch")
    if options.noise is not None:
        changes["noise"] = number_from_text(options.noise, "--noise")
    return changes


def _default_starts(surface: Surface, options: Options) -> tuple[Point, ...]:
    if not surface.start and not options.starts:
        raise InputError("--start: this surface has no start of its own; give one, as in --start 1,2")
    return (surface.start,)


def _check_out(path: Path | None, suffixes: tuple[str, ...], option: str) -> None:
    if path is None:
        return
    if path.suffix.lower() not in suffixes:
        raise InputError(f"{option}: {path.name!r} must end in {' or '.join(suffixes)}")
    with within(option):
        check_target(path)


def _draw(result: Result, path: Path) -> None:
    from gdviz.qt.figure import save  # Qt is loaded for this alone

    save(result.trajectory, path)


def _play(result: Result, path: Path) -> None:
    from gdviz.qt.film import save_film

    save_film(result.trajectory, path)
