"""Gradient descent to watch: race optimizers over a surface, from Python, the command line or a window.

>>> import gdviz
>>> print(gdviz.race("beale", ["momentum", "adam:lr=0.1"], start=(1, 1.5), steps=1000))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdviz.api import Result, race, save
    from gdviz.engine.errors import InputError
    from gdviz.engine.extras import Clip, Extras
    from gdviz.engine.optimizer import Hyper, Optimizer, Role
    from gdviz.engine.samples import Samples
    from gdviz.engine.sampling import Batch
    from gdviz.engine.schedule import Schedule
    from gdviz.engine.spec import Entry, RaceSpec
    from gdviz.engine.surface import Surface
    from gdviz.files.experiment import load
    from gdviz.files.regression import regression
    from gdviz.language.errors import FormulaError
    from gdviz.optimizers import OPTIMIZERS
    from gdviz.schedules import SCHEDULES
    from gdviz.surfaces import SURFACES

__version__ = "0.1.0"

__all__ = [
    "OPTIMIZERS",
    "SCHEDULES",
    "SURFACES",
    "Batch",
    "Clip",
    "Entry",
    "Extras",
    "FormulaError",
    "Hyper",
    "InputError",
    "Optimizer",
    "RaceSpec",
    "Result",
    "Role",
    "Samples",
    "Schedule",
    "Surface",
    "load",
    "race",
    "regression",
    "save",
]

# Fetched when first asked for: `import gdviz` is also what every worker process and the window begin with.
_HOME = {
    "OPTIMIZERS": "gdviz.optimizers",
    "SCHEDULES": "gdviz.schedules",
    "SURFACES": "gdviz.surfaces",
    "Batch": "gdviz.engine.sampling",
    "Clip": "gdviz.engine.extras",
    "Entry": "gdviz.engine.spec",
    "Extras": "gdviz.engine.extras",
    "FormulaError": "gdviz.language.errors",
    "Hyper": "gdviz.engine.optimizer",
    "InputError": "gdviz.engine.errors",
    "Optimizer": "gdviz.engine.optimizer",
    "RaceSpec": "gdviz.engine.spec",
    "Result": "gdviz.api",
    "Role": "gdviz.engine.optimizer",
    "Samples": "gdviz.engine.samples",
    "Schedule": "gdviz.engine.schedule",
    "Surface": "gdviz.engine.surface",
    "load": "gdviz.files.experiment",
    "race": "gdviz.api",
    "regression": "gdviz.files.regression",
    "save": "gdviz.api",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'gdviz' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
