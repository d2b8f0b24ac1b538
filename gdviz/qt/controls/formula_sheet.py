"""A sheet of typeset formulas, one below the other, that scrolls to what does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QScrollArea, QWidget

from gdviz.qt.formulas import inked
from gdviz.qt.style import theme, type_scale
from gdviz.qt.text import tr, write

# Of the size in which the engine draws.
SCALE = 0.9
MARGIN, GAP = 8, 6
# A formula that is no longer that of the text.
STALE = 0.45

Line = tuple[str, bytes]


class FormulaSheet(QScrollArea):
    """Keeps the last formulas until others come; pale while they are not those of the text."""

    def __init__(self, name: str, title: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        write(self, name=title, tip=tip)
        self._page = _Page()
        self.setWidget(self._page)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setMinimumHeight(90)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown, each a text and its SVG."""
        return self._page.lines

    @property
    def stale(self) -> bool:
        """Whether it is of an older text."""
        return self._page.stale

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other formulas."""
        self._page.lines = tuple(lines)
        self.set_stale(False)
        self.restyle()

    def set_stale(self, stale: bool) -> None:
        """Show the formulas pale, or in full ink."""
        self._page.stale = stale
        self._page.update()

    def restyle(self) -> None:
        """Draw in the ink and size of the moment."""
        self._page.draw()
        self.setAccessibleDescription("\n".join(tr(text) for text, _ in self.lines))

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.restyle()


class _Page(QWidget):
    """Draws the formulas with the painter, so they are sharp on every screen; the text where there is no picture."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self.stale = False
        self._drawings: list[QSvgRenderer | None] = []

    def draw(self) -> None:
        """Make the pictures anew."""
        self._drawings = [QSvgRenderer(QByteArray(inked(svg))) if svg else None for _, svg in self.lines]
        sizes = [self._size(row) for row in range(len(self.lines))]
        width = max((size.width() for size in sizes), default=0.0)
        height = sum(size.height() + GAP for size in sizes)
        self.setFixedSize(QSize(int(width) + 2 * MARGIN, int(height) + 2 * MARGIN))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(STALE if self.stale else 1.0)
        painter.setPen(theme().ink)
        top = float(MARGIN)
        for row, drawing in enumerate(self._drawings):
            size = self._size(row)
            place = QRectF(MARGIN, top, size.width(), size.height())
            if drawing:
                drawing.render(painter, place)
            else:
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tr(self.lines[row][0]))
            top += size.height() + GAP

    def _size(self, row: int) -> QSizeF:
        drawing = self._drawings[row]
        if drawing:
            return drawing.viewBoxF().size() * SCALE * type_scale()
        metrics = self.fontMetrics()
        return QSizeF(metrics.horizontalAdvance(tr(self.lines[row][0])) + 2.0, metrics.lineSpacing())
