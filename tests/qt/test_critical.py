"""Critical points and the Taylor model in the window: marks, panel, the way down from a saddle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_new_start, with_surface, with_typed
from gdviz.qt.views.critical_table import CriticalTable
from gdviz.qt.views.side_by_side import SideBySide
from gdviz.qt.views.slice_page import SlicePage
from gdviz.qt.views.surface3d_page import Surface3DPage
from gdviz.qt.views.taylor_layer import legible
from gdviz.qt.views.window import Window
from gdviz.surfaces import surface
from tests.qt.windows import WAIT_MS, a_spec, enter, part, wait_for_race

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def saddles(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window on Himmelblau's four minima, four saddles and one maximum, which are being shown."""
    window = make_window(a_spec("gd", on="himmelblau"))
    switch_on(qtbot, window)
    return window


def switch_on(qtbot: QtBot, window: MainWindow) -> None:
    part(window, QAction, "action_critical_points").setChecked(True)
    wait_for_answer(qtbot, window)


def wait_for_answer(qtbot: QtBot, window: MainWindow) -> None:
    def answered() -> bool:
        answer = window.critical.findings.answer
        return answer is not None and answer.question.surface == window.session.shown.spec.surface

    qtbot.waitUntil(answered, timeout=WAIT_MS)


def table(window: MainWindow) -> CriticalTable:
    return part(window, CriticalTable, "critical_table")


def cell(window: MainWindow, row: int, column: int) -> str:
    item = table(window).item(row, column)
    assert item is not None
    return item.text()


def row_of(window: MainWindow, kind: str) -> int:
    return next(row for row in range(table(window).rowCount()) if cell(window, row, 0) == kind)


def said(window: MainWindow, name: str) -> str:
    return part(window, QLabel, name).text()


def pixel(window: MainWindow, x: float, y: float):
    box = window.contours.plot.getPlotItem().vb
    return window.contours.plot.mapFromScene(box.mapViewToScene(QPointF(x, y)))


def test_the_points_of_the_window_are_marked_once_and_listed(saddles: MainWindow, qtbot: QtBot) -> None:
    known = saddles.contours.known_points
    assert {kind: len(places) for kind, places in known.places.items()} == {"minima": 4, "saddles": 4, "maxima": 1}
    assert table(saddles).rowCount() == 9
    assert [cell(saddles, row, 0) for row in range(9)] == ["minimum"] * 4 + ["saddle"] * 4 + ["maximum"]
    assert "9 critical points" in said(saddles, "critical_note")
    layer = saddles.contours.finding_layers.critical
    assert layer is not None
    lines = layer.lines(layer.window(), layer.points[4], 30.0)
    assert [down for *_, down in lines] == [True, False]
    assert np.hypot(*lines[0][1]) > np.hypot(*lines[1][1])  # the flatter way is the longer line
    assert "saddle (3.385, 0.07385)" in saddles.contours.hover_text(3.39, 0.07)
    assert "λ = −14.14, 97.55" in saddles.contours.hover_text(3.39, 0.07)
    part(saddles, QCheckBox, "critical_on").click()
    assert not part(saddles, QAction, "action_critical_points").isChecked()
    assert table(saddles).rowCount() == 0
    assert len(known.places["saddles"]) == 4
    assert "∇f" in saddles.contours.hover_text(3.39, 0.07)


def test_only_the_visible_window_is_searched(saddles: MainWindow, qtbot: QtBot) -> None:
    saddles.contours._frame(((2.0, 4.0), (1.0, 3.0)))
    qtbot.waitUntil(lambda: table(saddles).rowCount() == 1, timeout=WAIT_MS)
    assert cell(saddles, 0, 1) == "(3, 2)"
    saddles.stage.show_3d()
    qtbot.waitUntil(lambda: table(saddles).rowCount() == 9, timeout=WAIT_MS)
    solid = saddles.stage.page
    assert isinstance(solid, Surface3DPage)
    assert len(solid.canvas.marks.known["saddles"]) == 4
    saddles.stage.show_overlay()
    saddles.contours._frame(((3.0, 3.0 + 1e-14), (2.0, 2.0 + 1e-14)))
    qtbot.waitUntil(lambda: "zoom out" in said(saddles, "critical_note"), timeout=WAIT_MS)
    assert table(saddles).rowCount() == 0


