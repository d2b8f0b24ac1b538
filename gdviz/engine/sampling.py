"""What chance adds to a race: which samples a step sees, and noise on its gradient; the same for every entry and lane.

Every draw depends on the seed and the step alone, so that a step can be looked at again without those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gdviz.language.evaluate import Floats

SEED = "race.seed"
NOISE = "race.noise"

# Draws are made in pages, so that making a generator costs little for each of them.
PAGE = 4096


@dataclass(frozen=True)
class Batch:
    """How many samples a step sees, and in what order they come.

    Without replacement every sample comes once before any comes again: a batch at the end of an epoch goes on with the
    next. A `shuffled` order is another one in each epoch.
    """

    size: int
    shuffled: bool = True
    replacement: bool = False

    def indices(self, rows: int, seed: int, steps: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which of so many samples the steps see, counted from 1: (..., size)."""
        places = (steps[..., None] - 1) * self.size + np.arange(self.size)
        if not (self.shuffled or self.replacement):
            return places % rows
        result = np.empty_like(places)
        _fill(result, places, page_rows(rows), lambda page: _order(rows, seed, page, self.replacement))
        return result

    def epoch(self, rows: int, step: int) -> int:
        """In which epoch a step begins; both are counted from 1, and an epoch sees as many samples as there are."""
        return 1 + max(step - 1, 0) * self.size // rows


@dataclass(frozen=True)
class Sampling:
    """The batch, if any, the standard deviation of the noise on every coordinate of the gradient, and the seed."""

    batch: Batch | None = None
    noise: float = 0.0
    seed: int = 0

    @property
    def exact(self) -> bool:
        """Whether the gradient is that of the surface itself."""
        return self.batch is None and self.noise == 0

    def inputs(self) -> dict[str, float]:
        """What the draws of a step read, by input name."""
        return {} if self.exact else {SEED: float(self.seed), NOISE: self.noise}


EXACT = Sampling()


def page_rows(rows: int) -> int:
    """Whole epochs fill a page."""
    return max(1, PAGE // rows) * rows


def _fill(
    result: NDArray[Any], places: NDArray[np.int64], length: int, draws_of: Callable[[int], NDArray[Any]]
) -> None:
    """Puts into the result what stands at these places of pages of so many draws, one page after the other."""
    pages, within = np.divmod(places, length)
    for page in np.unique(pages):
        here = pages == page
        result[here] = draws_of(int(page))[within[here]]


@lru_cache(maxsize=64)
def _order(rows: int, seed: int, page: int, replacement: bool) -> NDArray[np.int64]:
    random = np.random.default_rng([seed, page])
    if replacement:
        return random.integers(0, rows, page_rows(rows))
    epochs = np.tile(np.arange(rows), (page_rows(rows) // rows, 1))
    return random.permuted(epochs, axis=1).ravel()


@dataclass(frozen=True)
class NormalDraws:
    """The standard normal numbers of a step, one per coordinate: a call of the tape on (t, seed)."""

    dimension: int

    def __call__(self, t: Any, seed: Any) -> Sequence[Any]:
        if isinstance(t, float):  # the kernels ask step by step
            one, place = divmod(int(t) - 1, PAGE)
            numbers: list[float] = _normal(self.dimension, int(seed), one)[place].tolist()
            return numbers
        places, drawn = np.asarray(t).astype(np.int64) - 1, int(np.max(seed))
        result = np.empty((*places.shape, self.dimension))
        _fill(result, places, PAGE, lambda page: _normal(self.dimension, drawn, page))
        return [result[..., index] for index in range(self.dimension)]


@lru_cache(maxsize=16)
def _normal(dimension: int, seed: int, page: int) -> Floats:
    return np.random.default_rng([seed, page, 1]).standard_normal((PAGE, dimension))
