"""One lane of a race, run rule by rule on the syntax tree: the plainest reading of an optimizer's lines.

It shares the parser and the surface's derivatives with the engine, but no tape, no kernel and no shapes.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.race import race
from gdviz.engine.result import Chunk, Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.language.tree import names_in
from tests.language.tree_values import ARRAYS, tree_value

Floats = NDArray[np.float64]


@dataclass
class PlainRun:
    """The points and the states after every step, row 0 being the start, and why the run ended."""

    points: Floats
    states: dict[str, list[Any]]
    why: str

    @property
    def steps(self) -> int:
        return len(self.points) - 1


def plain_run(spec: RaceSpec, entry: Entry, start: Iterable[float]) -> PlainRun:
    """Steps until the gradient is small, the point is not inside the bound or has no loss, or the budget is spent."""
    functions = _functions(spec)
    rules = entry.optimizer.program
    hypers: dict[str, Any] = {
        name: np.array(value) if isinstance(value, tuple) else np.float64(value)
        for name, value in entry.hyperparameters().items()
    }
    with np.errstate(all="ignore"):
        theta = np.array(list(start), dtype=np.float64)
        states = {"theta": theta} | _first_states(rules, hypers, theta, functions)
        rows = {name: [value] for name, value in states.items()}
        why = "budget"
        for step in range(1, spec.steps + 1):
            if not np.isfinite(functions["f"](states["theta"])):
                why = "bound"
                break
            if np.abs(functions["grad"](states["theta"])).max() < spec.tolerance:
                why = "tolerance"
                break
            names = {**hypers, **states, "t": np.float64(step)}
            for rule in rules.rules:
                names[rule.name] = tree_value(rule.expression, names, functions)
            states = {name: names[name] for name in states}
            states["theta"] = states["theta"] + np.zeros_like(theta) if states["theta"].ndim == 0 else states["theta"]
            for name, value in states.items():
                rows[name].append(value)
            if not np.abs(states["theta"]).max() < spec.bound:
                why = "bound"
                break
    return PlainRun(np.array(rows.pop("theta")), rows, why)


def _first_states(rules: Any, hypers: Mapping[str, Any], theta: Floats, functions: Mapping[str, Any]) -> dict[str, Any]:
    names = {**hypers, "theta": theta, "t": np.float64(0.0)}
    for rule in rules.rules:
        if rule.name not in rules.states and all(name in names for name in names_in(rule.expression)):
            names[rule.name] = tree_value(rule.expression, names, functions)
    initial = dict(rules.initial)
    return {
        name: tree_value(initial[name], names, functions) if name in initial else np.float64(0.0)
        for name in rules.states
        if name != "theta"
    }


def _functions(spec: RaceSpec) -> dict[str, Any]:
    compiled = compile_surface(spec.surface)

    def dot(a: Any, b: Any) -> Any:
        return functools.reduce(operator.add, np.broadcast_arrays(a, b)[0] * b)

    return {
        **ARRAYS,
        "number": lambda text: np.float64(float(text)),
        "grad": compiled.gradient,
        "f": compiled.value,
        "hess": compiled.hessian,
        "dot": dot,
        "norm": lambda a: np.sqrt(dot(a, a)),
    }


def trajectory(spec: RaceSpec, record: Record = Record.STATES) -> Trajectory:
    """The engine's own answer, complete."""
    result = Trajectory.empty(spec)
    for chunk in race(spec, record):
        result = result.grown(chunk)
    return result


def joined(chunks: Iterable[Chunk]) -> tuple[Floats, Floats]:
    """Points and losses of chunks that follow one another."""
    parts = list(chunks)
    return np.concatenate([part.points for part in parts]), np.concatenate([part.loss for part in parts])


def assert_same_bits(found: Any, wanted: Any) -> None:
    """Equal to the last bit, zeros of either sign told apart; one NaN is as good as another."""
    found, wanted = np.broadcast_arrays(np.asarray(found, dtype=np.float64), np.asarray(wanted, dtype=np.float64))
    same = (np.ascontiguousarray(found).view(np.int64) == np.ascontiguousarray(wanted).view(np.int64)) | (
        np.isnan(found) & np.isnan(wanted)
    )
    assert same.all(), f"{found[~same][:4]} is not {wanted[~same][:4]}"
