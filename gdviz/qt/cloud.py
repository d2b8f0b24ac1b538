"""The race with other seeds, as it is drawn behind the race shown."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.engine.trajectory import Trajectory

# How strong the lines of one replicate are, and of a hundred: where many cross it gets darker by itself.
STRONGEST, FAINTEST = 0.55, 0.12


@dataclass(frozen=True, eq=False)
class Cloud:
    """As many runs of it as are known, out of the `count` that are wanted."""

    runs: tuple[Trajectory, ...]
    count: int

    @property
    def opacity(self) -> float:
        """Of each line."""
        return max(FAINTEST, STRONGEST * self.count**-0.35)
