"""Twenty thousand random events: no exception, no Qt warning, no dead engine, and a window that works afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import Setup
from tests.qt.monkey import Monkey
from tests.qt.windows import a_spec, wait_for_race

EVENTS = 5000
# What ends the program or asks for files of this machine.
LEFT_ALONE = ("quit", "export", "open_file", "save", "save_as")


@pytest.mark.parametrize("seed", range(4))
def test_nothing_breaks_whatever_is_done(make_window: Callable[..., MainWindow], qtbot: QtBot, seed: int) -> None:
    window = make_window(a_spec(steps=100))
    deaths: list[str] = []
    window.client.noticed.connect(deaths.append)
    for name in LEFT_ALONE:
        for action in window.findChildren(QAction, f"action_{name}"):
            action.setEnabled(False)
    window.editors.surface()
    window.editors.optimizer()
    monkey = Monkey(window, seed)
    monkey.play(EVENTS)
    assert monkey.events >= EVENTS
    assert not deaths, monkey.log
    QApplication.processEvents()
    window.session.change(Setup.of(a_spec("gd", "adam", steps=30)))
    wait_for_race(qtbot, window)
    window.playhead.scrub(10)
    assert window.playhead.step == 10
