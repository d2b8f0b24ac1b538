"""The complete question of a race, immutable and hashable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gdviz.engine.extras import NOTHING, Extras
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.sampling import Batch, Sampling
from gdviz.engine.surface import Point, Surface

if TYPE_CHECKING:
    from gdviz.engine.weave import Woven

Value = float | tuple[float, ...]

DEFAULT_STEPS = 1000  # on Beale, long enough for Adam to arrive and to see that RMSprop never settles
DEFAULT_TOLERANCE = 1e-8
# A lane that is farther than this from the origin in any coordinate has flown away.
DEFAULT_BOUND = 1e12


@dataclass(frozen=True)
class Entry:
    """An optimizer with chosen hyperparameters: those not in `values` have their defaults.

    A value is one number or a tuple with one number per coordinate. `label` is what the table shows. What is computed,
    printed and shown is `method`: the optimizer with its `extras` woven into it.
    """

    optimizer: Optimizer
    values: tuple[tuple[str, Value], ...] = ()
    label: str = ""
    extras: Extras = NOTHING

    @property
    def method(self) -> Optimizer:
        """The optimizer with its schedules and its clipping among its rules; InputError if they do not fit it."""
        return self.woven.optimizer if self.extras else self.optimizer

    @property
    def woven(self) -> Woven:
        """The method, and which of its names came from the extras."""
        from gdviz.engine.weave import woven  # few entries have extras, and none before the first paint

        return woven(self.optimizer, self.extras)

    def value(self, name: str) -> Value:
        """The chosen value of a hyperparameter, or its default."""
        for known, value in self.values:
            if known == name:
                return value
        return self.method.hyper(name).default

    def with_value(self, name: str, value: Value) -> Entry:
        """The entry with another value of a hyperparameter; values stand in the order of declaration."""
        values = {**dict(self.values), name: value}
        return replace(self, values=self._in_order(values))

    def with_extras(self, extras: Extras) -> Entry:
        """The entry with other extras; it keeps the values of the hyperparameters that it still has."""
        changed = replace(self, extras=extras)
        return replace(changed, values=changed._in_order(dict(self.values)))

    def _in_order(self, values: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
        names = [hyper.name for hyper in self.method.hyperparameters if hyper.name in values]
        return tuple((name, values[name]) for name in names)

    def hyperparameters(self) -> dict[str, Value]:
        """Every hyperparameter of the method with its value, in the order of declaration."""
        chosen = dict(reversed(self.values))  # of two values the first counts, as in value()
        return {hyper.name: chosen.get(hyper.name, hyper.default) for hyper in self.method.hyperparameters}


@dataclass(frozen=True)
class RaceSpec:
    """All that decides a race; lane `e * len(starts) + s` is entry e from start s.

    Each step sees a `batch` of the samples of a loss over data, and `noise` is the standard deviation of the noise on
    every coordinate of the gradient; both are drawn from the seed, the same for all lanes. A race with either has no
    stop rule.
    """

    surface: Surface
    entries: tuple[Entry, ...]
    starts: tuple[Point, ...]
    steps: int = DEFAULT_STEPS
    tolerance: float = DEFAULT_TOLERANCE
    seed: int = 0
    bound: float = DEFAULT_BOUND
    batch: Batch | None = None
    noise: float = 0.0

    @property
    def lanes(self) -> int:
        """How many runs the race has."""
        return len(self.entries) * len(self.starts)

    def epoch(self, step: int) -> int | None:
        """The epoch in which a step begins, counted from 1; None where every step sees all samples."""
        if self.batch is None or self.surface.data is None:
            return None
        return self.batch.epoch(len(self.surface.data), step)

    @property
    def sampling(self) -> Sampling:
        """What chance adds to the race."""
        return Sampling(self.batch if self.surface.data is not None else None, self.noise, self.seed)
