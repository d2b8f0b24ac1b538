"""Three and more coordinates: three slices through the head, and the trails projected onto them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.surface import Surface
from gdviz.qt.views.map_cell import MapCell
from gdviz.qt.views.slice_page import PAIRS, SlicePage
from gdviz.qt.views.stage import Stage
from tests.qt.stages import stage_of
from tests.qt.trajectories import a_race, mouse, with_points

MOVE_MS = 15


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return stage_of(qtbot, a_race("quadratic3d", ("gd", "adam"), steps=20), step=12)


@pytest.fixture
def page(stage: Stage) -> SlicePage:
    return stage.page


def at(page: SlicePage, cell: MapCell, place: tuple[float, float]) -> QPoint:
    return page.board.mapFromScene(cell.box.mapViewToScene(QPointF(*place)))


def test_each_map_shows_its_pair_of_coordinates(page: SlicePage) -> None:
    race = a_race("quadratic3d", ("gd", "adam"), steps=20)
    for cell, pair in zip(page.cells, PAIRS, strict=True):
        np.testing.assert_array_equal(cell.trails.shown(1), race.points[:13, 1][:, list(pair)])
        assert cell.heads.heads()[0] == tuple(race.points[12, 0, list(pair)])


def test_the_slices_go_through_the_head_at_the_playhead(page: SlicePage, stage: Stage) -> None:
    race = a_race("quadratic3d", ("gd", "adam"), steps=20)
    value = compile_surface(race.spec.surface, 0).value
    for step in (12, 3):
        stage.set_step(step)
        head = race.points[step, 0]
        for cell, pair in zip(page.cells, PAIRS, strict=True):
            across, up = head[list(pair)]
            assert cell.point_at(across, up) == pytest.approx(tuple(head))
            (f,) = cell.plane.values(np.array([across]), np.array([up])).ravel()
            assert f == pytest.approx(float(value(head)))


def test_the_caption_says_whose_head_and_that_trails_are_projected(page: SlicePage, stage: Stage) -> None:
    assert "Gradient descent" in page.caption.text()
    assert "projected" in page.caption.text()
    stage.set_selected(1)
    assert "Adam" in page.caption.text()
    stage.set_entry_visible(1, False)
    assert "Gradient descent" in page.caption.text()
    assert len(page.cells[0].heads.heads()) == 1


def test_the_maps_share_their_coordinates(page: SlicePage) -> None:
    first, second, third = page.cells
    first.box.setRange(xRange=(-1.0, 1.0), yRange=(-2.0, 2.0), padding=0.0)
    assert second.box.viewRange()[0] == [-1.0, 1.0]
    assert third.box.viewRange()[0] == [-2.0, 2.0]
    third.box.setRange(yRange=(-0.5, 0.5), padding=0.0)
    assert second.box.viewRange()[1] == [-0.5, 0.5]


def test_a_start_dragged_in_a_slice_keeps_its_other_coordinate(page: SlicePage, stage: Stage, qtbot: QtBot) -> None:
    x, y, z = a_race("quadratic3d", ("gd", "adam"), steps=20).spec.starts[0]
    cell, port = page.cells[1], page.board.viewport()
    mouse(port, QEvent.Type.MouseMove, at(page, cell, (x, z)), Qt.MouseButton.NoButton)
    mouse(port, QEvent.Type.MouseButtonPress, at(page, cell, (x, z)))
    for place in ((-1.0, -1.0), (0.0, 0.0), (1.0, 1.5)):
        qtbot.wait(MOVE_MS)
        mouse(port, QEvent.Type.MouseMove, at(page, cell, place))
    with qtbot.waitSignal(stage.start_dropped) as dropped:
        mouse(port, QEvent.Type.MouseButtonRelease, at(page, cell, (1.0, 1.5)))
    assert dropped.args[1] == pytest.approx((1.0, y, 1.5), abs=0.1)


def test_of_many_coordinates_the_first_three_are_shown(qtbot: QtBot) -> None:
    expression = " + ".join(f"x{index}**2" for index in range(1, 8))
    seven = Surface("seven", "Seven", expression, window=((-1.0, 1.0),) * 7, start=(0.5,) * 7)
    spec = a_race("bowl", ("gd",), steps=2).spec
    spec = type(spec)(seven, spec.entries, (seven.start,), steps=2)
    stage = stage_of(qtbot, with_points(spec, np.full((3, 1, 7), 0.25)))
    assert "Of 7 coordinates the first three" in stage.page.caption.text()
    assert stage.page.cells[2].point_at(0.0, 0.0) == (0.25, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25)
    for view in ("side-by-side", "3d"):
        stage.set_view(view)
        stage.grab()
        assert "x3 = 0.25" in stage.page.header.caption.text()
