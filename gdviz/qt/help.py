"""The window's door to its help, which is loaded when it is first asked for; and what a first start suggests to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gdviz.qt.icons import icon
from gdviz.qt.text import tr, write

if TYPE_CHECKING:
    from gdviz.files.gallery import Figure, Panel
    from gdviz.qt.gallery_window import GalleryWindow
    from gdviz.qt.help_window import HelpWindow
    from gdviz.qt.main_window import MainWindow

THINGS_TO_TRY = "Three things to try: drag the ring; move a rate; press 5 and then Ctrl+Right."


class FirstSteps(QWidget):
    """One line with three things to try, and the way to more of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("first_steps")
        self.hide()
        text = QLabel()
        write(text, text=THINGS_TO_TRY)
        self.more = self._button("first_steps_more", "More about the first steps")
        write(self.more, text="More")
        close = self._button("first_steps_close", "Hide these suggestions")
        close.setIcon(icon("remove"))
        close.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 2, 4, 2)
        line.addWidget(text, 1)
        line.addWidget(self.more)
        line.addWidget(close)

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAutoRaise(True)
        write(button, name=title, tip=title)
        return button


class Help(QObject):
    """Shows pages, for all of which one window is used, and the gallery, from which experiments are opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._parent = window
        self.window: HelpWindow | None = None
        self.figures: GalleryWindow | None = None
        self.first = FirstSteps()
        self.first.more.clicked.connect(self.first_steps)

    def first_steps(self) -> None:
        """What to do in the first minutes."""
        self._show("first_steps")

    def keys(self) -> None:
        """Every key."""
        self._show("keys")

    def notation(self) -> None:
        """What the signs mean."""
        self._show("notation")

    def sources(self) -> None:
        """Where the formulas come from."""
        self._show("sources")

    def about(self) -> None:
        """Versions and licences."""
        self._show("about")

    def gallery(self) -> None:
        """The figures of the textbooks."""
        if self.figures is None:
            from gdviz.qt.gallery_window import GalleryWindow

            self.figures = GalleryWindow(self._parent)
            self.figures.chosen.connect(self._open_figure)
        self.figures.show()
        self.figures.raise_()

    def _open_figure(self, figure: Figure, panel: Panel) -> None:
        """The experiment behind a panel, seen as the panel shows it."""
        self._parent.documents.open_example(str(panel.path))
        self._parent.stage.set_view("3d" if panel.kind == "surface" else "overlay")
        self._parent.say(tr("This is the experiment of {row}.", row=figure.row))
        self._parent.activateWindow()

    def _show(self, page: str) -> None:
        if self.window is None:
            from gdviz.qt.help_window import HelpWindow

            self.window = HelpWindow(self._parent)
        self.window.show_page(page)
