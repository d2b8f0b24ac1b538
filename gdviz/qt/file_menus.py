"""Other ways to a file than its dialog: the recent ones, the examples, and files dropped on the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from gdviz.qt.text import tr, write
from gdviz.resources_path import resource

if TYPE_CHECKING:
    from gdviz.qt.documents import Documents

EXAMPLES = {
    "default": "The first race",
    "nesterov_on_the_ellipse": "Nesterov's look-ahead in a long valley",
    "own_optimizer": "An optimizer of one's own",
    "per_axis_rates": "One rate per axis",
}


class FileMenus(QObject):
    """Puts both menus before the action of saving, and lines between groups; they are filled when they are opened."""

    def __init__(self, documents: Documents, actions: dict[str, QAction]) -> None:
        super().__init__(documents)
        self._documents = documents
        save = actions["save"]
        self._recent = _menu_before(save, "recent", "Open &recent")
        self._recent.aboutToShow.connect(self._fill_recent)
        self._examples = _menu_before(save, "examples", "E&xamples")
        self._examples.aboutToShow.connect(self._fill_examples)
        for first in (save, actions["copy_picture"], actions["quit"]):
            _menu_of(first).insertSeparator(first)
        documents.recent_changed.connect(self._show_recent)
        self._show_recent(documents.recent)

    def _show_recent(self, paths: tuple[str, ...]) -> None:
        self._recent.menuAction().setEnabled(bool(paths))

    def _fill_recent(self) -> None:
        self._recent.clear()
        for number, path in enumerate(self._documents.recent, 1):
            shown = f"&{number % 10} {Path(path).name.replace('&', '&&')}"
            action = self._recent.addAction(shown, partial(self._documents.open, path))
            action.setObjectName(f"recent_{number}")
            action.setStatusTip(path)
            action.setToolTip(path)

    def _fill_examples(self) -> None:
        self._examples.clear()
        for file in sorted(resource("experiments").glob("*.gdviz")):
            title = tr(EXAMPLES.get(file.stem, file.stem))
            action = self._examples.addAction(title, partial(self._documents.open_example, str(file)))
            action.setObjectName(f"example_{file.stem}")


class FileDrop(QObject):
    """Opens a file that is dropped on the window."""

    def __init__(self, documents: Documents, window: QMainWindow) -> None:
        super().__init__(documents)
        self._documents = documents
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and (path := _dropped(event)):
            event.acceptProposedAction()
            if not isinstance(event, QDragEnterEvent):
                self._documents.open(path)
            return True
        return super().eventFilter(watched, event)


def _menu_before(action: QAction, name: str, title: str) -> QMenu:
    file = _menu_of(action)
    menu = QMenu(file)
    menu.setObjectName(f"menu_{name}")
    menu.setToolTipsVisible(True)
    write(menu, title=title)
    file.insertMenu(action, menu)
    return menu


def _menu_of(action: QAction) -> QMenu:
    return next(menu for menu in action.associatedObjects() if isinstance(menu, QMenu))


def _dropped(event: QDropEvent) -> str:
    """The file that is dropped, if it is one alone and on this machine."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 else ""
