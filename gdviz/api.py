"""Racing from Python: anything that names a surface or an optimizer goes in, arrays and plain data come out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz.engine.check import check_gradient, check_size, check_spec
from gdviz.engine.compiled_surface import dimension
from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.race import race as chunks
from gdviz.engine.result import Floats, Record
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import DEFAULT_STEPS, DEFAULT_TOLERANCE, Entry, RaceSpec, Value
from gdviz.engine.surface import Point, Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.files.arguments import entry_from_text
from gdviz.files.experiment import save as save_spec
from gdviz.files.history import full_history
from gdviz.files.labels import label_for, lane_labels
from gdviz.files.report import race_dict, run_dicts
from gdviz.files.surfaces import surface_from_text

AnyOptimizer = str | Optimizer | Entry


@dataclass(frozen=True, eq=False)
class Result:
    """A finished race."""

    trajectory: Trajectory

    @property
    def spec(self) -> RaceSpec:
        """The question that this answers."""
        return self.trajectory.spec

    @cached_property
    def points(self) -> Floats:
        """Positions, (steps+1, lanes, dim); NaN past a lane's end."""
        return full_history(self.trajectory)[0]

    @cached_property
    def loss(self) -> Floats:
        """Values of the surface, (steps+1, lanes); NaN past a lane's end."""
        return full_history(self.trajectory)[1]

    @cached_property
    def labels(self) -> list[str]:
        """One name per lane; lane e*S + s is optimizer e from the s-th of S starts."""
        return lane_labels(self.spec)

    @cached_property
    def runs(self) -> list[dict[str, Any]]:
        """One dictionary per lane, as in the JSON of `gdviz race --json`; numbers that are not finite are None."""
        return run_dicts(self.trajectory.runs, self.labels)

    def to_dict(self) -> dict[str, Any]:
        """The surface and the runs, ready for json.dumps."""
        return race_dict(self.spec, self.trajectory.runs, self.labels)

    def vectors(self, lane: int) -> dict[str, Floats]:
        """What every rule of the lane's optimizer stood for in steps 1 to the last: (steps, dim) or (steps,) each.

        The lane is raced again by itself with its states kept, which gives the same numbers. IndexError if there is
        no such lane.
        """
        from gdviz.engine.vectors import vectors

        if not 0 <= lane < self.spec.lanes:
            raise IndexError(f"there is no lane {lane}; this race has {self.spec.lanes}")
        entry, start = divmod(lane, len(self.spec.starts))
        alone = replace(self.spec, entries=(self.spec.entries[entry],), starts=(self.spec.starts[start],))
        trajectory = _raced(alone, Record.STATES)
        return vectors(trajectory, 0, 1, self.trajectory.runs[lane].steps)

    def __str__(self) -> str:
        from gdviz.files.tables import race_table

        return race_table(self.trajectory.runs, self.labels)


def race(
    surface: str | Surface | RaceSpec,
    optimizers: AnyOptimizer | Iterable[AnyOptimizer] | None = None,
    *,
    start: ArrayLike | None = None,
    steps: int = DEFAULT_STEPS,
    tolerance: float = DEFAULT_TOLERANCE,
    seed: int = 0,
    batch: int | Batch | None = None,
    noise: float = 0.0,
) -> Result:
    """Race optimizers over a surface.

    `surface` is a key ("beale"), an expression in x, y, z or x1 .. xn, a Surface, or a whole RaceSpec, as load()
    returns, which then is raced as it stands. `optimizers` is one or several keys, texts such as "adam:lr=0.1",
    Optimizers or Entries. `start` is one point or several, the surface's own if None. A lane stops when max|g| <
    `tolerance`, tested before the step; 0 is never. `batch` is how many samples of a loss over data each step sees, or
    a Batch; `noise` is the standard deviation of Gaussian noise on every part of the gradient. Both are drawn from the
    `seed`, the same for all lanes; a race with either has no stop rule. Raises InputError or FormulaError, one sentence
    each, for what cannot be raced.
    """
    if isinstance(surface, RaceSpec):
        if optimizers is not None or start is not None:
            raise InputError("a whole spec is raced as it stands: give no optimizers and no start with it")
        return run(surface)
    if optimizers is None:
        raise InputError("there is no optimizer in the race", "entries")
    found = _surface(surface)
    entries = _entries(optimizers)
    starts = _starts(start, found, len(entries), steps)
    drawn = Batch(batch) if isinstance(batch, int) else batch
    return run(RaceSpec(found, entries, starts, steps, tolerance, seed, batch=drawn, noise=noise))


