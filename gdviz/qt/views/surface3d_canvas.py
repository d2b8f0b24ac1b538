"""The picture of a race in three dimensions, to be turned, tilted and zoomed with mouse and keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gdviz.engine.result import Floats
from gdviz.qt.ghost import OPACITY
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import theme
from gdviz.qt.views.surface3d_backdrop import Backdrop
from gdviz.qt.views.surface3d_camera import Camera, Lens
from gdviz.qt.views.surface3d_ground import Ground
from gdviz.qt.views.surface3d_marks import Marks
from gdviz.qt.views.surface3d_raster import best_azimuth
from gdviz.qt.views.surface3d_step import StepPicture
from gdviz.qt.views.surface3d_trails import TrailPicture
from gdviz.qt.views.trail_choice import HEAD_REACH

IDLE_MS = 140
KEY_DEGREES = 5.0
MOUSE_DEGREES = 0.45
GRAB = 13.0
# A press and a release no farther apart than this are a click.
CLICK = 3.0

_TURNS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (-KEY_DEGREES, 0.0),
    Qt.Key.Key_Right: (KEY_DEGREES, 0.0),
    Qt.Key.Key_Up: (0.0, KEY_DEGREES),
    Qt.Key.Key_Down: (0.0, -KEY_DEGREES),
}
_ZOOMS: dict[int, float] = {Qt.Key.Key_Plus: 1.15, Qt.Key.Key_Equal: 1.15, Qt.Key.Key_Minus: 1 / 1.15}


class Surface3DCanvas(QWidget):
    """Shows a ground with trails and marks.

    Signals: `hovered(x, y)`, nan beside the surface; `chosen(x, y)` for a double click, `added(x, y)` with Shift
    held; `start_moved(index, x, y, over)` while a start is dragged, all in the plane of the surface;
    `lane_picked(lane)` for a click on a head, and `row_picked(row)` as well for one on a trail.
    """

    hovered = Signal(float, float)
    chosen = Signal(float, float)
    added = Signal(float, float)
    start_moved = Signal(int, float, float, bool)
    lane_picked = Signal(int)
    row_picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface3d")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.camera = Camera()
        self.ground: Ground | None = None
        self.names: tuple[str, ...] = ("x", "y", "f")
        self.trails = TrailPicture()
        self.ghost = TrailPicture()
        self.marks = Marks()
        self.step = StepPicture()
        self._backdrop = Backdrop()
        self._pressed: QPointF | None = None
        self._pressed_first = QPointF()
        self._start: int | None = None
        self._rough = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.rest)

    @property
    def fine(self) -> bool:
        """Whether the picture is the fine one."""
        return not self._rough

    def lens(self) -> Lens:
        """How the box is seen now."""
        return Lens(self.camera, float(max(1, self.width())), float(max(1, self.height())))

    # What is shown

    def set_ground(self, ground: Ground, names: tuple[str, ...], moving: bool = False) -> None:
        """Show another surface; one that is about to change again is drawn roughly."""
        self.ground, self.names = ground, names
        self._backdrop.forget()
        if moving:
            self._move()
        self.update()

    def look_well(self) -> None:
        """Look from the first height, and from the side from which most of the marked places can be seen."""
        camera = Camera()
        if self.ground is not None:
            places = self.marks.places(self.ground)
            camera = replace(camera, azimuth=best_azimuth(self.ground.relief, camera, places))
        self.set_camera(camera)

    def restyle(self) -> None:
        """Take the colours of the moment."""
        self._backdrop.forget()
        self.update()

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere: roughly at once, finely when at rest."""
        if camera != self.camera:
            self.camera = camera
            self._move()

    def _move(self) -> None:
        self._rough = True
        self._idle.start()
        self.update()

    def rest(self) -> None:
        """Draw finely from now on."""
        self._idle.stop()
        self._rough = False
        self.update()

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The kept picture of the surface, then trails, then marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.ground is None or self.width() < 2 or self.height() < 2:
            painter.fillRect(self.rect(), QColor(theme().paper))
            return
        lens, ratio = self.lens(), painter.device().devicePixelRatioF()
        key = (lens, ratio, self._rough, id(self.ground))
        self._backdrop.draw(painter, key, lens, self.ground, self.names)
        if self.ghost.drapes:
            painter.setOpacity(OPACITY)
            self.ghost.draw(painter, key, self._project, self.size(), ratio, fine=self.fine)
            painter.setOpacity(1.0)
        self.trails.draw(painter, key, self._project, self.size(), ratio, fine=self.fine)
        self.marks.draw(painter, self._project, self.ground)
        self.step.draw(painter, self._project, self.ground, lens.width, lens.height)
        if self.hasFocus():
            painter.setPen(line_pen(theme().accent, 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _project(self, places: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Pixels, (n, 2), and depths of places in the box, and which of them the surface hides."""
        return self._backdrop.project(self.lens(), places)

    # Mouse and keys

    def place_under(self, pixel: QPointF) -> tuple[float, float] | None:
        """The place of the plane whose surface is seen at a pixel."""
        if self._backdrop.horizon is None or self.ground is None:
            return None
        found = self._backdrop.horizon.place(*self.lens().eye(pixel))
        return None if found is None else self.ground.plane(*found)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a start, or of the surface."""
        if event.button() != Qt.MouseButton.LeftButton or self.ground is None or self._backdrop.horizon is None:
            return
        self._pressed = self._pressed_first = event.position()
        self._start = self.marks.start_at(event.position(), self._project, self.ground, GRAB)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, drag a start, or just look."""
        if self._start is not None:
            self._drag_start(event.position(), over=False)
        elif self._pressed is not None:
            moved = event.position() - self._pressed
            self._pressed = event.position()
            self.set_camera(self.camera.turned(-MOUSE_DEGREES * moved.x(), MOUSE_DEGREES * moved.y()))
        else:
            place = self.place_under(event.position())
            self.hovered.emit(*(place or (np.nan, np.nan)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._start is not None:
            self._drag_start(event.position(), over=True)
        elif self._pressed is not None and _near(event.position(), self._pressed_first):
            self._pick(event.position())
        self._start = self._pressed = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def _pick(self, pixel: QPointF) -> None:
        """Tell of the head, or else of the trail, that is seen at a pixel."""
        assert self.ground is not None
        lane = self.marks.head_at(pixel, self._project, self.ground, HEAD_REACH)
        if lane is not None:
            self.lane_picked.emit(lane)
            return
        pick = self.trails.picked(pixel, self._project)
        if pick is not None:
            self.lane_picked.emit(pick.lane)
            self.row_picked.emit(pick.row)

    def _drag_start(self, pixel: QPointF, over: bool) -> None:
        assert self._start is not None
        place = self.place_under(pixel)
        if place is None and not over:
            return
        place = place or self.marks.starts[self._start]
        self.marks.starts[self._start] = place
        self.start_moved.emit(self._start, *place, over)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Start there."""
        place = self.place_under(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.added if with_shift else self.chosen).emit(*place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer and farther."""
        self.set_camera(self.camera.zoomed(1.0015 ** event.angleDelta().y()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the mouse."""
        self.hovered.emit(np.nan, np.nan)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys, which mean steps elsewhere in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _is_mine(event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return plain == Qt.KeyboardModifier.NoModifier and (event.key() in _TURNS or event.key() in _ZOOMS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys turn and tilt, plus and minus zoom, Escape gives the keys back to the window."""
        if self._is_mine(event) and event.key() in _TURNS:
            self.set_camera(self.camera.turned(*_TURNS[event.key()]))
        elif self._is_mine(event):
            self.set_camera(self.camera.zoomed(_ZOOMS[event.key()]))
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who has the keys."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No longer."""
        super().focusOutEvent(event)
        self.update()


def _near(one: QPointF, other: QPointF) -> bool:
    return (one - other).manhattanLength() <= CLICK
