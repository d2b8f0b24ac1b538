"""The whole window with its engine: what a change of a control does to the race, and what the views then show."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.optimizers import optimizer
from gdviz.qt.action_rows import ACTIONS
from gdviz.qt.desk import in_order
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_new_start
from gdviz.surfaces import surface
from tests.qt.windows import WAIT_MS, a_spec, enter, error, part, wait_for_race

MakeWindow = Callable[..., MainWindow]


def trail_ends(window: MainWindow) -> np.ndarray:
    """Where each lane's trail ends on the map."""
    trails = window.contours.trails
    return np.array([trails.shown(lane)[-1] for lane in range(window.session.trajectory.spec.lanes)])


def assert_shown(window: MainWindow, step: int) -> None:
    """Map, transport bar and playhead show one and the same step."""
    np.testing.assert_array_equal(trail_ends(window), window.session.trajectory.points[step])
    assert window.playhead.step == part(window, QSlider, "step_slider").value() == step


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    qtbot.mouseClick(part(window, QToolButton, name), Qt.MouseButton.LeftButton)


# The race and the playhead


def test_the_race_appears_and_plays_by_itself(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(playing=True)
    qtbot.waitUntil(lambda: window.playhead.step == 60, timeout=WAIT_MS)
    assert_shown(window, 60)
    assert not window.playhead.playing


def test_the_formula_is_drawn(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.formula.drawn, timeout=WAIT_MS)
    assert "x" in window.formula.accessibleName()


def test_step_back_and_jump_by_the_buttons(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "end")
    assert_shown(window, 60)
    press(qtbot, window, "back")
    assert_shown(window, 59)
    press(qtbot, window, "start")
    assert_shown(window, 0)
    press(qtbot, window, "forward")
    assert_shown(window, 1)


def test_play_and_pause_by_the_button(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "play")
    qtbot.waitUntil(lambda: window.playhead.step > 2, timeout=WAIT_MS)
    press(qtbot, window, "play")
    assert not window.playhead.playing
    assert_shown(window, window.playhead.step)


def test_scrubbing_shows_the_step_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    part(window, QSlider, "step_slider").setValue(23)
    assert_shown(window, 23)
    assert part(window, QLabel, "step_text").text() == "step 23 of 60"
    qtbot.waitUntil(lambda: window.side.table.rows.rows[0].steps == 23, timeout=WAIT_MS)


def test_a_click_in_a_panel_moves_the_playhead(window: MainWindow) -> None:
    window.side.loss.step_chosen.emit(31)
    assert_shown(window, 31)


def test_scrubbing_asks_the_engine_nothing(qtbot: QtBot, window: MainWindow) -> None:
    before = window.client._numbers
    for step in (5, 50, 0, 60):
        part(window, QSlider, "step_slider").setValue(step)
    assert window.client._numbers == before


# Changes that race again


def test_a_start_dragged_on_the_map_races_again(qtbot: QtBot, window: MainWindow) -> None:
    window.playhead.to_end()
    window.contours.start_dragged.emit(0, (2.0, 1.0))
    window.contours.start_dropped.emit(0, (2.0, 1.25))
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.starts == ((2.0, 1.25),)
    np.testing.assert_array_equal(window.session.trajectory.points[0, 0], [2.0, 1.25])
    assert_shown(window, 60)
    assert part(window, QLineEdit, "start_y").text() == "1.25"


def test_a_start_dragged_with_the_mouse_races_again(qtbot: QtBot, window: MainWindow) -> None:
    viewport = window.contours.plot.viewport()
    box = window.contours.plot.getPlotItem().vb
    pixel = window.contours.plot.mapFromScene(box.mapViewToScene(QPointF(1.0, -1.5)))
    assert window.session.wanted.spec.starts == ((1.0, -1.5),)
    move(qtbot, viewport, pixel, Qt.MouseButton.NoButton)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=pixel)
    for distance in range(10, 61, 10):
        move(qtbot, viewport, pixel + QPoint(distance, 0), Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=pixel + QPoint(60, 0))
    wait_for_race(qtbot, window)
    (x, y) = window.session.shown.spec.starts[0]
    assert x > 1.3
    assert y == pytest.approx(-1.5, abs=0.05)
    np.testing.assert_array_equal(window.session.trajectory.points[0], [(x, y)] * 3)
    assert (x, y) == (round(x, 2), round(y, 2))  # no finer than a pixel

    shown = box.viewRange()
    pixel = pixel + QPoint(60, 0)
    move(qtbot, viewport, pixel, Qt.MouseButton.NoButton)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=pixel)
    for wild in (QPoint(20, 20), QPoint(6000, -4000), QPoint(-9000, 7000), QPoint(40_000, 40_000)):
        move(qtbot, viewport, wild, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(40_000, 40_000))
    wait_for_race(qtbot, window)
    assert box.viewRange() == shown
    for value, (low, high) in zip(window.session.shown.spec.starts[0], shown, strict=True):
        assert low <= value <= high
    assert window.session.shown.spec.starts[0] != (x, y)
    assert error(window, "starts_error") == ""


