"""The length of the gradient of every lane over the steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import Look
from gdviz.qt.text import tr
from gdviz.qt.views.curves import Curve
from gdviz.qt.views.loss_panel import LossPanel


class NormPanel(LossPanel):
    """|g| at every step, where the loss panel has f: a loss that no longer falls need not have a small gradient."""

    def title(self) -> str:
        """The heading."""
        return tr("Length of the gradient")

    def quantity(self) -> str:
        """The Euclidean norm."""
        return "|g|"

    def curves(
        self, trajectory: Trajectory, looks: Sequence[Look], entries: Sequence[int]
    ) -> tuple[list[Curve], Floats]:
        """One per entry and start, in the order of the losses."""
        curves, _ = super().curves(trajectory, looks, entries)
        gradient = compile_surface(trajectory.spec.surface, 1).gradient
        points = trajectory.points[:, [curve.lane for curve in curves]]
        with np.errstate(all="ignore"):
            return curves, np.linalg.norm(gradient(points), axis=-1)
