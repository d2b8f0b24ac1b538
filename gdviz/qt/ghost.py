"""A race that is kept beside the one shown: faded and finely dashed, so that the two are told apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gdviz.engine.surface import Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.setup import Setup
from gdviz.qt.style import Look

DASH = (2.0, 1.6)
OPACITY = 0.7


@dataclass(frozen=True, eq=False)
class Ghost:
    """The setup that was asked and the trajectory that answered it."""

    setup: Setup
    trajectory: Trajectory

    @property
    def looks(self) -> tuple[Look, ...]:
        """One per entry: in its own colour, dashed as nothing else is."""
        return tuple(replace(look, dash=DASH) for look in self.setup.looks)

    @property
    def lane_looks(self) -> tuple[Look, ...]:
        """One per lane."""
        return tuple(look for look in self.looks for _ in self.setup.spec.starts)

    @property
    def entries(self) -> tuple[int, ...]:
        """Those that were visible."""
        return tuple(entry for entry, visible in enumerate(self.setup.visible) if visible)

    @property
    def lanes(self) -> tuple[int, ...]:
        """The lanes of the entries that were visible."""
        return tuple(lane for entry in self.entries for lane in self.lanes_of(entry))

    def lanes_of(self, entry: int) -> range:
        """One lane per start."""
        starts = len(self.setup.spec.starts)
        return range(entry * starts, (entry + 1) * starts)

    def lanes_like(self, look: Look) -> tuple[int, ...]:
        """The lanes of the visible entry with the same colour and marker."""
        alike = [entry for entry in self.entries if self.setup.looks[entry] == look]
        return tuple(lane for entry in alike for lane in self.lanes_of(entry))

    def belongs_on(self, surface: Surface | None) -> bool:
        """Whether it ran on this surface."""
        return surface is not None and self.setup.spec.surface.expression == surface.expression
