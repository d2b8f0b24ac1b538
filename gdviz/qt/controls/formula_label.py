"""A formula as a picture, as plain text until the picture has come."""

from __future__ import annotations

from textwrap import wrap

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.qt.formulas import Formulas
from gdviz.qt.style import type_scale
from gdviz.qt.text import clipped, tr

HEIGHT = 34
# What a tool tip has room for, in letters; a screen reader need not read more either.
_LONGEST_TEXT, _TEXT_WIDTH = 1500, 100


class FormulaLabel(QWidget):
    """Draws the SVG with the painter, so it is sharp on every screen; a formula that is too wide is drawn smaller."""

    def __init__(self, formulas: Formulas, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._title = title
        self._formulas = formulas
        self._latex = ""
        self._text = ""
        self._drawing: QSvgRenderer | None = None
        formulas.ready.connect(self._take)

    @property
    def drawn(self) -> bool:
        """Whether the picture is there."""
        return self._drawing is not None

    def show_formula(self, latex: str, text: str) -> None:
        """Show a formula given as LaTeX, and as the text that stands in for it."""
        if (latex, text) == (self._latex, self._text):
            return
        self._latex, self._text = latex, text
        self.retranslate()
        self.setToolTip("\n".join(wrap(clipped(text, _LONGEST_TEXT), _TEXT_WIDTH)))
        self._load(self._formulas.picture(latex))

    def restyle(self) -> None:
        """Draw the formula in the ink of the moment."""
        self._load(self._formulas.picture(self._latex) if self._latex else None)
        self.updateGeometry()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setAccessibleName(f"{tr(self._title)}: {clipped(self._text, _LONGEST_TEXT)}")

    def sizeHint(self) -> QSize:
        return QSize(100, round(HEIGHT * type_scale()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._drawing is None:
            text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._drawing.render(painter, self._place(self._drawing.viewBoxF().size()))

    def _place(self, size: QSizeF) -> QRectF:
        """Centred, in its own size where that fits."""
        scale = min(type_scale(), self.width() / size.width(), self.height() / size.height())
        width, height = size.width() * scale, size.height() * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _take(self, latex: str) -> None:
        if latex == self._latex:
            self._load(self._formulas.picture(latex))

    def _load(self, svg: bytes | None) -> None:
        self._drawing = QSvgRenderer(QByteArray(svg)) if svg else None
        self.update()
