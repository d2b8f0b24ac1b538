"""`gdviz list`: what the program knows."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.errors import unknown
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.surface import Surface
from gdviz.files.labels import value_text
from gdviz.files.report import json_text
from gdviz.files.tables import columns
from gdviz.optimizers import OPTIMIZERS
from gdviz.surfaces import SURFACES

KINDS = ("optimizers", "surfaces")


def run_list(what: str, json: bool) -> None:
    """Print the optimizers or the surfaces; InputError for any other word."""
    if what not in KINDS:
        raise unknown("list", what[:40], KINDS)
    if json:
        print(json_text(_optimizer_dicts() if what == "optimizers" else _surface_dicts()))
    elif what == "optimizers":
        print(columns(("key", "title", "hyperparameters"), [_optimizer(method) for method in OPTIMIZERS]))
    else:
        print(columns(("key", "coordinates", "start", "f"), [_surface(surface) for surface in SURFACES]))


def _optimizer_dicts() -> list[dict[str, Any]]:
    return [asdict(method) for method in OPTIMIZERS]


def _surface_dicts() -> list[dict[str, Any]]:
    return [{**_surface_dict(surface), "dimension": dimension(surface)} for surface in SURFACES]


def _surface_dict(surface: Surface) -> dict[str, Any]:
    data = surface.data
    columns = None if data is None else {name: data.column(name).tolist() for name in data.names}
    return {**asdict(replace(surface, data=None)), "data": columns}


def _optimizer(method: Optimizer) -> tuple[str, ...]:
    hypers = ", ".join(f"{hyper.name}={value_text(hyper.default)}" for hyper in method.hyperparameters)
    return (method.key, method.title, hypers)


def _surface(surface: Surface) -> tuple[str, ...]:
    return (surface.key, str(dimension(surface)), value_text(surface.start), surface.expression)
