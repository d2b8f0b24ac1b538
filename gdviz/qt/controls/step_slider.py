"""The slider of the transport bar, with a mark below its groove wherever a run ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from gdviz.qt.style import line_scale, theme

MARK_HEIGHT = 5
MARK_WIDTH = 2


class StepSlider(QSlider):
    """A slider over the playhead's axis."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("step_slider")
        self._ends: tuple[int, ...] = ()

    @property
    def ends(self) -> tuple[int, ...]:
        """Where there are marks."""
        return self._ends

    def set_ends(self, ends: Sequence[int]) -> None:
        """Mark these places."""
        self._ends = tuple(ends)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        width = max(1, round(MARK_WIDTH * line_scale()))
        for across in {self.across(end) for end in self._ends}:
            painter.fillRect(
                across - width // 2, self.height() - MARK_HEIGHT, width, MARK_HEIGHT, QColor(theme().muted_ink)
            )

    def across(self, value: int) -> int:
        """Where the middle of the handle is at a value, in pixels."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, style = QStyle.ComplexControl.CC_Slider, self.style()
        handle = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self).width()
        groove = style.subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, self)
        span = groove.width() - handle
        at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, span)
        return groove.left() + at + handle // 2
