from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.surface import Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.language.errors import FormulaError
from gdviz.qt.style import looks
from gdviz.qt.text import catalogue, set_language, write_again
from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.layer import KeptLayer
from gdviz.surfaces import SURFACES, surface
from tests.qt.trajectories import a_race, click, mouse, pixel, with_points

# pyqtgraph passes on at most a hundred moves of the mouse per second.
MOVE_MS = 15
SIZE = (620, 480)


@pytest.fixture
def make_view(qtbot: QtBot) -> Callable[..., ContourView]:
    """A function that shows a race on its map."""

    def make(trajectory: Trajectory | None = None, step: int | None = None) -> ContourView:
        view = ContourView()
        qtbot.addWidget(view)
        view.resize(*SIZE)
        if trajectory is not None:
            view.set_surface(trajectory.spec.surface)
            view.set_starts(trajectory.spec.starts)
            view.set_looks(looks(len(trajectory.spec.entries)))
            view.set_trajectory(trajectory)
            view.set_step(trajectory.length - 1 if step is None else step)
        with qtbot.waitExposed(view):
            view.show()
        view.grab()
        return view

    return make


@pytest.fixture
def view(make_view: Callable[..., ContourView]) -> ContourView:
    return make_view(a_race())


def drawn(view: ContourView) -> QImage:
    return view.plot.grab().toImage()


def test_a_trail_ends_at_the_trajectory_s_last_point(view: ContourView) -> None:
    trajectory = a_race()
    for lane in range(4):
        np.testing.assert_array_equal(view.trails.shown(lane), trajectory.points[:, lane])
        assert view.heads.heads()[lane] == tuple(trajectory.points[-1, lane])


def test_the_playhead_cuts_trails_and_moves_heads(view: ContourView) -> None:
    view.set_step(7)
    points = a_race().points
    assert len(view.trails.shown(0)) == 8
    assert view.heads.heads()[2] == tuple(points[7, 2])
    view.set_step(6)
    assert view.heads.heads()[2] == tuple(points[6, 2])


def test_hiding_an_entry_removes_its_trail_and_head(view: ContourView) -> None:
    with_all = drawn(view)
    view.set_entry_visible(3, False)
    assert len(view.trails.shown(3)) == 0
    assert 3 not in view.heads.heads()
    assert drawn(view) != with_all
    view.set_entry_visible(3, True)
    assert 3 in view.heads.heads()
    assert drawn(view) == with_all


def test_entries_hidden_before_a_race_stay_hidden_in_it(make_view: Callable[..., ContourView]) -> None:
    view = make_view(a_race(steps=5))
    view.set_entry_visible(1, False)
    view.set_trajectory(a_race(starts=((1.0, -1.5), (2.0, 1.0))))
    assert set(view.heads.heads()) == {0, 1, 4, 5, 6, 7}


def test_a_lane_that_has_ended_keeps_its_head_where_it_ended(make_view: Callable[..., ContourView]) -> None:
    trajectory = a_race("bowl", ("gd", "adam"), steps=3000, tolerance=1e-3)
    ended = next(lane for lane, run in enumerate(trajectory.runs) if run.steps < trajectory.length - 1)
    view = make_view(trajectory)
    assert view.heads.heads()[ended] == pytest.approx(trajectory.runs[ended].point)


def test_a_growing_trajectory_is_shown_as_far_as_it_is_known(make_view: Callable[..., ContourView]) -> None:
    whole = a_race()
    part = Trajectory(whole.spec, 11, whole.points_buffer, whole.loss_buffer)
    view = make_view(part, step=40)
    assert len(view.trails.shown(0)) == 11
    view.set_trajectory(whole)
    assert len(view.trails.shown(0)) == 41
    assert _difference(drawn(view), drawn(make_view(whole))) < 0.02


def test_playing_step_by_step_draws_what_a_jump_draws(make_view: Callable[..., ContourView]) -> None:
    trajectory = a_race(steps=30)
    played = make_view(trajectory, step=0)
    for step in range(31):
        played.set_step(step)
        played.plot.grab()
    jumped = make_view(trajectory)
    assert _difference(drawn(played), drawn(jumped)) < 0.02


