"""`gdviz list`: what the program knows."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.errors import unknown
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.schedule import Schedule
from gdviz.engine.surface import Surface
from gdviz.files.labels import value_text
from gdviz.files.report import json_text
from gdviz.files.tables import columns
from gdviz.optimizers import OPTIMIZERS
from gdviz.schedules import SCHEDULES
from gdviz.surfaces import SURFACES

KINDS = ("optimizers", "surfaces", "schedules")


def run_list(what: str, json: bool) -> None:
    """Print the optimizers, the surfaces or the schedules; InputError for any other word."""
    if what not in KINDS:
        raise unknown("list", what[:40], KINDS)
    if json:
        dicts = {"optimizers": _optimizer_dicts, "surfaces": _surface_dicts, "schedules": _schedule_dicts}
        print(json_text(dicts[what]()))
    elif what == "optimizers":
        print(columns(("key", "title", "hyperparameters"), [_optimizer(method) for method in OPTIMIZERS]))
    elif what == "schedules":
        print(columns(("key", "of", "hyperparameters", "formula"), [_schedule(each) for each in SCHEDULES]))
    else:
        print(columns(("key", "coordinates", "start", "f"), [_surface(surface) for surface in SURFACES]))


def _optimizer_dicts() -> list[dict[str, Any]]:
    return [asdict(method) for method in OPTIMIZERS]


def _surface_dicts() -> list[dict[str, Any]]:
    return [{**_surface_dict(surface), "dimension": dimension(surface)} for surface in SURFACES]


def _surface_dict(surface: Surface) -> dict[str, Any]:
    data = surface.data
    return {**asdict(replace(surface, data=None)), "data": data and data.columns()}


def _schedule_dicts() -> list[dict[str, Any]]:
    return [asdict(schedule) for schedule in SCHEDULES]


def _optimizer(method: Optimizer) -> tuple[str, ...]:
    return (method.key, method.title, _hypers(method))


def _schedule(schedule: Schedule) -> tuple[str, ...]:
    lines = "; ".join(" ".join(line.split()) for line in schedule.rules.strip().splitlines())
    return (schedule.key, " or ".join(schedule.of), _hypers(schedule), lines)


def _hypers(declared: Optimizer | Schedule) -> str:
    return ", ".join(f"{hyper.name}={value_text(hyper.default)}" for hyper in declared.hyperparameters)


def _surface(surface: Surface) -> tuple[str, ...]:
    return (surface.key, str(dimension(surface)), value_text(surface.start), surface.expression)
