"""Runs with other seeds: asked for in the controls, raced after the race, drawn behind it, gone with the question."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_replicates, with_spec, with_visible
from gdviz.qt.views.cloud_layer import CloudLayer
from gdviz.qt.views.side_by_side import SideBySide
from tests.qt.windows import WAIT_MS, a_spec, enter, error, part, wait_for_race


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(a_spec("gd", "adam", steps=40))


def cloud(window: MainWindow) -> CloudLayer:
    return window.contours.race.cloud


def wait(qtbot: QtBot, window: MainWindow, count: int) -> None:
    qtbot.waitUntil(lambda: len(cloud(window).trails) == count and not window.replicates.waiting, timeout=WAIT_MS)


def expected(window: MainWindow, seed: int) -> np.ndarray:
    return gdviz.race(with_spec(window.session.wanted, seed=seed).spec).points


def test_replicates_are_typed_raced_drawn_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    box = part(window, QLineEdit, "replicates")
    assert not box.isVisible()
    assert not cloud(window).isVisible()
    enter(qtbot, window, "noise", "0.5")
    wait_for_race(qtbot, window)
    assert box.isVisible()
    assert box.text() == "0"
    enter(qtbot, window, "replicates", "3")
    assert window.session.wanted.replicates == 3
    wait(qtbot, window, 3)
    assert cloud(window).isVisible()
    for seed, trail in enumerate(cloud(window).trails, 1):
        assert np.array_equal(trail, expected(window, seed))
    first = cloud(window).trails[0]
    # More of them keep those that are known; an entry that is hidden has none.
    window.session.change(with_replicates(window.session.wanted, 5))
    assert box.text() == "5"
    wait(qtbot, window, 5)
    assert np.array_equal(cloud(window).trails[0], first)
    window.session.change(with_visible(window.session.wanted, 0, False))
    assert cloud(window).hidden == {0}
    assert not window.grab().isNull()
    for wrong in ("101", "-1"):
        enter(qtbot, window, "replicates", wrong)
        assert error(window, "sampling_error") == f"there can be from 0 to 100 replicates, not {wrong}"
    while window.session.wanted.replicates:  # one step back or two: what follows at once is one step
        window.undo.undo()
    assert box.text() == "0"
    assert not cloud(window).trails
    assert not cloud(window).isVisible()
    window.undo.redo()
    wait(qtbot, window, window.session.wanted.replicates)
    assert len(cloud(window).trails) in (3, 5)


def test_another_question_has_another_cloud_and_an_exact_one_has_none(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    session.change(with_replicates(with_spec(session.wanted, noise=0.5), 4))
    wait(qtbot, window, 4)
    session.change(with_spec(session.wanted, seed=10))
    assert not cloud(window).trails
    wait_for_race(qtbot, window)
    wait(qtbot, window, 4)
    assert np.array_equal(cloud(window).trails[0], expected(window, 11))
    # Asked again before it was answered: nothing of the old race comes in between.
    session.change(with_spec(session.wanted, starts=((2.0, -1.0),)))
    session.change(with_spec(session.wanted, starts=((2.0, -2.0),)))
    wait_for_race(qtbot, window)
    wait(qtbot, window, 4)
    assert {tuple(trail[0, 0]) for trail in cloud(window).trails} == {(2.0, -2.0)}
    window.stage.show_side_by_side()
    page = window.stage.page
    assert isinstance(page, SideBySide)
    for lane, cell in enumerate(page.cells):
        assert np.array_equal(cell.cloud.trails[0], expected(window, 11)[:, [lane]])
    session.change(with_spec(session.wanted, noise=0.0))
    wait_for_race(qtbot, window)
    assert not any(cell.cloud.trails for cell in page.cells)
    assert not window.replicates.waiting
    window.stage.show_overlay()
    assert not cloud(window).isVisible()
