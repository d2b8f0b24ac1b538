"""How the entries of a race are dressed in a picture of it."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import Look, looks


@dataclass(frozen=True)
class Dress:
    """One look and one visibility per entry."""

    looks: tuple[Look, ...]
    visible: tuple[bool, ...]

    @classmethod
    def plain(cls, trajectory: Trajectory) -> Dress:
        """Every entry is visible and has the look of its place."""
        entries = len(trajectory.spec.entries)
        return cls(looks(entries), (True,) * entries)
