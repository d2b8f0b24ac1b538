"""The axes of a panel of curves: the steps, into which one can zoom, and the scale of what is seen of the values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.result import Floats
from gdviz.qt.views.plot import Plot, StepBox
from gdviz.qt.views.scale import Scale, scale_for

NOTHING = Scale(False, 0.0, 1.0)
# A little room on both sides for the markers at the first and the last step.
MARGIN = 0.015


class CurveAxes:
    """Belongs to a plot with its view box; `scale` is the one shown."""

    def __init__(self, plot: Plot, box: StepBox) -> None:
        self._plot, self._box = plot, box
        self._zoomed = False
        self.scale = NOTHING

    def zoom(self, zoomed: bool) -> None:
        """Stay where the steps were zoomed to, or show all of them from now on."""
        self._zoomed = zoomed

    def show_steps(self, last: int) -> None:
        """So many steps there are."""
        low, high = -MARGIN * max(last, 1), (1.0 + MARGIN) * max(last, 1)
        self._box.setLimits(xMin=low, xMax=high)
        if not self._zoomed:
            self._box.setXRange(low, high, padding=0.0)

    def fitted(self, values: Floats, wants_log: Callable[[Floats], bool], diverged: NDArray[np.bool_]) -> Scale:
        """The scale for what is seen of the values, (rows, curves), of which some have `diverged`, one per curve."""
        if not values.size:
            return NOTHING
        first, last = self._box.viewRange()[0]
        seen = values[max(0, int(first)) : int(last) + 2]
        return scale_for(seen if len(seen) else values, wants_log(values), diverged)

    def show_scale(self, scale: Scale) -> None:
        """Show the vertical axis on this scale."""
        if scale.log != self.scale.log:
            self._plot.getAxis("left").setLogMode(scale.log)
        self.scale = scale
        self._box.setYRange(scale.low, scale.high, padding=0.0)
