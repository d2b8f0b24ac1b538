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
    looks = Setup.of(experiment.spec).looks
    seen = (experiment.target, experiment.replicates)
    setup = Setup(experiment.spec, looks, experiment.visible, experiment.optimizers, *seen)
    check_setup(setup)
    return setup


def save_setup(path: str | os.PathLike[str], setup: Setup) -> None:
    """Write an experiment file; InputError if it cannot be, and what was there is then as it was."""
    from gdviz.files.experiment import Experiment, save_experiment

    save_experiment(path, Experiment(setup.spec, setup.own, setup.visible, setup.target, setup.replicates))
