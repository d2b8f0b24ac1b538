"""Loss against rate, both logarithmic where they can be; a click takes a rate over."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gdviz.language.sentence import Sentence
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.style import type_scale
from gdviz.qt.text import tr, write
from gdviz.qt.views.plot import MapBox, label_axis, make_plot
from gdviz.qt.views.rate_curves import RatePicture
from gdviz.qt.views.rate_layer import STRIP, RateLayer
from gdviz.qt.views.rate_text import trial_sentence

AXIS_WIDTH = 52
SIDE = 0.06
NARROWEST = (260, 100)


class RatePlot(QWidget):
    """`taken(entry, rate)` when a trial is clicked; `readout`, which the page places, tells the one under the mouse."""

    taken = Signal(int, float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rate_plot")
        self._box = MapBox()
        self._box.setMouseEnabled(x=False, y=False)
        self.plot = make_plot(self._box)
        self.layer = RateLayer(self._box)
        self.readout = ElidedLabel()
        self.readout.setObjectName("rate_readout")
        self.readout.setProperty("kind", "muted")
        self.plot.getAxis("bottom").setLogMode(True)
        self.plot.scene().sigMouseMoved.connect(self._hover)
        self._box.clicked.connect(self._take)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.plot, 1)
        # A plot would like to be large; the table beside it needs a certain width.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.restyle()
        self.retranslate()

    def show_picture(self, picture: RatePicture) -> None:
        """Other curves, or more of them."""
        self.layer.set_picture(picture)
        scale, (low, high) = picture.scale, picture.span
        axis = self.plot.getAxis("left")
        axis.setLogMode(scale.log)
        axis.highest = scale.high
        margin = SIDE * (high - low)
        self._box.setXRange(low - margin, high + margin, padding=0.0)
        self._box.setYRange(scale.low, scale.low + (scale.high - scale.low) / (1.0 - STRIP), padding=0.0)
        self._tell()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.plot.getAxis("left").setWidth(AXIS_WIDTH * type_scale())
        self.setMinimumSize(QSize(*NARROWEST))

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        label_axis(self.plot, "bottom", tr("rate η"))
        label_axis(self.plot, "left", tr("loss"))
        self.plot.setAccessibleName(tr("Loss against the rate, one curve for each optimizer"))
        self.layer.update()
        self._tell()

    def leaveEvent(self, event: object) -> None:
        """The mouse has gone."""
        self._point(None)

    def _hover(self, place: QPointF) -> None:
        self._point(place if self._box.sceneBoundingRect().contains(place) else None)

    def _point(self, place: QPointF | None) -> None:
        pixel = None if place is None else self._box.mapFromScene(place)
        self.layer.point_at(None if pixel is None else self.layer.near(pixel.x(), pixel.y()))
        shape = Qt.CursorShape.ArrowCursor if self.layer.pointed is None else Qt.CursorShape.PointingHandCursor
        self.plot.viewport().setCursor(shape)
        self._tell()

    def _take(self, log: float, height: float) -> None:
        pixel = self._box.mapFromView(QPointF(log, height))
        if pointed := self.layer.near(pixel.x(), pixel.y()):
            self.taken.emit(pointed.curve.entry, pointed.trial.rate)

    def _tell(self) -> None:
        pointed = self.layer.pointed
        if pointed is not None:
            write(self.readout, text=trial_sentence(pointed.curve, pointed.trial))
        else:
            write(self.readout, text=Sentence("Ring: the rate now. Large marker: the best. A click takes a rate over."))
