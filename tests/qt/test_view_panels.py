from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.optimizer import Role
from gdviz.engine.result import Verdict
from gdviz.engine.surface import Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import looks
from gdviz.qt.views.curve_panel import CurvePanel
from gdviz.qt.views.loss_panel import LossPanel
from gdviz.qt.views.vector_panel import VectorPanel
from tests.qt.trajectories import KEYS, a_race, click, mouse, with_points


@pytest.fixture
def make_panel(qtbot: QtBot) -> Callable[..., CurvePanel]:
    """A function that shows a panel with a race in it."""

    def make(panel: CurvePanel, trajectory: Trajectory | None = None, step: int = 0) -> CurvePanel:
        qtbot.addWidget(panel)
        panel.resize(380, 160)
        panel.set_looks(looks(8))
        if trajectory is not None:
            panel.set_trajectory(trajectory)
        panel.set_step(step)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.grab()
        return panel

    return make


def at_step(panel: CurvePanel, step: float) -> QPoint:
    """The pixel of the plot at a step, half way up."""
    box = panel.plot.getViewBox()
    height = sum(box.viewRange()[1]) / 2
    return panel.plot.mapFromScene(box.mapViewToScene(QPointF(step, height)))


def test_the_loss_panel_has_a_curve_per_lane(make_panel: Callable[..., CurvePanel]) -> None:
    trajectory = a_race(starts=((1.0, -1.5), (2.0, 1.0)))
    panel = make_panel(LossPanel(), trajectory)
    assert panel.legend_texts()[:3] == ["Gradient descent, start 1", "Gradient descent, start 2", "Momentum, start 1"]
    np.testing.assert_allclose(10.0**panel.layer.heights, trajectory.loss)
    assert panel.scale.log
    assert panel.axis_text() == "f (log)"


def test_a_loss_that_can_be_negative_has_a_linear_axis(make_panel: Callable[..., CurvePanel]) -> None:
    trajectory = a_race("styblinski_tang", steps=20)
    assert trajectory.loss.min() < 0
    panel = make_panel(LossPanel(), trajectory)
    assert not panel.scale.log
    assert panel.axis_text() == "f"
    np.testing.assert_array_equal(panel.layer.heights, trajectory.loss)


def test_the_axis_turns_round_with_the_surface(make_panel: Callable[..., CurvePanel]) -> None:
    panel = make_panel(LossPanel(), a_race(steps=10))
    panel.set_trajectory(a_race("styblinski_tang", steps=10))
    panel.grab()
    assert not panel.plot.getAxis("left").logMode
    panel.set_trajectory(a_race(steps=10))
    assert panel.plot.getAxis("left").logMode


def test_velocity_has_a_curve_per_entry_and_coordinate_of_those_that_keep_one(
    make_panel: Callable[..., CurvePanel],
) -> None:
    trajectory = a_race(keys=("gd", "momentum", "nesterov", "adam"))
    panel = make_panel(VectorPanel(Role.VELOCITY), trajectory)
    assert panel.legend_texts() == ["Momentum x", "Momentum y", "Nesterov momentum x", "Nesterov momentum y"]
    (values,) = trajectory.states(1).values()
    np.testing.assert_array_equal(panel.layer.heights[:, :2], values[:, 0])
    x, y = panel.layer.curves[:2]
    assert x.dash != y.dash
    assert x.look == y.look == looks(2)[1]


def test_squares_are_those_of_the_entries_that_accumulate_them(make_panel: Callable[..., CurvePanel]) -> None:
    trajectory = a_race(keys=("adagrad", "momentum", "rmsprop"))
    panel = make_panel(VectorPanel(Role.SQUARES), trajectory)
    assert panel.legend_texts() == ["Adagrad x", "Adagrad y", "RMSprop x", "RMSprop y"]
    shown = 10.0**panel.layer.heights if panel.scale.log else panel.layer.heights
    recorded = np.concatenate([next(iter(trajectory.states(entry).values()))[:, 0] for entry in (0, 2)], axis=1)
    np.testing.assert_allclose(shown[1:], recorded[1:])


