"""Makes the menus, and the actions that buttons share with them, from their rows."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from gdviz.language.sentence import Sentence
from gdviz.qt.action_rows import ACTIONS, Action
from gdviz.qt.appearance_menu import AppearanceMenus
from gdviz.qt.icons import NAMES, icon
from gdviz.qt.text import write


def add_actions(window: QMainWindow) -> dict[str, QAction]:
    """Fill the window's menus from the rows; the actions by their ids."""
    menus = {title: window.menuBar().addMenu("") for title in dict.fromkeys(row.menu for row in ACTIONS)}
    for title, menu in menus.items():
        menu.setObjectName(f"menu_{_plain(title)}")
        write(menu, title=title)
    made = {}
    for row in ACTIONS:
        action = made[row.id] = QAction(window)
        action.setObjectName(f"action_{row.id}")
        write(action, text=row.text, tip=_tip(row), status=row.tip)
        action.setShortcuts(QKeySequence.listFromString(row.key))
        if row.id in NAMES:
            action.setIcon(icon(row.id))
        slot: Callable[[], object] = attrgetter(row.slot)(window)
        if row.checkable:
            action.setCheckable(True)
            action.toggled.connect(slot)
        else:
            action.triggered.connect(slot)
        menus[row.menu].addAction(action)
    window.menuBar().insertMenu(menus["&Help"].menuAction(), AppearanceMenus(window, menus["&View"]))
    return made


def _plain(title: str) -> str:
    return title.replace("&", "").lower()


def _tip(row: Action) -> str:
    return Sentence("{tip} ({key})", tip=Sentence(row.tip), key=row.key) if row.key else row.tip
