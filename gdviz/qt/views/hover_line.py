"""The line above a map that tells of the place under the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF

from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.views.plot import MapBox, Plot


class HoverLine(QObject):
    """Writes `text(x, y)` of the place under the mouse on a label, and nothing when the mouse is elsewhere."""

    def __init__(self, plot: Plot, box: MapBox, label: ElidedLabel, text: Callable[[float, float], str]) -> None:
        super().__init__(plot)
        self._plot, self._box, self._label, self._text = plot, box, label, text
        plot.scene().sigMouseMoved.connect(self._hover)
        plot.installEventFilter(self)

    def _hover(self, place: QPointF) -> None:
        if not self._box.sceneBoundingRect().contains(place):
            self._label.clear()
            return
        at = self._box.mapSceneToView(place)
        self._label.setText(self._text(at.x(), at.y()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Forget what was under the mouse when it leaves."""
        if watched is self._plot and event.type() == QEvent.Type.Leave:
            self._label.clear()
        return super().eventFilter(watched, event)
