"""Panels dock, float, hide and come back, by mouse, menu and key."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QApplication, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import SIZE, MainWindow
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


def sizes(window: MainWindow) -> dict[str, tuple[int, int]]:
    return {name: (dock.width(), dock.height()) for name, dock in window.workspace.docks.items() if dock.isVisible()}


def drag_line(qtbot: QtBot, window: MainWindow, width: int) -> None:
    """Take hold of the line beside the controls, and let it go where they have that width."""
    workspace, dock = window.workspace, window.workspace.docks["controls"]
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def mouse(kind: QEvent.Type, across: int, button: Qt.MouseButton) -> None:
        place = QPointF(across, 300)
        screen, held = QPointF(workspace.mapToGlobal(place)), Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(workspace, QMouseEvent(kind, place, screen, button, left, held))

    mouse(QEvent.Type.MouseButtonPress, dock.geometry().right() + 2, left)
    mouse(QEvent.Type.MouseMove, width, none)
    qtbot.waitUntil(lambda: abs(dock.width() - width) <= 4)
    mouse(QEvent.Type.MouseButtonRelease, width, left)


def test_panels_have_their_sizes_again_when_the_window_has(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: sizes(window)["controls"][0] < 320)

    def changed(before: dict[str, tuple[int, int]]) -> list[str]:
        now = sizes(window)
        return [name for name in before if np.abs(np.subtract(now[name], before[name])).max() > 3]

    def come_back(*ways: tuple[int, int]) -> None:
        before = sizes(window)
        for way in (*ways, SIZE):
            window.resize(*way)
            qtbot.waitUntil(lambda width=way[0]: window.workspace.width() == width)
            qtbot.waitUntil(lambda: not window.workspace._settling.isActive())
        qtbot.waitUntil(lambda: not changed(before))

    come_back((1024, 768))
    come_back((700, 440), (1024, 768))
    drag_line(qtbot, window, 380)
    come_back((1024, 768), (700, 440))
    appearance().set_all("en", "light", True)
    appearance().set_all("en", "light", False)
    come_back((800, 600))
    assert abs(sizes(window)["controls"][0] - 380) <= 4
    window.workspace.go_home()
    qtbot.waitUntil(lambda: sizes(window)["controls"][0] < 320)


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
