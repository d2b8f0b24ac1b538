"""The lines above a map: the surface's title, what is under the mouse, and which slice is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.style import heading_font, small_font


class MapHeader(QWidget):
    """Three texts that give way to one another: the line under the mouse first, then the title."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.hover, self.caption = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self.restyle()
        self.caption.hide()
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.title, 1)
        first.addWidget(self.hover)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(first)
        rows.addWidget(self.caption)

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.title.setFont(heading_font())
        self.caption.setFont(small_font())

    def write_caption(self, text: str) -> None:
        """Say which slice is shown, or with no text give the line back to the map."""
        self.caption.setText(text)
        self.caption.setVisible(bool(text))
