"""A race's result as plain data: what --json prints and to_dict() returns."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.result import Run
from gdviz.engine.spec import RaceSpec
from gdviz.engine.surface import Surface


def race_dict(spec: RaceSpec, runs: Sequence[Run], labels: Sequence[str]) -> dict[str, Any]:
    """The surface and one dictionary per run; numbers that are not finite are None."""
    return {"surface": surface_dict(spec.surface), "runs": run_dicts(runs, labels)}


def surface_dict(surface: Surface) -> dict[str, Any]:
    """Key, expression and dimension, and for a loss over data the number of samples."""
    samples = {} if surface.data is None else {"samples": len(surface.data)}
    return {"key": surface.key, "expression": surface.expression, "dimension": dimension(surface), **samples}


def run_dicts(runs: Sequence[Run], labels: Sequence[str]) -> list[dict[str, Any]]:
    """One dictionary per run."""
    return [_run(run, label) for run, label in zip(runs, labels, strict=True)]


def json_text(value: Any) -> str:
    """Valid JSON; floats in full precision."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False)


def _run(run: Run, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "optimizer": run.optimizer,
        "hyperparameters": {name: _finite(value) for name, value in run.hyperparameters.items()},
        "start": _finite(run.start),
        "point": _finite(run.point),
        "loss": _finite(run.loss),
        "gradient_norm": _finite(run.gradient_norm),
        "steps": int(run.steps),
        "gradient_evaluations": int(run.gradient_evaluations),
        "loss_evaluations": int(run.loss_evaluations),
        "hessian_evaluations": int(run.hessian_evaluations),
        "verdict": run.verdict.value,
        "message": str(run.message),
    }


def _finite(value: Any) -> Any:
    """The number, or None for one that is not finite; tuples become lists."""
    if isinstance(value, tuple | list):
        return [_finite(item) for item in value]
    return float(value) if math.isfinite(value) else None
