"""The lanes of one entry, carried from step to step: one by one, or as the columns of tiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.entry_lanes import STOPS, EntryLanes
from gdviz.engine.kernels import batch_kernel_of, scalar_kernel_of
from gdviz.engine.result import Floats
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.verdict_case import Stop
from gdviz.language.scalar_kernel import Stopped

# From so many lanes on, NumPy's cost per call is spread over enough of them.
BATCH_FROM = 32
# A call costs NumPy as much as plain floats take for some 30 lanes, or NumPy itself for 50 times as many.
CALL_COST, TOGETHER = 30, 50
# From so many steps of plain floats on, some 20 ms, compiling takes less time than it saves, if not in the first race
# then in the second: whoever drags a start races many times.
COMPILED_FROM = 20_000
# So many lanes of a dozen rows fit the processor's second cache. From 10,000 on, NumPy's dot would start threads.
TILE = 8192


class ScalarLanes(EntryLanes):
    """Lanes run one after the other on plain floats; what floats refuse is done by the batch kernel, which does not."""

    chunk_lane_steps = 20_000

    def __init__(self, spec: RaceSpec, entry: Entry, record_states: bool) -> None:
        super().__init__(spec, entry, record_states)
        self.kernel = scalar_kernel_of(self.program, *self.kernel_arguments)
        self.states = [tuple(column) for column in self.start_states.T.tolist()]

    def advance(self, first: int, last: int, keep: bool = True) -> Floats:
        """As in EntryLanes."""
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
            self.stop[lane] = STOPS[Stopped(why)]

    def _advance_quietly(self, lane: int, first: int, last: int, rows: Floats) -> None:
        tile = Tile(self, np.array([lane]), [np.array([number], dtype=np.float64) for number in self.states[lane]])
        tile.advance(first, last, rows)
        if len(tile.lanes):
            self.states[lane] = tuple(float(row[0]) for row in tile.rows)


class BatchLanes(EntryLanes):
    """Lanes run side by side, in tiles that fit the cache."""

    chunk_lane_steps = 500_000

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
        """As in EntryLanes."""
        rows = self.empty_rows(last - first + 1 if keep else 0)
        for tile in self.tiles:
            tile.advance(first, last, rows if keep else None)
        return rows


class Tile:
    """Some lanes of an entry as columns; those that stop are taken out, so that the others stay side by side."""

    def __init__(self, owner: EntryLanes, lanes: NDArray[np.int64], rows: Sequence[Floats]) -> None:
        self.owner = owner
        self.kernel, self.code = batch_kernel_of(owner.program, *owner.kernel_arguments)
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
            self.owner.stop[lane] = STOPS[why]
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


def lanes_of(spec: RaceSpec, entry: Entry, record_states: bool) -> EntryLanes:
    """The lanes of an entry, in the form that is fastest for their number."""
    if _work(spec, entry) >= COMPILED_FROM:
        from gdviz.engine.compiled_lanes import compiled_lanes  # only large races are worth what loading LLVM takes

        lanes = compiled_lanes(spec, entry, record_states)
        if lanes is not None:
            return lanes
    kind = BatchLanes if len(spec.starts) >= BATCH_FROM else ScalarLanes
    return kind(spec, entry, record_states)


def _work(spec: RaceSpec, entry: Entry) -> float:
    """What the entries that share a kernel take without compiling, counted in steps of one lane on plain floats."""
    lanes = len(spec.starts)
    alike = sum(other.method == entry.method for other in spec.entries)
    return alike * spec.steps * min(lanes, CALL_COST + lanes / TOGETHER)
