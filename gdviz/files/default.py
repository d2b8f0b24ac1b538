"""The experiment that is raced when none is named."""

from __future__ import annotations

from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface

DEFAULT_SURFACE = "beale"
DEFAULT_OPTIMIZERS = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


def default_entries() -> tuple[Entry, ...]:
    """The six classics, each with its own defaults."""
    methods = [optimizer(key) for key in DEFAULT_OPTIMIZERS]
    return tuple(Entry(method, label=method.title) for method in methods)


def default_spec() -> RaceSpec:
    """The six classics on Beale's function from its default start, 1000 steps."""
    beale = surface(DEFAULT_SURFACE)
    return RaceSpec(beale, default_entries(), (beale.start,))