def _difference(first: QImage, second: QImage) -> float:
    """The share of pixels in which two pictures clearly differ: pieces of a line join a little differently."""
    whole = (image.convertToFormat(QImage.Format.Format_RGB32) for image in (first, second))
    a, b = (np.array(image.constBits()).astype(int) for image in whole)
    return float(np.mean(np.abs(a - b) > 60))


def test_rewinding_removes_what_was_drawn(make_view: Callable[..., ContourView]) -> None:
    trajectory = a_race()
    view = make_view(trajectory, step=40)
    view.set_step(3)
    assert drawn(view) == drawn(make_view(trajectory, step=3))


# The mouse


def test_a_click_on_the_map_chooses_a_start(view: ContourView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.start_chosen) as chosen:
        click(view.plot.viewport(), pixel(view, (-2.0, 3.0)))
    assert chosen.args[0] == pytest.approx((-2.0, 3.0), abs=0.05)


def test_a_click_on_a_start_leaves_it(view: ContourView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.start_chosen, wait=50):
        click(view.plot.viewport(), pixel(view, (1.0, -1.5)))


def drag(view: ContourView, qtbot: QtBot, places: list[tuple[float, float]]) -> None:
    """Take hold at the first place and let go at the last."""
    port = view.plot.viewport()
    mouse(port, QEvent.Type.MouseMove, pixel(view, places[0]), Qt.MouseButton.NoButton)
    mouse(port, QEvent.Type.MouseButtonPress, pixel(view, places[0]))
    for place in places[1:]:
        qtbot.wait(MOVE_MS)
        mouse(port, QEvent.Type.MouseMove, pixel(view, place))
    mouse(port, QEvent.Type.MouseButtonRelease, pixel(view, places[-1]))


def test_dragging_a_start_tells_every_place_and_where_it_was_dropped(view: ContourView, qtbot: QtBot) -> None:
    moves: list[tuple[int, tuple[float, ...]]] = []
    view.start_dragged.connect(lambda index, point: moves.append((index, point)))
    with qtbot.waitSignal(view.start_dropped) as dropped:
        drag(view, qtbot, [(1.0, -1.5), (1.5, -1.0), (2.0, 0.0), (2.5, 1.0)])
    assert [index for index, _ in moves] == [0] * len(moves)
    assert len(moves) >= 2
    assert dropped.args[0] == 0
    assert dropped.args[1] == pytest.approx((2.5, 1.0), abs=0.05)


def test_a_start_stays_under_the_mouse_while_old_answers_arrive(view: ContourView, qtbot: QtBot) -> None:
    view.start_dragged.connect(lambda *_: view.set_starts(((1.0, -1.5),)))
    marker = view.starts.markers[0]
    places: list[float] = []
    view.start_dragged.connect(lambda *_: places.append(marker.pos().x()))
    drag(view, qtbot, [(1.0, -1.5), (2.0, -1.0), (3.0, 0.0)])
    assert len(set(places)) > 1


def test_a_start_cannot_be_dragged_off_the_map(view: ContourView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.start_dropped) as dropped:
        drag(view, qtbot, [(1.0, -1.5), (3.0, -1.5), (40.0, -1.5)])
    assert dropped.args[1] == pytest.approx((4.5, -1.5), abs=0.05)


def test_dragging_the_map_moves_the_map_and_no_start(view: ContourView, qtbot: QtBot) -> None:
    before = view.plot.getViewBox().viewRange()
    with qtbot.assertNotEmitted(view.start_dragged):
        drag(view, qtbot, [(-2.0, -2.0), (-1.0, -1.0), (0.0, 0.0)])
    assert view.plot.getViewBox().viewRange() != before


def test_the_map_always_covers_what_is_shown(view: ContourView) -> None:
    box = view.plot.getViewBox()
    for move in ((30.0, -20.0), (1e-7, 0.0), (-1e6, 4e5)):
        box.translateBy(move)
        view.plot.grab()
        assert view.surface_layer.field.window.covers(view.surface_layer.window())
        box.scaleBy((0.01, 0.01))
        view.plot.grab()
        assert view.surface_layer.field.window.covers(view.surface_layer.window())


