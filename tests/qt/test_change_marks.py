"""A change made while the race plays is marked on the curves at the step at which it was made."""

from __future__ import annotations

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gdviz.qt import change_marks
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_spec, with_surface, with_value
from gdviz.surfaces import surface
from tests.qt.windows import part, wait_for_race


def turn(window: MainWindow, name: str, value: float, entry: int = 2) -> None:
    window.session.change(with_value(window.session.wanted, entry, name, value))


def flags(window: MainWindow) -> list[tuple[int, str]]:
    return [(flag.step, flag.text) for flag in window.side.loss.flags.items]


def test_turning_a_knob_while_it_plays_is_flagged_there(qtbot: QtBot, window: MainWindow, monkeypatch) -> None:
    window.playhead.scrub(20)
    turn(window, "lr", 0.2)
    assert not flags(window)
    wait_for_race(qtbot, window)
    window.playhead.set_speed(1)
    window.playhead.play()
    turn(window, "lr", 0.25)
    turn(window, "lr", 0.3)
    assert flags(window) == [(20, "lr of Adam: 0.2 → 0.3")]
    tip = window.side.squares.flags.items[0].toolTip()
    assert "at step 20" in tip
    assert "from its start" in tip
    wait_for_race(qtbot, window)
    assert len(flags(window)) == 1
    monkeypatch.setattr(change_marks, "SAME_MS", -1)
    window.session.change(with_spec(window.session.wanted, tolerance=0.0))
    assert [text for _, text in flags(window)] == ["lr of Adam: 0.2 → 0.3", "Tolerance: 1e-08 → 0"]
    assert [flag.named for flag in window.side.loss.flags.items] == [False, True]
    assert not window.side.loss.grab().isNull()
    part(window, QAction, "action_clear_marks").trigger()
    assert not flags(window)


def test_a_change_taken_back_the_start_and_another_surface_leave_no_mark(qtbot: QtBot, window: MainWindow) -> None:
    before = window.session.wanted
    window.playhead.scrub(20)
    window.playhead.set_speed(1)
    window.playhead.play()
    turn(window, "lr", 0.3)
    window.session.change(before)
    assert not flags(window)
    turn(window, "lr", 0.3)
    assert flags(window)
    window.playhead.to_start()
    assert not flags(window)
    turn(window, "lr", 0.4)
    window.session.change(with_surface(window.session.wanted, surface("himmelblau")))
    assert not flags(window)
    wait_for_race(qtbot, window)
