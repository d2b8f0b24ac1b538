"""All that a view of the race needs to know, as one immutable value, and what every such view is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.surface import Point, Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.cloud import Cloud
from gdviz.qt.ghost import Ghost
from gdviz.qt.style import Look
from gdviz.qt.views.findings import NOTHING, Findings
from gdviz.qt.views.marked_step import UNMARKED, MarkedStep


@dataclass(frozen=True, eq=False)
class Scene:
    """The race and how it is shown: `hidden` are entries, `selected` is a lane, `compiled` comes with derivatives.

    `marked` is a step of the selected lane; `chosen_start` is the start that keys and number boxes mean; `ghost` is
    the pinned race, `cloud` the race with other seeds; `findings` are the surface's critical points and its Taylor
    model.
    """

    surface: Surface | None = None
    compiled: CompiledSurface | None = None
    looks: tuple[Look, ...] = ()
    hidden: frozenset[int] = frozenset()
    starts: tuple[Point, ...] = ()
    chosen_start: int = 0
    trajectory: Trajectory | None = None
    step: int = 0
    selected: int | None = None
    ghost: Ghost | None = None
    cloud: Cloud | None = None
    marked: MarkedStep = UNMARKED
    findings: Findings = NOTHING

    @property
    def ghost_here(self) -> Ghost | None:
        """The ghost, if it ran on this surface."""
        return self.ghost if self.ghost is not None and self.ghost.belongs_on(self.surface) else None

    @property
    def visible(self) -> tuple[int, ...]:
        """The entries that are shown."""
        count = len(self.trajectory.spec.entries) if self.trajectory is not None else 0
        return tuple(entry for entry in range(count) if entry not in self.hidden)

    @property
    def ringed(self) -> int | None:
        """The lane whose head is told from the others: the selected one, where there are others."""
        several = self.trajectory is not None and self.trajectory.spec.lanes > 1
        return self.selected if several else None

    @property
    def followed(self) -> int:
        """The lane whose head leads the slices: the selected one if it is shown, else the first that is."""
        starts = len(self.trajectory.spec.starts) if self.trajectory is not None else 1
        if self.selected is not None and self.selected // starts in self.visible:
            return self.selected
        return next(iter(self.visible), 0) * starts


def grows(old: Scene, new: Scene) -> bool:
    """Whether the new race is the old one, of which more may be known."""
    before, after = old.trajectory, new.trajectory
    if before is None or after is None:
        return False
    return before.points_buffer is after.points_buffer and before.length <= after.length


# What is done to the starts and to the critical points on a map; every page, and the stage, hands it on.
MAP_SIGNALS = (
    "start_chosen",
    "start_added",
    "start_picked",
    "start_removed",
    "start_dragged",
    "start_dropped",
    "found_chosen",
)


def hand_on_clicks(source: QObject, target: QObject, names: Sequence[str] = MAP_SIGNALS) -> None:
    """Whatever is done to them in one place is told by another; not every place knows every deed."""
    for name in names:
        if hasattr(source, name):
            getattr(source, name).connect(getattr(target, name))


class RacePage(QWidget):
    """One way to show a race; abstract.

    Signals: `start_chosen(point)`, `start_added(point)`, `start_picked(index)`, `start_removed()` of the one picked,
    `start_dragged(index, point)`, `start_dropped(index, point)`; points have as many coordinates as the surface.
    `lane_chosen(lane)` by a click on its head, and `step_chosen(row)` on its trail. `window_moved()` when it shows
    another piece of the surface, `found_chosen(found point)` by a click on a critical point.
    """

    window_moved = Signal()
    found_chosen = Signal(object)
    lane_chosen = Signal(int)
    step_chosen = Signal(int)
    start_chosen = Signal(object)
    start_added = Signal(object)
    start_picked = Signal(int)
    start_removed = Signal()
    start_dragged = Signal(int, object)
    start_dropped = Signal(int, object)

    def show_scene(self, scene: Scene) -> None:
        """Show this; what has not changed since the last call costs nothing."""
        raise NotImplementedError

    def spans(self) -> tuple[tuple[float, float], ...]:
        """What is shown of the first coordinates; none where the page shows the surface's own window."""
        return ()

    def reset_window(self) -> None:
        """Show the surface's own window again."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        raise NotImplementedError
