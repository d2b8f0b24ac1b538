"""A vector that an optimizer keeps, coordinate by coordinate over the steps: its velocity, or accumulated squares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from gdviz.engine.compiled_surface import coordinates
from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import COORDINATE_DASHES, Look, coordinate_dash
from gdviz.qt.text import tr
from gdviz.qt.views.curve_panel import CurvePanel
from gdviz.qt.views.curves import Curve
from gdviz.qt.views.lanes import entry_look, lane_label
from gdviz.qt.views.scale import can_be_log, decades

# role: heading, name on the axis, sentence of the empty panel
_TEXTS = {
    Role.VELOCITY: (
        "Velocity",
        "v",
        "No optimizer in this race keeps a velocity. Add Momentum or Nesterov to see one.",
    ),
    Role.SQUARES: (
        "Accumulated g∘g",
        "g∘g",
        "No optimizer in this race accumulates squared gradients. Add AdaGrad, RMSProp or Adam to see them.",
    ),
}
# Line styles tell so many coordinates apart.
MOST_COORDINATES = len(COORDINATE_DASHES)
# Squares that spread over more powers of ten than this are shown on a logarithmic axis.
LINEAR_DECADES = 3.0


class VectorPanel(CurvePanel):
    """One curve per visible entry and coordinate, for the entries that record a state of the role."""

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        self.role = role
        super().__init__(parent)

    def title(self) -> str:
        """The heading; it says so when not all coordinates are drawn."""
        names = coordinates(self.trajectory.spec.surface) if self.trajectory else ()
        if len(names) > MOST_COORDINATES:
            return tr("{heading}, first {count} coordinates", heading=tr(_TEXTS[self.role][0]), count=MOST_COORDINATES)
        return tr(_TEXTS[self.role][0])

    def short_titles(self) -> tuple[str, ...]:
        """Without what the legend and the axis say as well."""
        return tr(_TEXTS[self.role][0]), self.quantity()

    def quantity(self) -> str:
        """The vector's letter."""
        return tr(_TEXTS[self.role][1])

    def sentence(self) -> str:
        """What would put something here."""
        return tr(_TEXTS[self.role][2])

    def wants_log(self, values: Floats) -> bool:
        """For squares that spread over many powers of ten."""
        return self.role is Role.SQUARES and can_be_log(values) and decades(values) > LINEAR_DECADES

    def coordinate_names(self) -> list[str]:
        """The coordinates that are drawn."""
        return list(coordinates(self.trajectory.spec.surface)[:MOST_COORDINATES]) if self.trajectory else []

    def curves(
        self, trajectory: Trajectory, looks: Sequence[Look], entries: Sequence[int]
    ) -> tuple[list[Curve], Floats]:
        """One per entry, state of the role, start and coordinate."""
        curves: list[Curve] = []
        columns: list[Floats] = []
        for entry in entries:
            for name, values in self._states(trajectory, entry).items():
                self._add(trajectory, entry, entry_look(looks, entry), name, values, curves, columns)
        return curves, np.stack(columns, axis=1) if columns else np.empty((trajectory.length, 0))

    def _states(self, trajectory: Trajectory, entry: int) -> dict[str, Floats]:
        roles = trajectory.spec.entries[entry].method.roles
        return {name: values for name, values in trajectory.states(entry).items() if roles.get(name) is self.role}

    def _add(
        self,
        trajectory: Trajectory,
        entry: int,
        look: Look,
        state: str,
        values: Floats,
        curves: list[Curve],
        columns: list[Floats],
    ) -> None:
        starts = values.shape[1]
        several = len(self._states(trajectory, entry)) > 1
        for start in range(starts):
            lane = entry * starts + start
            last = trajectory.last_step(lane)
            for axis, coordinate in enumerate(self.coordinate_names()[: values.shape[2]]):
                parts = [lane_label(trajectory, entry, start), *([state] if several else []), coordinate]
                curves.append(Curve(entry, lane, " ".join(parts), look, coordinate_dash(axis), last))
                columns.append(values[:, start, axis])
