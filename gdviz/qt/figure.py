"""A race as one picture: the map with its trails, the loss over the steps, and a legend with the verdicts."""

from __future__ import annotations

import os

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gdviz.engine.budget import Budget, budget_of
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.dress import Dress
from gdviz.qt.marker_shapes import draw_swatch
from gdviz.qt.page import need_application, settle, take_down, write
from gdviz.qt.picture_file import PNG_RATIO, checked_target, save_page
from gdviz.qt.style import Look, heading_font, small_font, theme
from gdviz.qt.text import tr
from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.loss_panel import LossPanel
from gdviz.qt.views.number_text import short
from gdviz.qt.views.race_rows import Row, rows_at, verdict_word

# In pixels of 96 to the inch: ten inches by six and a half.
WIDTH, HEIGHT = 960, 620
_MAP = QRectF(8.0, 52.0, 590.0, 560.0)
_LOSS = QRectF(606.0, 52.0, 346.0, 262.0)
_LEGEND = QRectF(612.0, 346.0, 340.0, 264.0)
_VERDICT, _LOSS_AT_END = 794.0, 886.0
_ROW = 22.0


def save(
    trajectory: Trajectory,
    path: str | os.PathLike[str],
    step: int | None = None,
    dress: Dress | None = None,
    ratio: float = PNG_RATIO,
) -> None:
    """Draw a race as it was after `step`, or at its end, into a .png, .svg or .pdf file, the last two as true vectors.

    A .png has `ratio` pixels to each of the page's. InputError for another kind of file or a place that cannot be
    written to. Makes an application without a screen if there is none yet.
    """
    target = checked_target(path)
    need_application()
    figure = Figure(trajectory, trajectory.length - 1 if step is None else step, dress)
    try:
        save_page(figure, target, ratio)
    finally:
        take_down()


class Figure:
    """The picture of a race at a step, to be painted anywhere."""

    width, height = WIDTH, HEIGHT

    def __init__(self, trajectory: Trajectory, step: int, dress: Dress | None = None) -> None:
        spec, dress = trajectory.spec, dress or Dress.plain(trajectory)
        self._trajectory, self._step = trajectory, step
        self._looks = dress.looks
        self._rows = [row for row in rows_at(trajectory, step, None) if dress.visible[row.entry]]
        self._map = ContourView()
        self._map.set_surface(spec.surface)
        self._map.set_starts(spec.starts)
        self._loss = LossPanel()
        for view in (self._map, self._loss):
            view.set_looks(self._looks)
            for entry, visible in enumerate(dress.visible):
                view.set_entry_visible(entry, visible)
            view.set_trajectory(trajectory)
            view.set_step(step)
        settle(self._map, self._map.plot, _MAP.size())
        settle(self._loss, self._loss.plot, _LOSS.size())

    def paint(self, painter: QPainter) -> None:
        """Draw it on a page of WIDTH x HEIGHT."""
        self._write_title(painter)
        for view, place in ((self._map, _MAP), (self._loss, _LOSS)):
            view.plot.scene().render(painter, place, QRectF(view.plot.viewport().rect()))
        fitting = self._fitting()
        write(painter, _VERDICT, _LEGEND.top() - _ROW, 80.0, tr("verdict"), small_font(), theme().muted_ink)
        write(painter, _LOSS_AT_END, _LEGEND.top() - _ROW, 60.0, tr("f"), small_font(), theme().muted_ink)
        for number, row in enumerate(fitting):
            _write_row(painter, _LEGEND.top() + number * _ROW, row, self._looks[row.entry])
        if len(fitting) < len(self._rows):
            rest = tr("and {count} more runs", count=len(self._rows) - len(fitting))
            write(painter, _LEGEND.left(), _LEGEND.top() + len(fitting) * _ROW, _LEGEND.width(), rest, small_font())

    def _fitting(self) -> list[Row]:
        room = int(_LEGEND.height() / _ROW)
        return self._rows if len(self._rows) <= room else self._rows[: room - 1]

    def _write_title(self, painter: QPainter) -> None:
        surface = self._trajectory.spec.surface
        gradients = budget_of(self._trajectory) is Budget.GRADIENTS
        text = (
            tr("after gradient {gradient}", gradient=self._step)
            if gradients
            else tr("after step {step}", step=self._step)
        )
        write(painter, 12.0, 8.0, _MAP.width(), surface.title or surface.expression, heading_font())
        write(painter, _LOSS.left() + 10.0, 8.0, _LOSS.width() - 10.0, tr("Loss"), heading_font())
        write(painter, _LOSS.left() + 10.0, 30.0, _LOSS.width() - 10.0, text, small_font(), theme().muted_ink)
        below = self._map.header.caption.text() or f"f = {surface.expression}"
        write(painter, 12.0, 30.0, _MAP.width() - 12.0, below, small_font(), theme().muted_ink)


def _write_row(painter: QPainter, top: float, row: Row, entry_look: Look) -> None:
    draw_swatch(painter, entry_look, _LEGEND.left(), top + 2.0, 34.0, 16.0)
    write(painter, _LEGEND.left() + 40.0, top, _VERDICT - _LEGEND.left() - 48.0, row.label, small_font())
    write(painter, _VERDICT, top, _LOSS_AT_END - _VERDICT - 6.0, verdict_word(row.verdict), small_font())
    write(painter, _LOSS_AT_END, top, WIDTH - _LOSS_AT_END - 6.0, short(row.loss, 3), small_font())
