"""The starts of a race as rings on the map that can be dragged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath

from gdviz.engine.surface import Point
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import marker_scale, small_font, theme
from gdviz.qt.views.window import Window

RADIUS = 8.5
GRAB_RADIUS = 13.0
# More starts than these are small rings without numbers: the map is to be seen, and the trails.
MOST_NUMBERED = 12
SMALL = 0.5

Plane = tuple[float, float]


class StartMarker(pg.GraphicsObject):
    """A ring that follows the mouse; `moved` is told each place in pixels of the box, and whether the drag is over."""

    def __init__(
        self,
        box: pg.ViewBox,
        number: str,
        size: float,
        moved: Callable[[QPointF, bool], None],
        picked: Callable[[], None],
    ) -> None:
        super().__init__()
        self.number = number
        self.size = size
        self.chosen = False
        self._picked = picked
        self.dragged = False
        self._moved = moved
        self.setParentItem(box)
        self.setZValue(30.0)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def boundingRect(self) -> QRectF:
        """Room for the ring and its number."""
        grab = GRAB_RADIUS * marker_scale()
        return QRectF(-grab, -grab, 2 * grab + 14, 2 * grab)

    def restyle(self) -> None:
        """The theme or the sizes have changed."""
        self.prepareGeometryChange()
        self.update()

    def shape(self) -> QPainterPath:
        """Where the mouse can take hold of it."""
        path = QPainterPath()
        path.addEllipse(QPointF(0.0, 0.0), GRAB_RADIUS * self.size, GRAB_RADIUS * self.size)
        return path

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        """A dark ring on a light one, to be seen on every ground, with the start's number if there are several.

        The one that is chosen has a thick ring.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius, ring = RADIUS * marker_scale() * self.size, 4.0 if self.chosen else 2.0
        for colour, width in ((theme().paper, ring + 2.5), (theme().start_ring, ring)):
            painter.setPen(line_pen(colour, width))
            painter.drawEllipse(QPointF(0.0, 0.0), radius, radius)
        if self.number:
            painter.setFont(small_font())
            painter.drawText(QPointF(RADIUS + 3.0, -3.0), self.number)

    def mouseDragEvent(self, event: Any) -> None:
        """Follow the mouse with the left button."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.dragged = not event.isFinish()
        self._moved(self.mapToParent(event.pos()), event.isFinish())

    def mouseClickEvent(self, event: Any) -> None:
        """A click on a start leaves it where it is and chooses it; the menu of a right one is the map's."""
        self._picked()
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()

    def hoverEvent(self, event: Any) -> None:
        """Claim the drag before the map does."""
        if not event.isExit():
            event.acceptDrags(Qt.MouseButton.LeftButton)


class StartMarkers(QObject):
    """All starts of a map; `dragged(index, point)` comes at every move, `dropped(index, point)` at a drag's end.

    `picked(index)` comes with a click on one.
    """

    picked = Signal(int)
    dragged = Signal(int, object)
    dropped = Signal(int, object)

    def __init__(self, box: pg.ViewBox, window: Callable[[], Window]) -> None:
        super().__init__()
        self._box = box
        self._window = window
        self.chosen = 0
        self.points: tuple[Point, ...] = ()
        self.markers: list[StartMarker] = []
        self._place: Callable[[Point], Plane] = lambda point: (point[0], point[-1])
        self._back: Callable[[float, float, Point], Point] = lambda x, y, others: (x, y, *others)
        box.sigRangeChanged.connect(self.replace)
        box.sigResized.connect(self.replace)

    def set_plane(self, place: Callable[[Point], Plane], back: Callable[[float, float, Point], Point]) -> None:
        """How a point becomes a place in the plane, and a place with the further coordinates becomes a point again."""
        self._place, self._back = place, back
        self.replace()

    def set_points(self, points: Sequence[Point]) -> None:
        """Show these starts; a marker that is being dragged stays under the mouse."""
        self.points = tuple(tuple(point) for point in points)
        if len(self.markers) != len(self.points):
            self._make(len(self.points))
        self.replace()

    def _make(self, count: int) -> None:
        for marker in self.markers:
            marker.setParentItem(None)
            if marker.scene() is not None:
                marker.scene().removeItem(marker)
        self.markers = [self._marker(index, count) for index in range(count)]
        self._mark_chosen()

    def _marker(self, index: int, count: int) -> StartMarker:
        number = str(index + 1) if 1 < count <= MOST_NUMBERED else ""
        size = 1.0 if count <= MOST_NUMBERED else SMALL
        return StartMarker(self._box, number, size, partial(self._moved, index), partial(self.picked.emit, index))

    def set_chosen(self, index: int) -> None:
        """Mark a start as the chosen one, where there are several."""
        if index != self.chosen:
            self.chosen = index
            self._mark_chosen()

    def _mark_chosen(self) -> None:
        for index, marker in enumerate(self.markers):
            marker.chosen = index == self.chosen and len(self.markers) > 1
            marker.update()

    def point_at(self, x: float, y: float) -> Point:
        """The start meant by a place of the map: no finer than a pixel, the others as those of the chosen one."""
        others = self.points[min(self.chosen, len(self.points) - 1)][2:] if self.points else ()
        return self._back(*self._window().resolved(x, y), others)

    def replace(self, *_: object) -> None:
        """Put every ring where its start is in the window shown now."""
        window = self._window()
        if not window.usable:
            return
        for marker, point in zip(self.markers, self.points, strict=True):
            if not marker.dragged:
                self._put(marker, window, point)

    def _put(self, marker: StartMarker, window: Window, point: Point) -> None:
        across, down = window.to_pixels(np.array(self._place(point)))
        known = bool(np.isfinite([across, down]).all())
        marker.setVisible(known)
        if known:
            marker.setPos(float(across), float(down))

    def _moved(self, index: int, pixel: QPointF, over: bool) -> None:
        window = self._window()
        x, y = window.clamped(window.resolved(*window.to_plane(pixel.x(), pixel.y())))
        point = self._back(x, y, self.points[index][2:])
        self.points = (*self.points[:index], point, *self.points[index + 1 :])
        self._put(self.markers[index], window, point)
        (self.dropped if over else self.dragged).emit(index, point)
