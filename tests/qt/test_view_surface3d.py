"""The surface in three dimensions: what is drawn lies where it should, what is hidden is known, it turns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.surface import Surface
from gdviz.qt.main_window import MainWindow
from gdviz.qt.views.plane import Map
from gdviz.qt.views.stage import Stage
from gdviz.qt.views.surface3d_camera import HEIGHT, Camera
from gdviz.qt.views.surface3d_canvas import Surface3DCanvas
from gdviz.qt.views.surface3d_frame import level_ticks, upright_ticks
from gdviz.qt.views.surface3d_ground import Ground, ground
from gdviz.qt.views.surface3d_page import Surface3DPage
from gdviz.qt.views.surface3d_raster import Relief, horizon, picture
from gdviz.qt.views.surface3d_trails import drape, parts
from gdviz.surfaces import SURFACES
from tests.qt.stages import stage_of
from tests.qt.trajectories import KEYS, a_race, mouse, with_points
from tests.qt.windows import part

SPANS = ((-2.0, 2.0), (-1.0, 3.0))


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return stage_of(qtbot, a_race(), "3d")


@pytest.fixture
def page(stage: Stage) -> Surface3DPage:
    return stage.page


@pytest.fixture
def canvas(page: Surface3DPage) -> Surface3DCanvas:
    return page.canvas


@pytest.fixture
def bowl() -> Ground:
    plane = Map(lambda points: points[..., 0] ** 2 + (points[..., 1] - 1.0) ** 2)
    return ground(plane, SPANS, 0.0, "linear", log=False, nodes=41)


# The projection


def test_from_above_the_map_is_seen_as_it_is() -> None:
    seen = Camera(azimuth=0.0, elevation=90.0).seen(np.array([[0.5, 0.0, 0.1], [0.0, 0.5, 0.3]]))
    np.testing.assert_allclose(seen[:, :2], [(0.5, 0.0), (0.0, 0.5)], atol=1e-12)


def test_a_camera_stays_between_the_ground_and_the_zenith() -> None:
    assert Camera().turned(0.0, 500.0).elevation == 90.0
    assert Camera().turned(0.0, -500.0).elevation > 0.0
    assert Camera(azimuth=350.0).turned(20.0, 0.0).azimuth == 10.0
    assert Camera().zoomed(1e9).zoom == Camera().zoomed(1e12).zoom


def test_a_wall_hides_what_is_behind_it_and_nothing_in_front() -> None:
    heights = np.zeros((41, 41))
    heights[20] = HEIGHT
    relief = Relief(heights, np.full((41, 41), 0xFFFFFFFF, dtype=np.uint32), np.zeros(4, dtype=np.uint32))
    camera = Camera(azimuth=0.0, elevation=30.0)
    seen = camera.seen(np.array([[0.0, 0.2, 0.0], [0.0, -0.2, 0.0], [0.0, 0.2, 2.0]]))
    view = horizon(relief, camera, 200.0, (300, 300), 101)
    assert view.hidden(seen, 0.01).tolist() == [True, False, False]


@pytest.mark.parametrize("azimuth", range(0, 360, 45))
def test_the_place_under_a_pixel_is_the_place_that_was_projected_there(azimuth: float, bowl: Ground) -> None:
    camera = Camera(azimuth=float(azimuth), elevation=70.0)
    view = horizon(bowl.relief, camera, 300.0, (560, 560), 241)
    flat = np.array([[0.1, 0.2], [-0.3, 0.1], [0.0, 0.0], [0.4, -0.4]])
    seen = camera.seen(bowl.over(flat))
    assert not view.hidden(seen, 0.005).any()
    for place, (across, up, _) in zip(flat, seen, strict=True):
        assert view.place(across, up) == pytest.approx(tuple(place), abs=0.012)
    assert view.place(3.0, 0.0) is None


def test_the_picture_is_transparent_beside_the_block_and_solid_on_it(bowl: Ground) -> None:
    view = horizon(bowl.relief, Camera(), 100.0, (240, 200), 61)
    image = picture(bowl.relief, view, 200)
    assert image.pixelColor(2, 2).alpha() == 0
    assert image.pixelColor(120, 100).alpha() == 255
    columns = [[image.pixelColor(x, y).alpha() for y in range(200)] for x in range(0, 240, 7)]
    for column in columns:
        filled = np.flatnonzero(column)
        assert not len(filled) or len(filled) == filled[-1] - filled[0] + 1


# Trails


def test_a_trail_lies_on_the_surface(bowl: Ground) -> None:
    laid = drape(bowl, np.array([[-1.0, 0.0], [1.0, 2.0], [1.0, 2.5]]))
    np.testing.assert_allclose(laid.places, bowl.over(laid.places[:, :2]), atol=1e-12)
    assert len(laid.places) > 50
    assert laid.count(0) == 1
    assert laid.count(1) < laid.count(2) == len(laid.places)
    np.testing.assert_allclose(laid.places[-1, :2], bowl.sideways(np.array([1.0, 2.5])))


def test_a_trail_stops_at_the_edge_of_the_box_and_comes_back(bowl: Ground) -> None:
    laid = drape(bowl, np.array([[0.0, 1.0], [1e12, 1.0], [0.0, 2.0], [np.nan, np.nan], [np.nan, np.nan]]))
    known = laid.places[np.isfinite(laid.places).all(axis=1)]
    assert known[:, 0].max() == pytest.approx(0.5)
    assert np.isnan(laid.places).any()
    assert len(list(parts(laid.places[:, :2], np.zeros(len(laid.places), dtype=bool)))) == 2


def test_hidden_parts_meet_the_seen_ones() -> None:
    points = np.arange(12.0).reshape(6, 2)
    found = list(parts(points, np.array([False, False, True, True, False, False])))
    assert [hidden for _, hidden in found] == [False, True, False]
    for (first, _), (second, _) in pairwise(found):
        np.testing.assert_array_equal(first[-1], second[0])


# The view


def test_heads_starts_and_known_points_stand_where_the_race_has_them(page: Surface3DPage, stage: Stage) -> None:
    race, marks = a_race(), page.canvas.marks
    assert marks.heads() == {lane: tuple(race.points[-1, lane]) for lane in range(4)}
    stage.set_step(4)
    assert marks.heads()[2] == tuple(race.points[4, 2])
    assert marks.starts == [(1.0, -1.5)]
    assert marks.known["minima"] == [(3.0, 0.5)]
    assert [name for name, *_ in page.strip.rows()] == ["minimum", "saddle"]
    stage.set_entry_visible(0, False)
    assert 0 not in marks.heads()
    assert 0 not in page.canvas.trails.drapes


def test_playing_draws_what_a_jump_draws(page: Surface3DPage, stage: Stage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.canvas.fine)
    stage.set_step(0)
    for step in range(31):
        stage.set_step(step)
        page.canvas.grab()
    played = page.canvas.grab().toImage()
    page.canvas.restyle()
    stage.set_step(31)
    stage.set_step(0)
    page.canvas.grab()
    stage.set_step(30)
    jumped = page.canvas.grab().toImage()
    a, b = (np.array(image.constBits()).astype(int) for image in (played, jumped))
    assert np.mean(np.abs(a - b) > 60) < 0.01


def test_a_drag_turns_and_the_wheel_zooms(canvas: Surface3DCanvas) -> None:
    before, corner = canvas.camera, QPoint(20, 20)
    mouse(canvas, QEvent.Type.MouseButtonPress, corner)
    mouse(canvas, QEvent.Type.MouseMove, corner + QPoint(40, 10))
    mouse(canvas, QEvent.Type.MouseButtonRelease, corner + QPoint(40, 10))
    assert canvas.camera.azimuth != before.azimuth
    assert canvas.camera.elevation > before.elevation
    assert not canvas.fine
    wheel = QWheelEvent(
        QPointF(corner), QPointF(corner), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.camera.zoom > 1.0


def test_it_is_rough_while_it_turns_and_fine_when_it_rests(canvas: Surface3DCanvas, qtbot: QtBot) -> None:
    canvas.set_camera(canvas.camera.turned(10.0, 0.0))
    rough = canvas.grab().toImage()
    qtbot.waitUntil(lambda: canvas.fine)
    assert canvas.grab().toImage() != rough


def test_reset_looks_at_the_whole_again(page: Surface3DPage, stage: Stage) -> None:
    before = page.canvas.camera
    page.canvas.set_camera(Camera(123.0, 20.0, 4.0))
    stage.reset_window()
    assert page.canvas.camera == before


def test_arrow_keys_turn_only_while_the_surface_has_the_keys(make_window: object, qtbot: QtBot) -> None:
    window: MainWindow = make_window()
    window.stage.show_3d()
    canvas = window.stage.page.canvas
    window.activateWindow()
    canvas.setFocus()
    before = canvas.camera
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera == before.turned(5.0, 0.0).turned(0.0, 5.0).zoomed(1.15)
    assert window.playhead.step == 0
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert window.playhead.step == 1
    assert canvas.camera == before.turned(5.0, 0.0).turned(0.0, 5.0).zoomed(1.15)


def test_a_start_is_dragged_over_the_surface(canvas: Surface3DCanvas, stage: Stage, qtbot: QtBot) -> None:
    canvas.set_camera(Camera(0.0, 90.0))
    canvas.grab()
    lens = canvas.lens()

    def pixel(x: float, y: float) -> QPoint:
        place = canvas.ground.over(canvas.ground.sideways(np.array([[x, y]])))
        return QPointF(*lens.pixels(canvas.camera.seen(place))[0]).toPoint()

    mouse(canvas, QEvent.Type.MouseButtonPress, pixel(1.0, -1.5))
    with qtbot.waitSignal(stage.start_dragged) as dragged:
        mouse(canvas, QEvent.Type.MouseMove, pixel(2.0, 2.0))
    with qtbot.waitSignal(stage.start_dropped) as dropped:
        mouse(canvas, QEvent.Type.MouseButtonRelease, pixel(2.0, 2.0))
    for told in (dragged, dropped):
        assert told.args[0] == 0
        assert told.args[1] == pytest.approx((2.0, 2.0), abs=0.1)
    with qtbot.waitSignal(stage.start_chosen) as chosen:
        qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(-1.0, 1.0))
    assert chosen.args[0] == pytest.approx((-1.0, 1.0), abs=0.1)


def test_a_start_let_go_beside_the_surface_stays_where_it_was_last(canvas: Surface3DCanvas, qtbot: QtBot) -> None:
    canvas.set_camera(Camera(0.0, 90.0))
    canvas.grab()
    place = canvas.ground.over(canvas.ground.sideways(np.array([[1.0, -1.5]])))
    mouse(canvas, QEvent.Type.MouseButtonPress, QPointF(*canvas.lens().pixels(canvas.camera.seen(place))[0]).toPoint())
    with qtbot.waitSignal(canvas.start_moved) as moved:
        mouse(canvas, QEvent.Type.MouseButtonRelease, QPoint(1, 1))
    assert moved.args == [0, 1.0, -1.5, True]


def test_hover_tells_of_the_surface_under_the_mouse(page: Surface3DPage) -> None:
    canvas = page.canvas
    mouse(canvas, QEvent.Type.MouseMove, canvas.rect().center(), Qt.MouseButton.NoButton)
    assert page.header.hover.text().startswith("x = ")
    mouse(canvas, QEvent.Type.MouseMove, QPoint(1, 1), Qt.MouseButton.NoButton)
    assert page.header.hover.text() == ""


# Heights


def test_the_height_is_linear_or_logarithmic(page: Surface3DPage, stage: Stage, qtbot: QtBot) -> None:
    button = part(stage, QToolButton, "surface3d_log")
    assert button.isChecked()
    value = page.canvas.ground.heights
    assert value(np.array([1e-2]))[0] < value(np.array([1.0]))[0] < value(np.array([1e2]))[0] < 1.0
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    linear = page.canvas.ground.heights
    assert linear(np.array([200.0]))[0] == pytest.approx(2.0 * linear(np.array([100.0]))[0])
    stage.grab()


def test_ticks_are_round_and_inside(bowl: Ground) -> None:
    assert [tick.text for tick in level_ticks(-4.5, 4.5)] == ["−4", "−2", "0", "2", "4"]
    assert level_ticks(1.0, 1.0) == []
    for tick in upright_ticks(bowl):
        assert 0.0 <= tick.share <= 1.0
    log = ground(Map(lambda points: np.exp(5.0 * points[..., 0])), SPANS, 0.0, "log", log=True, nodes=41)
    texts = [tick.text for tick in upright_ticks(log)]
    assert texts
    assert set(texts) <= {"10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "1", "10", "10²", "10³", "10⁴"}


@pytest.mark.parametrize("known", [each for each in SURFACES if len(each.start) != 1], ids=lambda known: known.key)
def test_every_surface_is_drawn(known: Surface, qtbot: QtBot) -> None:
    stage = stage_of(qtbot, a_race(known.key, ("gd", "adam"), steps=10), "3d")
    image = stage.page.canvas.grab().toImage()
    colours = {image.pixel(x, y) for x in range(100, 600, 9) for y in range(60, 400, 9)}
    assert len(colours) > 20


@pytest.mark.parametrize(
    "expression", ["log(x) + y", "1/(x*y)", "exp(exp(x*x*40)) + y", "sqrt(-1 - x*x) + y", "0*x*y + 3", "tan(40*x)*y**9"]
)
def test_surfaces_with_holes_poles_and_plains_are_drawn(expression: str, qtbot: QtBot) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(500, 400)
    stage.set_view("3d")
    stage.set_surface(Surface("odd", "Odd", expression, window=((-2.0, 2.0), (-2.0, 2.0)), start=(1.0, 1.0)))
    for log in (True, False):
        stage.page.log.setChecked(log)
        stage.grab()


@pytest.mark.parametrize("far", [np.nan, np.inf, -np.inf, 1e12, 1e308])
def test_lanes_that_fly_away_are_drawn_without_a_warning(far: float, qtbot: QtBot) -> None:
    spec = a_race(keys=KEYS[:2], steps=6).spec
    points = np.zeros((7, 2, 2))
    points[3, 0], points[4:, 0] = (far, -far), np.nan
    stage = stage_of(qtbot, with_points(spec, points), "3d")
    for step in (0, 2, 3, 6):
        stage.set_step(step)
        stage.page.canvas.set_camera(stage.page.canvas.camera.turned(5.0, 0.0))
        stage.grab()
