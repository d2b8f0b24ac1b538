"""Where epochs begin, behind the curves of a stochastic race."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPainter

from gdviz.engine.trajectory import Trajectory
from gdviz.qt.marker_shapes import hairline
from gdviz.qt.style import mixed, theme
from gdviz.qt.views.layer import Layer
from gdviz.qt.views.window import Window

# Nearer to one another than this, in pixels, the lines would hide the curves.
NEAREST = 9.0
FAINT = 0.25


class EpochLayer(Layer):
    """Faint lines, `steps` apart; none where the runs do not come to them together."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 5.0)
        self.steps = 0.0
        self.last = 0

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Another race, or more of it."""
        data, batch = trajectory.spec.surface.data, trajectory.spec.batch
        steps = trajectory.pace.even * len(data) / batch.size if data is not None and batch is not None else 0.0
        if (steps, trajectory.last_row) != (self.steps, self.last):
            self.steps, self.last = steps, trajectory.last_row
            self.update()

    def across(self, window: Window) -> list[float]:
        """Where the lines stand, in pixels; nothing where they would crowd."""
        if self.steps <= 0.0 or self.steps * window.width / (window.right - window.left) < NEAREST:
            return []
        begins = np.arange(self.steps, min(self.last, window.right), self.steps)
        begins = begins[begins > window.left]
        return window.to_pixels(np.stack([begins, begins], axis=-1))[:, 0].tolist()

    def draw(self, painter: QPainter, window: Window) -> None:
        """The lines."""
        painter.setPen(hairline(mixed(theme().paper, theme().muted_ink, FAINT).name()))
        for x in self.across(window):
            painter.drawLine(round(x), 0, round(x), round(window.height))
