"""How many rows of a trajectory the steps of its lanes take: one, or as many as they cost."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pace:
    """`costs` (lanes) is how many rows every step of a lane takes, one each if there are none. Where steps differ,
    because line searches ask as often as they must, `ends` (steps, lanes) is the row at which each has been made.
    """

    costs: tuple[int, ...] = ()
    ends: Whole = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))

    def row_of(self, lane: int, step: int) -> int:
        """The first row at which a lane has made so many steps, as far as they are known."""
        if len(self.ends):
            return int(self.ends[min(step, len(self.ends) - 1), lane])
        return step * self.cost(lane)

    def steps_at(self, lane: int, rows: Whole) -> Whole:
        """How many steps a lane has made at some rows, if it has not ended before."""
        if len(self.ends):
            return np.searchsorted(self.ends[:, lane], rows, side="right") - 1
        return rows // self.cost(lane)

    def cost(self, lane: int) -> int:
        """How many rows a step of a lane takes at least."""
        return self.costs[lane] if self.costs else 1

    @property
    def even(self) -> int:
        """How many rows every step of every lane takes, 0 where they differ."""
        costs = set(self.costs) or {1}
        return 0 if len(self.ends) or len(costs) > 1 else costs.pop()

    def rows_in_all(self, steps: int) -> int:
        """The last row of so many steps, or what it may be by those that are known."""
        if len(self.ends) > 1:
            return max(int(self.ends[-1].max()), int(steps * self.ends[-1].max() / (len(self.ends) - 1)))
        return steps * max(self.costs, default=1)
