"""Starts the window."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup_file import load_setup
from gdviz.qt.text import tr

if TYPE_CHECKING:
    from gdviz.qt.memory import Memory

KEEP_MS = 2000


def run(path: str | os.PathLike[str] | None = None) -> int:
    """Show the window until it is closed, and return the exit status.

    It begins with an experiment file if one is named, and otherwise as it was left.

    InputError or FormulaError, before any window is shown, if the file is wrong.
    """
    from platformdirs import user_config_path

    from gdviz.qt.memory import Memory

    memory = Memory(user_config_path("gdviz"))
    setup = memory.setup() if path is None else load_setup(path)
    app = application()
    memory.dress()
    # Python's own handler would wait for the next Qt event that reaches Python.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window = MainWindow(setup)
    if path is not None:
        window.documents.begin_with(os.fspath(path))
    memory.restore(window)
    window.help.first.setVisible(memory.is_first)
    window.show()
    memory.restore_panels(window)
    QTimer.singleShot(KEEP_MS, window, partial(_keep_and_say, memory, window))
    status = app.exec()
    memory.keep(window)
    return status


def _keep_and_say(memory: Memory, window: MainWindow) -> None:
    """Soon after the start, while there is a window to say it in, is the time to learn that nothing can be kept."""
    memory.keep(window)
    if memory.said:
        window.say(" ".join(tr(sentence) for sentence in memory.said))


def application() -> QApplication:
    """The application with its look, made at the first call."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("gdviz")
    app.setApplicationDisplayName("gdviz")
    appearance().apply()
    return app