def test_levels_rest_while_the_map_is_moved_and_are_made_anew_when_it_rests(view: ContourView, qtbot: QtBot) -> None:
    levels = view.surface_layer.levels
    view.plot.getViewBox().translateBy((2.0, 2.0))
    view.plot.grab()
    assert view.surface_layer.levels is levels
    qtbot.waitUntil(lambda: view.surface_layer.levels is not levels)


def test_the_wheel_zooms_and_the_menu_brings_back_the_whole(view: ContourView, qtbot: QtBot) -> None:
    port, at = view.plot.viewport(), pixel(view, (2.0, 0.0))
    before = view.plot.getViewBox().viewRange()
    wheel = QWheelEvent(
        QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, wheel)
    assert view.plot.getViewBox().viewRange()[0][0] > before[0][0]
    click(port, at, Qt.MouseButton.RightButton)
    menu = view.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    np.testing.assert_allclose(view.plot.getViewBox().viewRange(), before)


def test_zooming_to_the_trails_shows_all_of_them(view: ContourView) -> None:
    view.fit_trails()
    (left, right), (bottom, top) = view.plot.getViewBox().viewRange()
    points = a_race().points
    assert left < points[..., 0].min() < points[..., 0].max() < right
    assert bottom < points[..., 1].min() < points[..., 1].max() < top
    assert right - left < 9.0


def test_hover_shows_f_and_the_gradient_once_it_is_known(view: ContourView) -> None:
    assert view.hover_text(3.0, 0.5) == "x = 3  y = 0.5    f = 0"
    view.set_compiled(compile_surface(surface("beale"), 1))
    assert view.hover_text(3.0, 0.5) == "x = 3  y = 0.5    f = 0    ∇f = (0, 0)"
    assert "∇f = (27.75, 12.75)" not in view.hover_text(0.0, 0.0)
    assert "f = 14.2" in view.hover_text(0.0, 0.0)


def test_the_line_under_the_mouse_comes_and_goes(view: ContourView, qtbot: QtBot) -> None:
    port = view.plot.viewport()
    qtbot.wait(MOVE_MS)
    mouse(port, QEvent.Type.MouseMove, pixel(view, (1.0, 1.0)), Qt.MouseButton.NoButton)
    assert view.header.hover.text().startswith("x = ")
    QApplication.sendEvent(view.plot, QEvent(QEvent.Type.Leave))
    assert view.header.hover.text() == ""


# Surfaces


def test_known_points_are_marked_and_named(make_view: Callable[..., ContourView]) -> None:
    view = make_view(a_race("himmelblau", steps=3))
    assert view.known_points.places["minima"][0] == pytest.approx((3.0, 2.0))
    assert [name for name, *_ in view.legend.rows()] == ["minimum", "saddle", "maximum"]


def test_one_coordinate_is_a_graph_with_trails_on_it(make_view: Callable[..., ContourView], qtbot: QtBot) -> None:
    trajectory = a_race("parabola", ("gd", "adam"), steps=20)
    view = make_view(trajectory)
    shown = view.trails.shown(0)
    np.testing.assert_array_equal(shown[:, 0], trajectory.points[:, 0, 0])
    np.testing.assert_array_equal(shown[:, 1], trajectory.loss[:, 0])
    with qtbot.waitSignal(view.start_chosen) as chosen:
        click(view.plot.viewport(), pixel(view, (1.0, 2.0)))
    assert chosen.args[0] == pytest.approx((1.0,), abs=0.05)
    view.set_compiled(compile_surface(trajectory.spec.surface, 1))
    assert view.hover_text(2.0, 55.0).endswith("f′ = 4")


def test_a_start_on_a_graph_slides_along_it(make_view: Callable[..., ContourView], qtbot: QtBot) -> None:
    trajectory = a_race("parabola", ("gd",), steps=5)
    view = make_view(trajectory)
    (start,) = trajectory.spec.starts
    f = view.hover_text(*start, 0.0)
    assert f"x = {start[0]:g}".replace("-", "−") in f
    with qtbot.waitSignal(view.start_dropped) as dropped:
        drag(view, qtbot, [(start[0], start[0] ** 2), (0.5, 1.0), (1.0, 3.0)])
    assert dropped.args[1] == pytest.approx((1.0,), abs=0.05)
    marker = view.starts.markers[0]
    box = view.plot.getViewBox()
    at = box.mapToView(marker.pos())
    assert at.y() == pytest.approx(at.x() ** 2, abs=0.1)


