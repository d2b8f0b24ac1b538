"""What the window's settings add to every picture, in a form that another process can put on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from gdviz.qt.language import install_language
from gdviz.qt.style import line_scale, set_style, theme
from gdviz.qt.text import language
from gdviz.qt.themes import Theme


@dataclass(frozen=True)
class Surroundings:
    """Language, colours, whether lines and markers are those of a projector, and type."""

    language: str
    theme: Theme
    projector: bool
    families: tuple[str, ...]
    points: float

    @classmethod
    def now(cls) -> Surroundings:
        """Those of this process."""
        font = QApplication.font()
        families = tuple(font.families()) or (font.family(),)
        return cls(language(), theme(), line_scale() > 1.0, families, font.pointSizeF())

    def put_on(self) -> None:
        """Draw from now on as the process does in which these were taken."""
        install_language(self.language)
        set_style(self.theme, self.projector)
        font = QFont(QApplication.font())
        font.setFamilies(self.families)
        if self.points > 0:
            font.setPointSizeF(self.points)
        QApplication.setFont(font)
