"""The application's palette and the few rules of style that the palette cannot say, in the theme of the moment."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from gdviz.qt.style import PROJECTOR_TYPE, set_style, theme
from gdviz.qt.themes import LIGHT, Theme

_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "paper",
    QPalette.ColorRole.AlternateBase: "alternate_paper",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.ToolTipBase: "paper",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.PlaceholderText: "muted_ink",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_ink",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
}
_INK_ROLES = (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText)


def apply_theme(app: QApplication, shown: Theme = LIGHT, projector: bool = False) -> None:
    """Dress the application: style, palette, type and what a style sheet must say."""
    set_style(shown, projector)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_palette(shown))
    app.setFont(_font(app, projector))
    app.setStyleSheet(_style_sheet())


def _palette(shown: Theme) -> QPalette:
    # From these two Fusion derives the shades of frames and grooves that have no role here.
    palette = QPalette(QColor(shown.button), QColor(shown.ground))
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(getattr(shown, name)))
    for role in _INK_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(shown.frame))
    return palette


def _font(app: QApplication, projector: bool) -> QFont:
    """The system's font; its size is kept from the first time, before it was ever made larger."""
    size = app.property("gdviz_type_size")
    if size is None:
        size = app.font().pointSizeF()
        app.setProperty("gdviz_type_size", size)
    font = QFont(app.font())
    font.setPointSizeF(size * (PROJECTOR_TYPE if projector else 1.0))
    return font


def _style_sheet() -> str:
    now = theme()
    return f"""
QLabel[kind="heading"] {{ font-weight: bold; }}
QLabel[kind="error"] {{
    color: {now.error}; background: {now.error_ground}; border-left: 3px solid {now.error}; padding: 2px 4px;
}}
QLabel[kind="notice"] {{ color: {now.error}; }}
QLabel[kind="muted"] {{ color: {now.muted_ink}; }}
QFrame[kind="entry"] {{ background: {now.card}; border: 1px solid {now.card_frame}; border-radius: 4px; }}
QFrame[kind="entry"] QLabel {{ border: none; }}
QFrame[kind="card"] {{ background: {now.card}; border: 1px solid {now.card_frame}; border-radius: 4px; }}
QFrame[kind="card"][current="true"] {{ border: 2px solid {now.accent}; }}
QFrame[kind="entry"][selected="true"] {{ border: 1px solid {now.accent}; }}
QWidget#entry_list, QScrollArea#entries_scroll {{ background: transparent; }}
QToolButton#add_entry::menu-indicator {{ image: none; }}
QTableView::indicator:unchecked, QListView::indicator:unchecked {{
    width: 11px; height: 11px; border: 1px solid {now.frame}; background: {now.paper};
}}
QSplitter::handle {{ background: transparent; }}
QToolTip {{ color: {now.ink}; background: {now.paper}; border: 1px solid {now.frame}; padding: 2px; }}
"""
