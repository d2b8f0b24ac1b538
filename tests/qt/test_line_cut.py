"""The line of a step in the window: whose step it is, what is drawn of it, and what is chosen in plot and table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from gdviz.engine.anatomy import step_question
from gdviz.engine.cut_line import line_slice
from gdviz.engine.line_slice import Finding, LineSlice
from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_value
from gdviz.qt.views.line_panel import LinePanel
from gdviz.qt.views.line_table import LineTable
from tests.qt.windows import WAIT_MS, a_spec, part, wait_for_race


@pytest.fixture
def searching(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    """Backtracking, strong Wolfe and gradient descent, at step 3, with the panel open."""
    window = make_window(a_spec("gd_backtracking", "gd_wolfe", "gd", steps=20))
    wait_for_race(qtbot, window)
    window.playhead.scrub(3)
    assert window.line.panel is None  # nothing is made or asked before it is looked at
    assert not window.line.waiting
    part(window, QAction, "action_line_search").trigger()
    wait(qtbot, window, 0, 4)
    return window


def panel(window: MainWindow) -> LinePanel:
    assert window.line.panel is not None
    return window.line.panel


def shown(window: MainWindow) -> LineSlice:
    line = panel(window).line
    assert line is not None
    return line


def wait(qtbot: QtBot, window: MainWindow, lane: int, number: int) -> None:
    """Until that step of that lane is shown."""

    def there() -> bool:
        line = window.line.panel and window.line.panel.line
        wanted = step_question(window.session.trajectory, lane, number)
        return bool(line and not window.line.waiting and line.question == wanted)

    qtbot.waitUntil(there, timeout=WAIT_MS)


def told(window: MainWindow) -> str:
    return part(window, QLabel, "line_told").text()


def column(window: MainWindow, number: int) -> list[str]:
    table = part(window, LineTable, "line_table")
    return [table.item(row, number).text() for row in range(table.rowCount())]


def test_it_follows_playhead_selection_and_numbers(searching: MainWindow, qtbot: QtBot) -> None:
    window = searching
    here = line_slice(step_question(window.session.trajectory, 0, 4))
    assert here is not None
    assert repr(shown(window).tried) == repr(here.tried)  # a slope that was not asked for is nan
    assert "step 4" in told(window)
    assert column(window, 0) == [str(number) for number in range(1, len(here.tried) + 1)]
    assert [text.startswith("✓") for text in column(window, 4)] == [
        each.finding is Finding.TAKEN for each in here.tried
    ]
    window.playhead.forward()
    wait(qtbot, window, 0, 5)
    window.playhead.to_end()  # past the last step that one is shown
    wait(qtbot, window, 0, 20)
    window.session.selection.select(1)
    wait(qtbot, window, 1, 20)
    assert shown(window).curvature == 0.9
    window.session.change(with_value(window.session.wanted, 1, "c2", 0.1))
    wait_for_race(qtbot, window)
    wait(qtbot, window, 1, window.session.trajectory.runs[1].steps)
    assert shown(window).curvature == 0.1
    window.session.selection.select(2)
    qtbot.waitUntil(lambda: panel(window).line is None, timeout=WAIT_MS)
    assert "Gradient descent does not search along a line" in told(window)
    assert not panel(window).plot.isVisible()
    # Behind another panel it asks for nothing.
    window.workspace.show_race()
    qtbot.waitUntil(lambda: not window.workspace.in_front("line"))
    window.session.selection.select(0)
    window.playhead.scrub(1)
    assert not window.line.waiting


def test_what_is_chosen_in_the_plot_is_chosen_in_the_table_and_back(searching: MainWindow, qtbot: QtBot) -> None:
    window = searching
    plot, table = panel(window).plot, panel(window).table
    layer = plot.layer
    last = len(shown(window).tried) - 1
    assert shown(window).tried[last].finding is Finding.TAKEN
    place = layer.box.mapToView(QPointF(*layer.places(layer.window())[last].tolist()))
    plot._box.clicked.emit(place.x(), place.y())
    assert (table.current, layer.chosen) == (last, last)
    table.selectRow(0)
    assert layer.chosen == 0
    # Near the step the trials that are far out are only told of; ticked, they are drawn.
    line = shown(window)
    assert line.far > line.near
    assert "farther out" in part(window, QLabel, "line_legend").text()
    right = layer.window().right
    part(window, QCheckBox, "line_whole").setChecked(True)
    assert layer.window().right > right
    assert "farther out" not in part(window, QLabel, "line_legend").text()
    inside = layer.places(layer.window())
    assert (inside[:, 0] <= layer.window().width).all()
    assert (inside[:, 1] > 0).all()  # what is too high for the plot is marked at its edge
    for theme in ("dark", "contrast", "light"):
        appearance().set_theme(theme)
        picture = panel(window).grab().toImage()
        assert (
            len({picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}) > 3
        )


def test_counted_in_gradients_the_step_is_the_same_one(searching: MainWindow, qtbot: QtBot) -> None:
    window = searching
    window.session.selection.select(1)
    wait(qtbot, window, 1, 4)
    before = shown(window)
    window.axis.toggle()
    assert window.session.trajectory.step_of(1, window.playhead.step) == 3
    qtbot.waitUntil(lambda: not window.line.waiting, timeout=WAIT_MS)
    assert shown(window).question == before.question
    assert window.session.trajectory.length - 1 == max(
        run.gradient_evaluations for run in window.session.trajectory.runs
    )


def test_both_languages(searching: MainWindow) -> None:
    window = searching
    english = (told(window), column(window, 4), part(window, LineTable, "line_table").accessibleName())
    appearance().set_language("zh_CN")
    try:
        chinese = (told(window), column(window, 4), part(window, LineTable, "line_table").accessibleName())
        assert all(one != other for one, other in zip(english, chinese, strict=True))
        assert "第 4 步" in chinese[0]
    finally:
        appearance().set_language("en")
    assert np.isfinite(shown(window).curve).any()
