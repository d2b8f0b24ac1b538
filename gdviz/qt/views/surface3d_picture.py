"""The picture of a race in three dimensions, drawn roughly while it moves and finely when it is at rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
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

IDLE_MS = 140


class Surface3DPicture(QWidget):
    """Shows a ground with trails and marks; what the mouse does with it is the canvas's."""

    def __init__(self) -> None:
        super().__init__()
        self.camera = Camera()
        self.ground: Ground | None = None
        self.names: tuple[str, ...] = ("x", "y", "f")
        self.trails = TrailPicture()
        self.ghost = TrailPicture()
        self.marks = Marks()
        self.step = StepPicture()
        self._backdrop = Backdrop()
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

    def place_under(self, pixel: QPointF) -> tuple[float, float] | None:
        """The place of the plane whose surface is seen at a pixel."""
        if self._backdrop.horizon is None or self.ground is None:
            return None
        found = self._backdrop.horizon.place(*self.lens().eye(pixel))
        return None if found is None else self.ground.plane(*found)

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