def run(spec: RaceSpec) -> Result:
    """Race a spec to its end; raises InputError or FormulaError if it cannot be raced."""
    check_spec(spec)
    check_gradient(spec)
    return Result(_raced(spec, Record.POINTS))


def save(path: str | os.PathLike[str], race: RaceSpec | Result, optimizers: Iterable[Optimizer] = ()) -> None:
    """Write a race as an experiment file that load() reads back exactly; `optimizers` are kept even if not raced.

    InputError when the place cannot be written to; the file that was there is then as it was.
    """
    save_spec(path, race.spec if isinstance(race, Result) else race, optimizers)


def _raced(spec: RaceSpec, record: Record) -> Trajectory:
    trajectory = Trajectory.empty(spec)
    for chunk in chunks(spec, record):
        trajectory = trajectory.grown(chunk)
    return trajectory


def _surface(surface: str | Surface) -> Surface:
    if isinstance(surface, Surface):
        return surface
    if isinstance(surface, str):
        return surface_from_text(surface)
    raise InputError(f"a surface is a key, an expression or a Surface, not {type(surface).__name__}", "surface")


def _entries(optimizers: AnyOptimizer | Iterable[AnyOptimizer]) -> tuple[Entry, ...]:
    several = [optimizers] if isinstance(optimizers, str | Optimizer | Entry) else optimizers
    if not isinstance(several, Iterable):
        raise _no_optimizer(several)
    return tuple(map(_entry, several))


def _entry(item: AnyOptimizer) -> Entry:
    if isinstance(item, str):
        return entry_from_text(item)
    if isinstance(item, Optimizer):
        return Entry(item, label=item.title)
    if not isinstance(item, Entry):
        raise _no_optimizer(item)
    entry = replace(item, values=tuple((name, _value(value)) for name, value in item.values))
    return entry if entry.label else replace(entry, label=label_for(entry))


def _no_optimizer(item: object) -> InputError:
    return InputError(f"an optimizer is a key, an Optimizer or an Entry, not {type(item).__name__}", "entries")


def _value(value: Any) -> Value:
    """Lists and arrays become tuples, NumPy's numbers plain ones; anything else is left to be refused."""
    if isinstance(value, list | tuple | np.ndarray):
        return tuple(_value(item) for item in value)  # type: ignore[misc]
    return value.item() if isinstance(value, np.number) else value  # type: ignore[no-any-return]


def _starts(start: ArrayLike | None, surface: Surface, entries: int, steps: int) -> tuple[Point, ...]:
    if start is None:
        if not surface.start:
            raise InputError("this surface has no start of its own; give one, as in start=(1, 2)", "starts")
        return (surface.start,)
    # A hundred million starts are refused before they are copied.
    check_size(steps, _count(start) * entries, dimension(surface))
    try:
        points = np.atleast_1d(np.asarray(start))
    except ValueError:
        raise InputError("the starts do not all have the same number of coordinates", "starts") from None
    if points.dtype.kind not in "iuf" or points.ndim > 2:
        raise InputError("a start is a point such as (1, 2), or a list of points", "starts")
    if points.size == 0:
        return ()
    return tuple(map(tuple, np.atleast_2d(points.astype(np.float64)).tolist()))


def _count(start: ArrayLike) -> int:
    """How many points these are, without a look at more than the first."""
    if isinstance(start, np.ndarray):
        return len(start) if start.ndim > 1 else 1
    if isinstance(start, Sequence) and start and isinstance(start[0], Sequence | np.ndarray):
        return len(start)
    return 1
