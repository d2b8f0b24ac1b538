"""Language, theme and projector mode of the whole program: what is wanted, what is shown, and the switch between."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QGraphicsView

from gdviz.qt.language import install_language, system_language
from gdviz.qt.text import write_again
from gdviz.qt.theme import apply_theme
from gdviz.qt.themes import THEMES, Theme

SYSTEM = "system"
LANGUAGES = ("en", "zh_CN")


class Appearance(QObject):
    """What the user has chosen, "system" meaning whatever the system has.

    Signals, each after everything is drawn anew: `language_changed(choice)`, `theme_changed(choice)`,
    `projector_changed(on)`. What gdviz.qt.text.write has written is written again; every widget with a method
    `retranslate()` is asked to write its other texts again, and every widget or item of a plot that has a method
    `restyle()` to take the colours and sizes of the moment.
    """

    language_changed = Signal(str)
    theme_changed = Signal(str)
    projector_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._language = self._theme = SYSTEM
        self._projector = False
        self._shown_language = "en"
        self._shown_style: tuple[Theme, bool] | None = None
        self._follows = False

    @property
    def language(self) -> str:
        """The language wanted: "system", "en" or "zh_CN"."""
        return self._language

    @property
    def shown_language(self) -> str:
        """The language shown: "en" or "zh_CN"."""
        return system_language() if self._language == SYSTEM else self._language

    @property
    def theme(self) -> str:
        """The theme wanted: "system", "light", "dark" or "contrast"."""
        return self._theme

    @property
    def projector(self) -> bool:
        """Whether type, lines and markers are large."""
        return self._projector

    def set_language(self, language: str) -> None:
        """Show every text in this language; one that is not known means the system's."""
        self._language = language if language in LANGUAGES else SYSTEM
        self._show_language()
        self.language_changed.emit(self._language)

    def set_theme(self, theme: str) -> None:
        """Draw everything in this theme; one that is not known means the system's."""
        self._theme = theme if theme in THEMES else SYSTEM
        self._show_style()
        self.theme_changed.emit(self._theme)

    def set_projector(self, on: bool) -> None:
        """Large type, thick lines and large markers, or the usual ones."""
        self._projector = on
        self._show_style()
        self.projector_changed.emit(self._projector)

    def set_all(self, language: str, theme: str, projector: bool) -> None:
        """Language, theme and projector mode together."""
        self.set_language(language)
        self.set_theme(theme)
        self.set_projector(projector)

    def apply(self) -> None:
        """Dress the application for the first time, and follow the system from now on."""
        self._show_style()
        self._show_language()
        if not self._follows:
            self._follows = True
            hints = QApplication.styleHints()
            hints.colorSchemeChanged.connect(self._follow_system)
            hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    def _follow_system(self, _preference: object) -> None:
        if self._theme == SYSTEM:
            self._show_style()

    def _wanted_theme(self) -> Theme:
        return THEMES[system_theme() if self._theme == SYSTEM else self._theme]

    def _show_language(self) -> None:
        if self.shown_language == self._shown_language:
            return
        self._shown_language = self.shown_language
        install_language(self._shown_language)
        self._restyle()
        write_again()
        for widget in QApplication.allWidgets():
            if hasattr(widget, "retranslate"):
                widget.retranslate()

    def _show_style(self) -> None:
        wanted = (self._wanted_theme(), self._projector)
        if wanted == self._shown_style:
            return
        self._shown_style = wanted
        apply_theme(_application(), *wanted)
        self._restyle()

    @staticmethod
    def _restyle() -> None:
        for drawn in _everything_drawn():
            if hasattr(drawn, "restyle"):
                drawn.restyle()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _everything_drawn() -> Iterator[object]:
    for widget in QApplication.allWidgets():
        yield widget
        if isinstance(widget, QGraphicsView) and widget.scene() is not None:
            yield from widget.scene().items()


def system_theme() -> str:
    """The theme that the system asks for."""
    hints = QApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


@cache
def appearance() -> Appearance:
    """The one of this program, made at the first call."""
    return Appearance()
