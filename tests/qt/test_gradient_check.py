"""The gradient check in the window: what is asked of the engine, and what is shown of its answer."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.engine.gradient_check import STEPS
from gdviz.engine.surface import Surface
from gdviz.qt.appearance import appearance
from gdviz.qt.controls.point_bar import point_of
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_surface, with_typed
from gdviz.qt.views.gradient_layer import LOG_STEPS
from gdviz.qt.views.gradient_panel import GradientPanel
from gdviz.qt.views.gradient_table import GradientTable
from gdviz.surfaces import surface
from tests.qt.windows import WAIT_MS, enter, error, part, wait_for_race

MANY = " + ".join(f"{number}*x{number}**4" for number in range(1, 9))


def panel(window: MainWindow) -> GradientPanel:
    assert window.gradient.panel is not None
    return window.gradient.panel


def wait(qtbot: QtBot, window: MainWindow, point: tuple[float, ...]) -> None:
    """Until the check at this point is shown."""

    def shown() -> bool:
        check = window.gradient.panel and window.gradient.panel._check
        return bool(check and not window.gradient.waiting and check.point == pytest.approx(point, abs=1e-12))

    qtbot.waitUntil(shown, timeout=WAIT_MS)


def opened(qtbot: QtBot, window: MainWindow) -> GradientPanel:
    part(window, QAction, "action_gradient_check").trigger()
    wait(qtbot, window, head(window))
    return panel(window)


def head(window: MainWindow) -> tuple[float, ...]:
    lane = window.session.selection.lane
    return tuple(window.session.trajectory.points[window.playhead.step, lane].tolist())


def column(window: MainWindow, number: int) -> list[str]:
    rows = part(window, GradientTable, "gradient_table").rows
    return [rows.index(row, number).data() for row in range(rows.rowCount())]


def test_it_follows_the_head_and_the_selection_while_it_is_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    window.playhead.scrub(3)
    # Nothing is made or asked before it is looked at.
    assert window.gradient.panel is None
    assert not window.gradient.waiting
    window.playhead.scrub(0)
    shown = opened(qtbot, window)
    assert window.workspace.in_front("gradient")
    assert part(window, QCheckBox, "gradient_at_head").isChecked()
    assert column(window, 0) == ["x", "y"]
    assert column(window, 1) == ["Agrees", "Agrees"]
    for number in range(shown.table.rows.columnCount()):
        assert shown.table.columnWidth(number) >= shown.table.sizeHintForColumn(number)
    gradient = window.session._description.compiled.gradient(np.array(head(window)))  # type: ignore[union-attr]
    assert [float(text.replace("−", "-")) for text in column(window, 2)] == pytest.approx(gradient, rel=1e-5)
    assert "agrees with central differences to at least" in shown.verdict.text()
    window.playhead.scrub(10)
    wait(qtbot, window, head(window))
    before = head(window)
    window.session.selection.select(2)
    assert head(window) != before
    wait(qtbot, window, head(window))
    box = part(window, QLineEdit, "gradient_point")
    assert box.text() == f"{head(window)[0]}, {head(window)[1]}"
    window.playhead.play()
    qtbot.waitUntil(lambda: window.playhead.step > 20)
    window.playhead.pause()
    wait(qtbot, window, head(window))
    seen = shown._check
    window.workspace.show_race()
    window.playhead.scrub(10)
    qtbot.wait(250)
    assert shown._check is seen
    window.workspace.show_panel("gradient")
    wait(qtbot, window, head(window))


def test_a_typed_point_is_checked_and_stays_until_the_head_is_wanted(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window)
    enter(qtbot, window, "gradient_point", "(2, 0.5)")
    wait(qtbot, window, (2.0, 0.5))
    assert not part(window, QCheckBox, "gradient_at_head").isChecked()
    window.playhead.scrub(5)
    qtbot.wait(250)
    assert panel(window)._check.point == (2.0, 0.5)  # type: ignore[union-attr]
    part(window, QCheckBox, "gradient_at_head").click()
    wait(qtbot, window, head(window))
    part(window, QCheckBox, "gradient_at_head").click()
    kept = head(window)
    window.playhead.scrub(9)
    qtbot.wait(250)
    assert panel(window)._check.point == kept  # type: ignore[union-attr]


def test_wide_digits_and_commas_are_read() -> None:
    assert point_of("（２， 0.5）") == (2.0, 0.5)


def test_a_wrong_point_is_told_and_the_last_picture_stays(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    before = shown._check
    for text, said in (
        ("1", "the point has 1 coordinate, the surface has 2"),
        ("1, 2, 3", "the point has 3 coordinates, the surface has 2"),
        ("1, two", "'two' is not a number"),
        ("", "is not a number"),
        ("1, 1e999", "every coordinate of the point must be a finite number"),
    ):
        enter(qtbot, window, "gradient_point", text)
        qtbot.waitUntil(lambda said=said: said in error(window, "gradient_error"), timeout=WAIT_MS)  # type: ignore[misc]
        assert shown._check is before
    enter(qtbot, window, "gradient_point", "1, 1")
    wait(qtbot, window, (1.0, 1.0))
    assert error(window, "gradient_error") == ""
    # Unticked, the point that was checked stays, whatever stands in the field.
    part(window, QCheckBox, "gradient_at_head").click()
    wait(qtbot, window, head(window))
    part(window, QLineEdit, "gradient_point").setText("y1")
    part(window, QCheckBox, "gradient_at_head").click()
    assert not part(window, QCheckBox, "gradient_at_head").isChecked()
    assert shown._check is not None
    assert shown._check.point == head(window)


def test_kinks_are_told_and_another_surface_of_the_race_is_followed(qtbot: QtBot, window: MainWindow) -> None:
    window.session.change(with_typed(window.session.wanted, "abs(x) + y**2"))
    wait_for_race(qtbot, window)
    window.playhead.scrub(0)
    opened(qtbot, window)
    enter(qtbot, window, "gradient_point", "0, 1")
    wait(qtbot, window, (0.0, 1.0))
    assert column(window, 1) == ["Kink", "Agrees"]
    assert "kink here along x: its slope is -1 before and 1 behind" in panel(window).verdict.text()
    appearance().set_language("zh_CN")
    try:
        assert "有折点" in panel(window).verdict.text()
        assert column(window, 1) == ["折点", "一致"]
        assert panel(window).table.rows.headerData(2, Qt.Orientation.Horizontal) == "解析"
        assert panel(window).plot.plot.getAxis("bottom").labelText == "步长 h"
    finally:
        appearance().set_language("en")
    enter(qtbot, window, "gradient_point", "2, 0.5")
    wait(qtbot, window, (2.0, 0.5))
    window.session.change(with_surface(window.session.wanted, surface("parabola")))
    wait_for_race(qtbot, window)
    window.playhead.scrub(0)
    wait(qtbot, window, head(window))
    assert column(window, 0) == ["x"]


def test_any_surface_can_be_checked_and_the_race_again(qtbot: QtBot, window: MainWindow) -> None:
    window.gradient.open_for(Surface("own", "Own", "x**4 + exp(y) + z", start=(1.0, 2.0, 3.0)))
    wait(qtbot, window, (1.0, 2.0, 3.0))
    assert column(window, 0) == ["x", "y", "z"]
    assert part(window, QLabel, "gradient_surface").text() == "f = x**4 + exp(y) + z"
    assert not part(window, QCheckBox, "gradient_at_head").isChecked()
    enter(qtbot, window, "gradient_point", "0, 0, 0")
    wait(qtbot, window, (0.0, 0.0, 0.0))
    window.gradient.open_for(Surface("own", "Own", "x1**2 + x4"))
    wait(qtbot, window, (0.0, 0.0, 0.0, 0.0))
    window.gradient.open_for(Surface("bad", "Bad", "x +"))
    assert error(window, "gradient_error").startswith("line 1, column 4: ")
    part(window, QCheckBox, "gradient_at_head").click()
    wait(qtbot, window, head(window))
    assert error(window, "gradient_error") == ""
    # Nothing is finite: said, and drawn without an error.
    window.gradient.open_for(Surface("own", "Own", "log(x) + y", start=(-1.0, 0.0)))
    wait(qtbot, window, (-1.0, 0.0))
    assert column(window, 1) == ["Undefined", "Undefined"]
    assert column(window, 4) == ["undefined", "undefined"]
    assert not panel(window).grab().isNull()
    window.gradient.open_for(Surface("own", "Own", MANY, start=tuple(range(1, 9))))
    wait(qtbot, window, tuple(range(1, 9)))
    shown = panel(window)
    curves = shown.plot.layer.curves
    assert curves is not None
    assert len(curves.looks) == 3
    hidden = next(axis for axis in range(8) if axis not in curves.looks)
    assert shown.table.rows.index(hidden, 0).data(Qt.ItemDataRole.DecorationRole) is None
    shown.table.choose(hidden)
    assert shown.plot.layer.curves is not None
    assert hidden in shown.plot.layer.curves.looks
    assert shown.table.rows.index(hidden, 0).data(Qt.ItemDataRole.DecorationRole) is not None
    assert "of 8" in part(window, QLabel, "gradient_readout").text()


def test_the_editor_has_what_is_written_checked(qtbot: QtBot, window: MainWindow) -> None:
    part(window, QAction, "action_own_surface").trigger()
    editor = window.editors.surface_editor
    assert editor is not None
    editor.text.show_text("x**2 + exp(y)")
    part(editor, QPushButton, "surface_check").click()
    wait(qtbot, window, editor.draft.surface().start)
    assert part(window, QLabel, "gradient_surface").text() == "f = x**2 + exp(y)"
    assert window.session.wanted.spec.surface == surface("beale")
    editor.text.show_text("x**2 + exp(")
    part(editor, QPushButton, "surface_check").click()
    assert error(editor, "surface_editor_error").startswith("line 1, column ")
    assert part(window, QLabel, "gradient_surface").text() == "f = x**2 + exp(y)"


def test_the_plot_shows_the_errors_of_the_chosen_row_and_what_is_under_the_mouse(
    qtbot: QtBot, window: MainWindow
) -> None:
    shown = opened(qtbot, window)
    layer, check = shown.plot.layer, shown._check
    assert layer.curves is not None
    assert check is not None
    assert list(layer.curves.looks) == [0, 1]
    errors = check.errors[:, 1]
    np.testing.assert_allclose(10 ** layer.curves.logs(1)[errors > 0], errors[errors > 0])
    low, high = layer.box.viewRange()[1]
    told = layer.curves.logs(1)
    assert low < np.nanmin(told)
    assert high > np.nanmax(told)
    place = layer.box.mapViewToScene(QPointF(float(LOG_STEPS[16]), (low + high) / 2))
    shown.plot.plot.scene().sigMouseMoved.emit(place)
    assert layer.step == 16
    assert STEPS[16] == 1e-5
    assert part(window, QLabel, "gradient_readout").text().startswith("h = 10⁻⁵: along y the error is ")
    shown.plot.plot.scene().sigMouseMoved.emit(QPointF(-100.0, -100.0))
    assert layer.step is None
    assert not shown.grab().isNull()
    shown.table.setFocus()
    shown.table.choose(1)
    qtbot.keyClick(shown.table, Qt.Key.Key_Up)
    assert shown.plot.layer.curves is not None
    assert shown.plot.layer.curves.partial.name == "x"
    assert part(window, QLabel, "gradient_readout").text() == "Dashed: truncation and rounding along x."
