"""`gdviz check`: whether experiment files are valid, down to the gradients of their surfaces."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path
from typing import Any

from gdviz.cli import DONE, WRONG_INPUT, complain
from gdviz.engine.check import check_gradient, check_spec
from gdviz.engine.errors import InputError
from gdviz.engine.gradient_check import GradientCheck, check_gradient_of
from gdviz.engine.gradient_findings import Finding
from gdviz.engine.gradient_sentence import check_sentence, worst
from gdviz.files.errors import shown, within
from gdviz.files.experiment import load_experiment
from gdviz.files.gradient_report import gradient_dict, gradient_text
from gdviz.files.report import json_text
from gdviz.files.tables import point_text

STARTS_CHECKED = 100
# The tables of more starts nobody reads; what is remarkable is always told.
STARTS_TOLD = 5


def run_check(files: list[Path], json: bool = False) -> int:
    """Say of each file on stdout that it is valid, with the check of its gradient, or on stderr in one line why not;
    the exit status.
    """
    status = DONE
    told: list[dict[str, Any]] = []
    for file in files:
        name = shown(os.fspath(file), 200)
        try:
            checks = _check(file, name)
        except InputError as error:
            complain(error.message)
            status = WRONG_INPUT
            told.append({"file": name, "valid": False, "message": error.message})
        else:
            told.append({"file": name, "valid": True, "gradient_checks": [gradient_dict(each) for each in checks]})
            if not json:
                print("\n".join([f"{name}: valid", *_tables(checks)]))
    if json:
        print(json_text(told))
    return status


def _check(file: Path, name: str) -> list[GradientCheck]:
    spec = load_experiment(file).spec
    with within(name):
        check_spec(spec)
        check_gradient(spec)
        checks = check_gradient_of(spec.surface, spec.starts[:STARTS_CHECKED])
        for index, check in enumerate(checks):
            if worst(check).finding is Finding.DISAGREES:
                raise InputError(f"at the start {point_text(check.point)}: {check_sentence(check)}", f"starts[{index}]")
    return checks


def _tables(checks: list[GradientCheck]) -> list[str]:
    told = [
        check for place, check in enumerate(checks) if place < STARTS_TOLD or worst(check).finding is not Finding.AGREES
    ]
    lines = [textwrap.indent(gradient_text(check), "    ") for check in told]
    if len(told) < len(checks):
        lines.append(f"    The gradient agrees at {len(checks) - len(told)} more starts.")
    return lines
