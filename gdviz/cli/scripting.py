"""`gdviz script`: an experiment as a program that needs NumPy alone."""

from __future__ import annotations

import os
from pathlib import Path

from gdviz.engine.check import check_gradient, check_spec
from gdviz.engine.script import script
from gdviz.files.errors import shown, within
from gdviz.files.experiment import load


def run_script(file: Path) -> None:
    """Print the script; InputError if the experiment cannot be raced."""
    spec = load(file)
    with within(shown(os.fspath(file), 200)):
        check_spec(spec)
        check_gradient(spec)
    print(script(spec), end="")
