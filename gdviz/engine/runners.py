"""The lanes of one entry, carried from step to step: one by one, or as the columns of tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.kernels import batch_kernel_of, scalar_kernel_of
from gdviz.engine.program import hyper_inputs, program
from gdviz.engine.result import Floats
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.verdict_case import Stop
from gdviz.language.evaluate import evaluate
from gdviz.language.scalar_kernel import Stopped

# From so many lanes on, NumPy's cost per call is spread over enough of them.
BATCH_FROM = 32
# So many lanes of a dozen rows fit the processor's second cache. From 10,000 on, NumPy's dot would start threads.
TILE = 8192

_STOPS = {Stopped.TOLERANCE: Stop.TOLERANCE, Stopped.BOUND: Stop.DIVERGED}


@dataclass(frozen=True)
class Limits:
    """When a lane stops before the budget is spent, and whether its states are recorded beside its points."""

    tolerance: float
    bound: float
    record_states: bool


class EntryLanes:
    """The lanes of an entry, one per start; `steps`, `stop` and `points` say how far each came, why it stopped and
    where.
    """

    def __init__(self, spec: RaceSpec, entry: Entry, record_states: bool) -> None:
        self.program = program(spec.surface, entry)
        self.hypers = hyper_inputs(entry)
        self.limits = Limits(spec.tolerance, spec.bound, record_states)
        self.steps: NDArray[np.int64] = np.zeros(len(spec.starts), dtype=np.int64)
        self.stop = [Stop.BUDGET] * len(spec.starts)
        self.points = np.array(spec.starts, dtype=np.float64)
        self.start_states = self._start_states()

    @property
    def width(self) -> int:
        """How many numbers a recorded row has."""
        return self.start_states.shape[0] if self.limits.record_states else self.program.dimension

    def _start_states(self) -> Floats:
        """The states before the first step, (numbers, starts)."""
        inputs = {f"theta.{index}": column for index, column in enumerate(self.points.T)}
        numbers = evaluate(self.program.start, self.program.start_states, {**inputs, **self.hypers})
        return np.stack([np.broadcast_to(number, len(self.points)) for number in numbers])

    def first_row(self) -> Floats:
        """What is recorded of step 0, (1, lanes, width)."""
        return self.start_states[: self.width].T[None]

    def kernel_arguments(self) -> tuple[tuple[str, ...], bool, bool]:
        """What decides which kernel is needed."""
        return tuple(self.hypers), self.limits.tolerance > 0, self.limits.record_states

    def empty_rows(self, steps: int) -> Floats:
        """Room for the rows of some steps, (steps, lanes, width), all NaN."""
        return np.full((steps, len(self.points), self.width), np.nan)

    def leave(self, lane: int, steps: int, point: Floats) -> None:
        """Stops a lane that has come, after so many steps, to a point where the surface is not defined."""
        self.stop[lane] = Stop.DIVERGED
        self.steps[lane] = steps
        self.points[lane] = point

    def running(self) -> bool:
        """Whether any lane has not stopped."""
        return Stop.BUDGET in self.stop


class ScalarLanes(EntryLanes):
    """Lanes run one after the other on plain floats; what floats refuse is done by the batch kernel, which does not."""

    def __init__(self, spec: RaceSpec, entry: Entry, record_states: bool) -> None:
        super().__init__(spec, entry, record_states)
        self.kernel = scalar_kernel_of(self.program, *self.kernel_arguments())
        self.states = [tuple(column) for column in self.start_states.T.tolist()]

    def advance(self, first: int, last: int, keep: bool = True) -> Floats:
        """Runs the steps first .. last and returns their rows, (steps, lanes, width), NaN past a lane's end; none
        unless `keep`.
        """
        rows = self.empty_rows(last - first + 1)
        for lane, stop in enumerate(self.stop):
            if stop is Stop.BUDGET:
                self._advance_lane(lane, first, last, rows)
        return rows if keep else rows[:0]

    def _advance_lane(self, lane: int, first: int, last: int, rows: Floats) -> None:
        out: list[float] = []
        limits, hypers = self.limits, tuple(self.hypers.values())
        why, done, state = self.kernel(
            first, last, self.states[lane], hypers, limits.tolerance, limits.bound, out.extend
        )
        rows[: done - first + 1, lane] = np.array(out).reshape(-1, self.width)
        self.steps[lane] = done
        self.states[lane] = state
        self.points[lane] = state[: self.program.dimension]
        if why == Stopped.REFUSED:
            self._advance_quietly(lane, done + 1, last, rows[done - first + 1 :])
        elif why != Stopped.NOT:
            self.stop[lane] = _STOPS[Stopped(why)]

    def _advance_quietly(self, lane: int, first: int, last: int, rows: Floats) -> None:
        tile = Tile(self, np.array([lane]), [np.array([number], dtype=np.float64) for number in self.states[lane]])
        tile.advance(first, last, rows)
        if len(tile.lanes):
            self.states[lane] = tuple(float(row[0]) for row in tile.rows)


class BatchLanes(EntryLanes):
    """Lanes run side by side, in tiles that fit the cache."""

    def __init__(self, spec: RaceSpec, entry: Entry, record_states: bool) -> None:
        super().__init__(spec, entry, record_states)
        pieces = [np.arange(left, min(left + TILE, len(spec.starts))) for left in range(0, len(spec.starts), TILE)]
        self.tiles = [Tile(self, lanes, [row[lanes] for row in self.start_states]) for lanes in pieces]

    def leave(self, lane: int, steps: int, point: Floats) -> None:
        """As in EntryLanes."""
        super().leave(lane, steps, point)
        for tile in self.tiles:
            tile.drop(tile.lanes == lane)

    def advance(self, first: int, last: int, keep: bool = True) -> Floats:
        """As in ScalarLanes."""
        rows = self.empty_rows(last - first + 1 if keep else 0)
        for tile in self.tiles:
            tile.advance(first, last, rows if keep else None)
        return rows


class Tile:
    """Some lanes of an entry as columns; those that stop are taken out, so that the others stay side by side."""

    def __init__(self, owner: EntryLanes, lanes: NDArray[np.int64], rows: Sequence[Floats]) -> None:
        self.owner = owner
        self.kernel, self.code = batch_kernel_of(owner.program, *owner.kernel_arguments())
        self.lanes = lanes
        self.rows = [np.ascontiguousarray(row) for row in rows]
        self.work = tuple(np.empty((self.code.rows, len(lanes))))
        self.masks = tuple(np.empty((self.code.masks, len(lanes)), dtype=bool))

    def advance(self, first: int, last: int, out: Floats | None) -> None:
        """Runs the steps first .. last; `out` (steps, all lanes, width) receives the rows of these lanes."""
        offset = first
        while first <= last and len(self.lanes):
            record = None if out is None else np.empty((last - first + 1, out.shape[2], len(self.lanes)))
            why, done, size = self._run(first, last, record)
            if out is not None and record is not None:
                kept = record[: done - first + 1].transpose(0, 2, 1)
                out[first - offset : done - offset + 1, _columns(self.lanes)] = kept
            if why is not Stopped.NOT:
                self._remove(why, size, done)
            first = done + 1
        self._report(slice(None), first - 1)

    def _run(self, first: int, last: int, record: Floats | None) -> tuple[Stopped, int, Floats]:
        limits, hypers = self.owner.limits, tuple(self.owner.hypers.values())
        with np.errstate(all="ignore"):
            why, done, rows, size = self.kernel(
                first, last, tuple(self.rows), self.work, self.masks, hypers, limits.tolerance, limits.bound, record
            )
        self._exchange(rows)
        return Stopped(why), done, size

    def _exchange(self, rows: tuple[Floats, ...]) -> None:
        """The kernel has exchanged rows of states and work: those that are not states now are work."""
        states = {id(row) for row in rows}
        self.work = tuple(row for row in (*self.work, *self.rows) if id(row) not in states)
        self.rows = list(rows)

    def _report(self, which: slice | NDArray[np.bool_], steps: int) -> None:
        """Tells the owner where some of the lanes are."""
        owner, lanes = self.owner, self.lanes[which]
        owner.steps[lanes] = steps
        owner.points[lanes] = np.stack([row[which] for row in self.rows[: owner.program.dimension]], axis=1)

    def _remove(self, why: Stopped, size: Floats, done: int) -> None:
        limits = self.owner.limits
        stopped = size < limits.tolerance if why is Stopped.TOLERANCE else ~(size < limits.bound)
        self._report(stopped, done)
        for lane in self.lanes[stopped]:
            self.owner.stop[lane] = _STOPS[why]
        self.drop(stopped)

    def drop(self, stopped: NDArray[np.bool_]) -> None:
        """The last lanes that run on take the places of those that have stopped; the rows get shorter."""
        left = len(self.lanes) - int(np.count_nonzero(stopped))
        holes, movers = np.flatnonzero(stopped[:left]), left + np.flatnonzero(~stopped[left:])
        for row in (self.lanes, *self.rows):
            row[holes] = row[movers]
        self.lanes = self.lanes[:left]
        self.rows = [row[:left] for row in self.rows]
        self.work = tuple(row[:left] for row in self.work)
        self.masks = tuple(mask[:left] for mask in self.masks)


def _columns(lanes: NDArray[np.int64]) -> slice | NDArray[np.int64]:
    """The lanes as an index, as a slice where they follow one another: that is much faster."""
    together = bool((np.diff(lanes) == 1).all())
    return slice(int(lanes[0]), int(lanes[-1]) + 1) if together else lanes


Lanes = ScalarLanes | BatchLanes


def lanes_of(spec: RaceSpec, entry: Entry, record_states: bool) -> Lanes:
    """The lanes of an entry, in the form that is fastest for their number."""
    kind = BatchLanes if len(spec.starts) >= BATCH_FROM else ScalarLanes
    return kind(spec, entry, record_states)
