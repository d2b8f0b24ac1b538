"""One time cursor: steps or gradients for everything at once, the runs' ends, and the pace of single rules."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.budget import Budget, on_budget
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.qt.controls.step_slider import StepSlider
from gdviz.qt.main_window import MainWindow
from gdviz.qt.playhead import RULE_MS, RULE_PACE
from gdviz.qt.views.race_rows import rows_at
from gdviz.surfaces import surface
from tests.engine.test_budget import EXTRAGRADIENT
from tests.qt.windows import WAIT_MS, part

MakeWindow = Callable[..., MainWindow]
STEPS = 40
# From the first start gradient descent diverges early, from the second it goes on.
ENTRIES = (Entry(optimizer("gd"), (("lr", 0.01),), "GD"), Entry(EXTRAGRADIENT, label="Extragradient"))
SPEC = RaceSpec(surface("beale"), ENTRIES, ((4.0, 4.0), (1.0, 1.0)), steps=STEPS)


@pytest.fixture
def timed(make_window: MakeWindow) -> MainWindow:
    return make_window(SPEC)


def test_one_switch_counts_gradients_everywhere(timed: MainWindow, qtbot: QtBot) -> None:
    by_steps = timed.session.trajectory
    timed.playhead.scrub(10)
    timed.session.selection.select_lane(3)
    qtbot.mouseClick(part(timed, QToolButton, "budget_gradients"), Qt.MouseButton.LeftButton)
    by_gradients = timed.session.trajectory
    assert timed.session.budget is Budget.GRADIENTS
    assert timed.playhead.total == 2 * STEPS
    assert timed.playhead.step == 20, "the selected run stays at its tenth step"
    assert part(timed, QLabel, "step_text").text() == "gradient 20 of 80"
    heads = timed.contours.heads.heads()
    assert heads[3] == tuple(by_steps.points[10, 3])
    assert heads[1] == tuple(by_steps.points[20, 1])
    qtbot.waitUntil(lambda: len(timed.side.loss.layer.heights) == 2 * STEPS + 1, timeout=WAIT_MS)
    assert np.array_equal(timed.side.loss.layer.heights[:, 3][::2], timed.side.loss.scale.applied(by_steps.loss[:, 3]))
    assert timed.side.loss.playhead.step == 20
    assert "gradients" in timed.side.loss.heading.text()
    shown = {row.label: row.steps for row in timed.side.table.rows.rows}
    assert (shown["GD, start 2"], shown["Extragradient, start 2"]) == (20, 10)
    assert timed.announcer.said.startswith("Gradient 20 of 80")
    qtbot.keyClick(timed, Qt.Key.Key_G)
    assert timed.session.budget is Budget.STEPS
    assert part(timed, QToolButton, "budget_steps").isChecked()
    assert (timed.playhead.step, timed.playhead.total) == (10, STEPS)
    assert timed.session.trajectory is by_steps
    assert by_gradients is not by_steps


def test_a_cheaper_run_ends_at_its_own_number_of_gradients(timed: MainWindow) -> None:
    timed.axis.choose(Budget.GRADIENTS)
    timed.playhead.to_end()
    rows = rows_at(timed.session.trajectory, timed.playhead.step, None)
    assert [(row.steps, row.evaluations) for row in (rows[1], rows[3])] == [(STEPS, STEPS), (STEPS, 2 * STEPS)]
    timed.axis.choose(Budget.STEPS)
    assert timed.playhead.step == STEPS


def test_the_anatomy_is_that_of_the_step_which_the_gradients_have_paid(timed: MainWindow, qtbot: QtBot) -> None:
    timed.workspace.show_step()
    timed.axis.choose(Budget.GRADIENTS)
    timed.session.selection.select_lane(3)
    for row in (20, 21):
        timed.playhead.scrub(row)
        qtbot.waitUntil(lambda: not timed.steps.anatomist.waiting, timeout=WAIT_MS)
        anatomy = timed.steps.panel.anatomy
        assert anatomy.question.number == 11
        assert anatomy.question.point == tuple(on_budget(timed.session.trajectory, Budget.STEPS).points[10, 3])
    timed.steps.walk.forward()
    assert (timed.playhead.step, timed.steps.walk.rule) == (22, 1)
    timed.steps.walk.back()
    assert (timed.playhead.step, timed.steps.walk.rule) == (20, 3)


def test_a_race_that_changes_stays_on_its_axis(timed: MainWindow, qtbot: QtBot) -> None:
    from gdviz.qt.setup import with_start
    from tests.qt.windows import wait_for_race

    timed.axis.choose(Budget.GRADIENTS)
    timed.session.change(with_start(timed.session.wanted, 1, (1.5, 1.0)))
    wait_for_race(qtbot, timed)
    assert timed.playhead.total == 2 * STEPS


# Ends


def test_the_ends_of_the_runs_are_marked_and_jumped_to(timed: MainWindow, qtbot: QtBot) -> None:
    race = timed.session.trajectory
    ends = sorted({race.last_step(lane) for lane in range(4)})
    assert len(ends) > 1, "some run is to end early"
    slider = part(timed, StepSlider, "step_slider")
    assert list(slider.ends) == ends
    seen = [timed.playhead.step]
    while timed.playhead.step < timed.playhead.total:
        qtbot.keyClick(timed, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        seen.append(timed.playhead.step)
    assert seen == [0, *ends]
    qtbot.keyClick(timed, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert timed.playhead.step == ends[-2]
    for lane in range(4):
        timed.session.selection.select_lane(lane)
        qtbot.keyClick(timed, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
        assert timed.playhead.step == race.last_step(lane)
    assert slider.across(0) < slider.across(ends[0]) < slider.across(ends[-1]) <= slider.width()


# The pace of rules


def test_the_slowest_pace_plays_rule_by_rule(timed: MainWindow, qtbot: QtBot) -> None:
    box = part(timed, QSpinBox, "speed")
    while timed.playhead.speed > RULE_PACE:
        qtbot.keyClick(timed, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert box.text() == "1 rule/s"
    timed.session.selection.select_lane(3)
    timed.playhead.scrub(STEPS - 1)
    walk, seen = timed.steps.walk, []
    assert timed.workspace.in_front("race")
    timed.playhead.play()
    assert timed.workspace.in_front("step"), "the anatomy is what such a film shows"
    for _ in range(4):
        timed.playhead._wait_for_rule(RULE_MS)
        seen.append((timed.playhead.step, walk.rule, timed.playhead.playing))
    assert seen == [(STEPS, 1, True), (STEPS, 2, True), (STEPS, 3, True), (STEPS, 3, False)]
    box.setValue(60)
    assert timed.playhead.speed == 60