@pytest.mark.parametrize(("role", "hint"), [(Role.VELOCITY, "Momentum"), (Role.SQUARES, "Adam")])
def test_an_empty_panel_says_what_would_fill_it(role: Role, hint: str, make_panel: Callable[..., CurvePanel]) -> None:
    panel = make_panel(VectorPanel(role), a_race(keys=("gd",)))
    assert hint in panel.note.text
    panel.set_trajectory(a_race(keys=("momentum", "adam")))
    assert panel.note.text == ""


def test_hiding_an_entry_removes_its_curves(make_panel: Callable[..., CurvePanel]) -> None:
    panel = make_panel(VectorPanel(Role.SQUARES), a_race())
    assert {curve.entry for curve in panel.layer.curves} == {2, 3}
    panel.set_entry_visible(2, False)
    assert panel.legend_texts() == ["Adam x", "Adam y"]
    panel.set_entry_visible(3, False)
    assert panel.layer.curves == ()
    panel.set_entry_visible(2, True)
    assert panel.legend_texts() == ["Adagrad x", "Adagrad y"]


def test_the_playhead_carries_each_curve_s_marker(make_panel: Callable[..., CurvePanel]) -> None:
    trajectory = a_race()
    panel = make_panel(LossPanel(), trajectory, step=13)
    places = panel.playhead.places()
    assert [step for _, step, _ in places] == [13.0] * 4
    np.testing.assert_allclose([10.0**height for *_, height in places], trajectory.loss[13])
    assert [look for look, *_ in places] == list(looks(4))


def test_the_marker_of_an_ended_lane_stays_at_its_end(make_panel: Callable[..., CurvePanel]) -> None:
    spec = a_race(keys=("gd", "adam"), steps=9).spec
    points = np.ones((10, 2, 2))
    points[4:, 0] = np.nan
    panel = make_panel(LossPanel(), with_points(spec, points), step=8)
    assert [step for _, step, _ in panel.playhead.places()] == [3.0, 8.0]


def test_a_click_chooses_the_step_under_it(make_panel: Callable[..., CurvePanel], qtbot: QtBot) -> None:
    panel = make_panel(LossPanel(), a_race())
    with qtbot.waitSignal(panel.step_chosen) as chosen:
        click(panel.plot.viewport(), at_step(panel, 25.0))
    assert chosen.args[0] == 25


def test_a_drag_scrubs_and_stays_within_the_race(make_panel: Callable[..., CurvePanel], qtbot: QtBot) -> None:
    panel = make_panel(LossPanel(), a_race())
    steps: list[int] = []
    panel.step_chosen.connect(steps.append)
    port = panel.plot.viewport()
    mouse(port, QEvent.Type.MouseMove, at_step(panel, 10.0), Qt.MouseButton.NoButton)
    mouse(port, QEvent.Type.MouseButtonPress, at_step(panel, 10.0))
    for step in (20.0, 35.0, 60.0):
        qtbot.wait(15)
        mouse(port, QEvent.Type.MouseMove, at_step(panel, step))
    mouse(port, QEvent.Type.MouseButtonRelease, at_step(panel, -30.0))
    assert steps[0] in (20, 35)
    assert max(steps) == 40
    assert steps[-1] == 0


def test_the_wheel_zooms_into_the_steps_and_a_double_click_shows_all(
    make_panel: Callable[..., CurvePanel], qtbot: QtBot
) -> None:
    panel = make_panel(LossPanel(), a_race())
    port, at = panel.plot.viewport(), at_step(panel, 2.0)
    whole, high = panel.plot.getViewBox().viewRange()
    for _ in range(12):
        wheel = QWheelEvent(
            QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(port, wheel)
    near, closer = panel.plot.getViewBox().viewRange()
    assert near[1] - near[0] < 0.5 * (whole[1] - whole[0])
    assert closer != high
    panel.set_trajectory(a_race())
    assert panel.plot.getViewBox().viewRange()[0] == near
    qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at)
    np.testing.assert_allclose(panel.plot.getViewBox().viewRange()[0], whole)


