"""Panels dock, float, hide and come back, by mouse, menu and key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.qt.main_window import MainWindow
from gdviz.qt.workspace import PANELS
from tests.qt.windows import part


def test_each_tab_keeps_its_height(window: MainWindow, qtbot: QtBot) -> None:
    race, step = window.workspace.docks["race"], window.workspace.docks["step"]
    low = race.height()
    window.workspace.show_step()
    qtbot.waitUntil(lambda: step.height() > 1.3 * low)
    high = step.height()
    window.workspace.show_race()
    qtbot.waitUntil(lambda: abs(race.height() - low) <= 2)
    window.workspace.show_step()
    qtbot.waitUntil(lambda: abs(step.height() - high) <= 2)


def test_every_panel_hides_and_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    for name, _, _ in PANELS:
        dock = window.workspace.docks[name]
        dock.show()  # those of the data and the rates wait for something to show
        shown = part(window, QAction, f"show_{name}")
        shown.trigger()
        assert dock.isHidden()
        assert not shown.isChecked()
        shown.trigger()
        assert not dock.isHidden()


def test_the_buttons_of_a_title_hide_and_float(window: MainWindow, qtbot: QtBot) -> None:
    dock = window.workspace.docks["loss"]
    qtbot.mouseClick(part(window, QToolButton, "loss_float"), Qt.MouseButton.LeftButton)
    assert dock.isFloating()
    qtbot.mouseClick(part(window, QToolButton, "loss_float"), Qt.MouseButton.LeftButton)
    assert not dock.isFloating()
    qtbot.mouseClick(part(window, QToolButton, "loss_hide"), Qt.MouseButton.LeftButton)
    assert dock.isHidden()


def test_a_tab_floats_with_its_title_and_goes_back_without(window: MainWindow, qtbot: QtBot) -> None:
    race = window.workspace.docks["race"]
    window.side.table.setFocus()
    qtbot.waitUntil(window.side.table.hasFocus)
    part(window, QAction, "action_undock").trigger()
    qtbot.waitUntil(race.isFloating)
    assert part(race, QToolButton, "race_float").isVisible()
    window.workspace.go_home()
    qtbot.waitUntil(lambda: not race.isFloating())
    qtbot.waitUntil(lambda: window.workspace.docks["step"] in window.workspace.tabifiedDockWidgets(race))
    assert not part(race, QToolButton, "race_float").isVisible()


def test_home_brings_everything_back(window: MainWindow, qtbot: QtBot) -> None:
    for dock in window.workspace.docks.values():
        dock.hide()
    window.workspace.docks["controls"].setFloating(True)
    window.workspace.go_home()
    away = [name for name, dock in window.workspace.docks.items() if dock.isHidden() or dock.isFloating()]
    assert away == ["data", "rates"]  # which wait for something to show
    qtbot.waitUntil(lambda: window.workspace.in_front("race"))


def test_tabs_have_names(window: MainWindow) -> None:
    bars = [bar for bar in window.workspace.findChildren(QTabBar) if bar.isVisible()]
    assert bars
    assert all(bar.accessibleName() and bar.objectName() for bar in bars)


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_the_window_fits_and_the_map_keeps_most_of_the_room(
    make_window: Callable[..., MainWindow], qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = make_window()
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    qtbot.waitUntil(lambda: window.stage.width() > 0.44 * size[0])
    assert window.stage.height() > 0.5 * size[1]
