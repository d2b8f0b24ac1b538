"""A surface of three and more coordinates: three maps, over each pair of the first three, through one head."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from gdviz.engine.surface import Point
from gdviz.qt.style import Look, small_font
from gdviz.qt.text import tr
from gdviz.qt.views.board_page import BoardPage
from gdviz.qt.views.lanes import lane_looks, lanes_of
from gdviz.qt.views.number_text import shorts
from gdviz.qt.views.slices import followed_label, head_of

PAIRS = ((0, 1), (0, 2), (1, 2))
# x over the two left maps, z beside the two lower ones: what is in line is the same coordinate.
PLACES = ((0, 0), (1, 0), (1, 1))


class SlicePage(BoardPage):
    """The maps follow the head at the playhead; the trails are projected onto them."""

    def __init__(self) -> None:
        super().__init__("slices")
        self.caption = QLabel(self.board.viewport(), objectName="slices_caption")
        self.caption.setProperty("kind", "muted")
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setWordWrap(True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.caption.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._made = [self.new_cell() for _ in PAIRS]
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.caption.setFont(small_font())

    def lay_cells(self) -> None:
        """Always the same three."""
        self.board.set_names(self.names[:3])
        self.board.set_cells(self._made, PLACES, PAIRS)
        self.name_cells()
        self._place_caption()

    def name_cells(self) -> None:
        """Which two coordinates each map shows."""
        for cell, (across, up) in zip(self.cells, PAIRS, strict=False):
            cell.title.set_name(tr("{first} and {second}", first=self.names[across], second=self.names[up]))

    def place_planes(self) -> None:
        """Each pair's own map."""
        assert self.scene.surface is not None
        assert self.value is not None
        for cell, pair in zip(self.cells, PAIRS, strict=True):
            rest = [axis for axis in range(len(self.names)) if axis not in pair]
            order = (*pair, *rest)
            others = tuple(self._head()[axis] for axis in rest)
            cell.set_surface(self.scene.surface, self.value.value, order, others)

    def _head(self) -> Point:
        assert self.scene.surface is not None
        race = self.scene.trajectory
        if race is None:
            return self.scene.surface.start or (0.0,) * len(self.names)
        return head_of(race, self.scene.followed, self.scene.step)

    def lanes_in(self, _cell: int) -> tuple[int, ...]:
        """All visible ones."""
        race = self.scene.trajectory
        return tuple(sorted(lanes_of(race, self.scene.visible))) if race is not None else ()

    def looks_in(self, cell: int) -> tuple[Look, ...]:
        """How they are drawn."""
        assert self.scene.trajectory is not None
        looks = lane_looks(self.scene.trajectory, self.scene.looks)
        return tuple(looks[lane] for lane in self.lanes_in(cell))

    def follow_step(self) -> None:
        """Cut the surface at the head."""
        if self.scene.surface is None or not self.cells:
            return
        head = self._head()
        for cell in self.cells:
            cell.set_slice(self.scene.surface, cell.inward(head)[2:])
        self._write_caption(head)

    def _write_caption(self, head: Point) -> None:
        race = self.scene.trajectory
        if race is None:
            return
        texts = [
            tr(
                "Three slices of f through {point}, where {label} is now.",
                point=shorts(head),
                label=followed_label(race, self.scene.followed),
            ),
            tr("Trails are projected onto the slices."),
        ]
        if len(self.names) > 3:
            texts.insert(1, tr("Of {count} coordinates the first three are shown.", count=len(self.names)))
        self.caption.setText(" ".join(texts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The caption goes where no map is."""
        super().resizeEvent(event)
        self.layout().activate()
        self._place_caption()

    def _place_caption(self) -> None:
        if self.cells:
            self.caption.setGeometry(self.board.free_place(0, 1).adjusted(4.0, 0.0, -4.0, -4.0).toRect())

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.board.setAccessibleName(tr("Slices of the surface"))
        super().retranslate()
