"""The pages of help, and what a first start suggests."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gdviz.optimizers import OPTIMIZERS
from gdviz.qt import help_window
from gdviz.qt.action_rows import ACTIONS
from gdviz.qt.appearance import appearance
from gdviz.qt.help_window import TITLES, markdown
from gdviz.qt.main_window import MainWindow
from tests.qt.windows import part


def test_every_page_opens_from_its_row_and_follows_the_language(window: MainWindow) -> None:
    shown = {}
    for row in (row for row in ACTIONS if row.menu == "&Help" and row.slot != "help.gallery"):
        part(window, QAction, f"action_{row.id}").trigger()
        assert window.help.window is not None
        assert window.help.window.isVisible()
        shown[row.id] = window.help.window.text.toPlainText()
        assert shown[row.id]
    assert len(set(shown.values())) == len(TITLES)
    everything = " ".join(shown.values())
    assert [each.key for each in OPTIMIZERS if each.reference not in everything] == []
    appearance().set_language("zh_CN")
    try:
        assert "许可证" in window.help.window.text.toPlainText()
    finally:
        appearance().set_language("en")


def test_every_key_of_a_menu_is_told() -> None:
    page = markdown("keys")
    assert all(key in page for row in ACTIONS for key in row.key.split("; ") if key)


def test_every_optimizers_source_is_told() -> None:
    page = markdown("sources").replace("\\|", "|")
    assert all(each.reference in page for each in OPTIMIZERS)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_is_written_in_both_languages(qapp: object, language: str) -> None:
    appearance().set_language(language)
    try:
        assert all(len(markdown(page)) > 200 for page in TITLES)
    finally:
        appearance().set_language("en")


def test_about_tells_versions_and_licences() -> None:
    page = markdown("about")
    assert "| Qt | 6." in page
    assert "| numpy | 2." in page
    assert "| llvmlite | 0." in page


def test_about_says_which_extra_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help_window, "PACKAGES", ("no_such_package",))
    assert "| no_such_package | not installed | |" in markdown("about")


def test_the_suggestions_of_a_first_start_go_when_they_are_closed(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.help.first.isVisible()
    window.help.first.show()
    qtbot.mouseClick(part(window, QToolButton, "first_steps_more"), Qt.MouseButton.LeftButton)
    assert window.help.window is not None
    assert "First steps" in window.help.window.windowTitle()
    qtbot.mouseClick(part(window, QToolButton, "first_steps_close"), Qt.MouseButton.LeftButton)
    assert not window.help.first.isVisible()
