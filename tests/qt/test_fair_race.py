"""The race compared fairly: ranks, distances, the target, the same rate for all, each at its best, and the strips."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.engine.scan import best
from gdviz.qt.controls.hyper_row import HyperSlider
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import without_entry
from gdviz.qt.views.race_cells import COLUMNS, DISTANCE, LABEL, RANK, REACHED
from tests.qt.windows import WAIT_MS, enter, error, part, wait_for_race


def test_ranks_follow_the_losses_and_distances_the_points(window: MainWindow) -> None:
    window.playhead.to_end()
    rows = window.side.table.rows.rows
    assert sorted(row.rank for row in rows) == [1, 2, 3]
    assert [row.label for row in sorted(rows, key=lambda row: row.rank)] == [
        row.label for row in sorted(rows, key=lambda row: row.loss)
    ]
    for row in rows:
        assert np.isclose(row.distance, np.hypot(row.point[0] - 3.0, row.point[1] - 0.5))


def test_a_target_tells_the_first_step_below_it(window: MainWindow, qtbot: QtBot) -> None:
    window.playhead.to_end()
    enter(qtbot, window, "target", "1")
    assert window.session.wanted.target == 1.0
    for lane, row in enumerate(window.side.table.rows.rows):
        below = np.flatnonzero(window.session.trajectory.loss[:, lane] < 1.0)
        assert row.reached == (int(below[0]) if len(below) else None)
    window.playhead.scrub(0)
    qtbot.waitUntil(lambda: all(row.reached is None for row in window.side.table.rows.rows))
    enter(qtbot, window, "target", "")
    assert window.session.wanted.target is None
    enter(qtbot, window, "target", "low")
    assert "number" in error(window, "race_bar_error")


def test_the_table_is_copied_with_full_numbers(window: MainWindow, qtbot: QtBot) -> None:
    window.playhead.to_end()
    window.side.table.setFocus()
    qtbot.keyClick(window.side.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == [column.header for column in COLUMNS]
    assert len(lines) == 4
    assert float(lines[1][DISTANCE]) == window.side.table.rows.rows[0].distance


def test_it_is_sorted_by_rank(window: MainWindow) -> None:
    window.playhead.to_end()
    table = window.side.table
    table.sortByColumn(RANK, Qt.SortOrder.AscendingOrder)
    assert [table.model().index(row, RANK).data() for row in range(3)] == ["1", "2", "3"]
    table.sortByColumn(REACHED, Qt.SortOrder.AscendingOrder)


def test_the_selected_run_is_told_whole_below_from_the_first_moment(window: MainWindow, qtbot: QtBot) -> None:
    table, told = window.side.table, part(window, QLabel, "race_sentence")
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]
    assert told.text() == "Gradient descent is on its way, at (1, −1.5)."
    window.playhead.to_end()
    table.selectRow(1)
    assert told.text() == f"Momentum: {table.rows.rows[1].sentence}" != "Momentum: "
    assert told.wordWrap()
    assert told.heightForWidth(told.width()) <= told.height()


def test_the_row_is_that_of_the_selected_lane_and_the_other_way_round(window: MainWindow, qtbot: QtBot) -> None:
    table, selection = window.side.table, window.session.selection
    table.sortByColumn(RANK, Qt.SortOrder.AscendingOrder)
    window.playhead.to_end()
    selection.select(2)
    assert table.currentIndex().siblingAtColumn(LABEL).data() == "Adam"
    table.setFocus()
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert window.session.wanted.spec.entries[selection.entry].label == table.model().index(0, LABEL).data()
    selection.select(2)
    window.session.change(without_entry(window.session.wanted, 0))
    wait_for_race(qtbot, window)
    assert table.currentIndex().siblingAtColumn(LABEL).data() == "Adam"
    assert len(table.selectionModel().selectedRows()) == 1


def test_the_same_rate_for_all_is_that_of_the_selected_entry(window: MainWindow, qtbot: QtBot) -> None:
    window.session.selection.select(1)
    rate = window.session.wanted.spec.entries[1].value("lr")
    qtbot.mouseClick(part(window, QPushButton, "same_rate"), Qt.MouseButton.LeftButton)
    assert [entry.value("lr") for entry in window.session.wanted.spec.entries] == [rate] * 3
    assert str(rate) in part(window, QLabel, "rates_said").text()


def test_each_at_its_best_takes_the_best_of_the_scan(window: MainWindow, qtbot: QtBot) -> None:
    page = window.race.page
    assert page is not None
    qtbot.mouseClick(part(window, QPushButton, "each_at_its_best"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "best of 33 rates" in part(window, QLabel, "rates_said").text(), timeout=WAIT_MS)
    wait_for_race(qtbot, window)
    setup = window.session.shown
    for index, entry in enumerate(setup.spec.entries):
        found = best(page.scan.trials(setup, index))
        assert found is not None
        assert entry.value("lr") == found.rate
        slider = part(window, HyperSlider, f"entry_{index}_lr_slider")
        assert slider._trials == page.scan.trials(setup, index)
    enter(qtbot, window, "steps", "70")
    wait_for_race(qtbot, window)
    assert part(window, QLabel, "rates_said").text() == ""


def test_what_was_typed_for_a_removed_entry_changes_no_other(window: MainWindow, qtbot: QtBot) -> None:
    box = part(window, QLineEdit, "entry_2_lr_box")
    box.setFocus()
    qtbot.keyClicks(box, "5")
    before = window.session.wanted
    window.session.change(without_entry(before, 2))
    wait_for_race(qtbot, window)
    assert window.session.wanted.spec.entries == before.spec.entries[:2]