def move(qtbot: QtBot, viewport: QWidget, place: QPoint, button: Qt.MouseButton) -> None:
    """A mouse move with a button held, which QTest's own moves lack; pyqtgraph takes one in ten milliseconds."""
    where, screen = QPointF(place), QPointF(viewport.mapToGlobal(place))
    none = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, where, screen, Qt.MouseButton.NoButton, button, none)
    QCoreApplication.sendEvent(viewport, event)
    qtbot.wait(12)


def test_a_click_on_the_map_sets_the_start(qtbot: QtBot, window: MainWindow) -> None:
    box = window.contours.plot.getPlotItem().vb
    pixel = window.contours.plot.mapFromScene(box.mapViewToScene(QPointF(-2.0, 2.0)))
    qtbot.mouseClick(window.contours.plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
    wait_for_race(qtbot, window)
    np.testing.assert_allclose(window.session.shown.spec.starts[0], (-2.0, 2.0), atol=0.05)
    assert all(len(part(window, QLineEdit, f"start_{name}").text()) <= len("-2.01") for name in "xy")


def test_typed_start_coordinates_race_again_and_the_house_goes_home(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window, "start_x", "2.5")
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.starts == ((2.5, -1.5),)
    assert window.contours.starts.points == ((2.5, -1.5),)
    press(qtbot, window, "default_start")
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.starts == (surface("beale").start,)


def test_a_second_start_doubles_the_lanes(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "add_start")
    wait_for_race(qtbot, window)
    assert window.session.trajectory.spec.lanes == 6
    assert part(window, QComboBox, "start_choice").currentText() == "Start 2 of 2"
    press(qtbot, window, "remove_start")
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.starts == ((1.0, -1.5),)


def test_a_slider_races_again_and_its_box_follows(qtbot: QtBot, window: MainWindow) -> None:
    before = window.session.trajectory.points[-1, 2].copy()
    part(window, QSlider, "entry_2_lr_slider").setValue(600)
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.entries[2].value("lr") == 0.01
    assert part(window, QLineEdit, "entry_2_lr_box").text() == "0.01"
    assert not np.array_equal(window.session.trajectory.points[-1, 2], before)


def test_a_burst_of_slider_moves_ends_at_the_last(qtbot: QtBot, window: MainWindow) -> None:
    slider = part(window, QSlider, "entry_0_lr_slider")
    for place in range(300, 500, 3):
        slider.setValue(place)
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.entries[0].value("lr") == window.session.wanted.spec.entries[0].value("lr")
    assert slider.value() == 498


def test_a_vector_is_typed_one_rate_per_coordinate(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window, "entry_1_lr_box", "0.002, 0.001")
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.entries[1].value("lr") == (0.002, 0.001)
    assert part(window, QLineEdit, "entry_1_lr_box").text() == "0.002, 0.001"


def test_starting_values_are_typed_too(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "entry_1_more")
    assert part(window, QLineEdit, "entry_1_v0_box").isVisible()
    enter(qtbot, window, "entry_1_v0_box", "1, -1")
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.entries[1].value("v0") == (1.0, -1.0)


def test_another_surface_is_raced_from_its_own_start(qtbot: QtBot, window: MainWindow) -> None:
    choice = part(window, QComboBox, "surface_choice")
    choice.setCurrentIndex(choice.findText(surface("himmelblau").title))
    choice.activated.emit(choice.currentIndex())
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.surface == surface("himmelblau")
    assert window.session.shown.spec.starts == (surface("himmelblau").start,)
    assert part(window, QLineEdit, "expression").text() == surface("himmelblau").expression
    assert window.playhead.playing


@pytest.mark.parametrize("key", ["parabola", "quadratic3d"])
def test_surfaces_of_one_and_three_coordinates_are_raced(qtbot: QtBot, window: MainWindow, key: str) -> None:
    choice = part(window, QComboBox, "surface_choice")
    choice.setCurrentIndex(choice.findText(surface(key).title))
    choice.activated.emit(choice.currentIndex())
    wait_for_race(qtbot, window)
    assert window.session.trajectory.points.shape[2] == len(surface(key).start)
    assert part(window, QLineEdit, "start_x").isVisible()


def test_a_typed_formula_is_raced(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window, "expression", "x**2/16 + 9*y**2")
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.surface.expression == "x**2/16 + 9*y**2"
    assert error(window, "surface_error") == ""
    qtbot.waitUntil(lambda: "∇" in window.contours.hover_text(1.0, 1.0), timeout=WAIT_MS)


def test_steps_and_tolerance_are_typed(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window, "steps", "1e2")
    enter(qtbot, window, "tolerance", "0")
    wait_for_race(qtbot, window)
    assert (window.session.shown.spec.steps, window.session.shown.spec.tolerance) == (100, 0.0)
    assert part(window, QSlider, "step_slider").maximum() == 100


# Entries


def test_hiding_an_entry_removes_its_curves_without_a_race(qtbot: QtBot, window: MainWindow) -> None:
    window.playhead.to_end()
    asked = window.client._numbers
    part(window, QCheckBox, "entry_1_visible").click()
    assert len(window.contours.trails.shown(1)) == 0
    assert len(window.contours.trails.shown(0)) > 0
    assert window.client._numbers == asked
    part(window, QCheckBox, "entry_1_visible").click()
    assert len(window.contours.trails.shown(1)) > 0


def test_an_entry_hidden_stays_hidden_when_the_race_is_run_again(qtbot: QtBot, window: MainWindow) -> None:
    part(window, QCheckBox, "entry_1_visible").click()
    part(window, QSlider, "entry_0_lr_slider").setValue(500)
    wait_for_race(qtbot, window)
    assert len(window.contours.trails.shown(1)) == 0
    assert not part(window, QCheckBox, "entry_1_visible").isChecked()


def test_an_entry_is_added_and_another_removed_and_looks_stay(qtbot: QtBot, window: MainWindow) -> None:
    looks = window.session.shown.looks
    window.controls.entries.add(optimizer("adam_uncorrected"))
    wait_for_race(qtbot, window)
    assert len(window.session.shown.spec.entries) == 4
    assert window.session.shown.looks[:3] == looks
    press(qtbot, window, "entry_0_remove")
    wait_for_race(qtbot, window)
    assert [entry.optimizer.key for entry in window.session.shown.spec.entries] == [
        "momentum",
        "adam",
        "adam_uncorrected",
    ]
    assert window.session.shown.looks[:2] == looks[1:]
    assert window.session.trajectory.spec.lanes == 3


# Wrong input


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x +", "column"),
        ("foo(x)", "foo"),
        ("9**9**9**9", "column"),
        ("().__class__", "column"),
        ("__import__('os')", "column"),
        ("x + w", "w"),
        ("sqrt(x - 100) + y", "start"),
        ("(" * 5000 + "x" + ")" * 5000, ""),
        ("", ""),
    ],
    ids=["half", "unknown", "tower", "class", "import", "coordinate", "undefined", "nested", "empty"],
)
def test_a_wrong_formula_is_told_beside_the_field_and_the_picture_stays(
    qtbot: QtBot, window: MainWindow, text: str, said: str
) -> None:
    trajectory = window.session.trajectory
    field = part(window, QLineEdit, "expression")
    field.setText(text)
    field.setModified(True)
    field.editingFinished.emit()
    assert said in error(window, "surface_error")
    assert error(window, "surface_error")
    assert field.text() == text
    assert window.session.trajectory is trajectory
    assert window.session.wanted == window.session.shown
    # A change elsewhere goes on working on the last good surface, and the wrong text is still there to be mended.
    part(window, QSlider, "entry_0_lr_slider").setValue(480)
    wait_for_race(qtbot, window)
    assert field.text() == text
    enter(qtbot, window, "expression", "x**2 + y**2")
    wait_for_race(qtbot, window)
    assert error(window, "surface_error") == ""


