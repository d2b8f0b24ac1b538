"""What the tests of the window share."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.qt.main_window import MainWindow
from gdviz.surfaces import surface

# Generous: the machine may be busy, and nothing waits longer than it must.
WAIT_MS = 60_000
KEYS = ("gd", "momentum", "adam")
Part = TypeVar("Part", bound=QObject)


def a_spec(*keys: str, steps: int = 60, on: str = "beale") -> RaceSpec:
    """A small race of some optimizers from the surface's own start."""
    entries = tuple(Entry(optimizer(key), label=optimizer(key).title) for key in keys or KEYS)
    return RaceSpec(surface(on), entries, (surface(on).start,), steps=steps)


def wait_for_race(qtbot: QtBot, window: MainWindow) -> None:
    """Until the race that is wanted is the one shown, and complete."""

    def done() -> bool:
        session = window.session
        return session.trajectory.complete and session.trajectory.spec == session.wanted.spec == session.shown.spec

    qtbot.waitUntil(done, timeout=WAIT_MS)


def part(window: QWidget, kind: type[Part], name: str) -> Part:
    """The part of the window with that object name."""
    found = window.findChild(kind, name)
    assert found is not None, f"the window has no {kind.__name__} named {name}"
    return found


def enter(qtbot: QtBot, window: QWidget, name: str, text: str) -> None:
    """Type into a box as a person does; an empty text clears it."""
    box = part(window, QLineEdit, name)
    box.setFocus()
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def error(window: QWidget, name: str) -> str:
    """The sentence beside a control; empty if none is shown."""
    label = part(window, QLabel, name)
    return label.text() if label.isVisibleTo(window) else ""
