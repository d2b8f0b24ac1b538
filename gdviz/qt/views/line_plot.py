"""The loss along the line of a step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gdviz.engine.line_slice import LineSlice
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.style import Look, type_scale
from gdviz.qt.text import tr, write
from gdviz.qt.views.line_layer import LineLayer
from gdviz.qt.views.line_text import legend_sentence
from gdviz.qt.views.plot import MapBox, label_axis, make_plot

AXIS_WIDTH = 62
NARROWEST = (260, 100)
# Of the widths and heights that are shown: what is left free beside them.
SIDE, BELOW, ABOVE = 0.02, 0.12, 0.35


class LinePlot(QWidget):
    """`chosen(trial)` when a trial is clicked, counted from 0."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("line_plot")
        self._box = MapBox()
        self._box.setMouseEnabled(x=False, y=False)
        self._whole = False
        self.plot = make_plot(self._box)
        self.layer = LineLayer(self._box)
        self.legend = ElidedLabel()
        self.legend.setObjectName("line_legend")
        self.legend.setProperty("kind", "muted")
        self._box.clicked.connect(self._click)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.plot, 1)
        rows.addWidget(self.legend)
        # A plot would like to be large; the table beside it needs a certain width.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.restyle()
        self.retranslate()

    def show_line(self, line: LineSlice | None, look: Look) -> None:
        """Another line."""
        self.layer.show_line(line, look)
        self._fit()

    def show_whole(self, whole: bool) -> None:
        """As far as all trials reach, or what is near the step."""
        self._whole = whole
        self._fit()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.plot.getAxis("left").setWidth(AXIS_WIDTH * type_scale())
        self.setMinimumSize(QSize(*NARROWEST))

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        label_axis(self.plot, "bottom", tr("step α along the line"), "α")
        label_axis(self.plot, "left", "φ(α)")
        self.plot.setAccessibleName(tr("Loss along the line of the step, with the trials of the search"))
        self.layer.update()

    def _fit(self) -> None:
        line = self.layer.line
        if line is None or not line.tried:
            write(self.legend, text="")
            return
        right = max(line.far, line.near) if self._whole else line.near
        low, high = _heights(line, right)
        self._box.setXRange(-SIDE * right, right, padding=0.0)
        self._box.setYRange(low, high, padding=0.0)
        write(self.legend, text=legend_sentence(line, sum(each.step > right for each in line.tried)))

    def _click(self, step: float, height: float) -> None:
        pixel = self._box.mapFromView(QPointF(step, height))
        if (trial := self.layer.near(pixel.x(), pixel.y())) is not None:
            self.chosen.emit(trial)


def _heights(line: LineSlice, right: float) -> tuple[float, float]:
    """From the lowest that is seen to a little above phi(0): what a trial that flew off costs is not to be seen."""
    steps, losses = line.curve
    seen = losses[(steps <= right) & np.isfinite(losses)]
    low = min(float(seen.min()), line.loss) if len(seen) else line.loss
    over = float(seen.max()) - line.loss if len(seen) else 0.0
    fall = line.loss - low
    fall = fall if fall > 0.0 else min(over, abs(line.loss)) or abs(line.loss) or 1.0
    return low - BELOW * fall, line.loss + min(max(over, 0.1 * fall), 0.6 * fall) + 0.1 * fall