def test_what_only_the_engine_can_refuse_is_told_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    from gdviz.engine.protocol import Failure

    shown = window.session.shown
    part(window, QSlider, "entry_0_lr_slider").setValue(100)
    assert window.session.wanted != shown
    window.session._ask_timer.timeout.emit()
    window.session._take(Failure(window.session._race, "no gradient here"))
    assert error(window, "race_error") == "no gradient here"
    assert window.session.wanted == shown
    assert part(window, QLineEdit, "entry_0_lr_box").text() == "0.005"
    part(window, QSlider, "entry_0_lr_slider").setValue(300)
    wait_for_race(qtbot, window)
    assert error(window, "race_error") == ""


def test_a_formula_edited_while_the_race_is_computed_and_played(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(replace(a_spec(steps=300_000), tolerance=0.0), wait=False, playing=True)
    session = window.session
    qtbot.waitUntil(lambda: 0 < session.trajectory.length < 300_000, timeout=WAIT_MS)
    enter(qtbot, window, "expression", "x**2/4 + ")
    assert error(window, "surface_error")
    assert session.wanted.spec.surface.key == "beale"
    for number in (2, 3, 4):
        enter(qtbot, window, "expression", f"x**2/{number} + y**2")
        window.playhead.forward()
    wait_for_race(qtbot, window)
    assert error(window, "surface_error") == ""
    assert session.trajectory.spec.surface.expression == "x**2/4 + y**2"
    np.testing.assert_allclose(session.trajectory.loss[1], [x * x / 4 + y * y for x, y in session.trajectory.points[1]])
    assert window.formula.toolTip() == "f = x**2/4 + y**2"


# The engine process


def kill(window: MainWindow) -> None:
    os.kill(window.client.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def test_an_engine_killed_in_mid_race_is_started_again_and_that_is_said(qtbot: QtBot, make_window: MakeWindow) -> None:
    spec = replace(a_spec(steps=300_000), tolerance=0.0)
    window = make_window(spec, wait=False)
    qtbot.waitUntil(lambda: 0 < window.session.trajectory.length < 300_000, timeout=WAIT_MS)
    old = window.client.pid
    kill(window)
    notice = part(window, QLabel, "notice")
    qtbot.waitUntil(notice.isVisible, timeout=WAIT_MS)
    assert "started again" in notice.text()
    wait_for_race(qtbot, window)
    assert window.client.pid not in (0, old)


def test_an_engine_killed_while_idle_is_there_for_the_next_change(qtbot: QtBot, window: MainWindow) -> None:
    kill(window)
    qtbot.waitUntil(lambda: part(window, QLabel, "notice").isVisible(), timeout=WAIT_MS)
    part(window, QSlider, "entry_0_lr_slider").setValue(450)
    wait_for_race(qtbot, window)


def test_closing_ends_the_engine(qtbot: QtBot, window: MainWindow) -> None:
    assert multiprocessing.active_children()
    window.close()
    assert not multiprocessing.active_children()
    assert window.client.pid == 0


# The window itself


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_it_fits_the_screens_of_classrooms(qtbot: QtBot, make_window: MakeWindow, size: tuple[int, int]) -> None:
    window = make_window(a_spec("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"))
    smallest = window.minimumSizeHint()
    assert smallest.width() <= size[0]
    assert smallest.height() <= size[1] - 60, "room for the frame of the window and a task bar"
    window.resize(*size)
    for index in range(6):
        part(window, QToolButton, f"entry_{index}_more").setChecked(True)
    assert window.size() == QSize(*size)
    shown = (window.contours, *window.side.panels, window.side.table, window.controls, window.transport, window.formula)
    for view in shown:
        corner = view.mapTo(window, QPoint(view.width(), view.height()))
        assert corner.x() <= size[0]
        assert corner.y() <= size[1]


def test_nothing_but_the_window_is_ever_shown_on_its_own(
    qtbot: QtBot, qapp: QApplication, make_window: MakeWindow
) -> None:
    class Watch(QObject):
        shown: ClassVar[list[QObject]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.shown.append(watched)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    window = make_window()
    part(window, QToolButton, "entry_1_more").setChecked(True)
    window.controls.entries.add(optimizer("adamw"))
    press(qtbot, window, "add_start")
    qapp.removeEventFilter(watch)
    assert watch.shown == [window]


def test_every_control_can_be_reached_and_told_apart(window: MainWindow) -> None:
    kinds = (QSlider, QLineEdit, QComboBox, QCheckBox, QToolButton)
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, kinds) or widget.objectName().startswith("qt_") or not widget.isVisibleTo(window):
            continue
        assert widget.objectName(), widget
        assert widget.accessibleName() or widget.toolTip(), widget.objectName()
        # Of buttons that exclude one another Tab reaches the one that is checked, and the arrow keys the others.
        group = widget.group() if isinstance(widget, QToolButton) else None
        reached = widget if group is None or not group.exclusive() else group.checkedButton()
        assert reached.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.objectName()


def test_tab_goes_from_the_controls_to_the_view_and_the_bar_and_then_to_the_panels(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.controls.entries.add(optimizer("adamw"))
    qtbot.waitUntil(lambda: part(window, QLineEdit, "entry_3_lr_box").isVisible())  # the rows are built anew
    names = [widget.objectName() for widget in in_order(window.centralWidget())]
    wanted = ["expression", "start_y", "noise", "steps", "entry_0_visible", "entry_0_lr_box", "entry_3_lr_box"]
    wanted += ["add_entry", "view_overlay", "start", "step_slider", "speed", "loss_hide", "same_rate", "dock_tabs_0"]
    assert [name for name in names if name in wanted] == wanted
    assert part(window, QScrollArea, "entries_scroll").accessibleName()
    box = part(window, QLineEdit, "entry_3_lr_box")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert window.focusWidget() is part(window, QToolButton, "add_entry")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert window.focusWidget() is box


def test_an_entry_that_is_opened_is_brought_into_sight(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(a_spec("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"))
    press(qtbot, window, "entry_5_more")
    row, area = part(window, QWidget, "entry_5"), part(window, QScrollArea, "entries_scroll").viewport()
    qtbot.waitUntil(lambda: row.mapTo(area, QPoint(0, row.height())).y() <= area.height() + 1)
    assert len(row.findChildren(QSlider)) >= 4


def test_every_action_has_a_slot_a_key_of_its_own_and_a_tip() -> None:
    keys = [action.key for action in ACTIONS if action.key]
    assert len(set(keys)) == len(keys)
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(action.tip and action.text for action in ACTIONS)


def test_space_plays_but_a_focused_check_box_keeps_it(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.activateWindow()
    window.contours.plot.setFocus()
    qtbot.keyClick(window.contours.plot, Qt.Key.Key_Space)
    assert window.playhead.playing
    window.playhead.pause()
    box = part(window, QCheckBox, "entry_0_visible")
    box.setFocus()
    qtbot.waitUntil(box.hasFocus, timeout=WAIT_MS)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not window.playhead.playing
    assert not box.isChecked()


def test_arrows_step_but_a_focused_slider_keeps_them(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.contours.plot.setFocus()
    qtbot.keyClick(window.contours.plot, Qt.Key.Key_Right)
    assert window.playhead.step == 1
    slider = part(window, QSlider, "entry_0_lr_slider")
    place = slider.value()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus, timeout=WAIT_MS)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert window.playhead.step == 1
    assert slider.value() > place


def test_several_starts_are_shown_on_the_map(qtbot: QtBot, window: MainWindow) -> None:
    window.session.change(with_new_start(window.session.wanted, (2.0, 2.0)))
    wait_for_race(qtbot, window)
    assert window.contours.starts.points == ((1.0, -1.5), (2.0, 2.0))
