"""A pinned race is a ghost on every view, and a table tells what differs from the race shown."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.budget import Budget
from gdviz.qt.ghost import DASH
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_new_start, with_surface, with_value
from gdviz.qt.views.compare_panel import ComparePanel
from gdviz.qt.views.side_by_side import SideBySide
from gdviz.qt.views.surface3d_page import Surface3DPage
from gdviz.surfaces import surface
from tests.qt.windows import part, wait_for_race


def turn(qtbot: QtBot, window: MainWindow, value: float) -> None:
    window.session.change(with_value(window.session.wanted, 2, "lr", value))
    wait_for_race(qtbot, window)


def test_a_pinned_race_stays_as_a_ghost_on_every_view(qtbot: QtBot, window: MainWindow) -> None:
    old = window.session.trajectory
    part(window, QAction, "action_pin").trigger()
    turn(qtbot, window, 0.3)
    ghost = window.contours.ghost_trails
    window.playhead.scrub(7)
    np.testing.assert_array_equal(ghost.points, old.points)
    assert len(ghost.shown(2)) == 8
    assert not np.array_equal(ghost.shown(2), window.contours.trails.shown(2))
    assert {look.dash for look in ghost.looks} == {DASH}
    for panel in window.side.panels:
        assert [curve.lane for curve in panel.ghost_layer.curves] == [curve.lane for curve in panel.layer.curves]
    assert not window.contours.grab().isNull()
    window.stage.show_side_by_side()
    page = window.stage.page
    assert isinstance(page, SideBySide)
    np.testing.assert_array_equal(page.cells[2].ghost_trails.points[:, 0], old.points[:, 2])
    window.stage.show_3d()
    solid = window.stage.page
    assert isinstance(solid, Surface3DPage)
    assert set(solid.canvas.ghost.drapes) == {0, 1, 2}
    assert not solid.grab().isNull()
    assert part(window, QToolButton, "pin_race").isChecked()
    part(window, QToolButton, "pin_race").click()
    assert not solid.canvas.ghost.drapes
    window.stage.show_overlay()
    assert not ghost.points.size
    assert not window.side.loss.ghost_layer.curves


def test_a_ghost_is_not_drawn_on_another_surface_and_counts_as_the_race_does(qtbot: QtBot, window: MainWindow) -> None:
    window.compare.pin.pin()
    before = window.session.wanted
    window.session.change(with_surface(before, surface("parabola")))
    wait_for_race(qtbot, window)
    assert not window.contours.ghost_trails.points.size
    assert not window.side.loss.ghost_layer.curves
    window.workspace.show_compare()
    assert "another surface" in part(window, QLabel, "compare_note").text()
    window.session.change(before)
    wait_for_race(qtbot, window)
    assert window.contours.ghost_trails.points.size
    window.axis.choose(Budget.GRADIENTS)
    assert len(window.contours.ghost_trails.points) == len(window.session.trajectory.points)


def test_the_table_tells_the_differences_and_is_copied(qtbot: QtBot, window: MainWindow) -> None:
    part(window, QAction, "action_compare").trigger()
    panel = window.compare.panel
    assert isinstance(panel, ComparePanel)
    assert "Nothing is pinned" in panel.note.text()
    assert not panel.rows
    part(panel, QPushButton, "compare_pin").click()
    turn(qtbot, window, 0.3)
    qtbot.waitUntil(lambda: "dashed" in panel.note.text())
    texts = {row.what: (row.pinned, row.now, row.difference) for row in panel.rows}
    assert texts["lr of Adam"] == ("0.1", "0.3", "")
    assert texts["Momentum: verdict"] == ("out of budget", "out of budget", "the same")
    assert texts["Adam: steps"] == ("60", "60", "the same")
    assert texts["Adam: f"][2].startswith(("+", "−"))
    assert panel.table.item(0, 2).text() == "0.3"
    part(panel, QPushButton, "compare_copy").click()
    assert QApplication.clipboard().text().splitlines()[:2] == [
        "What\tPinned\tNow\tDifference",
        "lr of Adam\t0.1\t0.3\t",
    ]
    window.session.change(with_new_start(window.session.wanted, (2.0, 2.0)))
    wait_for_race(qtbot, window)
    qtbot.waitUntil(lambda: any(row.what == "Starts" for row in panel.rows))
    second = next(row for row in panel.rows if row.what == "Adam, start 2: f")
    assert (second.pinned, second.difference) == ("–", "")
    assert part(window, QToolButton, "pin_race").isChecked()
    part(panel, QPushButton, "compare_unpin").click()
    assert not part(window, QToolButton, "pin_race").isChecked()
    qtbot.waitUntil(lambda: not panel.rows)
