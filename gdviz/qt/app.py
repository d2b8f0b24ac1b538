"""Starts the window."""

from __future__ import annotations

import gc
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup_file import load_setup
from gdviz.qt.text import tr

if TYPE_CHECKING:
    from gdviz.qt.memory import Memory

# A window that is killed has lost no more than the last two seconds, the time that writing takes included.
KEEP_MS = 1500


def run(path: str | os.PathLike[str] | None = None) -> int:
    """Show the window until it is closed, and return the exit status.

    It begins with an experiment file if one is named, and otherwise, once it is painted, as it was left.

    InputError or FormulaError, before any window is shown, if the file is wrong.
    """
    from platformdirs import user_config_path

    from gdviz.qt.memory import Memory

    memory = Memory(user_config_path("gdviz"))
    setup = load_setup(path)
    app = application()
    memory.dress()
    # Python's own handler would wait for the next Qt event that reaches Python.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window = MainWindow(setup)
    if path is not None:
        window.documents.begin_with(os.fspath(path))
    window.begins.connect(collect_garbage)
    window.begins.connect(partial(memory.resume, window))
    memory.restore(window)
    window.help.first.setVisible(memory.is_first)
    window.show()
    memory.restore_panels(window)
    keeping = Keeping(memory, window)
    status = app.exec()
    keeping.stop()
    return status


class Keeping(QObject):
    """Writes every now and then what has changed, and says in the window what could not be restored or kept.

    Not before the window has begun: until then it does not hold what is to be kept.
    """

    def __init__(self, memory: Memory, window: MainWindow) -> None:
        super().__init__(window)
        self._memory, self._window = memory, window
        self._told = 0
        self._timer = QTimer(self, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep)
        window.begins.connect(self._timer.start)
        if window.begun:
            self._timer.start()

    def stop(self) -> None:
        """Keep it one last time."""
        self._timer.stop()
        if self._window.begun:
            self._memory.keep(self._window)

    def keep(self) -> None:
        """Write, and say what is new to say."""
        self._memory.keep(self._window)
        news, self._told = self._memory.said[self._told :], len(self._memory.said)
        if news:
            self._window.say(" ".join(map(tr, news)))


def collect_garbage() -> None:
    """Let Python collect garbage again, but never look through what the start has made, which stays."""
    gc.freeze()
    gc.enable()


def application() -> QApplication:
    """The application with its look, made at the first call."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("gdviz")
    app.setApplicationDisplayName("gdviz")
    appearance().apply()
    return app
