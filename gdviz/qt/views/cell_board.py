"""Several maps in one scene, side by side on whole pixels, whose windows move together."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QResizeEvent

from gdviz.qt.style import theme
from gdviz.qt.views.map_cell import TITLE_HEIGHT, MapCell
from gdviz.qt.views.plot import Axis, keep_no_index

LEFT, BOTTOM, RIGHT = 48, 40, 8
GAP = 8
# A map that is so many times as wide as it is high is as good as one that is as high as it is wide.
ASPECT = 1.25

# Which axes a cell shows: across and upwards, as keys of the spans.
Axes = tuple[int, int]
Place = tuple[int, int]


class CellBoard(pg.GraphicsView):
    """Lays out cells at (row, column) places.

    `hovered(cell index, x, y)`, -1 beside all of them; `menu_asked`; `moved` when their windows are.
    """

    hovered = Signal(int, float, float)
    menu_asked = Signal(QPointF)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__(background=QColor(theme().paper))
        self.setAcceptDrops(False)  # files dropped here are the window's
        self.setFrameShape(pg.GraphicsView.Shape.NoFrame)
        keep_no_index(self.scene())
        self.setMinimumSize(160, 120)
        self.cells: list[MapCell] = []
        self._known: list[MapCell] = []
        self._places: list[Place] = []
        self.axes: list[Axes] = []
        self._names: tuple[str, ...] = ()
        self._left: list[Axis] = []
        self._bottom: list[Axis] = []
        self._spans: dict[int, tuple[float, float]] = {}
        self._linking = False
        self.scene().sigMouseMoved.connect(self._hover)

    def restyle(self) -> None:
        """Take the paper of the moment."""
        self.setBackground(QColor(theme().paper))

    def set_cells(self, cells: Sequence[MapCell], places: Sequence[Place], axes: Sequence[Axes]) -> None:
        """Show these cells there; their axes say which windows move together."""
        for cell in cells:
            if cell not in self._known:
                self._known.append(cell)
                cell.box.sigRangeChanged.connect(self._follow)
                cell.box.menu_asked.connect(self.menu_asked)
        for cell in self.cells:
            cell.set_shown(False)
        self.cells, self._places, self.axes = list(cells), list(places), list(axes)
        for cell in self.cells:
            cell.set_shown(True)
        self._make_axes()
        self.arrange()
        self._apply()

    def set_names(self, names: Sequence[str]) -> None:
        """What each axis is called, by its key."""
        self._names = tuple(names)
        self._make_axes()
        self.arrange()

    # The axes: numbers at the left of every row and below the lowest cell of every column

    def _make_axes(self) -> None:
        for axis in (*self._left, *self._bottom):
            axis.unlinkFromView()
            self.scene().removeItem(axis)
        self._left = [self._axis("left", cell, self.axes[cell][1]) for cell in self._firsts()]
        self._bottom = [self._axis("bottom", cell, self.axes[cell][0]) for cell in self._lowest()]

    def _axis(self, side: str, cell: int, key: int) -> Axis:
        axis = Axis(side)
        axis.setStyle(maxTickLevel=0)
        if key < len(self._names):
            axis.write(self._names[key])
        axis.setWidth(LEFT) if side == "left" else axis.setHeight(BOTTOM)
        self.scene().addItem(axis)
        axis.linkToView(self.cells[cell].box)
        # It would wait for the next change of the window.
        axis.linkedViewChanged(self.cells[cell].box)
        return axis

    def _firsts(self) -> list[int]:
        """The first cell of every row."""
        rows = {row: place for place, (row, _) in reversed(list(enumerate(self._places)))}
        return [rows[row] for row in sorted(rows)]

    def _lowest(self) -> list[int]:
        """The lowest cell of every column."""
        columns = {column: place for place, (_, column) in enumerate(self._places)}
        return [columns[column] for column in sorted(columns)]

    # Where the cells are

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cells out anew."""
        super().resizeEvent(event)
        if hasattr(self, "_places"):
            self.arrange()

    def room(self) -> tuple[int, int]:
        """The pixels that the cells share, across and down."""
        return max(1, self.width() - LEFT - RIGHT), max(1, self.height() - BOTTOM)

    def arrange(self) -> None:
        """All cells of one size, in whole pixels, so that they can share pictures."""
        if not self.cells:
            return
        rows, columns = (1 + max(place[side] for place in self._places) for side in (0, 1))
        across, down = self.room()
        width = max(8, (across - GAP * (columns - 1)) // columns)
        height = max(8, down // rows)
        for cell, (row, column) in zip(self.cells, self._places, strict=True):
            cell.place_at(QRectF(LEFT + column * (width + GAP), row * height, width, height))
        for axis, index in zip(self._left, self._firsts(), strict=True):
            box = self.cells[index].box.geometry()
            axis.setGeometry(QRectF(0.0, box.top(), LEFT, box.height()))
        for axis, index in zip(self._bottom, self._lowest(), strict=True):
            box = self.cells[index].box.geometry()
            axis.setGeometry(QRectF(box.left(), box.bottom(), box.width(), BOTTOM))

    def free_place(self, row: int, column: int) -> QRectF:
        """The piece of the widget at a place without a cell, laid out for the cells there are."""
        rows, columns = (1 + max(place[side] for place in self._places) for side in (0, 1))
        across, down = self.room()
        width, height = (across - GAP * (columns - 1)) // columns, down // rows
        top = row * height + TITLE_HEIGHT
        return QRectF(LEFT + column * (width + GAP), top, width, height - TITLE_HEIGHT)

    # Their windows

    def show_spans(self, spans: dict[int, tuple[float, float]]) -> None:
        """Show these ranges, by the keys of the axes, in every cell that has them."""
        self._spans = dict(spans)
        self._apply()
        self.moved.emit()

    @property
    def spans(self) -> dict[int, tuple[float, float]]:
        """The ranges shown now."""
        return dict(self._spans)

    def _apply(self) -> None:
        self._linking = True
        for cell, (across, up) in zip(self.cells, self.axes, strict=True):
            if across in self._spans and up in self._spans:
                cell.box.setRange(xRange=self._spans[across], yRange=self._spans[up], padding=0.0)
        self._linking = False

    def _follow(self, box: pg.ViewBox, *_: object) -> None:
        """One cell has been moved: the others move along."""
        index = next((place for place, cell in enumerate(self.cells) if cell.box is box), None)
        if self._linking or index is None:
            return
        across, up = box.viewRange()
        self._spans.update({self.axes[index][0]: tuple(across), self.axes[index][1]: tuple(up)})
        self._apply()
        self.moved.emit()

    def _hover(self, place: QPointF) -> None:
        for index, cell in enumerate(self.cells):
            if cell.box.sceneBoundingRect().contains(place):
                at = cell.box.mapSceneToView(place)
                self.hovered.emit(index, at.x(), at.y())
                return
        self.hovered.emit(-1, 0.0, 0.0)


def grid_places(count: int, size: tuple[int, int]) -> list[Place]:
    """Rows and columns for so many cells in so many pixels, the cells as large as can be."""
    columns = max(range(1, count + 1), key=lambda columns: _cell_size(count, columns, size)) if count else 1
    return [divmod(index, columns) for index in range(count)]


def _cell_size(count: int, columns: int, size: tuple[int, int]) -> tuple[float, int]:
    rows = ceil(count / columns)
    width, height = size[0] / columns - GAP, size[1] / rows - TITLE_HEIGHT
    # Of two grids with cells as large, the one with fewer empty places.
    return round(min(width, ASPECT * height)), -(rows * columns)
