"""One map per entry: the right trails on the right maps, one window for all, starts to drag in each."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.qt.style import small_font
from gdviz.qt.views.cell_board import grid_places
from gdviz.qt.views.map_cell import EchoLayer, MapCell
from gdviz.qt.views.short_names import short_name
from gdviz.qt.views.side_by_side import SideBySide
from gdviz.qt.views.stage import Stage
from tests.qt.stages import stage_of
from tests.qt.trajectories import KEYS, a_race, mouse, with_points

MOVE_MS = 15


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return stage_of(qtbot, a_race(), "side-by-side")


@pytest.fixture
def page(stage: Stage) -> SideBySide:
    return stage.page


def pixel(page: SideBySide, cell: MapCell, place: tuple[float, float]) -> QPoint:
    return page.board.mapFromScene(cell.box.mapViewToScene(QPointF(*place)))


def test_every_entry_has_its_own_map_with_its_name_look_and_loss(page: SideBySide, stage: Stage) -> None:
    race = a_race()
    assert [cell.title.name for cell in page.cells] == [entry.label for entry in race.spec.entries]
    for entry, cell in enumerate(page.cells):
        np.testing.assert_array_equal(cell.trails.shown(0), race.points[:, entry])
        assert f"{race.loss[-1, entry]:.4g}".replace("-", "−") in cell.title.number
        assert cell.title.look == stage.page.scene.looks[entry]


def test_the_loss_above_a_map_is_that_of_the_playhead(page: SideBySide, stage: Stage) -> None:
    stage.set_step(3)
    loss = a_race().loss[3, 1]
    assert page.cells[1].title.number == f"f = {loss:.4g}".replace("-", "−")


def test_several_starts_share_an_entry_s_map(qtbot: QtBot) -> None:
    race = a_race(keys=("gd", "adam"), starts=((1.0, -1.5), (2.0, 1.0)))
    stage = stage_of(qtbot, race, "side-by-side")
    page = stage.page
    assert len(page.cells) == 2
    assert set(page.cells[1].heads.heads()) == {0, 1}
    assert page.cells[1].heads.heads()[1] == tuple(race.points[-1, 3])
    assert page.cells[1].title.number.startswith("lowest f")


def test_hiding_an_entry_takes_its_map_away(page: SideBySide, stage: Stage) -> None:
    stage.set_entry_visible(0, False)
    assert page.entries == (1, 2, 3)
    assert page.cells[0].title.name == "Momentum"
    np.testing.assert_array_equal(page.cells[0].trails.shown(0), a_race().points[:, 1])
    for entry in (1, 2, 3):
        stage.set_entry_visible(entry, False)
    assert page.cells == []
    assert "hidden" in page.note.text()
    stage.grab()
    stage.set_entry_visible(2, True)
    assert page.entries == (2,)
    assert not page.note.isVisible()


def test_maps_pan_and_zoom_together(page: SideBySide) -> None:
    page.cells[2].box.translateBy((0.5, 0.25))
    page.cells[1].box.scaleBy((0.5, 0.5))
    ranges = [np.array(cell.box.viewRange()) for cell in page.cells]
    for each in ranges[1:]:
        np.testing.assert_array_equal(each, ranges[0])
    page.reset_window()
    np.testing.assert_allclose(page.cells[3].box.viewRange(), [(-4.5, 4.5)] * 2)


def test_a_map_that_was_moved_stays_there_when_the_race_changes(page: SideBySide, stage: Stage) -> None:
    page.cells[0].box.translateBy((1.0, 1.0))
    before = page.cells[0].box.viewRange()
    stage.set_starts(((2.0, 2.0),))
    stage.set_trajectory(a_race(starts=((2.0, 2.0),)))
    assert page.cells[0].box.viewRange() == before


def test_the_surface_is_computed_once_for_all(page: SideBySide) -> None:
    first, *others = (cell.surface_layer for cell in page.cells)
    assert all(isinstance(layer, EchoLayer) and layer.leader is first for layer in others)
    assert len({(cell.box.rect().width(), cell.box.rect().height()) for cell in page.cells}) == 1
    picture = page.board.grab().toImage()
    at = [page.board.mapFromScene(cell.box.mapToScene(QPointF(6.0, 6.0))) for cell in page.cells]
    assert len({picture.pixel(place) for place in at}) == 1


@pytest.mark.parametrize("count", range(1, 13))
def test_the_grid_holds_one_to_twelve_maps(count: int) -> None:
    places = grid_places(count, (640, 430))
    assert len(set(places)) == count
    rows, columns = (1 + max(place[side] for place in places) for side in (0, 1))
    assert rows <= 4
    assert columns <= 5
    assert rows * columns - count < max(2, columns)


def test_twelve_maps_fit_and_more_are_told_of(qtbot: QtBot) -> None:
    race = a_race(keys=("gd", "adam", "momentum", "rmsprop") * 4, steps=3)
    stage = stage_of(qtbot, race, "side-by-side")
    page = stage.page
    assert len(page.cells) == 12
    assert "12 of 16" in page.note.text()
    for cell in page.cells:
        shown = page.board.mapFromScene(cell.box.sceneBoundingRect()).boundingRect()
        assert page.board.rect().contains(shown)


def test_names_that_are_cut_are_told_apart_by_their_ends(qapp: QApplication) -> None:
    metrics = QFontMetricsF(small_font())
    names = ["Nesterov momentum", *(f"Nesterov momentum {number}" for number in range(2, 11)), "Adam, cosine", "Adam"]
    width = metrics.horizontalAdvance("Nesterov")
    shown = [short_name(name, metrics, width) for name in names]
    assert len(set(shown)) == len(names)
    assert all(metrics.horizontalAdvance(text) <= width + 1 for text in shown)
    assert shown[-1] == "Adam"
    assert shown[9].endswith("… 10")
    assert short_name("Nesterov momentum 2", metrics, 1000) == "Nesterov momentum 2"


def test_the_axes_show_the_window_of_the_maps_after_a_change_of_size(page: SideBySide, stage: Stage) -> None:
    stage.resize(stage.width() + 80, stage.height() - 60)
    page.grab()
    for axis in (*page.board._left, *page.board._bottom):
        assert axis.range == pytest.approx([-4.5, 4.5])


def test_a_start_can_be_dragged_in_any_map(page: SideBySide, stage: Stage, qtbot: QtBot) -> None:
    cell, port = page.cells[3], page.board.viewport()
    mouse(port, QEvent.Type.MouseMove, pixel(page, cell, (1.0, -1.5)), Qt.MouseButton.NoButton)
    mouse(port, QEvent.Type.MouseButtonPress, pixel(page, cell, (1.0, -1.5)))
    for place in ((1.5, -1.0), (2.0, 0.0), (2.5, 1.0)):
        qtbot.wait(MOVE_MS)
        mouse(port, QEvent.Type.MouseMove, pixel(page, cell, place))
    with qtbot.waitSignal(stage.start_dropped) as dropped:
        mouse(port, QEvent.Type.MouseButtonRelease, pixel(page, cell, (2.5, 1.0)))
    assert dropped.args[0] == 0
    assert dropped.args[1] == pytest.approx((2.5, 1.0), abs=0.1)


def test_a_race_that_grows_is_shown_as_far_as_it_is_known(qtbot: QtBot) -> None:
    whole = a_race()
    part = type(whole)(whole.spec, 11, whole.points_buffer, whole.loss_buffer)
    stage = stage_of(qtbot, part, "side-by-side", step=40)
    assert len(stage.page.cells[0].trails.shown(0)) == 11
    stage.set_trajectory(whole)
    assert len(stage.page.cells[0].trails.shown(0)) == 41


def test_hover_tells_of_the_place_under_the_mouse(page: SideBySide, qtbot: QtBot) -> None:
    qtbot.wait(MOVE_MS)
    mouse(page.board.viewport(), QEvent.Type.MouseMove, pixel(page, page.cells[2], (3.0, 0.5)), Qt.MouseButton.NoButton)
    text = page.header.hover.text()
    assert text.startswith("x = ")
    assert "∇f" in text


@pytest.mark.parametrize("far", [np.nan, np.inf, 1e12, 1e308])
def test_lanes_that_fly_away_are_drawn_without_a_warning(far: float, qtbot: QtBot) -> None:
    spec = a_race(keys=KEYS[:2], steps=6).spec
    points = np.zeros((7, 2, 2))
    points[3, 0], points[4:, 0] = (far, -far), np.nan
    stage = stage_of(qtbot, with_points(spec, points), "side-by-side")
    for step in (0, 2, 3, 6):
        stage.set_step(step)
        stage.grab()
    stage.page.fit_trails()
    stage.grab()


def test_one_coordinate_has_a_tangent_at_every_head(qtbot: QtBot) -> None:
    race = a_race("parabola", ("gd", "adam"), steps=8)
    stage = stage_of(qtbot, race, "side-by-side", step=5)
    x, f, slope = stage.page.cells[0].tangents.tangents()[0]
    assert (x, f) == (race.points[5, 0, 0], race.loss[5, 0])
    assert slope == pytest.approx(2.0 * x)
