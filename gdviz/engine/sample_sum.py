"""Functions of a tape that look at samples: the values of a batch, and a sum over many samples at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.expression import one_number, trees
from gdviz.engine.samples import Samples
from gdviz.engine.sampling import Batch
from gdviz.language.evaluate import Floats, evaluate
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.values import Scalar

# So many numbers of a column are worked on at a time: they fit the processor's second cache.
_PIECE = 1 << 16
# The samples of so many steps are drawn at a time.
_STEPS = 512


@dataclass(frozen=True)
class BatchValues:
    """The samples that a step sees, number by number, sample by sample: a call on (t, seed)."""

    samples: Samples
    batch: Batch

    def __call__(self, t: Any, seed: Any) -> Sequence[Any]:
        if isinstance(t, float):  # the kernels ask step by step
            page, within = divmod(int(t) - 1, _STEPS)
            return _page(self, int(seed), page)[within]
        flat = self.at(np.asarray(t).astype(np.int64), int(np.max(seed)))
        return [flat[..., index] for index in range(flat.shape[-1])]

    def at(self, steps: NDArray[np.int64], seed: int) -> Floats:
        """The numbers of every step, (..., size * columns)."""
        rows = self.samples.table[self.batch.indices(len(self.samples), seed, steps)]
        return rows.reshape(*rows.shape[:-2], -1)


@lru_cache(maxsize=64)
def _page(values: BatchValues, seed: int, page: int) -> list[list[float]]:
    steps = page * _STEPS + np.arange(1, _STEPS + 1)
    numbers: list[list[float]] = values.at(steps, seed).tolist()
    return numbers


@dataclass(frozen=True)
class SampleSum:
    """f, grad or hess of an expression, summed or averaged over samples: a call on (coordinates .., t, seed), or on the
    coordinates alone where there is no batch.

    `tape` computes `outputs` of one sample; it goes along with the sum so that no SymPy is needed to use it.
    """

    expression: str
    names: tuple[str, ...]
    function: str
    samples: Samples
    mean: bool
    batch: Batch | None
    tape: Tape = field(compare=False, repr=False)
    outputs: tuple[int, ...] = field(compare=False, repr=False)

    def __call__(self, *arguments: Any) -> list[Floats]:
        arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=np.float64) for argument in arguments))
        shape = arrays[0].shape
        flat = [array.reshape(-1) for array in arrays]
        rows = self.batch.size if self.batch else len(self.samples)
        lanes = max(1, _PIECE // rows)
        pieces = [self._piece([each[i : i + lanes] for each in flat]) for i in range(0, max(1, len(flat[0])), lanes)]
        return [np.concatenate(parts).reshape(shape) for parts in zip(*pieces, strict=True)]

    def _piece(self, arrays: list[Floats]) -> list[Floats]:
        """The sums for some points."""
        inputs = {name: array[:, None] for name, array in zip(self.names, arrays, strict=False)}
        columns = self.samples.table
        if self.batch:
            t, seed = arrays[len(self.names) :]
            columns = columns[self.batch.indices(len(self.samples), int(np.max(seed)), t.astype(np.int64))]
        inputs |= {name: columns[..., index] for index, name in enumerate(self.samples.names)}
        shape = (len(arrays[0]), columns.shape[-2])
        values = (np.broadcast_to(value, shape) for value in evaluate(self.tape, self.outputs, inputs))
        with np.errstate(all="ignore"):
            return [value.mean(axis=1) if self.mean else value.sum(axis=1) for value in values]


def sample_sum(
    expression: str, names: tuple[str, ...], function: str, samples: Samples, mean: bool, batch: Batch | None
) -> SampleSum:
    """The sum with its tape. Raises FormulaError; imports SymPy for derivatives."""
    tape, outputs = _tape(expression, names, samples.names, function)
    return SampleSum(expression, names, function, samples, mean, batch, tape, outputs)


@lru_cache(maxsize=64)
def _tape(
    expression: str, names: tuple[str, ...], columns: tuple[str, ...], function: str
) -> tuple[Tape, tuple[int, ...]]:
    """One sample's formulas, with the coordinates and the columns as inputs."""
    tape = Tape()
    translator = Translator(tape, {name: Scalar(tape.input(name)) for name in (*names, *columns)})
    return tape, tuple(one_number(translator, tree) for tree in trees(expression, names, function))