def test_three_coordinates_are_cut_at_the_first_lane_s_last_point(
    make_view: Callable[..., ContourView], qtbot: QtBot
) -> None:
    trajectory = a_race("quadratic3d", ("gd", "adam"), steps=15)
    view = make_view(trajectory)
    z = float(trajectory.points[-1, 0, 2])
    assert f"z = {z:.4g}".replace("-", "−") in view.header.caption.text()
    assert "Gradient descent" in view.header.caption.text()
    assert view.header.caption.isVisible()
    f = float(compile_surface(trajectory.spec.surface, 0).value(np.array([1.0, 1.0, z])))
    assert f"f = {f:.4g}" in view.hover_text(1.0, 1.0)
    with qtbot.waitSignal(view.start_chosen) as chosen:
        click(view.plot.viewport(), pixel(view, (0.5, 1.0)))
    assert chosen.args[0] == pytest.approx((0.5, 1.0, trajectory.spec.starts[0][2]), abs=0.05)


def test_many_coordinates_work(make_view: Callable[..., ContourView]) -> None:
    expression = " + ".join(f"x{index}**2" for index in range(1, 8))
    spec = a_race("bowl", ("gd",), steps=2).spec
    seven = Surface("seven", "Seven", expression, window=((-1.0, 1.0),) * 7, start=(0.5,) * 7)
    spec = type(spec)(seven, spec.entries, (seven.start,), steps=2)
    view = make_view(with_points(spec, np.full((3, 1, 7), 0.25)))
    assert "x3 = 0.25" in view.header.caption.text()
    assert "x1 = 0" in view.hover_text(0.0, 0.0)


@pytest.mark.parametrize("known", SURFACES, ids=lambda known: known.key)
def test_every_surface_is_drawn_without_blank_areas(known: Surface, make_view: Callable[..., ContourView]) -> None:
    view = make_view(a_race(known.key, ("gd", "adam"), steps=20))
    if view.surface_layer.field is not None:
        assert len(view.surface_layer.levels) >= 8
    picture = drawn(view)
    colours = {picture.pixel(x, y) for x in range(60, 600, 9) for y in range(20, 420, 9)}
    assert len(colours) > 20 or len(known.window) == 1


def test_a_formula_outside_the_language_leaves_the_last_picture(view: ContourView) -> None:
    before = drawn(view)
    with pytest.raises(FormulaError):
        view.set_surface(Surface("bad", "Bad", "x + import_os(y)"))
    assert drawn(view) == before
    assert view.header.title.text() == "Beale"


def test_another_surface_forgets_the_old_race(view: ContourView) -> None:
    view.set_surface(surface("himmelblau"))
    assert view.heads.heads() == {}
    assert view.starts.markers == []
    assert view.header.title.text() == "Himmelblau"


@pytest.mark.parametrize(
    "expression", ["log(x) + y", "1/(x*y)", "exp(exp(x*x*40)) + y", "sqrt(-1 - x*x) + y", "0*x*y + 3", "tan(40*x)*y**9"]
)
def test_surfaces_with_holes_poles_and_plains_are_drawn(expression: str, make_view: Callable[..., ContourView]) -> None:
    view = make_view()
    view.set_surface(Surface("odd", "Odd", expression, window=((-2.0, 2.0), (-2.0, 2.0)), start=(1.0, 1.0)))
    view.grab()
    view.hover_text(-1.0, 0.0)


# Trajectories that are no use


@pytest.mark.parametrize("lane", [np.nan, np.inf, -np.inf, 1e12, 1e200, 1e308])
def test_lanes_that_fly_away_are_drawn_without_a_warning(lane: float, make_view: Callable[..., ContourView]) -> None:
    spec = a_race(keys=("gd", "adam"), steps=6).spec
    points = np.zeros((7, 2, 2))
    points[:, 1] = np.linspace(0.0, 1.0, 14).reshape(7, 2)
    points[3, 0], points[4:, 0] = (lane, -lane), np.nan
    view = make_view(with_points(spec, points))
    for step in (0, 2, 3, 6):
        view.set_step(step)
        view.grab()
    view.fit_trails()
    view.grab()
    head = view.heads.heads()[0]
    assert head == ((lane, -lane) if np.isfinite(lane) else (0.0, 0.0))


