"""The race: a spec in, chunks of steps out, verdicts with the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from gdviz.engine.clipping import ClippingWatch
from gdviz.engine.compiled_surface import CompiledSurface, compile_surface
from gdviz.engine.endings import Tails, runs_of
from gdviz.engine.entry_lanes import EntryLanes
from gdviz.engine.formulas import WRITTEN_OUT
from gdviz.engine.program import Program, program
from gdviz.engine.result import CLIPPED, Chunk, Floats, Record
from gdviz.engine.runners import lanes_of
from gdviz.engine.search_counts import SearchCounts
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.language.values import flat

# The numbers that all lanes of a step share are computed for a whole chunk beforehand, and kept for the next race.
MOST_STEPS = 10_000
# A step on a closed formula has about so many operations, or fewer.
USUAL_OPERATIONS = 200
# A lane looks at so many samples, one after the other, in the time that a chunk may take.
SAMPLES_IN_A_CHUNK = 500_000


def race(spec: RaceSpec, record: Record = Record.POINTS) -> Iterator[Chunk]:
    """Runs a race and yields its steps in chunks; the last chunk has no steps but the runs with their verdicts.

    Row 0 of the first chunk is the start. With Record.END only the last few steps are kept: chunks before them are
    empty. Raises FormulaError when surface and rules do not fit together; check_spec says in advance what else is
    wrong with a spec.
    """
    groups = [_lanes(spec, entry, record) for entry in spec.entries]
    searching = any(group.program.searches for group in groups)
    counts = [SearchCounts(group) for group in groups]
    compiled = compile_surface(spec.surface, 0)
    tails = Tails(spec)
    watches = [
        ClippingWatch(group, entry) if entry.extras.clip else None
        for group, entry in zip(groups, spec.entries, strict=True)
    ]
    for first, last in _pieces(spec, groups):
        keep = searching or record is not Record.END or last > spec.steps - tails.length
        rows = [_rows(group, first, last, keep) for group in groups]
        chunk = _chunk(groups, watches, first, rows, compiled, record)
        _stop_where_undefined(chunk, groups)
        if searching:
            asked = [count.add(first, part) for count, part in zip(counts, rows, strict=True)]
            chunk = replace(chunk, searched=np.concatenate(asked, axis=1))
        tails.add(chunk, np.concatenate([group.steps for group in groups]))
        # The steps are shown while the verdicts are still being thought over.
        yield chunk
        if not any(group.running() for group in groups):
            break
    end = chunk.first + len(chunk.points)
    nothing = Chunk(end, chunk.points[:0], chunk.loss[:0])
    yield replace(nothing, runs=runs_of(spec, groups, tails, [count.total for count in counts]))


def _lanes(spec: RaceSpec, entry: Entry, record: Record) -> EntryLanes:
    """What a line search has asked is found from the states before each step, so they are recorded then."""
    searches = bool(program(spec.surface, entry, spec.sampling).searches)
    return lanes_of(spec, entry, searches or record is Record.STATES)


def _pieces(spec: RaceSpec, groups: Sequence[EntryLanes]) -> Iterator[tuple[int, int]]:
    """The first and last step of every chunk, the start counting as step 0."""
    size = min(MOST_STEPS, max(group.chunk_lane_steps for group in groups) // spec.lanes)
    size = max(1, size // _weight(groups))
    if spec.surface.data is not None and len(spec.surface.data) > WRITTEN_OUT:
        size = max(1, min(size, SAMPLES_IN_A_CHUNK // (spec.lanes * len(spec.surface.data))))
    for first in range(0, spec.steps + 1, size):
        yield first, min(first + size - 1, spec.steps)


def _weight(groups: Sequence[EntryLanes]) -> int:
    """How many times longer a step takes than on a closed formula, roughly: samples written out are many operations."""
    return 1 + max(len(group.program.tape.operations) for group in groups) // USUAL_OPERATIONS


def _chunk(
    groups: Sequence[EntryLanes],
    watches: Sequence[ClippingWatch | None],
    first: int,
    rows: Sequence[Floats],
    compiled: CompiledSurface,
    record: Record,
) -> Chunk:
    points = np.concatenate(
        [part[:, :, : group.program.dimension] for part, group in zip(rows, groups, strict=True)], 1
    )
    states: tuple[Mapping[str, Floats], ...] = ()
    if record is Record.STATES:
        states = tuple(_states(part, group.program) for part, group in zip(rows, groups, strict=True))
        states = tuple(
            named if watch is None else {**named, CLIPPED: watch.acted(first, part)}
            for named, watch, part in zip(states, watches, rows, strict=True)
        )
    return Chunk(first, points, compiled.value(points), states)


def _stop_where_undefined(chunk: Chunk, groups: Sequence[EntryLanes]) -> None:
    """A lane ends where its loss is not finite: the gradient's formula may go on, but there is no surface below it."""
    undefined = ~np.isfinite(chunk.loss) & np.isfinite(chunk.points).all(axis=2)
    starts = chunk.loss.shape[1] // len(groups)
    for lane in np.flatnonzero(undefined.any(axis=0)):
        row = int(undefined[:, lane].argmax())
        entry, start = divmod(int(lane), starts)
        groups[entry].leave(start, chunk.first + row, chunk.points[row, lane].copy())
        chunk.points[row + 1 :, lane] = np.nan
        chunk.loss[row + 1 :, lane] = np.nan
        for values in chunk.states[entry].values() if chunk.states else ():
            values[row + 1 :, start] = np.nan


def _rows(group: EntryLanes, first: int, last: int, keep: bool) -> Floats:
    if first > 0:
        return group.advance(first, last, keep)
    if last == 0:
        return group.first_row()
    return np.concatenate([group.first_row(), group.advance(1, last, keep)])


def _states(rows: Floats, program: Program) -> Mapping[str, Floats]:
    """The columns of every state but theta, by name: (rows, starts, numbers)."""
    result, column = {}, 0
    for name, value in program.states.items():
        width = len(flat(value))
        result[name] = rows[:, :, column : column + width]
        column += width
    return {name: values for name, values in result.items() if name != "theta"}
