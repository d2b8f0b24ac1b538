"""What the marks on a map mean, in one line: the legend of views that have no corner to spare."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.engine.critical_answer import CriticalAnswer
from gdviz.engine.surface import Surface
from gdviz.qt.style import small_font, theme
from gdviz.qt.views.findings import points_by_kind
from gdviz.qt.views.known_points import draw_sign, signs

MARK = 20
GAP = 9


class KnownPointStrip(QWidget):
    """Names the kinds of known points that a surface has."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("known_points_strip")
        self.setFont(small_font())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._surface: Surface | None = None
        self._found: CriticalAnswer | None = None
        self._clipping = False

    def set_surface(self, surface: Surface, found: CriticalAnswer | None = None) -> None:
        """Whose points are marked: those found, or else those known."""
        self._surface, self._found = surface, found
        self.retranslate()

    def rows(self) -> list[tuple[str, str, float]]:
        """Name, shape and radius of each kind of mark in use."""
        return signs(points_by_kind(self._surface, self._found) if self._surface else {}, self._clipping)

    def show_clipping(self, shown: bool) -> None:
        """Say as well, or no longer, what a stroke across a trail means."""
        if shown != self._clipping:
            self._clipping = shown
            self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setAccessibleName(", ".join(name for name, *_ in self.rows()))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.setFont(small_font())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its names."""
        names = sum(MARK + self.fontMetrics().horizontalAdvance(name) + GAP for name, *_ in self.rows())
        return QSize(names, max(18, self.fontMetrics().height() + 2))

    def minimumSizeHint(self) -> QSize:
        """It gives way to the buttons beside it."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Marks and names from the left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = 0.0, self.height() / 2.0
        for name, shape, radius in self.rows():
            draw_sign(painter, shape, QPointF(left + 9.0, middle), min(radius, 6.5))
            painter.setPen(QColor(theme().ink))
            room = QRectF(left + MARK, 0.0, self.width(), self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            left += MARK + self.fontMetrics().horizontalAdvance(name) + GAP
        painter.end()
