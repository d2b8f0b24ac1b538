"""A click on a run's picture selects the run, on its trail or curve also the step; the marks stand on every view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF
from pytestqt.qtbot import QtBot

from gdviz.engine.optimizer import Role
from gdviz.qt.main_window import MainWindow
from gdviz.qt.views.curve_panel import CurvePanel
from gdviz.qt.views.map_cell import MapCell
from gdviz.qt.views.side_by_side import SideBySide
from gdviz.qt.views.slice_page import SlicePage
from gdviz.qt.views.stage import Stage
from gdviz.qt.views.step_mark_card import card_place
from gdviz.qt.views.surface3d_camera import Camera
from gdviz.qt.views.surface3d_canvas import Surface3DCanvas
from tests.qt.stages import stage_of
from tests.qt.trajectories import a_race, click, pixel
from tests.qt.windows import WAIT_MS, a_spec

KEYS = ("gd", "nesterov", "adam")
STEPS = 60


@pytest.fixture
def marked(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    """A window that shows the step after the fifth of the second entry."""
    window = make_window(a_spec(*KEYS, steps=STEPS))
    window.workspace.show_step()
    window.session.selection.select(1)
    window.playhead.scrub(5)
    qtbot.waitUntil(lambda: not window.steps.anatomist.waiting, timeout=WAIT_MS)
    return window


class Told:
    """What a stage has told of clicks."""

    def __init__(self, stage: Stage) -> None:
        self.lanes: list[int] = []
        self.rows: list[int] = []
        self.starts: list[object] = []
        stage.lane_chosen.connect(self.lanes.append)
        stage.step_chosen.connect(self.rows.append)
        stage.start_chosen.connect(self.starts.append)


def on_cell(page: SideBySide, cell: MapCell, place: np.ndarray) -> QPoint:
    return page.board.mapFromScene(cell.box.mapViewToScene(QPointF(*place)))


def on_canvas(canvas: Surface3DCanvas, place: np.ndarray) -> QPoint:
    flat = canvas.ground.over(canvas.ground.sideways(np.array([place])))
    return QPointF(*canvas.lens().pixels(canvas.camera.seen(flat))[0]).toPoint()


# Maps


def test_a_click_on_a_trail_selects_it_and_jumps_there(marked: MainWindow) -> None:
    marked.playhead.to_end()
    points = marked.session.trajectory.points
    click(marked.contours.plot.viewport(), pixel(marked.contours, tuple(points[8, 2])))
    assert marked.session.selection.lane == 2
    assert marked.playhead.step == 8


def test_a_click_in_a_small_map_means_the_run_on_it(qtbot: QtBot) -> None:
    race = a_race(keys=KEYS, steps=STEPS)
    stage = stage_of(qtbot, race, "side-by-side")
    stage.set_step(STEPS)
    told, page = Told(stage), stage.page
    click(page.board.viewport(), on_cell(page, page.cells[1], race.points[STEPS, 1]))
    assert (told.lanes, told.rows) == ([1], [])
    click(page.board.viewport(), on_cell(page, page.cells[2], race.points[8, 2]))
    assert (told.lanes, told.rows) == ([1, 2], [8])
    assert not told.starts


def test_a_click_in_three_dimensions_means_the_head_or_the_trail(qtbot: QtBot) -> None:
    race = a_race(keys=KEYS, steps=STEPS)
    stage = stage_of(qtbot, race, "3d")
    stage.set_step(STEPS)
    told, canvas = Told(stage), stage.page.canvas
    canvas.set_camera(Camera(0.0, 90.0))
    canvas.grab()
    click(canvas, on_canvas(canvas, race.points[STEPS, 0]))
    assert (told.lanes, told.rows) == ([0], [])
    click(canvas, on_canvas(canvas, race.points[8, 2]))
    assert told.lanes == [0, 2]
    assert abs(told.rows[0] - 8) <= 1
    before = canvas.camera
    click(canvas, on_canvas(canvas, np.array([-3.0, -3.0])))
    assert (len(told.lanes), canvas.camera) == (2, before)


# Curves


def test_a_click_on_a_curve_selects_its_run_and_jumps(marked: MainWindow, qtbot: QtBot) -> None:
    for panel, curves in ((marked.side.loss, (2, 0)), (marked.side.velocity, (1,)), (marked.side.squares, (1,))):
        for curve in curves:
            qtbot.waitUntil(lambda panel=panel: panel.layer.heights.shape[0] == STEPS + 1, timeout=WAIT_MS)
            click(panel.plot.viewport(), on_curve(panel, 12, curve))
            assert marked.playhead.step == 12
            assert marked.session.selection.lane == panel.layer.curves[curve].lane
            marked.playhead.scrub(0)


def on_curve(panel: CurvePanel, row: int, curve: int) -> QPoint:
    box = panel.plot.getViewBox()
    return panel.plot.mapFromScene(box.mapViewToScene(QPointF(row, panel.layer.heights[row, curve])))


def test_a_click_beside_all_curves_only_jumps(marked: MainWindow) -> None:
    panel = marked.side.loss
    (_, _), (low, high) = panel.plot.getViewBox().viewRange()
    at = panel.plot.mapFromScene(panel.plot.getViewBox().mapViewToScene(QPointF(40, high - 0.02 * (high - low))))
    click(panel.plot.viewport(), at)
    assert marked.playhead.step == 40
    assert marked.session.selection.lane == 1


# Marks


def test_the_head_of_the_selected_run_is_ringed_in_every_view(marked: MainWindow) -> None:
    marked.session.selection.select(2)
    assert marked.contours.heads.ringed == 2
    marked.stage.show_side_by_side()
    cells = marked.stage.page.cells
    assert [cell.heads.ringed for cell in cells] == [None, None, 0]
    marked.session.selection.select(0)
    assert [cell.heads.ringed for cell in cells] == [0, None, None]
    marked.stage.show_3d()
    assert marked.stage.page.canvas.marks.ringed == 0
    marked.stage.show_overlay()
    assert marked.contours.heads.ringed == 0


def test_the_marks_stand_in_every_view(marked: MainWindow) -> None:
    race = marked.session.trajectory
    marked.stage.show_side_by_side()
    page = marked.stage.page
    assert [cell.step_marks.anatomy is not None for cell in page.cells] == [False, True, False]
    layer = page.cells[1].step_marks
    assert np.array_equal(layer.marks(layer.window()).head, race.points[5, 1])
    marked.stage.show_3d()
    canvas = marked.stage.page.canvas
    canvas.grab()
    marks = canvas.step.marks(canvas.ground, canvas.width(), canvas.height())
    assert np.array_equal(marks.head, race.points[5, 1])
    assert np.array_equal(marks.ghost, race.points[6, 1])
    assert {arrow.role for arrow in marks.arrows} == {Role.GRADIENT, Role.VELOCITY}
    with_marks = canvas.grab().toImage()
    marked.workspace.show_race()
    assert canvas.step.marked.anatomy is None
    assert canvas.grab().toImage() != with_marks


def test_slices_show_the_two_coordinates_of_each_map(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window(a_spec("momentum", "adam", on="quadratic3d"))
    window.workspace.show_step()
    window.session.selection.select(1)
    window.playhead.scrub(5)
    qtbot.waitUntil(lambda: not window.steps.anatomist.waiting, timeout=WAIT_MS)
    page = window.stage.page
    assert isinstance(page, SlicePage)
    point, after = window.session.trajectory.points[5:7, 1]
    for cell, axes in zip(page.cells, ([0, 1], [0, 2], [1, 2]), strict=True):
        marks = cell.step_marks.marks(cell.step_marks.window())
        assert np.array_equal(marks.head, point[axes])
        assert np.array_equal(marks.ghost, after[axes])
        for arrow in marks.arrows:
            vector = window.steps.panel.anatomy.values[arrow.name][axes]
            assert np.allclose(arrow.tip, marks.head + arrow.scale * vector, rtol=1e-12)


def test_a_vector_that_left_the_numbers_is_not_drawn(marked: MainWindow) -> None:
    marked.stage.show_3d()
    canvas = marked.stage.page.canvas
    endless = replace(marked.steps.panel.anatomy, after=np.array([np.inf, np.nan]))
    marked.stage.mark_step(canvas.step.marked._replace(anatomy=endless))
    canvas.grab()
    assert not np.isfinite(canvas.step.marks(canvas.ground, 100.0, 100.0).ghost).any()


def test_the_card_leaves_what_is_marked_free() -> None:
    size, width, height = QSizeF(100.0, 50.0), 300.0, 200.0
    corner, middle = np.array([40.0, 180.0]), np.array([150.0, 60.0])
    left = card_place(size, width, height, [middle, np.array([np.nan, 1.0])])
    right = card_place(size, width, height, [middle, corner])
    assert left.contains(QPointF(*corner))
    assert not right.contains(QPointF(*corner))
    assert right.right() <= width
    assert left.top() == right.top()
