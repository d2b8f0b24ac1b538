"""The rate search in the window: what is tried, what is shown of it, and the rates that are taken over from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.engine.extras import RATE
from gdviz.engine.rate_search import Span, search
from gdviz.engine.scan import Trial, best
from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.rate_page import RatePage
from gdviz.qt.rate_search import RateSearch
from gdviz.qt.setup import with_spec, with_surface, with_value, with_visible
from gdviz.qt.views.rate_curves import RateCurve
from gdviz.qt.views.rate_table import RateTable
from gdviz.surfaces import surface
from tests.qt.windows import WAIT_MS, a_spec, enter, error, part, wait_for_race


def door(window: MainWindow) -> RateSearch:
    assert window.race.search is not None
    return window.race.search


def page(window: MainWindow) -> RatePage:
    shown = door(window).page
    assert shown is not None
    return shown


def curves(window: MainWindow) -> tuple[RateCurve, ...]:
    picture = page(window).plot.layer.picture
    assert picture is not None
    return picture.curves


def wait(qtbot: QtBot, window: MainWindow) -> None:
    """Until all is known that is asked for, and shown."""

    def known() -> bool:
        return not door(window).searcher.waiting and all(curve.done for curve in curves(window))

    qtbot.waitUntil(known, timeout=WAIT_MS)


def opened(qtbot: QtBot, window: MainWindow) -> RatePage:
    part(window, QAction, "action_rate_search").trigger()
    wait(qtbot, window)
    return page(window)


def rate(window: MainWindow, entry: int) -> float:
    value = window.session.wanted.spec.entries[entry].value(RATE)
    assert isinstance(value, float)
    return value


def found(window: MainWindow, entry: int, span: Span | None = None, **changes: int) -> list[Trial]:
    """The same search without a window."""
    spec = window.session.wanted.spec
    alone = replace(spec, entries=(), **changes)  # type: ignore[arg-type]
    trials = [trial for trial in search(alone, spec.entries[entry], span or Span()) if trial is not None]
    return sorted(trials, key=lambda trial: trial.rate)


def column(window: MainWindow, number: int) -> list[str]:
    rows = part(window, RateTable, "rate_table").rows
    return [rows.index(row, number).data() for row in range(rows.rowCount())]


def click(window: MainWindow, entry: int, trial: Trial) -> None:
    """Click in the plot where a trial is."""
    layer = page(window).plot.layer
    curve = next(each for each in curves(window) if each.entry == entry)
    across, down = layer.places(curve, layer.window())[curve.trials.index(trial)]
    place = layer.box.mapToView(QPointF(across, down))
    page(window).plot._box.clicked.emit(place.x(), place.y())


def test_it_searches_only_while_it_is_in_sight_and_a_moved_rate_asks_for_nothing(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert door(window).page is None
    assert not door(window).searcher.waiting
    shown = opened(qtbot, window)
    assert [list(curve.trials) for curve in curves(window)] == [found(window, entry) for entry in range(3)]
    number = door(window).searcher._number
    window.session.change(with_value(window.session.wanted, 1, RATE, 0.03))
    assert curves(window)[1].now == 0.03
    assert column(window, 1)[1] == "0.03"
    wait_for_race(qtbot, window)
    assert not door(window).searcher.waiting
    window.session.change(with_visible(window.session.wanted, 0, False))
    assert [curve.entry for curve in curves(window)] == [1, 2]
    assert door(window).searcher._number == number
    window.session.change(with_visible(window.session.wanted, 0, True))
    # Behind another panel it asks for nothing; what it was asked for is given up.
    window.session.change(with_value(window.session.wanted, 2, "beta1", 0.8))
    window.workspace.show_race()
    qtbot.waitUntil(lambda: not window.workspace.in_front("search"))
    assert not door(window).searcher.waiting
    window.session.change(with_spec(window.session.wanted, steps=50))
    wait_for_race(qtbot, window)
    assert not door(window).searcher.waiting
    window.workspace.show_panel("search")
    wait(qtbot, window)
    assert list(curves(window)[2].trials) == found(window, 2)
    assert not shown.grab().isNull()


def test_a_click_takes_a_rate_over_and_undo_gives_it_back(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    before = rate(window, 0)
    curve = curves(window)[0]
    trial = next(each for each in curve.trials if 0.01 < each.rate < 0.02)
    place = shown.plot.layer.places(curve, shown.plot.layer.window())[curve.trials.index(trial)]
    shown.plot.plot.scene().sigMouseMoved.emit(shown.plot.layer.box.mapToScene(QPointF(*place)))
    told = part(window, QLabel, "rate_readout").text()
    assert told.startswith("Gradient descent at the rate 0.0")
    assert "after 60 steps" in told
    shown.plot.plot.scene().sigMouseMoved.emit(QPointF(-100.0, -100.0))
    assert "Ring" in part(window, QLabel, "rate_readout").text()
    click(window, 0, trial)
    taken = rate(window, 0)
    assert taken == pytest.approx(trial.rate, rel=0.1)
    assert taken in [each.rate for each in curve.trials]
    assert curves(window)[0].now == taken
    wait_for_race(qtbot, window)
    part(window, QAction, "action_undo").trigger()
    assert rate(window, 0) == before
    # A rate that diverges can be taken as well, from the strip; where nothing is, nothing is taken.
    wild = next(each for each in curve.trials if not np.isfinite(each.loss))
    click(window, 0, wild)
    assert rate(window, 0) > trial.rate
    wait_for_race(qtbot, window)
    taken = rate(window, 0)
    shown.plot._box.clicked.emit(*[-3.9, shown.plot.layer.box.viewRange()[1][0]])
    assert rate(window, 0) == taken


def test_the_best_are_taken_by_key_and_by_button_and_rows_are_selected_both_ways(
    qtbot: QtBot, window: MainWindow
) -> None:
    shown = opened(qtbot, window)
    bests = [best(found(window, entry)) for entry in range(3)]
    assert [curve.best for curve in curves(window)] == bests
    window.session.selection.select(2)
    assert shown.table.currentIndex().row() == 2
    assert part(window, QLabel, "rate_found").text().startswith("Adam: of ")
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Up)
    assert window.session.selection.entry == 1
    assert part(window, QLabel, "rate_found").text().startswith("Momentum: of ")
    qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    assert rate(window, 1) == bests[1].rate  # type: ignore[union-attr]
    before = rate(window, 0)
    part(window, QPushButton, "rate_take_all").click()
    assert [rate(window, entry) for entry in range(3)] == [each.rate for each in bests]  # type: ignore[union-attr]
    wait_for_race(qtbot, window)
    part(window, QAction, "action_undo").trigger()
    assert rate(window, 0) == before
    window.session.selection.select(0)
    part(window, QPushButton, "rate_take").click()
    assert rate(window, 0) == bests[0].rate  # type: ignore[union-attr]


def test_steps_and_rates_are_typed_and_wrong_ones_are_told(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window)
    assert part(window, QLineEdit, "rate_steps").text() == "60"
    enter(qtbot, window, "rate_steps", "20")
    assert not part(window, QCheckBox, "rate_steps_of_race").isChecked()
    enter(qtbot, window, "rate_low", "1e-3")
    wait(qtbot, window)
    assert list(curves(window)[0].trials) == found(window, 0, Span(1e-3, 1.0), steps=20)
    assert window.session.wanted.spec.steps == 60
    for name, text, said in (
        ("rate_steps", "0", "must lie between 1 and"),
        ("rate_steps", "2.5", "must be a whole number"),
        ("rate_low", "2", "the first below the last"),
        ("rate_high", "-1", "must be positive"),
        ("rate_high", "much", "is not a number"),
    ):
        enter(qtbot, window, name, text)
        assert said in error(window, "rate_bar_error"), text
    assert door(window).searcher.span == Span(1e-3, 1.0)
    part(window, QCheckBox, "rate_steps_of_race").click()
    assert error(window, "rate_bar_error") == ""
    wait(qtbot, window)
    assert part(window, QLineEdit, "rate_steps").text() == "60"
    assert list(curves(window)[0].trials) == found(window, 0, Span(1e-3, 1.0))
    window.session.change(with_spec(window.session.wanted, starts=((1.0, -1.5),) * 60))
    wait_for_race(qtbot, window)
    enter(qtbot, window, "rate_steps", "1000000")
    qtbot.waitUntil(lambda: "too much" in error(window, "rate_bar_error"), timeout=WAIT_MS)
    enter(qtbot, window, "rate_steps", "5")
    wait(qtbot, window)
    assert error(window, "rate_bar_error") == ""
    assert "The worst of its 60 starts counts." in part(window, QLabel, "rate_found").text()


def test_on_the_neuron_the_search_goes_on_beyond_its_edge_and_says_so(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    window = make_window(a_spec("gd", on="neuron", steps=100))
    opened(qtbot, window)
    told = part(window, QLabel, "rate_found")
    assert "Up to 1 the largest rate was best, so larger ones were tried, up to 100." in told.text()
    appearance().set_language("zh_CN")
    try:
        assert "在不超过 1 的学习率中，最大的最佳" in told.text()
        assert column(window, 0) == ["梯度下降"]
        assert column(window, 4) == ["收敛"]
        assert page(window).plot.plot.getAxis("bottom").labelText == "学习率 η"
    finally:
        appearance().set_language("en")
    # Losses below zero are shown on a straight axis.
    window.session.change(with_surface(window.session.wanted, surface("cubic")))
    wait_for_race(qtbot, window)
    wait(qtbot, window)
    picture = page(window).plot.layer.picture
    assert picture is not None
    assert not picture.scale.log
    assert not page(window).grab().isNull()
