"""Undo and redo of every change of the question."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication

from gdviz.language.sentence import Sentence
from gdviz.qt.history import History
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.text import write

BURST_MS = 1000


class Undo(QObject):
    """Records what is shown, so that what was refused can never come back."""

    def __init__(self, parent: QObject, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._history = History(session.shown)
        self._since = QElapsedTimer()
        self._actions: dict[str, QAction] = {}
        session.resumed.connect(self._begin)
        session.shown_changed.connect(self._record)

    def show_in(self, actions: dict[str, QAction]) -> None:
        """Name what would be undone and redone in the menu from here on."""
        self._actions = actions
        self._show()

    def undo(self) -> None:
        """Take the last change back; one that is not shown yet is the first to go."""
        history = self._history
        self._go(history.undo() if self._session.wanted == history.present else history.present)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._go(self._history.redo())

    def _begin(self, setup: Setup) -> None:
        self._history = History(setup)

    def _go(self, setup: Setup) -> None:
        self._since.invalidate()
        self._session.change(setup)
        self._show()

    def _record(self, setup: Setup) -> None:
        # What is no longer wanted is on its way out.
        if setup != self._session.wanted:
            return
        self._history.record(setup, self._in_burst())
        self._since.start()
        self._show()

    def _in_burst(self) -> bool:
        if not self._since.isValid():
            return False
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return pressed or self._since.elapsed() < BURST_MS

    def _show(self) -> None:
        if self._actions:
            _name(self._actions["undo"], "&Undo", "&Undo {change}", self._history.undoes())
            _name(self._actions["redo"], "&Redo", "&Redo {change}", self._history.redoes())


def _name(action: QAction, alone: str, template: str, change: Sentence | None) -> None:
    action.setEnabled(change is not None)
    write(action, text=Sentence(template, change=change) if change else alone)
