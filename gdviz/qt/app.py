"""Starts the window."""

from __future__ import annotations

import os
import signal
import sys

from PySide6.QtWidgets import QApplication

from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup_file import load_setup


def run(path: str | os.PathLike[str] | None = None) -> int:
    """Show the window, at an experiment file if one is named, until it is closed; the exit status.

    InputError or FormulaError, before any window is shown, if the file is wrong.
    """
    setup = load_setup(path)
    app = application()
    # Python's own handler would wait for the next Qt event that reaches Python.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window = MainWindow(setup)
    window.show()
    return app.exec()


def application() -> QApplication:
    """The application with its look, made at the first call."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("gdviz")
    app.setApplicationDisplayName("gdviz")
    appearance().apply()
    return app
