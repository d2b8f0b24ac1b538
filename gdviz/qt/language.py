"""The display language of the application: our texts, Qt's own buttons and menus, and a font with the letters."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from gdviz.qt.text import set_language, tr
from gdviz.resources_path import resource

CHINESE = "zh_CN"
_FONT = "fonts/gdviz-sans-sc.otf"
_GAPS = ("Dock", "Don't Save", "Close without Saving", "Menu bar")

_translators: list[QTranslator] = []
_families: list[str] = []


def system_language() -> str:
    """The language of the system, where it is one that we have."""
    locale = QLocale.system()
    simplified = locale.script() != QLocale.Script.TraditionalChineseScript
    return CHINESE if locale.language() == QLocale.Language.Chinese and simplified else "en"


class _Gaps(QTranslator):
    """The few texts of Qt's own that its translation leaves out."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, text: str, _note: str | None = None, _count: int = -1) -> str | None:  # type: ignore[override]
        return tr(text) if text in _GAPS else None


def install_language(language: str) -> None:
    """Make every text that is asked for from now on one of this language."""
    for old in _translators:
        QCoreApplication.removeTranslator(old)
    _translators.clear()
    set_language(language)
    if language == "en":
        return
    load_font()
    _translators.append(_Gaps())
    theirs = QTranslator()
    if theirs.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _translators.append(theirs)
    for translator in _translators:
        QCoreApplication.installTranslator(translator)


def load_font() -> None:
    """Let letters that the font of the application lacks be taken from ours; once."""
    path = resource(_FONT)
    if _families or not path.is_file():
        return
    number = QFontDatabase.addApplicationFont(str(path))
    _families.extend(QFontDatabase.applicationFontFamilies(number))
    font = QFont(QApplication.font())
    font.setFamilies([*(font.families() or [font.family()]), *_families])
    QApplication.setFont(font)
