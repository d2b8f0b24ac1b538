"""One map for each visible entry, panning and zooming together, with the entry's name and its loss above it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from gdviz.engine.surface import Point
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import Look
from gdviz.qt.text import tr
from gdviz.qt.views.board_page import BoardPage
from gdviz.qt.views.cell_board import Place, grid_places
from gdviz.qt.views.lanes import entry_label, lane_looks
from gdviz.qt.views.map_cell import MapCell
from gdviz.qt.views.number_text import short
from gdviz.qt.views.slices import followed_label, head_of, slice_text

# More maps than these would be too small to be read.
MOST = 12


class SideBySide(BoardPage):
    """The picture of the surface is computed and drawn once, and shown in every map."""

    def __init__(self) -> None:
        super().__init__("side_by_side")
        self._made: list[MapCell] = []
        self._entries: tuple[int, ...] = ()
        self.note = QLabel(objectName="side_by_side_note", visible=False)
        self.note.setProperty("kind", "muted")
        self.layout().addWidget(self.note)
        self.retranslate()

    @property
    def entries(self) -> tuple[int, ...]:
        """The entries with a map, in the order of the maps."""
        return self._entries

    def lay_cells(self) -> None:
        """A map per visible entry; those made once are used again."""
        self._entries = self.scene.visible[:MOST]
        while len(self._made) < len(self._entries):
            self._made.append(self.new_cell(self._made[0] if self._made else None))
            if len(self._made) == 1:
                self._made[0].surface_layer.settled.connect(self.board.viewport().update)
        cells = self._made[: len(self._entries)]
        self.board.set_names(self._axis_names())
        self.board.set_cells(cells, self._places(), [(0, 1)] * len(cells))
        self._write_note()

    def _axis_names(self) -> tuple[str, ...]:
        return self.names[:2] if len(self.names) > 1 else (*self.names, f"f({self.names[0]})")

    def _places(self) -> list[Place]:
        return grid_places(len(self._entries), self.board.room())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size may want another grid."""
        super().resizeEvent(event)
        self.layout().activate()
        self.board.set_cells(self.cells, self._places(), self.board.axes)

    def place_planes(self) -> None:
        """The same map in every cell."""
        assert self.scene.surface is not None
        assert self.value is not None
        for cell in self.cells:
            cell.set_surface(self.scene.surface, self.value.value, range(len(self.names)), self._others())

    def _others(self) -> Point:
        race = self.scene.trajectory
        assert self.scene.surface is not None
        if len(self.names) < 3 or race is None:
            return tuple(self.scene.surface.start[2:])
        return head_of(race, self.scene.followed, self.scene.step)[2:]

    def lanes_in(self, cell: int) -> tuple[int, ...]:
        """Those of the entry."""
        assert self.scene.trajectory is not None
        starts = len(self.scene.trajectory.spec.starts)
        first = self._entries[cell] * starts
        return tuple(range(first, first + starts))

    def looks_in(self, cell: int) -> tuple[Look, ...]:
        """The entry's look, once per start."""
        assert self.scene.trajectory is not None
        looks = lane_looks(self.scene.trajectory, self.scene.looks)
        return tuple(looks[lane] for lane in self.lanes_in(cell))

    def name_cells(self) -> None:
        """Each entry's marker and label."""
        race = self.scene.trajectory
        if race is None:
            return
        for index, cell in enumerate(self.cells):
            cell.title.set_name(entry_label(race, self._entries[index]), self.looks_in(index)[0])

    def follow_step(self) -> None:
        """The losses, and with three and more coordinates the slice."""
        race = self.scene.trajectory
        if race is None:
            return
        for index, cell in enumerate(self.cells):
            cell.title.set_number(loss_text(race, self.lanes_in(index), self.scene.step))
        if len(self.names) > 2:
            self._cut(race)
        else:
            self.header.write_caption("")

    def _cut(self, race: Trajectory) -> None:
        assert self.scene.surface is not None
        others = self._others()
        for cell in self.cells:
            cell.set_slice(self.scene.surface, others)
        label = followed_label(race, self.scene.followed)
        self.header.write_caption(slice_text(self.names[2:], others, label))

    def _write_note(self) -> None:
        shown, visible = len(self._entries), len(self.scene.visible)
        if self.scene.trajectory is not None and not visible:
            self.note.setText(tr("Every entry is hidden."))
        elif visible > shown:
            text = "{shown} of {visible} entries are shown; hide some of them to see others."
            self.note.setText(tr(text, shown=shown, visible=visible))
        self.note.setVisible(visible > shown or (self.scene.trajectory is not None and not visible))

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.board.setAccessibleName(tr("One contour map per entry"))
        self._write_note()
        super().retranslate()


def loss_text(race: Trajectory, lanes: Sequence[int], step: int) -> str:
    """The loss of some lanes after a step, or where they ended; of several lanes the lowest."""
    known = [loss for lane in lanes if (loss := _loss(race, lane, step)) is not None]
    if not known:
        return ""
    if len(lanes) > 1:
        return tr("lowest f = {loss}", loss=short(min(known)))
    return tr("f = {loss}", loss=short(known[0]))


def _loss(race: Trajectory, lane: int, step: int) -> float | None:
    column = race.loss[: step + 1, lane]
    if not len(column):
        return None
    if not np.isnan(column[-1]):
        return float(column[-1])
    known = np.flatnonzero(~np.isnan(column))
    return float(column[known[-1]]) if len(known) else None
