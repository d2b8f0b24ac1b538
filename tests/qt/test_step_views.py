"""Anatomy of a step in the window: what is shown is the step at the playhead of the entry that is selected."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.anatomy import StepAnatomy
from gdviz.engine.vectors import vectors
from gdviz.qt.main_window import MainWindow
from gdviz.qt.views.anatomy_bars import VectorBars
from gdviz.qt.views.step_marks import step_marks
from tests.qt.trajectories import click, pixel
from tests.qt.windows import WAIT_MS, a_spec, part

MakeWindow = Callable[..., MainWindow]


def settled(qtbot: QtBot, window: MainWindow) -> StepAnatomy:
    """The anatomy that is shown, once it has come."""
    qtbot.waitUntil(lambda: not window.steps.anatomist.waiting, timeout=WAIT_MS)
    anatomy = window.steps.panel.anatomy
    assert anatomy is not None
    return anatomy


@pytest.fixture
def step_window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    window = make_window(a_spec("gd", "nesterov", "adam"))
    window.workspace.show_step()
    window.session.selection.select(2)
    window.playhead.scrub(5)
    settled(qtbot, window)
    return window


def test_nothing_is_asked_before_the_tab_is_opened(window: MainWindow) -> None:
    assert window.workspace.in_front("race")
    assert window.steps.panel is None
    assert window.contours.step_marks.anatomy is None


def test_the_numbers_shown_are_those_of_the_race(step_window: MainWindow, qtbot: QtBot) -> None:
    panel = step_window.steps.panel
    for entry, step in ((2, 5), (1, 5), (1, 12), (0, 0)):
        step_window.session.selection.select(entry)
        step_window.playhead.scrub(step)
        anatomy = settled(qtbot, step_window)
        expected = vectors(step_window.session.trajectory, entry, step + 1, step + 1)
        assert [card.anatomy.name for card in panel.cards] == [rule.name for rule in anatomy.rules]
        for card in panel.cards:
            assert np.array_equal(card.anatomy.value, expected[card.anatomy.name][0])
            assert card.numbers.drawn
            assert card.sentence.text()
            if card.anatomy.value.ndim == 1:
                assert np.array_equal(card.bars.value, card.anatomy.value)


def test_a_number_that_is_kept_has_no_bars(qtbot: QtBot) -> None:
    bars = VectorBars()
    qtbot.addWidget(bars)
    bars.show_vector(("x", "y"), np.array(2.0), np.array(1.0), "#000000")
    assert not bars.value.size
    assert bars.before is None


def test_at_its_end_a_run_shows_its_last_step(step_window: MainWindow, qtbot: QtBot) -> None:
    step_window.playhead.to_end()
    anatomy = settled(qtbot, step_window)
    assert anatomy.question.number == step_window.session.trajectory.last_step(2)
    assert "last step" in step_window.steps.panel.title.text()


def test_full_precision_is_in_the_tip(step_window: MainWindow) -> None:
    card = step_window.steps.panel.cards[0]
    assert repr(float(card.anatomy.value[0])).replace("-", "−") in card.numbers.toolTip()


# Rule by rule


def test_rules_are_walked_forward_and_back(step_window: MainWindow, qtbot: QtBot) -> None:
    walk, panel = step_window.steps.walk, step_window.steps.panel
    assert walk.rule == walk.count == 7
    for rule in range(6, 0, -1):
        qtbot.mouseClick(part(step_window, QToolButton, "rule_back"), Qt.MouseButton.LeftButton)
        assert walk.rule == rule
        assert [card.numbers.drawn for card in panel.cards] == [number <= rule for number in range(1, 8)]
    walk.back()
    assert (step_window.playhead.step, walk.rule) == (4, 7)
    walk.forward()
    assert (step_window.playhead.step, walk.rule) == (5, 1)
    qtbot.keyClick(step_window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert (step_window.playhead.step, walk.rule) == (5, 2)
    step_window.playhead.forward()
    assert (step_window.playhead.step, walk.rule) == (6, 7)


def test_a_click_on_a_rule_goes_there(step_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(part(step_window, QFrame, "rule_3"), Qt.MouseButton.LeftButton)
    assert step_window.steps.walk.rule == 3
    assert step_window.steps.panel.cards[2].property("current")


def test_the_ghost_appears_with_the_last_rule(step_window: MainWindow, qtbot: QtBot) -> None:
    layer = step_window.contours.step_marks
    step_window.steps.walk.go(6)
    assert layer.marks(layer.window()).ghost is None
    step_window.steps.walk.go(7)
    ghost = layer.marks(layer.window()).ghost
    assert np.array_equal(ghost, step_window.session.trajectory.points[6, 2])


# The marks


def test_arrows_end_where_the_vectors_do(step_window: MainWindow, qtbot: QtBot) -> None:
    layer = step_window.contours.step_marks
    for entry in range(3):
        step_window.session.selection.select(entry)
        anatomy = settled(qtbot, step_window)
        marks = layer.marks(layer.window())
        assert np.array_equal(marks.head, step_window.session.trajectory.points[5, entry])
        for arrow in marks.arrows:
            assert np.allclose(arrow.tip, marks.head + arrow.scale * anatomy.values[arrow.name], rtol=1e-12)
    step_window.session.selection.select(1)
    anatomy = settled(qtbot, step_window)
    marks = layer.marks(layer.window())
    assert {arrow.name: arrow.scale for arrow in marks.arrows}["v"] == 1.0
    assert np.array_equal(marks.places[0].at, anatomy.values["ahead"])
    assert not np.array_equal(marks.places[0].at, marks.head)


def test_squares_have_the_area_of_what_they_stand_for(step_window: MainWindow) -> None:
    layer = step_window.contours.step_marks
    anatomy, marks = layer.anatomy, layer.marks(layer.window())
    for square in marks.squares:
        assert np.isclose(square.side**2, anatomy.values["v"][square.axis] * square.scale**2, rtol=1e-12)
    gradient = next(arrow for arrow in marks.arrows if arrow.name == "g")
    assert {square.scale for square in marks.squares} == {gradient.scale}


def test_colours_are_the_same_everywhere(step_window: MainWindow) -> None:
    layer, panel = step_window.contours.step_marks, step_window.steps.panel
    for arrow in layer.marks(layer.window()).arrows:
        card = next(card for card in panel.cards if card.anatomy.name == arrow.name)
        assert card.bars._colour == arrow.colour
        assert arrow.colour.encode() in card.anatomy.formula
        assert arrow.colour.encode() in card.anatomy.numbers


def test_arrows_and_ellipses_are_shown_on_demand(step_window: MainWindow) -> None:
    layer = step_window.contours.step_marks
    part(step_window, QCheckBox, "anatomy_arrows").setChecked(False)
    assert layer.anatomy is None
    part(step_window, QCheckBox, "anatomy_ellipses").setChecked(True)
    marks = layer.marks(layer.window())
    assert not marks.arrows
    assert marks.ghost is None
    anatomy = layer.anatomy
    for axis in marks.curvature.axes:
        assert np.isclose(
            axis @ anatomy.hessian @ axis, marks.curvature.axes[0] @ anatomy.hessian @ marks.curvature.axes[0]
        ) or (marks.curvature.bends_down)
    widths = [axis @ np.diag(anatomy.scaling) @ axis for axis in marks.scaling.axes]
    assert np.isclose(*widths)
    areas = [abs(np.linalg.det(ellipse.axes)) for ellipse in (marks.curvature, marks.scaling)]
    assert np.isclose(*areas)


def test_the_marks_go_with_the_tab(step_window: MainWindow) -> None:
    assert step_window.contours.step_marks.anatomy is not None
    step_window.workspace.show_race()
    assert step_window.contours.step_marks.anatomy is None


def test_one_coordinate_has_arrows_along_its_axis(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(a_spec("momentum", on="parabola"))
    window.workspace.show_step()
    window.playhead.scrub(3)
    anatomy = settled(qtbot, window)
    layer = window.contours.step_marks
    marks = layer.marks(layer.window())
    assert np.array_equal(marks.ghost, [anatomy.after[0], anatomy.loss_after])
    for arrow in marks.arrows:
        assert np.isclose(arrow.tip[0], marks.head[0] + arrow.scale * anatomy.values[arrow.name][0])
        assert arrow.tip[1] == marks.head[1]
    layer.ellipses = True
    assert step_marks(anatomy, 9, {}, layer.window(), True).curvature is None


# Who is selected


def test_an_entrys_row_selects_it(step_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(part(step_window, QFrame, "entry_1"), Qt.MouseButton.LeftButton)
    assert step_window.session.selection.entry == 1
    assert part(step_window, QFrame, "entry_1").property("selected")
    assert settled(qtbot, step_window).question.entry.optimizer.key == "nesterov"
    assert "Nesterov" in step_window.steps.panel.title.text()


def test_a_row_of_the_table_selects_its_lane(step_window: MainWindow) -> None:
    table = step_window.side.table
    table.setCurrentIndex(table.model().index(0, 0))
    assert step_window.session.selection.entry == 0
    step_window.session.selection.select(1)
    assert table.currentIndex().row() == 1


def test_a_click_on_a_head_selects_and_does_not_start_anew(step_window: MainWindow, qtbot: QtBot) -> None:
    step_window.playhead.scrub(50)
    starts = step_window.session.wanted.spec.starts
    head = step_window.session.trajectory.points[50, 0]
    with qtbot.waitSignal(step_window.session.selection.changed, timeout=WAIT_MS):
        click(step_window.contours.plot.viewport(), pixel(step_window.contours, tuple(head)))
    assert step_window.session.selection.lane == 0
    assert step_window.session.wanted.spec.starts == starts


def test_the_selection_survives_the_entry_it_was(step_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(part(step_window, QToolButton, "entry_2_remove"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(step_window.session.shown.spec.entries) == 2, timeout=WAIT_MS)
    assert step_window.session.selection.entry == 1
    assert settled(qtbot, step_window).question.entry.optimizer.key == "nesterov"


def test_the_name_changes_with_the_rules_below_it(step_window: MainWindow, qtbot: QtBot) -> None:
    panel = step_window.steps.panel
    assert "Adam" in panel.title.text()
    step_window.playhead.scrub(9)
    settled(qtbot, step_window)
    step_window.session.selection.select(1)
    assert step_window.steps.anatomist.waiting
    assert "Adam" in panel.title.text()
    settled(qtbot, step_window)
    assert "Nesterov" in panel.title.text()
    assert [card.anatomy.name for card in panel.cards] == [rule.name for rule in panel.anatomy.rules]


def test_while_it_plays_the_numbers_follow(step_window: MainWindow, qtbot: QtBot) -> None:
    step_window.playhead.play()
    qtbot.waitUntil(lambda: settled(qtbot, step_window).question.number > 20, timeout=WAIT_MS)
    step_window.playhead.pause()
    # Of a race that has been played to its end, the last step is shown.
    shown = min(step_window.playhead.step + 1, step_window.session.trajectory.last_step(2))
    qtbot.waitUntil(lambda: settled(qtbot, step_window).question.number == shown, timeout=WAIT_MS)


def test_the_neighbours_are_ready_before_they_are_wanted(step_window: MainWindow, qtbot: QtBot) -> None:
    anatomist = step_window.steps.anatomist
    qtbot.waitUntil(lambda: anatomist._asked is None, timeout=WAIT_MS)
    step_window.playhead.forward()
    assert not anatomist.waiting
    assert step_window.steps.panel.anatomy.question.number == 7