def test_from_a_saddle_two_starts_escape_and_can_be_taken_back(saddles: MainWindow, qtbot: QtBot) -> None:
    escape = part(saddles, QPushButton, "critical_escape")
    assert not escape.isEnabled()
    table(saddles).selectRow(row_of(saddles, "minimum"))
    assert not escape.isEnabled()
    assert "no way down" in said(saddles, "critical_told")
    table(saddles).selectRow(row_of(saddles, "saddle"))
    layer = saddles.contours.finding_layers.critical
    assert layer is not None
    assert layer.chosen is saddles.critical.findings.answer.points[4]
    enter(qtbot, saddles, "critical_step", "0.1")
    assert "−|λ|/2·step² = −0.0707" in said(saddles, "critical_told")
    before = saddles.session.shown.spec.starts
    escape.click()
    wait_for_race(qtbot, saddles)
    first, *new = saddles.session.shown.spec.starts
    assert (first,) == before
    middle = np.array(layer.chosen.point)
    np.testing.assert_allclose(np.linalg.norm(np.array(new) - middle, axis=1), 0.1)
    np.testing.assert_allclose(np.mean(new, axis=0), middle)
    part(saddles, QAction, "action_undo").trigger()
    wait_for_race(qtbot, saddles)
    assert saddles.session.shown.spec.starts == before
    part(saddles, QPushButton, "critical_start").click()
    wait_for_race(qtbot, saddles)
    np.testing.assert_allclose(saddles.session.shown.spec.starts[1], middle)


def test_a_click_on_a_mark_selects_its_row_and_snaps_a_model_to_it(saddles: MainWindow, qtbot: QtBot) -> None:
    starts = saddles.session.wanted.spec.starts
    viewport = saddles.contours.plot.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=pixel(saddles, -3.0, -0.03))
    assert table(saddles).current is saddles.critical.findings.chosen
    assert cell(saddles, table(saddles).currentRow(), 1) == "(−3.073, −0.08135)"
    assert saddles.session.wanted.spec.starts == starts
    qtbot.waitUntil(lambda: saddles.session.is_described, timeout=WAIT_MS)
    part(saddles, QAction, "action_taylor_model").setChecked(True)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=pixel(saddles, -3.0, -0.03))
    assert saddles.critical.findings.shown is not None
    assert saddles.critical.findings.shown.model.point == saddles.critical.findings.chosen.point


def test_another_surface_has_its_own_points_and_lines(saddles: MainWindow, qtbot: QtBot) -> None:
    saddles.session.change(with_surface(saddles.session.wanted, surface("product_saddle")))
    wait_for_race(qtbot, saddles)
    wait_for_answer(qtbot, saddles)
    assert [cell(saddles, row, 0) for row in range(3)] == ["a whole line of minima"] * 2 + ["saddle"]
    assert len(saddles.contours.known_points.places["wholes"]) > 50
    assert "minima" not in saddles.contours.known_points.places
    saddles.session.change(with_typed(saddles.session.wanted, "log(x) - x - y**2"))
    wait_for_race(qtbot, saddles)
    wait_for_answer(qtbot, saddles)
    assert "In 50% of the window" in said(saddles, "critical_note")
    assert cell(saddles, 0, 0) == "maximum"
    saddles.session.change(with_typed(saddles.session.wanted, "x + y"))
    wait_for_race(qtbot, saddles)
    wait_for_answer(qtbot, saddles)
    assert said(saddles, "critical_note") == "The slope is zero nowhere in this window."


