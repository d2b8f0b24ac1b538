"""The line above a panel of curves: its heading, as long as there is room for, and its legend."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gdviz.qt.style import heading_font
from gdviz.qt.views.legend_strip import LegendStrip

SPACING = 10


class CurveHead(QWidget):
    """Of the texts that it is given it shows the longest that leaves room for the legend, or else the shortest."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[str, ...] = ("",)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.legend = LegendStrip()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACING)
        line.addWidget(self.heading)
        line.addWidget(self.legend, 1)
        self.restyle()

    def set_texts(self, *texts: str) -> None:
        """The heading in full, then shorter ones."""
        self._texts = texts
        self.fit()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.heading.setFont(heading_font())
        self.fit()

    def fit(self) -> None:
        """Choose the heading for the room and the legend of the moment."""
        room = self.width() - SPACING - self.legend.needed_width()
        metrics = self.heading.fontMetrics()
        text = next((text for text in self._texts if metrics.horizontalAdvance(text) <= room), self._texts[-1])
        self.heading.setText(text)
        self.heading.setToolTip("" if text == self._texts[0] else self._texts[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With another width another heading may fit."""
        super().resizeEvent(event)
        self.fit()