def test_the_step_axis_is_that_of_the_whole_race_while_it_still_runs(make_panel: Callable[..., CurvePanel]) -> None:
    whole = a_race(steps=100)
    part = Trajectory(whole.spec, 30, whole.points_buffer, whole.loss_buffer, whole.states_buffer)
    panel = make_panel(LossPanel(), part)
    assert panel.last_step() == 100
    assert len(panel.layer.heights) == 30


def test_a_lane_that_flew_away_leaves_the_others_readable(make_panel: Callable[..., CurvePanel]) -> None:
    whole = a_race("styblinski_tang", ("gd", "adam"), steps=9)
    points = np.array(whole.points)
    points[5, 0], points[6:, 0] = 1e80, np.nan
    runs = (replace(whole.runs[0], verdict=Verdict.DIVERGED), whole.runs[1])
    panel = make_panel(LossPanel(), with_points(whole.spec, points, runs), step=9)
    assert panel.scale.high < 1e3


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308, 0.0])
def test_useless_numbers_are_drawn_without_a_warning(value: float, make_panel: Callable[..., CurvePanel]) -> None:
    trajectory = a_race()
    for buffer in (
        trajectory.loss_buffer,
        *(values for state in trajectory.states_buffer for values in state.values()),
    ):
        buffer[7:] = value
    for panel in (LossPanel(), VectorPanel(Role.VELOCITY), VectorPanel(Role.SQUARES)):
        shown = make_panel(panel, trajectory, step=20)
        shown.grab()


def test_a_race_without_an_answer_yet_is_an_empty_panel(make_panel: Callable[..., CurvePanel]) -> None:
    for panel in (LossPanel(), VectorPanel(Role.VELOCITY)):
        shown = make_panel(panel, Trajectory.empty(a_race(steps=3).spec), step=2)
        shown.set_step(1)
        assert shown.playhead.places() == []


def test_of_many_coordinates_the_first_are_drawn_and_that_is_said(make_panel: Callable[..., CurvePanel]) -> None:
    spec = a_race("bowl", ("momentum",), steps=2).spec
    expression = " + ".join(f"x{index}**2" for index in range(1, 8))
    seven = Surface("seven", "Seven", expression, window=((-1.0, 1.0),) * 7, start=(0.5,) * 7)
    spec = replace(spec, surface=seven, starts=(seven.start,))
    trajectory = with_points(spec, np.zeros((3, 1, 7)))
    trajectory = replace(trajectory, states_buffer=({"v": np.ones((3, 1, 7))},))
    panel = make_panel(VectorPanel(Role.VELOCITY), trajectory)
    assert panel.legend_texts() == [f"Momentum x{index}" for index in (1, 2, 3, 4)]
    shown = {}
    for width in (600, 250, 200, 110):
        panel.head.resize(width, 20)
        panel.legend.resize(width - panel.heading.sizeHint().width() - 10, 20)
        shown[width] = (panel.heading.text(), len(panel.legend.shown_coordinates()))
    assert shown[600] == ("Velocity, first 4 coordinates", 4)
    assert [text for text, _ in shown.values()][1:] == ["Velocity", "v", "v"]
    assert 0 < shown[110][1] < 4 == shown[250][1]
    assert panel.heading.toolTip() == "Velocity, first 4 coordinates"


def test_every_role_panel_reads_every_optimizer(make_panel: Callable[..., CurvePanel]) -> None:
    from gdviz.optimizers import OPTIMIZERS

    trajectory = a_race(keys=[each.key for each in OPTIMIZERS], steps=6)
    for role in (Role.VELOCITY, Role.SQUARES):
        panel = make_panel(VectorPanel(role), trajectory, step=3)
        with_role = {entry for entry, each in enumerate(OPTIMIZERS) if role in each.roles.values()}
        assert {curve.entry for curve in panel.layer.curves} <= with_role
        assert panel.layer.curves


def test_long_histories_are_thinned_to_the_pixels(make_panel: Callable[..., CurvePanel]) -> None:
    spec = a_race(steps=10_000, keys=KEYS * 4).spec
    random = np.random.default_rng(2)
    panel = make_panel(LossPanel(), with_points(spec, random.normal(size=(10_001, 16, 2))))
    parts = panel.layer._prepared(panel.layer.window())
    assert sum(len(part) for one in parts for part in one) < 16 * 2 * 400
