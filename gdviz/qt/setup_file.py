"""Setups from experiment files and back; what that takes is loaded when it is first needed."""

from __future__ import annotations

import os

from gdviz.files.default import default_spec
from gdviz.qt.setup import Setup, check_setup


def load_setup(path: str | os.PathLike[str] | None) -> Setup:
    """The experiment of a file, or the default one; InputError or FormulaError if the file is wrong."""
    if path is None:
        return Setup.of(default_spec())
    from gdviz.files.experiment import load_experiment  # needs msgspec, which the first paint does not

    experiment = load_experiment(path)
    setup = Setup.of(experiment.spec, experiment.optimizers)
    check_setup(setup)
    return setup


def save_setup(path: str | os.PathLike[str], setup: Setup) -> None:
    """Write the question as an experiment file; InputError if it cannot be, and what was there is then as it was."""
    from gdviz.files.experiment import save

    save(path, setup.spec, setup.own)