def test_a_race_without_an_answer_yet_is_an_empty_map(make_view: Callable[..., ContourView]) -> None:
    view = make_view(Trajectory.empty(a_race(steps=5).spec), step=3)
    assert view.heads.heads() == {}
    view.grab()


def test_a_view_without_a_surface_is_blank(make_view: Callable[..., ContourView]) -> None:
    view = make_view()
    view.set_step(3)
    view.set_starts(())
    view.reset_window()
    view.grab()
    click(view.plot.viewport(), view.plot.rect().center())


# The kept picture


def heavy() -> Trajectory:
    """Lanes whose long segments are costly to draw finely."""
    spec = a_race(keys=("gd", "adam"), steps=1200).spec
    random = np.random.default_rng(0)
    return with_points(spec, random.uniform(-4.0, 4.0, size=(1201, 2, 2)))


def test_a_frame_paints_only_what_has_moved_and_yet_all_of_it(
    make_view: Callable[..., ContourView], qtbot: QtBot
) -> None:
    view = make_view(a_race(keys=("gd", "momentum", "adam"), steps=60), step=0)
    port, screen = view.plot.viewport(), view.screen()
    with qtbot.waitSignal(view.surface_layer.settled):
        port.repaint()
    port.repaint()
    painted: list[int] = []
    for step in (1, 2, 5, 30, 31, 60):
        view.set_step(step)
        QApplication.processEvents()
        kept = screen.grabWindow(view.winId()).toImage()
        port.repaint()
        whole = screen.grabWindow(view.winId()).toImage()
        assert kept == whole, step
        painted.append(view.trails.drawn_to)
    assert painted == [1, 2, 5, 30, 31, 60]


def test_the_verdicts_alone_paint_nothing_anew(
    make_view: Callable[..., ContourView], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = a_race()
    view = make_view(replace(whole, runs=()))
    drawn_anew: list[object] = []
    monkeypatch.setattr(view.race.trails, "grow", lambda *points: drawn_anew.append(points))
    view.set_trajectory(whole)
    assert not drawn_anew
    monkeypatch.undo()
    view.set_step(3)
    assert view.race.trails.step == 3


def test_a_costly_trail_is_refined_when_it_rests(make_view: Callable[..., ContourView], qtbot: QtBot) -> None:
    view = make_view(heavy())
    assert not view.trails.fine
    rough = drawn(view)
    qtbot.waitUntil(lambda: view.trails.fine, timeout=20_000)
    assert drawn(view) != rough


def test_moving_on_while_refining_loses_nothing(make_view: Callable[..., ContourView], qtbot: QtBot) -> None:
    view = make_view(heavy(), step=1100)
    for step in range(1101, 1201):
        view.set_step(step)
        view.plot.grab()
        if step % 10 == 0:
            qtbot.wait(5)
    qtbot.waitUntil(lambda: view.trails.fine, timeout=20_000)
    assert view.trails.drawn_to == 1200 or view.trails.can_extend()
    view.plot.grab()
    assert view.trails.drawn_to == 1200


def test_a_file_gets_vectors_and_not_the_kept_picture(view: ContourView) -> None:
    painted: list[type] = []

    class Spy(QPainter):
        def drawPixmap(self, *_: object) -> None:
            painted.append(QImage)

    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = Spy(image)
    view.trails.paint(painter, None, None)
    painter.end()
    assert isinstance(view.trails, KeptLayer)
    assert not painted
    assert any(image.pixelColor(x, y) != Qt.GlobalColor.white for x in range(0, 600, 2) for y in range(0, 440, 2))


def test_the_surfaces_title_is_in_the_language_of_the_window(qtbot: QtBot) -> None:
    view = ContourView()
    qtbot.addWidget(view)
    view.set_surface(surface("saddle"))
    english = view.header.title.text()
    try:
        set_language("zh_CN")
        write_again()
        assert view.header.title.text() == catalogue("zh_CN")[english]
    finally:
        set_language("en")
        write_again()
    assert view.header.title.text() == english
