"""What mouse and keys do with the picture of a race in three dimensions."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

from gdviz.qt.views.surface3d_picture import Surface3DPicture
from gdviz.qt.views.trail_choice import HEAD_REACH

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


class Surface3DCanvas(Surface3DPicture):
    """Lets mouse and keys turn, tilt and zoom the picture, pick runs and drag starts.

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
        self._pressed: QPointF | None = None
        self._pressed_first = QPointF()
        self._start: int | None = None

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
