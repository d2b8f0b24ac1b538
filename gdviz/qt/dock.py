"""A panel that docks, floats and hides, under one slim line with its title."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gdviz.language.sentence import Sentence
from gdviz.qt.icons import icon
from gdviz.qt.style import type_scale
from gdviz.qt.text import write

BUTTON = 18
LOWEST = 60


class DockTitle(QWidget):
    """The title, or the panel's own heading, and the buttons that float and hide the panel; it is what is dragged."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(4, 1, 2, 1)
        self._line.setSpacing(2)
        self._head: QWidget = QLabel()
        write(self._head, text=title)
        self._head.setProperty("kind", "heading")
        self._line.addWidget(self._head, 1)
        panel = Sentence(title)
        self.undock = self._button(f"{name}_float", "float", Sentence("Float or dock the panel “{panel}”", panel=panel))
        self.hide_panel = self._button(f"{name}_hide", "remove", Sentence("Hide the panel “{panel}”", panel=panel))
        self.restyle()

    def set_head(self, head: QWidget) -> None:
        """Show a panel's own heading in place of the title."""
        self._line.replaceWidget(self._head, head)
        self._head.deleteLater()
        self._head = head

    def restyle(self) -> None:
        """Make room for the type of the moment."""
        for button in (self.undock, self.hide_panel):
            button.setFixedSize(QSize(BUTTON, BUTTON) * type_scale())

    def _button(self, name: str, picture: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        write(button, name=tip, tip=tip)
        self._line.addWidget(button)
        return button


class Dock(QDockWidget):
    """Holds one panel, which may be put into it later; among tabs it has no title of its own."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"dock_{name}")
        write(self, window_title=title)
        self.toggleViewAction().setObjectName(f"show_{name}")
        self._bar = DockTitle(name, title)
        self._bar.undock.clicked.connect(self.turn_floating)
        self._bar.hide_panel.clicked.connect(self.hide)
        self._no_bar = QWidget()
        self._no_bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTitleBarWidget(self._bar)
        self.setWidget(QWidget())
        self.topLevelChanged.connect(partial(self.set_tabbed, False))

    def fill(self, panel: QWidget) -> None:
        """Put the panel into its place; its attribute `head`, if it has one, becomes the title."""
        if head := getattr(panel, "head", None):
            self._bar.set_head(head)
        # A panel behind another tab must not keep the one in front from being low.
        panel.setMinimumHeight(max(panel.minimumHeight(), LOWEST))
        place = self.widget()
        self.setWidget(panel)
        place.deleteLater()

    def turn_floating(self) -> None:
        """Float, or go back to where it was docked."""
        self.setFloating(not self.isFloating())

    def tab_parts(self) -> list[QWidget]:
        """The panel before the buttons of its title."""
        return [self.widget(), self.titleBarWidget()]

    def set_tabbed(self, tabbed: bool, *_: object) -> None:
        """The name on a tab needs no title below it."""
        bar = self._no_bar if tabbed and not self.isFloating() else self._bar
        if self.titleBarWidget() is not bar:
            self.setTitleBarWidget(bar)
            bar.show()
