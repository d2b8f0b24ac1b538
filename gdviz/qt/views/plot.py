"""Plots in the program's own dress, and the view boxes that take clicks and drags."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QGraphicsScene

from gdviz.qt.style import small_font, theme, type_scale
from gdviz.qt.views.log_ticks import Levels, log_ticks, power

# Between two numbers below an axis.
NUMBER_GAP = 5.0


class Box(pg.ViewBox):
    """A view box that shows just the range it is told, and leaves menus and keys to the window."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self.restyle()

    def restyle(self) -> None:
        """Frame it in the theme of the moment."""
        # Axes on the other two sides would close the frame as well, but cost as much as all the rest of a move.
        self.setBorder(pg.mkPen(theme().frame))

    def keyPressEvent(self, event: Any) -> None:
        """Not taken: the window's keys mean the same everywhere."""
        event.ignore()


class MapBox(Box):
    """A view box to pan and zoom with the mouse.

    `clicked` gives a left click's place in the plane, `shift_clicked` that of one with Shift held, `menu_asked` a
    right click's place on the screen.
    """

    clicked = Signal(float, float)
    shift_clicked = Signal(float, float)
    menu_asked = Signal(QPointF)

    def mouseClickEvent(self, event: Any) -> None:
        """Tell of single clicks."""
        if event.double():
            return
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            place = self.mapToView(event.pos())
            with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.shift_clicked if with_shift else self.clicked).emit(place.x(), place.y())
        elif event.button() == Qt.MouseButton.RightButton:
            event.accept()
            self.menu_asked.emit(event.screenPos())


class StepBox(Box):
    """A view box over steps: `step_asked` follows click and drag, `clicked(x, y)` tells where a click was, `zoomed` the
    wheel, `whole_asked` a double click.
    """

    step_asked = Signal(float)
    clicked = Signal(float, float)
    zoomed = Signal()
    whole_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMouseEnabled(x=True, y=False)

    def mouseClickEvent(self, event: Any) -> None:
        """A click asks for the step under it, a double click for all steps."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        if event.double():
            self.whole_asked.emit()
        else:
            place = self.mapToView(event.pos())
            self.step_asked.emit(place.x())
            self.clicked.emit(place.x(), place.y())

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Zoom into the steps around the mouse."""
        super().wheelEvent(event, axis)
        self.zoomed.emit()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """A drag asks for every step it passes."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.step_asked.emit(self.mapToView(event.pos()).x())
        else:
            event.ignore()


class Axis(pg.AxisItem):
    """A quiet axis with true minus signs."""

    def __init__(self, side: str) -> None:
        self.names: tuple[str, ...] = ()
        # Above this there is something else beside the axis, and no number.
        self.highest = math.inf
        self._length_used = 0.0
        super().__init__(side)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=4, maxTickLevel=1)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours and the type of the moment."""
        self.setPen(QColor(theme().frame))
        self.setTextPen(QColor(theme().muted_ink))
        self.setStyle(tickFont=small_font())
        # Larger numbers need more room each.
        self.setTickDensity(1.0 / type_scale())
        self.write(*self.names)

    def write(self, *names: str) -> None:
        """The name beside the axis: the first that there is room for, or else the last."""
        self.names, self._length_used = names, self._length()
        style = {"color": theme().ink, "font-size": f"{small_font().pointSizeF():g}pt"}
        for name in names:
            self.setLabel(name, **style)
            if self.label.boundingRect().width() <= self._length_used:
                return

    def resizeEvent(self, event: Any = None) -> None:
        """With another length another name may fit."""
        if len(self.names) > 1 and self._length() != self._length_used:
            self.write(*self.names)
        super().resizeEvent(event)

    def _length(self) -> float:
        return float(self.height() if self.orientation in ("left", "right") else self.width())

    def logTickValues(self, minVal: float, maxVal: float, size: float, stdTicks: object) -> Levels:
        """No more numbers than there is room for, whole powers of ten before others."""
        metrics = QFontMetricsF(small_font())
        widest = max(metrics.horizontalAdvance(power(value)) for value in (minVal // 1, maxVal // 1, 0.3))
        upright = self.orientation in ("left", "right")
        return log_ticks(minVal, maxVal, size, metrics.height() if upright else widest + 2.0 * NUMBER_GAP)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        """The numbers beside the ticks."""
        if self.logMode:
            return [power(value) if spacing and value <= self.highest else "" for value in values]
        texts = super().tickStrings(values, scale, spacing)
        return [
            text.replace("-", "−") if value <= self.highest else "" for value, text in zip(values, texts, strict=True)
        ]


class Plot(pg.PlotWidget):
    """A plot on paper."""

    def restyle(self) -> None:
        """Take the paper of the moment."""
        self.setBackground(QColor(theme().paper))


def make_plot(box: pg.ViewBox) -> Plot:
    """A plot on paper with quiet axes around a view box."""
    axes = {side: Axis(side) for side in ("left", "bottom")}
    plot = Plot(viewBox=box, background=QColor(theme().paper), axisItems=axes)
    plot.hideButtons()
    plot.setAcceptDrops(False)  # files dropped here are the window's
    plot.setMenuEnabled(False)
    plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
    keep_no_index(plot.scene())
    plot.getPlotItem().layout.setContentsMargins(2, 6, 8, 2)
    return plot


def keep_no_index(scene: QGraphicsScene) -> None:
    """Let a scene look at its few items one by one.

    Qt's tree of items finds one where it was last drawn; our items grow and move with the view box, and one that is
    taken away would stay in the tree and be painted after its end.
    """
    scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)


def show_numbers(plot: pg.PlotWidget, side: str, shown: bool) -> None:
    """Write numbers beside an axis or not; only a change costs a redraw."""
    axis = plot.getAxis(side)
    if axis.style["showValues"] != shown:
        axis.setStyle(showValues=shown)


def label_axis(plot: pg.PlotWidget, side: str, *names: str) -> None:
    """Write a name beside an axis, the first that there is room for; the same names again cost nothing."""
    if plot.getAxis(side).names != names:
        plot.getAxis(side).write(*names)
