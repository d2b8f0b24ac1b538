"""Every text of the window has a Chinese one, nothing else has, and all that is shown follows the language at once."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QFontDatabase, QRawFont
from PySide6.QtWidgets import QAbstractButton, QComboBox, QGroupBox, QLabel, QLineEdit, QMenu, QTabWidget, QWidget

from gdviz.engine.check import check_spec
from gdviz.engine.errors import InputError
from gdviz.engine.worker import _failure
from gdviz.language.errors import FormulaError
from gdviz.language.parser import parse_expression
from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.text import catalogue, tr
from gdviz.resources_path import resource
from tests.qt.displayed_texts import declared_texts, sentences_in_the_window, sources, written_texts
from tests.qt.windows import a_spec, enter, error, part

CATALOGUE = catalogue("zh_CN")
# Strings of gdviz.qt that look like texts and are none.
NO_TEXTS = {
    "Delta",
    "beta1  β₁",
    "Fusion",
    "gdviz engine",
    "gdviz export",
    # What the command line says, in English.
    "the line was not cut after {seconds} seconds",
    "the race was not complete after {seconds} seconds",
    "the window was still changing after {seconds} seconds",
}
# Qt names these when it makes them and never again.
QTS_OWN = ("ScrollLeftButton", "ScrollRightButton", "qt_dockwidget_floatbutton", "qt_dockwidget_closebutton")


@pytest.fixture
def chinese() -> Iterator[None]:
    """Everything is Chinese, and English afterwards."""
    appearance().set_language("zh_CN")
    yield
    appearance().set_language("en")


@pytest.mark.parametrize("texts", [written_texts, sentences_in_the_window, declared_texts])
def test_every_text_has_a_translation(texts: Callable[[], object]) -> None:
    missing = {text for text in texts() if text not in CATALOGUE} - NO_TEXTS
    assert not missing


def test_no_translation_is_left_over() -> None:
    constants = {
        node.value
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    left_over = CATALOGUE.keys() - constants - written_texts().keys() - declared_texts()
    assert not left_over


def test_translations_have_the_places_and_the_keys_of_their_texts() -> None:
    wrong = [
        english
        for english, chinese in CATALOGUE.items()
        if _places(english) != _places(chinese) or english.count("&") != chinese.count("&") or not chinese.strip()
    ]
    assert not wrong


def test_every_text_is_translated_in_one_file_alone() -> None:
    files = [json.loads(file.read_text(encoding="utf-8")) for file in resource("translations/zh_CN").glob("*.json")]
    assert sum(map(len, files)) == len(CATALOGUE)


def _places(text: str) -> list[tuple[str, str, str | None]]:
    found = [(name, spec or "", conversion) for _, name, spec, conversion in string.Formatter().parse(text) if name]
    return sorted(found, key=str)


def test_our_font_has_every_letter_that_is_needed(qapp: object) -> None:
    written = [*resource("docs/zh_CN").glob("*.md"), resource("gallery/gallery.toml")]
    pages = [page.read_text(encoding="utf-8") for page in written]
    font = QRawFont(str(resource("fonts/gdviz-sans-sc.otf")), 12.0)
    letters = {letter for text in [*CATALOGUE.values(), *pages, "简体中文"] for letter in text if ord(letter) >= 0x2E80}
    assert not [letter for letter in sorted(letters) if not font.supportsCharacter(ord(letter))]


def test_our_font_may_be_given_away_and_is_small() -> None:
    licence = resource("fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Noto Sans CJK" in licence
    assert resource("fonts/gdviz-sans-sc.otf").stat().st_size < 500_000


def test_chinese_brings_our_font_and_qts_own_texts(qapp: object, chinese: None) -> None:
    assert "gdviz Sans SC" in QFontDatabase.families()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert QCoreApplication.translate("QLineEdit", "Select All") == "全选"
    assert QCoreApplication.translate("QDockWidget", "Dock") == "停靠"


def test_back_in_english_qt_speaks_english_again(qapp: object) -> None:
    appearance().set_language("zh_CN")
    appearance().set_language("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_a_window_switched_shows_what_one_made_in_that_language_shows(make_window: Callable[..., MainWindow]) -> None:
    switched = _with_editors(make_window())
    english = _texts(switched)
    appearance().set_language("zh_CN")
    try:
        made = _with_editors(make_window())
        assert _texts(switched) == _texts(made)
    finally:
        appearance().set_language("en")
    assert _texts(switched) == english


def test_a_chinese_window_has_no_english_left(window: MainWindow, chinese: None) -> None:
    _with_editors(window)
    left = {text for text in _texts(window).values() if text in CATALOGUE and CATALOGUE[text] != text}
    assert not left


def _with_editors(window: MainWindow) -> MainWindow:
    """The window with what it opens beside itself."""
    window.editors.surface()
    window.editors.optimizer()
    return window


def _texts(window: QWidget) -> dict[str, str]:
    """All that a window says, by the place where it is said."""
    said: dict[str, str] = {}
    for number, widget in enumerate([window, *window.findChildren(QWidget)]):
        if widget.objectName() in QTS_OWN:
            continue
        place = f"{number} {type(widget).__name__} {widget.objectName()}"
        said |= {f"{place} {kind}": text for kind, text in _said_by(widget)}
    for action in window.findChildren(QAction):
        if action.objectName():
            said |= {f"{action.objectName()} text": action.text(), f"{action.objectName()} tip": action.toolTip()}
    return said


def _said_by(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tip", widget.toolTip()
    yield "name", widget.accessibleName()
    match widget:
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QMenu() | QGroupBox():
            yield "title", widget.title()
        case QLineEdit():
            yield "placeholder", widget.placeholderText()
        case QComboBox():
            yield from ((f"item {row}", widget.itemText(row)) for row in range(widget.count()))
        case QTabWidget():
            yield from ((f"tab {row}", widget.tabText(row)) for row in range(widget.count()))


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("x +", "第 1 行第 4 列：公式从这里起读不懂；可以使用的有：数、名称"),
        ("sine(x)", "第 1 行第 1 列：没有名为 'sine' 的函数；是不是 sin？"),
        ("where(x, 1, 2) + y^2", "这里 ^ 不是乘方；请写 **"),
    ],
)
def test_complaints_about_a_formula_are_chinese_too(chinese: None, formula: str, sentence: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_expression(formula)
    assert sentence in tr(caught.value.sentence)
    assert str(caught.value).isascii()


def test_complaints_cross_from_the_engine_with_their_values(chinese: None) -> None:
    with pytest.raises(InputError) as caught:
        check_spec(a_spec(steps=10**9))
    failure = _failure(7, caught.value)
    assert tr(failure.message).startswith("这场比赛要 3 次运行、每次 1,000,000,000 步，需要 72 GB 内存")


def test_an_error_on_show_follows_the_language(qtbot: object, window: MainWindow) -> None:
    enter(qtbot, window, "expression", "x + ")
    enter(qtbot, window, "tolerance", "abc")
    assert error(window, "surface_error").startswith("line 1, column 4: ")
    assert error(window, "race_error").startswith("'abc' is not a number; ")
    appearance().set_language("zh_CN")
    try:
        assert error(window, "surface_error").startswith("第 1 行第 4 列：")
        assert error(window, "race_error").startswith("'abc' 不是数；")
        enter(qtbot, window, "expression", "x**2 + sin(y")
        assert error(window, "surface_error") == "第 1 行第 11 列：这个括号没有闭合"
    finally:
        appearance().set_language("en")


def test_the_menu_of_languages_switches_and_shows_the_choice(window: MainWindow) -> None:
    part(window, QAction, "language_zh_CN").trigger()
    try:
        assert appearance().language == "zh_CN"
        assert part(window, QAction, "action_quit").text() == "退出(&Q)"
        assert part(window, QAction, "language_zh_CN").isChecked()
        assert part(window, QAction, "language_zh_CN").text() == "简体中文"
    finally:
        part(window, QAction, "language_en").trigger()
    assert part(window, QAction, "action_quit").text() == "&Quit"
    assert part(window, QAction, "language_en").isChecked()
