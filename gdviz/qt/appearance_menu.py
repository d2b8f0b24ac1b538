"""The menus of language, theme and projector mode: what is chosen has the mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from gdviz.qt.appearance import SYSTEM, appearance
from gdviz.qt.language import load_font
from gdviz.qt.text import tr

# A language is always called by its own name.
LANGUAGES = (("en", "English"), ("zh_CN", "简体中文"), (SYSTEM, "&Follow the system"))
THEMES = (("light", "&Light"), ("dark", "&Dark"), ("contrast", "&High contrast"), (SYSTEM, "&Follow the system"))


class AppearanceMenus(QMenu):
    """The menu of languages; it also fills the window's View menu with themes and projector mode."""

    def __init__(self, window: QMainWindow, view: QMenu) -> None:
        super().__init__(window)
        self.setObjectName("menu_language")
        self.aboutToShow.connect(self._show_letters)
        self._texts: dict[QAction, str] = {}
        self._language = self._choices(self, "language", LANGUAGES, appearance().set_language)
        view.addSeparator()
        self._themes = view.addMenu("")
        self._themes.setObjectName("menu_theme")
        self._theme = self._choices(self._themes, "theme", THEMES, appearance().set_theme)
        self._projector = view.addAction("")
        self._projector.setObjectName("action_projector")
        self._projector.setCheckable(True)
        self._projector.setShortcut("Ctrl+Shift+P")
        self._projector.toggled.connect(appearance().set_projector)
        self._sync()
        for changed in (appearance().language_changed, appearance().theme_changed, appearance().projector_changed):
            changed.connect(self._sync)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setTitle(tr("&Language"))
        self._themes.setTitle(tr("&Theme"))
        self._projector.setText(tr("&Projector mode"))
        self._projector.setToolTip(tr("Large type, thick lines and large markers for the back of the room"))
        self._projector.setStatusTip(self._projector.toolTip())
        for action, text in self._texts.items():
            action.setText(tr(text))

    def _choices(
        self, menu: QMenu, name: str, rows: Iterable[tuple[str, str]], choose: Callable[[str], None]
    ) -> dict[str, QAction]:
        group = QActionGroup(menu)
        made = {}
        for key, text in rows:
            action = made[key] = group.addAction(menu.addAction(text))
            action.setObjectName(f"{name}_{key}")
            action.setCheckable(True)
            action.triggered.connect(partial(self._choose, choose, key))
            self._texts[action] = text
        return made

    def _choose(self, choose: Callable[[str], None], key: str, *_: object) -> None:
        choose(key)

    def _sync(self, *_: object) -> None:
        self._language[appearance().language].setChecked(True)
        self._theme[appearance().theme].setChecked(True)
        self._projector.setChecked(appearance().projector)

    def _show_letters(self) -> None:
        """The name of the Chinese language needs its letters before it is chosen."""
        load_font()
        self._language["zh_CN"].setFont(QApplication.font())
