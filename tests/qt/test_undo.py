"""Undo and redo: every kind of edit, bursts as one step, and never what was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gdviz.qt.action_rows import ACTIONS
from gdviz.qt.history import LIMIT, History
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_spec, with_start, with_surface
from gdviz.surfaces import surface
from tests.qt.edits import EDITS, OLD
from tests.qt.windows import part, wait_for_race


def test_a_burst_of_one_kind_is_one_step() -> None:
    history = History(OLD)
    for x in (0.1, 0.2, 0.3):
        history.record(with_start(OLD, 0, (x, x)), burst=True)
    assert history.undo() == OLD
    assert history.undoes() is None
    assert history.redo() == with_start(OLD, 0, (0.3, 0.3))


def test_another_kind_or_a_pause_is_another_step() -> None:
    history = History(OLD)
    moved = with_start(OLD, 0, (0.1, 0.1))
    again = with_start(OLD, 0, (0.2, 0.2))
    longer = with_spec(again, steps=70)
    history.record(moved, burst=False)
    history.record(again, burst=False)
    history.record(longer, burst=True)
    assert [history.undo(), history.undo(), history.undo()] == [again, moved, OLD]


def test_a_new_change_ends_what_could_be_redone_and_the_oldest_are_forgotten() -> None:
    history = History(OLD)
    for steps in range(LIMIT + 70):
        history.record(with_spec(OLD, steps=steps), burst=False)
    history.undo()
    history.record(with_spec(OLD, steps=900), burst=True)
    assert history.redoes() is None
    for _ in range(LIMIT + 70):
        history.undo()
    assert history.present != OLD


def test_every_edit_and_back_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    undo, redo = part(window, QAction, "action_undo"), part(window, QAction, "action_redo")
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    states = [session.shown]
    for edit in (*(edit for edit, _ in EDITS), lambda setup: with_surface(setup, surface("himmelblau"))):
        session.change(edit(session.wanted))
        wait_for_race(qtbot, window)
        states.append(session.shown)
    assert "Himmelblau" in undo.text()
    for before in reversed(states[:-1]):
        undo.trigger()
        wait_for_race(qtbot, window)
        assert session.shown == before
    assert not undo.isEnabled()
    for after in states[1:]:
        redo.trigger()
        wait_for_race(qtbot, window)
        assert session.shown == after
    assert not redo.isEnabled()


def test_typing_is_undone_first(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    old = session.shown
    session.change(with_spec(old, steps=70))
    wait_for_race(qtbot, window)
    box = next(box for box in window.controls.findChildren(QLineEdit) if box.isVisible() and box.isEnabled())
    box.setFocus()
    text = box.text()
    qtbot.keyClicks(box, "1")
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.text() == text
    assert session.wanted.spec.steps == 70
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.wanted == old
    wait_for_race(qtbot, window)


def test_no_two_actions_share_a_key_and_each_has_a_tip() -> None:
    keys = [key for row in ACTIONS if row.key for key in row.key.split("; ")]
    assert len(keys) == len(set(keys))
    assert all(row.tip for row in ACTIONS)
