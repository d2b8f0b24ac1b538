"""The error of central differences against their step size, both logarithmic, with what rules on either side."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gdviz.engine.gradient_check import STEPS
from gdviz.language.sentence import Sentence
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.style import type_scale
from gdviz.qt.text import tr, write
from gdviz.qt.views.gradient_layer import LOG_STEPS, Curves, ErrorLayer
from gdviz.qt.views.number_text import printed
from gdviz.qt.views.plot import Box, label_axis, make_plot

AXIS_WIDTH = 52
SIDE = 0.25
NARROWEST = (260, 100)


class GradientPlot(QWidget):
    """One curve per coordinate; under the mouse the numbers of a step size, in the line below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gradient_plot")
        self._box = Box()
        self._box.setMouseEnabled(x=False, y=False)
        self.plot = make_plot(self._box)
        self.layer = ErrorLayer(self._box)
        self.readout = ElidedLabel()
        self.readout.setObjectName("gradient_readout")
        self.readout.setProperty("kind", "muted")
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setLogMode(True)
        self._box.setXRange(LOG_STEPS[-1] - SIDE, LOG_STEPS[0] + SIDE, padding=0.0)
        self.plot.scene().sigMouseMoved.connect(self._hover)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.plot, 1)
        rows.addWidget(self.readout)
        # A plot would like to be large; the table beside it needs a certain width.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.restyle()
        self.retranslate()

    def show_curves(self, curves: Curves) -> None:
        """Other errors, or another coordinate explained."""
        self.layer.set_curves(curves)
        self._box.setYRange(*curves.heights(), padding=0.0)
        self.retranslate()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.plot.getAxis("left").setWidth(AXIS_WIDTH * type_scale())
        self.setMinimumSize(QSize(*NARROWEST) * type_scale())

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        scaled = self.layer.curves is not None and self.layer.curves.is_scaled
        label_axis(self.plot, "bottom", tr("step size h (scaled)") if scaled else tr("step size h"))
        label_axis(self.plot, "left", tr("error"))
        self.plot.setAccessibleName(tr("Error of central differences against the step size"))
        self.layer.update()
        self._tell()

    def point_at(self, step: int | None) -> None:
        """Tell the numbers of a step size, counted from the largest; None tells what is drawn."""
        self.layer.set_step(step)
        self._tell()

    def leaveEvent(self, event: object) -> None:
        """The mouse has gone."""
        self.point_at(None)

    def _hover(self, place: QPointF) -> None:
        if self.layer.curves is None or not self._box.sceneBoundingRect().contains(place):
            self.point_at(None)
            return
        log = self._box.mapSceneToView(place).x()
        self.point_at(min(range(len(STEPS)), key=lambda step: abs(LOG_STEPS[step] - log)))

    def _tell(self) -> None:
        write(self.readout, text=self._sentence())

    def _sentence(self) -> str:
        curves, step = self.layer.curves, self.layer.step
        if curves is None:
            return ""
        part = curves.partial
        if step is None:
            if len(curves.looks) < len(curves.check.partials):
                count = len(curves.check.partials)
                return Sentence("Drawn: worst, median and best of {count}, and the chosen one.", count=count)
            return Sentence("Dashed: truncation and rounding along {name}.", name=part.name)
        told = {"name": part.name, "step": printed(STEPS[step] * part.unit, 3)}
        error = float(curves.check.errors[step, curves.chosen])
        if error == 0:
            return Sentence("h = {step}: along {name} the difference is exact.", **told)
        return Sentence("h = {step}: along {name} the error is {error}.", error=printed(error, 3), **told)
