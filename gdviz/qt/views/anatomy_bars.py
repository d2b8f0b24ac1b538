"""A vector as one bar per coordinate, to the left of zero or to the right of it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.engine.result import Floats
from gdviz.qt.style import small_font, theme, type_scale
from gdviz.qt.text import tr
from gdviz.qt.views.number_text import full, printed

MOST = 4
WIDTH = 160


class VectorBars(QWidget):
    """Filled bars are what the vector is, hollow ones what it was; the scale stands beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._names: tuple[str, ...] = ()
        self._colour = ""
        self.value: Floats = np.empty(0)
        self.before: Floats | None = None

    def show_vector(self, names: tuple[str, ...], value: Floats, before: Floats | None, colour: str) -> None:
        """Another vector, (dim,); an empty one shows nothing, nor does what is no vector."""
        self._names, self._colour = names[:MOST], colour
        is_vector = value.ndim == 1
        self.value = value[:MOST] if is_vector else np.empty(0)
        self.before = before[:MOST] if is_vector and before is not None and before.shape == value.shape else None
        texts = [f"{name} = {full(float(each))}" for name, each in zip(self._names, self.value, strict=False)]
        self.setToolTip("\n".join(texts))
        self.setAccessibleName(tr("Bars: {values}", values=", ".join(texts)) if texts else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Narrow, with a line for every coordinate."""
        return QSize(round(WIDTH * type_scale()), self._line() * max(len(self.value), 1) + 2)

    def full_scale(self) -> float:
        """The number at the end of a bar's room: 1, 2 or 5 times a power of ten; 0 if there is nothing to draw."""
        shown = self.value if self.before is None else np.concatenate([self.value, self.before])
        finite = np.abs(shown[np.isfinite(shown)])
        return nice_above(float(finite.max())) if finite.any() else 0.0

    def bar(self, number: float) -> float:
        """How long a bar is, from -1 to 1."""
        scale = self.full_scale()
        return number / scale if scale and math.isfinite(number) else 0.0

    def _line(self) -> int:
        return QFontMetrics(small_font()).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One line per coordinate, and beside them what a whole bar stands for."""
        if not len(self.value):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        line, metrics = self._line(), QFontMetrics(small_font())
        top = max(0.0, (self.height() - line * len(self.value)) / 2.0)
        scale = f"±{printed(self.full_scale(), 6)}" if self.full_scale() else ""
        left = max(metrics.horizontalAdvance(name) for name in self._names) + 5.0
        right = self.width() - max(map(metrics.horizontalAdvance, ("±0.005", scale))) - 5.0
        for index, number in enumerate(self.value):
            self._draw_bar(painter, index, float(number), QRectF(left, top + index * line, right - left, line))
        painter.setPen(QColor(theme().muted_ink))
        room = QRectF(right + 5.0, top, self.width() - right - 5.0, line * len(self.value))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, scale)
        painter.end()

    def _draw_bar(self, painter: QPainter, index: int, number: float, room: QRectF) -> None:
        middle, half = room.center().x(), room.width() / 2.0
        painter.setPen(QColor(theme().ink))
        painter.drawText(
            QRectF(0.0, room.top(), room.left(), room.height()), Qt.AlignmentFlag.AlignVCenter, self._names[index]
        )
        painter.setPen(QPen(QColor(theme().frame), 1.0))
        painter.drawLine(middle, room.top(), middle, room.bottom())
        bar = QRectF(middle, room.top() + 3.0, half * self.bar(number), room.height() - 6.0).normalized()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour))
        painter.drawRect(bar)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.before is not None:
            was = QRectF(middle, room.top() + 1.5, half * self.bar(float(self.before[index])), room.height() - 3.0)
            painter.setPen(QPen(QColor(theme().ink), 1.0))
            painter.drawRect(was.normalized())


def nice_above(number: float) -> float:
    """The least 1, 2 or 5 times a power of ten that is not below a positive number."""
    power = 10.0 ** math.floor(math.log10(number))
    return next((step * power for step in (1.0, 2.0, 5.0) if step * power >= number), 10.0 * power)


def nice_below(number: float) -> float:
    """The greatest 1, 2 or 5 times a power of ten that is not above a positive number."""
    power = 10.0 ** math.floor(math.log10(number))
    return next((step * power for step in (5.0, 2.0, 1.0) if step * power <= number), power)
