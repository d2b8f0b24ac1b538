"""The picture of one frame of a film; what lies under the trails is drawn once, and every trail only once too."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem

from gdviz.engine.budget import budget_of
from gdviz.engine.trajectory import Trajectory
from gdviz.files.film import FilmPlan, Frame
from gdviz.qt.dress import Dress
from gdviz.qt.labels import place_text
from gdviz.qt.marker_shapes import draw_swatch
from gdviz.qt.page import settle, write
from gdviz.qt.style import heading_font, small_font, theme
from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.lanes import entry_label
from gdviz.qt.views.number_text import short

# A film of this size is drawn as on the screen; a larger one has larger type and thicker lines.
PLAIN = (800.0, 600.0)
SMALLEST_RATIO = 0.5
_TOP, _MARGIN = 48.0, 10.0
_ROW, _CELL = 20.0, 240.0
_STEP_WIDTH = 170.0
MOST_ROWS = 4
_RIGHT = Qt.AlignmentFlag.AlignRight


class FilmScene:
    """A race at the size of a plan; steps are to be asked for in ascending order."""

    def __init__(self, trajectory: Trajectory, dress: Dress, plan: FilmPlan) -> None:
        self._trajectory, self._dress, self._plan = trajectory, dress, plan
        self._entries = [entry for entry, visible in enumerate(dress.visible) if visible]
        self._last_steps = [trajectory.last_step(lane) for lane in range(trajectory.spec.lanes)]
        self._ratio = max(SMALLEST_RATIO, min(plan.width / PLAIN[0], plan.height / PLAIN[1]))
        self._width, self._height = plan.width / self._ratio, plan.height / self._ratio
        self._map = self._make_map()
        self._ground = self._draw_ground()

    @property
    def colours(self) -> list[str]:
        """Those that no palette may lose."""
        shown = theme()
        own = [self._dress.looks[entry].colour for entry in self._entries]
        return [shown.paper, shown.ink, shown.muted_ink, shown.known_point, shown.start_ring, *own]

    def pixel(self, place: tuple[float, float]) -> tuple[int, int]:
        """Column and row of a frame at which a place of the map is drawn."""
        across, down = self._map.trails.window().to_pixels(np.array(place))
        corner = self._box().topLeft()
        return int((corner.x() + across) * self._ratio), int((corner.y() + down) * self._ratio)

    def frame(self, step: int) -> Frame:
        """The race as it was after a step."""
        self._draw_trails(step)
        image = self._ground.copy()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_marks(painter, step)
        self._write_numbers(painter, step)
        painter.end()
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()

    # What stays

    def _make_map(self) -> ContourView:
        spec, view = self._trajectory.spec, ContourView()
        view.set_surface(spec.surface)
        view.set_starts(spec.starts)
        view.set_looks(self._dress.looks)
        for entry, visible in enumerate(self._dress.visible):
            view.set_entry_visible(entry, visible)
        view.set_trajectory(self._trajectory)
        settle(view, view.plot, self._room().size())
        view.reset_window()
        return view

    def _room(self) -> QRectF:
        """Where the map goes, between the title and the legend."""
        below = self._rows() * _ROW + _MARGIN
        whole = QSizeF(self._width - 2.0 * _MARGIN, self._height - _TOP - below)
        return QRectF(_MARGIN, _TOP, float(int(whole.width())), float(int(whole.height())))

    def _box(self) -> QRectF:
        """Where in the frame the trails run, in the points of the page."""
        inner = self._map.trails.sceneBoundingRect()
        return inner.translated(self._room().topLeft())

    def _draw_ground(self) -> QImage:
        image = QImage(self._plan.width, self._plan.height, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._ratio)
        image.fill(QColor(theme().paper))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write_title(painter)
        moving: tuple[QGraphicsItem, ...] = (
            self._map.trails,
            self._map.heads,
            self._map.legend,
            *self._map.starts.markers,
        )
        for item in moving:
            item.setVisible(False)
        self._map.plot.scene().render(painter, self._room(), QRectF(self._map.plot.viewport().rect()))
        for entry, cell in zip(self._entries, self._cells(), strict=False):
            draw_swatch(painter, self._dress.looks[entry], cell.left(), cell.top() + 2.0, 34.0, 16.0)
        painter.end()
        return image

    def _write_title(self, painter: QPainter) -> None:
        surface, room = self._trajectory.spec.surface, self._width - 2.0 * _MARGIN
        title = surface.title or surface.expression
        write(painter, _MARGIN, 5.0, room - _STEP_WIDTH, title, heading_font())
        below = self._map.header.caption.text() or f"f = {surface.expression}"
        write(painter, _MARGIN, 25.0, room, below, small_font(), theme().muted_ink)

    # What moves

    def _draw_trails(self, step: int) -> None:
        """Add to the ground what the trails have grown."""
        trails = self._map.trails
        trails.set_step(step)
        painter = QPainter(self._ground)
        self._enter_box(painter)
        trails.extend(painter, trails.window(), True)
        painter.end()

    def _draw_marks(self, painter: QPainter, step: int) -> None:
        """Starts, heads and the legend of the known points, which lie on the trails."""
        painter.save()
        self._enter_box(painter)
        window = self._map.trails.window()
        for marker in self._map.starts.markers:
            painter.save()
            painter.translate(marker.pos())
            marker.paint(painter, None)
            painter.restore()
        self._map.heads.set_step(step)
        self._map.heads.draw(painter, window)
        self._map.legend.draw(painter, window)
        painter.restore()

    def _enter_box(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._box())
        painter.translate(self._box().topLeft())

    def _write_numbers(self, painter: QPainter, step: int) -> None:
        text = place_text(budget_of(self._trajectory), step, self._trajectory.length - 1)
        left = self._width - _MARGIN - _STEP_WIDTH
        write(painter, left, 5.0, _STEP_WIDTH, text, heading_font(), align=_RIGHT)
        for entry, cell in zip(self._entries, self._cells(), strict=False):
            name, loss = entry_label(self._trajectory, entry), self._loss(entry, step)
            for_loss = 62.0 if loss else 0.0
            write(painter, cell.left() + 40.0, cell.top(), cell.width() - 64.0 - for_loss, name, small_font())
            if loss:
                place = cell.right() - for_loss - 20.0
                write(painter, place, cell.top(), for_loss, loss, small_font(), theme().muted_ink, _RIGHT)

    def _loss(self, entry: int, step: int) -> str:
        """f where the entry is now; with several starts it would be one of many."""
        if len(self._trajectory.spec.starts) > 1:
            return ""
        return short(float(self._trajectory.loss[min(step, self._last_steps[entry]), entry]), 3)

    # The legend

    def _columns(self) -> int:
        return max(1, int((self._width - 2.0 * _MARGIN) / _CELL))

    def _rows(self) -> int:
        return min(MOST_ROWS, -(-len(self._entries) // self._columns()))

    def _cells(self) -> Iterator[QRectF]:
        """A place for each entry, row by row; those that find none stay unnamed."""
        columns = self._columns()
        width = (self._width - 2.0 * _MARGIN) / columns
        top = self._height - self._rows() * _ROW - 5.0
        for place in range(self._rows() * columns):
            row, column = divmod(place, columns)
            yield QRectF(_MARGIN + column * width, top + row * _ROW, width, _ROW)
