"""The loss of every lane over the steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import Look
from gdviz.qt.text import tr
from gdviz.qt.views.curve_panel import CurvePanel
from gdviz.qt.views.curves import Curve
from gdviz.qt.views.epochs import EpochLayer
from gdviz.qt.views.lanes import entry_look, lane_label
from gdviz.qt.views.scale import can_be_log


class LossPanel(CurvePanel):
    """f at every step, on a logarithmic axis wherever no loss is negative; faint lines where epochs begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.epochs = EpochLayer(self._box)

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Show a race, or more of it."""
        super().set_trajectory(trajectory)
        self.epochs.set_trajectory(trajectory)

    def title(self) -> str:
        """The heading."""
        return tr("Loss")

    def quantity(self) -> str:
        """The value of the surface."""
        return tr("f")

    def wants_log(self, values: Floats) -> bool:
        """Wherever it is possible."""
        return can_be_log(values)

    def curves(
        self, trajectory: Trajectory, looks: Sequence[Look], entries: Sequence[int]
    ) -> tuple[list[Curve], Floats]:
        """One per entry and start."""
        starts = len(trajectory.spec.starts)
        lanes = [entry * starts + start for entry in entries for start in range(starts)]
        curves = [self._curve(trajectory, looks, lane, *divmod(lane, starts)) for lane in lanes]
        return curves, np.asarray(trajectory.loss[:, lanes])

    def _curve(self, trajectory: Trajectory, looks: Sequence[Look], lane: int, entry: int, start: int) -> Curve:
        look = entry_look(looks, entry)
        return Curve(entry, lane, lane_label(trajectory, entry, start), look, look.dash, trajectory.last_step(lane))
