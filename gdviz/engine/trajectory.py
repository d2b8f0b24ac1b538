"""The answer of a race so far: an immutable value that grows chunk by chunk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from gdviz.engine.pace import Pace, Whole
from gdviz.engine.result import NOTHING, Chunk, Floats, Run
from gdviz.engine.spec import RaceSpec


@dataclass(frozen=True, eq=False)
class Trajectory:
    """What is known of a race: rows 0 .. length-1 of every lane, row k being what was true after step k.

    Counted in gradient evaluations it has as many rows for a step as its `pace` says, and is made from the same race
    `by_steps`. `searched_buffer` holds what line searches have asked until each step, as in Chunk. The buffers are
    shared between a trajectory and those it grew from; only rows past the older one's length are written.
    """

    spec: RaceSpec
    length: int
    points_buffer: Floats
    loss_buffer: Floats
    states_buffer: tuple[Mapping[str, Floats], ...] = ()
    runs: tuple[Run, ...] = ()
    searched_buffer: Floats = field(default_factory=lambda: NOTHING)
    pace: Pace = field(default_factory=Pace)
    by_steps: Trajectory | None = None

    @classmethod
    def empty(cls, spec: RaceSpec) -> Trajectory:
        """The trajectory of a race that has not answered yet."""
        dim = len(spec.starts[0])
        points = np.full((spec.steps + 1, spec.lanes, dim), np.nan)
        return cls(spec, 0, points, np.full((spec.steps + 1, spec.lanes), np.nan))

    def grown(self, chunk: Chunk) -> Trajectory:
        """This trajectory and the chunk that follows it."""
        end = chunk.first + len(chunk.points)
        if chunk.runs:
            end = min(end, 1 + max(run.steps for run in chunk.runs))  # a race is over when its last run is
        self.points_buffer[chunk.first : end] = chunk.points
        self.loss_buffer[chunk.first : end] = chunk.loss
        states = self.states_buffer or self._room_for(chunk)
        for mine, new in zip(states, chunk.states, strict=False):
            for name, values in new.items():
                mine[name][chunk.first : end] = values
        searched = self.searched_buffer
        if len(chunk.searched):
            searched = searched if len(searched) else np.zeros((*self.loss_buffer.shape, 2))
            searched[chunk.first : end] = chunk.searched
        return replace(self, length=end, states_buffer=states, searched_buffer=searched, runs=chunk.runs or self.runs)

    def _room_for(self, chunk: Chunk) -> tuple[Mapping[str, Floats], ...]:
        rows = len(self.points_buffer)
        return tuple(
            {name: np.full((rows, *values.shape[1:]), np.nan) for name, values in states.items()}
            for states in chunk.states
        )

    @property
    def complete(self) -> bool:
        """Whether the race has ended."""
        return bool(self.runs)

    @property
    def points(self) -> Floats:
        """Positions, (length, lanes, dim); NaN past a lane's end."""
        return _readonly(self.points_buffer[: self.length])

    @property
    def loss(self) -> Floats:
        """Values of the surface, (length, lanes); NaN past a lane's end."""
        return _readonly(self.loss_buffer[: self.length])

    @property
    def last_row(self) -> int:
        """The last row that there is, or, while it is not known, that there can be."""
        if self.complete:
            return max(0, self.length - 1)
        return self.pace.rows_in_all(self.spec.steps)

    @property
    def searched(self) -> Floats:
        """How often line searches have asked for the loss and for the gradient until each step, (steps + 1, lanes, 2);
        empty unless there are any.
        """
        return _readonly(self.searched_buffer[: (self.by_steps or self).length])

    def row_of(self, lane: int, step: int) -> int:
        """The first row at which a lane has made so many steps."""
        return self.pace.row_of(lane, step)

    def step_of(self, lane: int, row: int) -> int:
        """How many steps a lane has made at a row, if it has not ended before."""
        return int(self.pace.steps_at(lane, np.array(row)))

    def steps_of(self, lane: int) -> Whole:
        """As step_of, for every row."""
        return self.pace.steps_at(lane, np.arange(self.length))

    def states(self, entry: int) -> dict[str, Floats]:
        """Recorded states of an entry by name, each (length, starts, dim)."""
        if not self.states_buffer:
            return {}
        return {name: _readonly(values[: self.length]) for name, values in self.states_buffer[entry].items()}

    def last_step(self, lane: int) -> int:
        """The last row known of a lane; 0 while there is only the start."""
        return max(0, int(np.count_nonzero(~np.isnan(self.points[:, lane]).all(axis=1))) - 1)


def _readonly(values: Floats) -> Floats:
    view = values[:]
    view.flags.writeable = False
    return view
