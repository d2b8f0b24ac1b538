"""The ground of selected rows: on the full accent the dark colours of entries could not be told apart."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from gdviz.qt.style import mixed, theme

# Of the accent in the ground of a selected row.
SHARE = 0.25


def soften_selection(view: QWidget) -> None:
    """Give a table a pale selection in the theme of the moment."""
    palette = view.palette()
    palette.setColor(QPalette.ColorRole.Highlight, mixed(theme().paper, theme().accent, SHARE))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme().ink))
    view.setPalette(palette)
