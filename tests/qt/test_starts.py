"""Several starts at once: added, moved, chosen and removed on the map; rings and grids; too many of them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from gdviz.engine.errors import InputError
from gdviz.engine.result import Verdict
from gdviz.qt.controls.panel import ControlPanel
from gdviz.qt.controls.start_dialog import StartDialog
from gdviz.qt.main_window import MainWindow
from gdviz.qt.session import Session
from gdviz.qt.setup import LANE_LIMIT, Setup, with_typed, with_value
from gdviz.qt.start_patterns import grid, ring
from gdviz.qt.views.side_by_side import SideBySide
from gdviz.qt.views.surface3d_page import Surface3DPage
from tests.qt.windows import a_spec, enter, error, part, wait_for_race


def pixel(window: MainWindow, place: tuple[float, float]) -> QPoint:
    box = window.contours.plot.getPlotItem().vb
    return window.contours.plot.mapFromScene(box.mapViewToScene(QPointF(*place)))


def click(qtbot: QtBot, window: MainWindow, place: tuple[float, float], shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    viewport = window.contours.plot.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, held, pixel(window, place))


def chosen(window: MainWindow) -> list[bool]:
    return [marker.chosen for marker in window.contours.starts.markers]


def test_shift_click_adds_a_click_on_a_start_chooses_and_delete_removes(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window, (-2.0, 2.0), shift=True)
    wait_for_race(qtbot, window)
    assert len(window.session.shown.spec.starts) == 2
    np.testing.assert_allclose(window.session.shown.spec.starts[1], (-2.0, 2.0), atol=0.05)
    assert chosen(window) == [False, True]
    assert part(window, QComboBox, "start_choice").currentIndex() == 1
    click(qtbot, window, (1.0, -1.5))
    assert chosen(window) == [True, False]
    assert part(window, QLineEdit, "start_x").text() == "1"
    part(window, QComboBox, "start_choice").setCurrentIndex(1)
    assert chosen(window) == [False, True]
    window.contours.plot.setFocus()
    qtbot.keyClick(window.contours.plot, Qt.Key.Key_Delete)
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.starts == ((1.0, -1.5),)
    part(window, QAction, "action_remove_start").trigger()
    assert error(window, "starts_error") == "this is the only start; add another one before you remove it"
    assert window.session.wanted.spec.starts == ((1.0, -1.5),)


def test_maps_side_by_side_add_and_choose_as_well(qtbot: QtBot, window: MainWindow) -> None:
    window.stage.show_side_by_side()
    page = window.stage.page
    assert isinstance(page, SideBySide)
    page.cells[1].box.shift_clicked.emit(-2.0, 2.0)
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.starts[1] == (-2.0, 2.0)
    assert [marker.chosen for marker in page.cells[0].starts.markers] == [False, True]
    page.cells[0].starts.picked.emit(0)
    assert [marker.chosen for marker in page.cells[2].starts.markers] == [True, False]
    window.stage.show_3d()
    solid = window.stage.page
    assert isinstance(solid, Surface3DPage)
    solid.canvas.added.emit(0.5000123, 0.5)
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.starts[2] == (0.5, 0.5)
    assert solid.canvas.marks.chosen_start == 2
    assert not solid.grab().isNull()


def ask(window: MainWindow, action: str, **numbers: int) -> StartDialog:
    part(window, QAction, action).trigger()
    dialog = part(window, StartDialog, "start_dialog")
    for name, value in numbers.items():
        part(dialog, QSpinBox, name).setValue(value)
    return dialog


def test_a_ring_a_grid_one_again_and_far_too_many(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ask(window, "action_ring", ring_count=10_000, ring_radius=50)
    most = part(dialog, QSpinBox, "ring_count").value()
    entries = len(window.session.wanted.spec.entries)
    assert most * entries <= LANE_LIMIT < (most + 1) * entries
    part(dialog, QSpinBox, "ring_count").setValue(8)
    dialog.accept()
    wait_for_race(qtbot, window)
    assert len(window.session.shown.spec.starts) == 8
    assert window.contours.starts.markers[7].number == "8"
    dialog = ask(window, "action_grid", grid_side=100)
    side = part(dialog, QSpinBox, "grid_side").value()
    assert side**2 * entries <= LANE_LIMIT < (side + 1) ** 2 * entries
    part(dialog, QSpinBox, "grid_side").setValue(5)
    dialog.accept()
    wait_for_race(qtbot, window)
    assert len(window.session.shown.spec.starts) == 25
    assert {marker.number for marker in window.contours.starts.markers} == {""}
    assert window.side.loss.legend.toolTip().splitlines()[24:] == ["and 51 more"]
    part(window, QAction, "action_one_start").trigger()
    wait_for_race(qtbot, window)
    assert len(window.session.shown.spec.starts) == 1


def test_a_wild_drag_ends_at_the_edge_or_is_refused_in_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    marker = window.contours.starts.markers[0]
    marker._moved(QPointF(1e7, -1e7), True)
    wait_for_race(qtbot, window)
    shown = window.contours.starts._window()
    assert window.session.shown.spec.starts == ((shown.right, shown.top),)
    window.stage.start_dropped.emit(0, (1e300, 0.0))
    assert error(window, "starts_error")
    window.stage.start_dropped.emit(0, (float("nan"), 0.0))
    assert error(window, "starts_error")
    assert window.session.wanted.spec.starts == ((shown.right, shown.top),)


def test_a_window_of_no_width_is_survived(qtbot: QtBot, window: MainWindow) -> None:
    box = window.contours.plot.getPlotItem().vb
    box.setRange(xRange=(1.0, 1.0), yRange=(1.0, 1.0), padding=0.0)
    window.contours.grab()
    box.setRange(xRange=(1.0, 1.0 + 1e-300), yRange=(1.0, 2.0), padding=0.0)
    window.contours.grab()
    box.scaleBy((0.0, 0.0))
    window.contours.grab()
    for view in ("overlay", "side-by-side", "3d"):
        window.stage.set_view(view)
        for size in ((0, 300), (300, 0), (1, 1)):
            window.stage.setFixedSize(*size)
            QApplication.processEvents()
            window.stage.grab()
        window.stage.setFixedSize(600, 300)
    window.stage.set_view("overlay")
    window.stage.reset_window()
    window.contours.grab()
    assert box.viewRange()[0][1] - box.viewRange()[0][0] > 1.0


def test_a_step_size_of_1e308_is_refused_in_a_sentence_and_the_largest_diverges(
    qtbot: QtBot, window: MainWindow
) -> None:
    enter(qtbot, window, "entry_0_lr_box", "1e308")
    assert "between" in error(window, "entry_0_lr_error")
    assert window.session.wanted == window.session.shown
    with pytest.raises(InputError, match=r"between .* not 1e\+308"):
        window.session.change(with_value(window.session.wanted, 0, "lr", 1e308))
    assert window.session.wanted == window.session.shown
    window.session.change(with_value(window.session.wanted, 0, "lr", 100.0))
    wait_for_race(qtbot, window)
    assert window.session.trajectory.runs[0].verdict is Verdict.DIVERGED
    for view in ("overlay", "side-by-side", "3d"):
        window.stage.set_view(view)
        assert not window.grab().isNull()


def test_a_ring_lies_around_its_centre_and_a_grid_inside_the_window() -> None:
    setup = Setup.of(a_spec())
    (left, right), (low, high) = setup.spec.surface.window
    around = np.array(ring(setup, (1.0, 2.0), 6, 0.5))
    np.testing.assert_allclose(around.mean(axis=0), (1.0, 2.0), atol=1e-4)
    assert np.ptp(around[:, 0]) == pytest.approx(0.5 * (right - left))
    places = np.array(grid(setup, (1.0, 2.0), 4))
    assert len(np.unique(places, axis=0)) == 16
    assert (places > (left, low)).all()
    assert (places < (right, high)).all()


def test_of_many_coordinates_there_is_one_line(session: Session, panel: ControlPanel, qtbot: QtBot) -> None:
    formula = "+".join(f"x{number}**2" for number in range(1, 41))
    session.change(with_typed(session.wanted, formula))
    box = part(panel, QLineEdit, "start_all")
    enter(qtbot, panel, "start_all", "0.5")
    assert session.wanted.spec.starts == ((0.5,) * 40,)
    assert box.text() == "0.5 × 40"
    enter(qtbot, panel, "start_all", "1 × 39, -2")
    assert session.wanted.spec.starts == ((*[1.0] * 39, -2.0),)
    assert box.text().startswith("1, 1, 1, ")
    enter(qtbot, panel, "start_all", "1, 2")
    assert error(panel, "starts_error").startswith("40 numbers are needed here, one per coordinate, not 2")
    panel.starts.place((0.0,) * 40)
    assert box.text() == "0 × 40"
    session.change(with_typed(session.wanted, "+".join(f"x{number}**2" for number in range(1, 7))))
    boxes = [part(panel, QLineEdit, f"start_x{number}") for number in range(1, 7)]
    QApplication.processEvents()
    assert all(box.width() > 60 for box in boxes)
