"""`gdviz check`: whether experiment files are valid, down to the gradients of their surfaces."""

from __future__ import annotations

import os
from pathlib import Path

from gdviz.cli import DONE, WRONG_INPUT, complain
from gdviz.engine.check import check_gradient, check_spec
from gdviz.engine.differences import check_against_differences
from gdviz.engine.errors import InputError
from gdviz.files.errors import shown, within
from gdviz.files.experiment import load_experiment


def run_check(files: list[Path]) -> int:
    """Say of each file on stdout that it is valid, or on stderr in one line why not; the exit status."""
    status = DONE
    for file in files:
        try:
            _check(file)
        except InputError as error:
            complain(error.message)
            status = WRONG_INPUT
        else:
            print(f"{shown(os.fspath(file), 200)}: valid")
    return status


def _check(file: Path) -> None:
    spec = load_experiment(file).spec
    with within(shown(os.fspath(file), 200)):
        check_spec(spec)
        check_gradient(spec)
        check_against_differences(spec)
