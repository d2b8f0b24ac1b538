"""The base of everything drawn over a plot: items in the pixels of the view box, one of them with a kept picture."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator
from math import ceil, floor

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap, QRegion, QTransform

from gdviz.engine.result import Floats
from gdviz.qt.views.window import Window

REFINE_AFTER_MS = 120
REFINE_SLICE_MS = 8.0

_since_haste = QElapsedTimer()


def hurry() -> None:
    """Something is being dragged: no picture anywhere is refined before it rests."""
    _since_haste.start()


class Layer(pg.GraphicsObject):
    """Something drawn over the plot of a view box, in its pixels; `draw` is given the window shown."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__()
        self.box = box
        self.setParentItem(box)
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        box.sigRangeChanged.connect(self.refresh)
        box.sigResized.connect(self.resized)

    def boundingRect(self) -> QRectF:
        """The whole of the view box."""
        return self.box.rect()

    def resized(self, _box: object = None) -> None:
        """The view box has another size."""
        self.prepareGeometryChange()
        self.update()

    def refresh(self, *_: object) -> None:
        """What is drawn has changed, or the window has."""
        self.update()

    def update_pixels(self, rects: Floats) -> None:
        """Paint only these anew: left, top, right, bottom in pixels, (n, 4); what is not finite is left out."""
        edges = np.clip(rects[np.isfinite(rects).all(axis=1)], -1.0, 1e6).astype(int).tolist()
        for view in self.scene().views():
            corner = view.mapFromScene(self.mapToScene(QPointF()))
            x, y = corner.x(), corner.y()
            region = QRegion()
            for left, top, right, bottom in edges:
                region += QRect(x + left, y + top, right - left + 2, bottom - top + 2)
            view.viewport().update(region)

    def restyle(self) -> None:
        """The theme or the sizes have changed."""
        self.update()

    def leave(self) -> None:
        """Out of the plot, for good."""
        self.box.sigRangeChanged.disconnect(self.refresh)
        self.box.sigResized.disconnect(self.resized)
        self.setParentItem(None)
        if self.scene() is not None:
            self.scene().removeItem(self)

    def window(self) -> Window:
        """The piece of the plane that is shown now."""
        (left, right), (bottom, top) = self.box.viewRange()
        rect = self.box.rect()
        return Window(left, right, bottom, top, rect.width(), rect.height())

    def paint(self, painter: QPainter, _option: object, widget: object = None) -> None:
        """Called by Qt, with a widget on the screen and without one for a file."""
        window = self.window()
        if window.usable:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter, window)

    def draw(self, painter: QPainter, window: Window) -> None:
        """Draw with an antialiasing painter in the pixels of the box."""
        raise NotImplementedError


class KeptLayer(Layer):
    """A layer that is costly to draw: its picture is kept until the window, its contents or the screen change.

    `render` draws it in pieces, roughly while things move; the fine picture follows in slices of a few milliseconds
    once they rest. A file gets vectors, never the picture.
    """

    # A picture that costs more than this is first drawn roughly, and refined once nothing has changed for a while.
    rough_above_ms = 5.0

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self._picture = QPixmap()
        self._key: Hashable = None
        self._revision = 0
        self._fine = True
        self._window: Window | None = None
        self._offset = QPointF()
        self._refining: tuple[QPixmap, QPainter, Iterator[None]] | None = None
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.refine)

    @property
    def fine(self) -> bool:
        """Whether the picture that is kept is the fine one."""
        return self._fine

    def contents_changed(self) -> None:
        """The kept picture is stale."""
        self._revision += 1
        self._stop_refining()
        self.update()

    def restyle(self) -> None:
        """The theme or the sizes have changed."""
        self.contents_changed()

    def cost_ms(self, window: Window) -> float:
        """About how long the fine picture takes."""
        raise NotImplementedError

    def render(self, painter: QPainter, window: Window, fine: bool) -> Iterator[None]:
        """Draw all of it, yielding between pieces."""
        raise NotImplementedError

    def extend(self, painter: QPainter, window: Window, fine: bool) -> None:
        """Add to the kept picture what has come since; nothing unless a layer grows."""

    def can_extend(self) -> bool:
        """Whether there is something to add."""
        return False

    def finished(self, fine: bool) -> None:
        """A whole picture has been drawn and is now the kept one."""

    def draw(self, painter: QPainter, window: Window) -> None:
        """All of it, finely, as vectors."""
        for _ in self.render(painter, window, True):
            pass

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Show the kept picture on a widget, drawing what is missing in it."""
        if widget is None:
            super().paint(painter, option, widget)
            return
        window = self.window()
        if window.usable:
            self._show(painter, window)

    def _show(self, painter: QPainter, window: Window) -> None:
        transform = painter.worldTransform()
        ratio = painter.device().devicePixelRatioF()
        # On a whole pixel of the device, or the picture would be smeared over two.
        corner = QPointF(floor(transform.dx() * ratio) / ratio, floor(transform.dy() * ratio) / ratio)
        offset = QPointF(transform.dx() - corner.x(), transform.dy() - corner.y())
        key = (window, ratio, offset.x(), offset.y(), self._revision)
        if key != self._key:
            self._redraw(window, ratio, offset, key)
        elif self.can_extend():
            brush = QPainter()
            self._begin(brush, self._picture)
            self.extend(brush, window, self._fine)
            brush.end()
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.drawPixmap(corner, self._picture)
        painter.restore()

    def _redraw(self, window: Window, ratio: float, offset: QPointF, key: Hashable) -> None:
        self._stop_refining()
        self._key, self._window, self._offset = key, window, offset
        self._fine = self.cost_ms(window) <= self.rough_above_ms
        self._picture = self._blank(window, ratio)
        brush = QPainter()
        self._begin(brush, self._picture)
        for _ in self.render(brush, window, self._fine):
            pass
        brush.end()
        self.finished(self._fine)
        if not self._fine:
            self._idle.start(REFINE_AFTER_MS)

    @staticmethod
    def _blank(window: Window, ratio: float) -> QPixmap:
        picture = QPixmap(ceil((window.width + 1.0) * ratio), ceil((window.height + 1.0) * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _begin(self, brush: QPainter, picture: QPixmap) -> None:
        brush.begin(picture)
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush.translate(self._offset)

    def refine(self) -> None:
        """Draw a slice of the fine picture, and show it when it is whole."""
        if self._window is None:
            return
        if _since_haste.isValid() and not _since_haste.hasExpired(REFINE_AFTER_MS):
            self._idle.start(REFINE_AFTER_MS)
            return
        if self._refining is None:
            brush = QPainter()
            picture = self._blank(self._window, self._picture.devicePixelRatio())
            self._refining = (picture, brush, self.render(brush, self._window, True))
        picture, brush, pieces = self._refining
        # No painter stays open between two events: the picture may be dropped there.
        self._begin(brush, picture)
        whole = self._slice(pieces)
        brush.end()
        if not whole:
            self._idle.start(0)
            return
        self._refining = None
        self._picture, self._fine = picture, True
        self.finished(True)
        self.update()

    @staticmethod
    def _slice(pieces: Iterator[None]) -> bool:
        until = time.perf_counter() + REFINE_SLICE_MS / 1e3
        return all(time.perf_counter() < until for _ in pieces)

    def _stop_refining(self) -> None:
        self._idle.stop()
        self._refining = None
