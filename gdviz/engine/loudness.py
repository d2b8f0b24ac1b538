"""How loud chance is: the length of what a batch and the noise add to the gradient."""

from __future__ import annotations

import numpy as np

from gdviz.engine.result import Floats
from gdviz.engine.sample_sum import sample_sum
from gdviz.engine.sampling import Batch, Sampling
from gdviz.engine.surface import Surface
from gdviz.language.evaluate import evaluate


def loudness(surface: Surface, sampling: Sampling, point: Floats) -> float:
    """The root mean square of that length at a point, in the measure of the surface's own gradient."""
    noise, batch = sampling.noise**2 * len(point), 0.0
    if surface.data is not None and sampling.batch is not None:
        rows, size = len(surface.data), sampling.batch.size
        batch = _variance(surface, sampling.batch, point)
        if not surface.mean:  # a batch adds up fewer samples than the surface does
            noise, batch = noise * (rows / size) ** 2, batch * rows**2
    return float(np.sqrt(noise + batch))


def _variance(surface: Surface, batch: Batch, point: Floats) -> float:
    """Of the mean gradient of a batch; without replacement a large one leaves little to chance."""
    assert surface.data is not None
    each = sample_sum(surface.expression, surface.parameters, "grad", surface.data, True, None)
    inputs = dict(zip(surface.parameters, point, strict=True)) | {
        name: surface.data.column(name) for name in surface.data.names
    }
    rows = len(surface.data)
    gradients = np.stack([np.broadcast_to(part, rows) for part in evaluate(each.tape, each.outputs, inputs)])
    spread = float(gradients.var(axis=1).sum()) / batch.size
    return spread if batch.replacement else spread * (rows - batch.size) / max(rows - 1, 1)
