"""One rule of a step: its formula, the same line with numbers, what it does in words, and its vector as bars."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gdviz.engine.anatomy import RuleAnatomy
from gdviz.qt.style import type_scale
from gdviz.qt.text import tr
from gdviz.qt.views.anatomy_bars import VectorBars

# The line is drawn at this share of the size it was typeset in, and never higher than this.
SHARE = 0.82
HEIGHT = 42.0
# Where there is room for it.
LARGE = 1.3


class SvgLine(QWidget):
    """A formula at the left, drawn smaller where it is too wide; nothing while it is not shown."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._svg = b""
        self._drawing: QSvgRenderer | None = None
        self._shown = True
        self._enlarged = 1.0

    def enlarge(self, times: float) -> None:
        """Draw it so many times as large as usual."""
        if times != self._enlarged:
            self._enlarged = times
            self.updateGeometry()

    def _share(self) -> float:
        return self._enlarged * type_scale()

    @property
    def drawn(self) -> bool:
        """Whether a formula is to be seen."""
        return self._shown and self._drawing is not None

    def show_svg(self, svg: bytes) -> None:
        """Another picture; the same one again costs nothing."""
        if svg == self._svg:
            return
        before = self.sizeHint()
        self._svg = svg
        self._drawing = QSvgRenderer(QByteArray(svg)) if svg else None
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def set_shown(self, shown: bool) -> None:
        """Draw it or leave its place empty."""
        if shown != self._shown:
            self._shown = shown
            self.update()

    def sizeHint(self) -> QSize:
        """As high as the formula."""
        height = self._drawing.viewBoxF().height() * SHARE if self._drawing else 20.0
        return QSize(100, round(min(height, HEIGHT) * self._share()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it as large as there is room for."""
        if self._drawing is None or not self._shown:
            return
        size = self._drawing.viewBoxF().size()
        scale = min(SHARE * self._share(), self.width() / size.width(), self.height() / size.height())
        place = QRectF(0.0, (self.height() - size.height() * scale) / 2.0, size.width() * scale, size.height() * scale)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._drawing.render(painter, place)
        painter.end()


class RuleCard(QFrame):
    """`chosen(rule)`, counted from 1, when it is clicked."""

    chosen = Signal(int)

    def __init__(self, rule: int) -> None:
        super().__init__()
        self._rule = rule
        self.setObjectName(f"rule_{rule}")
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("Rule {number}", number=rule))
        self.formula = SvgLine(f"rule_{rule}_formula")
        self.numbers = SvgLine(f"rule_{rule}_numbers")
        self.sentence = QLabel()
        self.sentence.setObjectName(f"rule_{rule}_sentence")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.bars = VectorBars()
        self._anatomy: RuleAnatomy | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.formula, 1)
        first.addWidget(self.bars)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 3, 6, 3)
        rows.setSpacing(1)
        rows.addLayout(first)
        rows.addWidget(self.numbers)
        rows.addWidget(self.sentence)
        rows.addStretch(1)

    @property
    def anatomy(self) -> RuleAnatomy | None:
        """The rule that is shown."""
        return self._anatomy

    def show_rule(self, rule: RuleAnatomy, coordinates: tuple[str, ...], colour: str) -> None:
        """Another rule, or the same in another step."""
        self._anatomy = rule
        self.formula.show_svg(rule.formula)
        self.numbers.show_svg(rule.numbers)
        self.numbers.setToolTip(rule.text)
        self.bars.show_vector(coordinates, np.asarray(rule.value), rule.before, colour)
        self.write()

    def enlarge(self, times: float) -> None:
        """Write everything so many times as large as usual."""
        self.formula.enlarge(times)
        self.numbers.enlarge(times)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * (1.0 + 0.6 * (times - 1.0)))
        self.sentence.setFont(font)

    def write(self) -> None:
        """The sentence in the language of the moment."""
        if self._anatomy is not None:
            text = " ".join(tr(sentence) for sentence in self._anatomy.sentences)
            self.sentence.setText(text)
            self.setAccessibleDescription(f"{self._anatomy.text} {text}")

    def set_state(self, done: bool, current: bool) -> None:
        """Show its numbers or not yet, and whether it is the one that is looked at."""
        self.numbers.set_shown(done)
        for widget in (self.sentence, self.bars):
            _show_in_place(widget, done)
        if self.property("current") != current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._rule)
        super().mousePressEvent(event)


def _show_in_place(widget: QWidget, shown: bool) -> None:
    """Show or hide a widget that keeps its place, so that nothing else moves."""
    policy = widget.sizePolicy()
    if not policy.retainSizeWhenHidden():
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
    widget.setVisible(shown)
