"""The race compared fairly: ranks, distances, the target, the same rate for all, each at its best, and the strips."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from gdviz.engine.scan import Outcome, best
from gdviz.engine.spec import Entry
from gdviz.optimizers import optimizer
from gdviz.qt.best_rates import best_rates_sentence
from gdviz.qt.controls.hyper_row import HyperSlider
from gdviz.qt.controls.outcome_legend import OutcomeLegend
from gdviz.qt.controls.outcome_strip import draw_outcome, strip_height
from gdviz.qt.main_window import MainWindow
from gdviz.qt.outcome_words import WORDS
from gdviz.qt.setup import Setup, with_new_start, with_spec, with_value, with_visible, without_entry
from gdviz.qt.views.race_cells import COLUMNS, DISTANCE, LABEL, RANK, REACHED
from tests.qt.windows import WAIT_MS, a_spec, enter, error, part, wait_for_race


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
    window.session.change(with_new_start(window.session.wanted, (0.5, 0.5)))
    assert part(window, QLineEdit, "target").text() == "low"  # what is wrong stays until it is mended


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
    button = part(window, QPushButton, "each_at_its_best")
    for rule in ("lowest final loss", "fewest steps", "the worst one counts"):
        assert rule in button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Best of 33 rates" in part(window, QLabel, "rates_said").text(), timeout=WAIT_MS)
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


def test_the_best_rates_are_those_of_what_is_wanted_not_of_what_is_still_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    page, session = window.race.page, window.session
    assert page is not None
    said = part(window, QLabel, "rates_said")
    session.change(with_spec(session.wanted, steps=9))
    assert session.shown.spec.steps == 60
    page.scan.race_at_best()
    qtbot.waitUntil(lambda: "9 steps for each" in said.text(), timeout=WAIT_MS)
    wait_for_race(qtbot, window)
    assert session.shown.spec.steps == 9
    for index, entry in enumerate(session.shown.spec.entries):
        found = best(page.scan.trials(session.shown, index))
        assert found is not None
        assert found.steps <= 9
        assert entry.value("lr") == found.rate
    session.change(with_visible(session.wanted, 0, False))
    assert said.text() == ""

    another_question_gives_the_search_up(window, qtbot)


def another_question_gives_the_search_up(window: MainWindow, qtbot: QtBot) -> None:
    page, session = window.race.page, window.session
    assert page is not None
    session.change(with_spec(session.wanted, steps=50))
    page.scan.race_at_best()
    session.change(with_value(session.wanted, 0, "lr", 0.004))  # does not change what a scan finds
    assert part(window, QLabel, "rates_said").text().startswith("Racing each")
    session.change(with_spec(session.wanted, steps=8))
    assert part(window, QLabel, "rates_said").text() == ""
    rates = [entry.value("lr") for entry in session.wanted.spec.entries]
    wait_for_race(qtbot, window)
    qtbot.waitUntil(lambda: not page.scan.waiting, timeout=WAIT_MS)
    assert [entry.value("lr") for entry in session.wanted.spec.entries] == rates


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_an_engine_killed_in_a_scan_scans_again(window: MainWindow, qtbot: QtBot) -> None:
    page = window.race.page
    assert page is not None
    window.session.change(with_spec(window.session.wanted, steps=2000))
    wait_for_race(qtbot, window)
    page.scan.race_at_best()
    scan = page.scan
    qtbot.waitUntil(lambda: any(scan.trials(scan._session.wanted, index) for index in range(3)), timeout=WAIT_MS)
    os.kill(window.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: "Best of 33 rates" in part(window, QLabel, "rates_said").text(), timeout=WAIT_MS)
    setup = window.session.wanted
    assert [len({trial.rate for trial in scan.trials(setup, index)}) for index in range(3)] == [33] * 3
    wait_for_race(qtbot, window)


def hot(low: float, high: float) -> Entry:
    """Gradient descent that may only race at these rates."""
    gd = optimizer("gd")
    rate = replace(gd.hyper("lr"), default=high, low=low, high=high)
    return Entry(replace(gd, key="hot", title="Hot", hyperparameters=(rate,)), label="Hot")


def test_who_diverges_at_every_rate_keeps_its_own_and_that_is_said(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window(replace(a_spec("gd"), entries=(*a_spec("gd").entries, hot(50.0, 100.0))))
    part(window, QPushButton, "each_at_its_best").click()
    said = part(window, QLabel, "rates_said")
    qtbot.waitUntil(lambda: "Best of" in said.text(), timeout=WAIT_MS)
    assert said.text().startswith("Hot diverges at every rate and keeps its own. Best of")
    assert window.session.wanted.spec.entries[1].value("lr") == 100.0
    wait_for_race(qtbot, window)


def test_what_is_said_of_the_best_rates() -> None:
    spec = a_spec("gd", "adam")
    usual = "Best of 33 rates from 1e-06 to 10, 60 steps for each."
    assert best_rates_sentence(Setup.of(spec), []) == usual
    two = replace(spec, starts=((1.0, 1.0), (2.0, 2.0)))
    assert best_rates_sentence(Setup.of(two), []) == f"{usual} The worst of its 2 starts counts."
    narrow = Setup.of(replace(spec, entries=(*spec.entries, hot(0.5, 20.0))))
    assert "in each one's own range, 1e-06 to 10 in all" in best_rates_sentence(narrow, [])
    alone = Setup.of(replace(spec, entries=(hot(0.5, 2.0),)))
    assert "from 0.5 to 2" in best_rates_sentence(alone, [])
    assert best_rates_sentence(alone, [0]) == "Hot diverges at every rate and keeps its own."


# The strip of outcomes


def drawn(outcome: Outcome, width: float = 24.0) -> list[list[bool]]:
    """Which pixels an outcome's block covers, without its colour."""
    picture = QImage(24, strip_height(), QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_outcome(painter, QRectF(0, 0, width, strip_height()), outcome)
    painter.end()
    return [[picture.pixelColor(x, y).alpha() > 100 for x in range(24)] for y in range(picture.height())]


def test_outcomes_can_be_told_apart_without_their_colours(qapp: QApplication) -> None:
    assert strip_height() >= 8
    for width in (6.0, 24.0):
        patterns = [drawn(outcome, width) for outcome in Outcome]
        for place, one in enumerate(patterns):
            for other in patterns[:place]:
                differing = sum(
                    a != b for row, line in zip(one, other, strict=True) for a, b in zip(row, line, strict=True)
                )
                assert differing > 0.2 * width * strip_height()


def test_the_legend_names_every_outcome_and_stays_inside(qtbot: QtBot) -> None:
    legend = OutcomeLegend()
    qtbot.addWidget(legend)
    assert set(WORDS) == set(Outcome)
    for width in (60, 150, 280, 400):
        places = list(legend.places(width).values())
        assert max(place.right() for place in places) <= max(width, 90)
        assert not any(one.intersects(other) for number, one in enumerate(places) for other in places[:number])
        assert legend.heightForWidth(width) >= max(place.bottom() for place in places)


def test_the_handle_of_a_rate_leaves_the_strip_free(qtbot: QtBot) -> None:
    slider = HyperSlider(optimizer("gd").hyper("lr"), "rate", "rate")
    qtbot.addWidget(slider)
    slider.resize(120, slider.sizeHint().height())
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    handle = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    assert handle.bottom() <= slider.height() - strip_height()


def test_what_was_typed_for_a_removed_entry_changes_no_other(window: MainWindow, qtbot: QtBot) -> None:
    box = part(window, QLineEdit, "entry_2_lr_box")
    box.setFocus()
    qtbot.keyClicks(box, "5")
    before = window.session.wanted
    window.session.change(without_entry(before, 2))
    wait_for_race(qtbot, window)
    assert window.session.wanted.spec.entries == before.spec.entries[:2]