def test_the_model_is_that_of_the_clicked_point(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(a_spec("gd", on="himmelblau"))
    qtbot.waitUntil(lambda: window.session.is_described, timeout=WAIT_MS)
    part(window, QAction, "action_taylor_model").setChecked(True)
    shown = window.critical.findings.shown
    assert shown is not None
    assert shown.model.point == window.session.shown.spec.starts[0]
    starts = window.session.shown.spec.starts
    qtbot.mouseClick(window.contours.plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(window, 2.0, 1.0))
    shown = window.critical.findings.shown
    assert shown is not None
    np.testing.assert_allclose(shown.model.point, (2.0, 1.0), atol=0.05)
    assert window.session.wanted.spec.starts == starts
    layer = window.contours.finding_layers.taylor
    assert layer is not None
    window.contours.grab()
    lines = layer.contours(layer.plane(), layer.window())
    values = shown.model.values(lines[np.isfinite(lines).all(axis=1)], 2)
    levels = window.contours.surface_layer.levels
    assert np.abs(values[:, None] - levels).min(axis=1).max() < 0.02 * np.ptp(levels)
    assert "Second order at" in said(window, "taylor_said")
    assert "off by 0" in window.contours.hover_text(*shown.model.point)
    part(window, QRadioButton, "taylor_first").click()
    assert "First order at" in said(window, "taylor_said")
    assert window.critical.findings.shown.order == 1
    part(window, QCheckBox, "taylor_on").click()
    assert window.critical.findings.shown is None
    qtbot.mouseClick(window.contours.plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(window, -2.0, 2.0))
    wait_for_race(qtbot, window)
    np.testing.assert_allclose(window.session.shown.spec.starts[0], (-2.0, 2.0), atol=0.05)


def test_contour_lines_that_would_run_into_one_another_are_left_out() -> None:
    window = Window(0.0, 1.0, 0.0, 1.0, 100.0, 100.0)
    x = np.linspace(0.0, 1.0, 101)
    values = np.broadcast_to(np.where(x < 0.5, x, 0.5 + 50.0 * (x - 0.5)), (101, 101))
    shown = legible(values, np.arange(0.0, 30.0, 0.1), window)
    np.testing.assert_array_equal(shown[:, :49], values[:, :49])  # ten pixels from level to level
    assert np.isnan(shown[:, 52:]).all()  # a fifth of a pixel


def test_where_f_is_not_defined_there_is_a_sentence_in_place_of_a_model(window: MainWindow, qtbot: QtBot) -> None:
    window.session.change(with_typed(window.session.wanted, "log(x) + y**2"))
    wait_for_race(qtbot, window)
    qtbot.waitUntil(lambda: window.session.is_described, timeout=WAIT_MS)
    part(window, QAction, "action_taylor_model").setChecked(True)
    assert window.critical.findings.shown is not None
    window.stage.place_chosen.emit((-1.0, 0.0))
    assert window.critical.findings.shown is None
    assert "no Taylor model here" in said(window, "taylor_said")


def test_every_map_shows_them(saddles: MainWindow, qtbot: QtBot) -> None:
    part(saddles, QAction, "action_taylor_model").setChecked(True)
    saddles.stage.show_side_by_side()
    page = saddles.stage.page
    assert isinstance(page, SideBySide)
    assert page.cells[0].finding_layers.critical.points == saddles.critical.findings.answer.points
    assert page.cells[0].finding_layers.taylor.shown is saddles.critical.findings.shown
    assert not page.grab().isNull()
    known = [dict(each.known_points.places) for each in page.cells]
    saddles.session.change(with_new_start(saddles.session.wanted, (1.0, 1.0)))
    # Maps that are laid out anew go on showing what was found.
    assert [each.known_points.places for each in page.cells] == known
    saddles.session.change(with_surface(saddles.session.wanted, surface("quadratic3d")))
    saddles.stage.show_overlay()
    wait_for_race(qtbot, saddles)
    wait_for_answer(qtbot, saddles)
    qtbot.waitUntil(lambda: saddles.critical.findings.shown is not None, timeout=WAIT_MS)
    slices = saddles.stage.page
    assert isinstance(slices, SlicePage)
    assert cell(saddles, 0, 1) == "(0, 0, 0)"
    for each in slices.cells:
        assert each.finding_layers.critical.points == saddles.critical.findings.answer.points
        plane = each.finding_layers.taylor.plane()
        # A quadratic is its own model, in every slice.
        places = np.linspace(-1.0, 1.0, 5)
        np.testing.assert_allclose(plane.values(places, places), each.plane.values(places, places), atol=1e-9)
    assert not slices.grab().isNull()


def test_one_coordinate_has_its_tangent_and_its_parabola(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(a_spec("gd", on="cubic"))
    qtbot.waitUntil(lambda: window.session.is_described, timeout=WAIT_MS)
    switch_on(qtbot, window)
    assert [cell(window, row, 0) for row in range(2)] == ["minimum", "maximum"]
    part(window, QAction, "action_taylor_model").setChecked(True)
    window.stage.place_chosen.emit((1.0,))
    plane = window.contours.finding_layers.taylor.plane()
    np.testing.assert_allclose(plane.value(np.array([[1.0], [2.0]])), [-9.0, -9.0 - 12.0])  # there f'' is 0
    assert not window.contours.grab().isNull()
