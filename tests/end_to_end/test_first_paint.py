"""What a start does before its first paint, and what it leaves until after it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "resources" / "experiments" / "own_optimizer.gdviz"

# None of these is needed to paint the window; each costs a start 2 to 300 ms.
LATE = (
    *("sympy", "ziamath", "msgspec", "tomllib", "typer", "PIL", "scipy", "numpy.ma", "numpy.random"),
    *("gdviz.files.experiment", "gdviz.engine.check", "gdviz.engine.describe", "gdviz.engine.worker"),
    *("gdviz.engine.anatomy", "gdviz.engine.formulas", "gdviz.engine.taylor", "gdviz.language.translate"),
    *("gdviz.language.evaluate", "gdviz.language.latex_printer", "gdviz.qt.controls.entry_row"),
    *("gdviz.qt.views.step_marks", "gdviz.qt.views.race_rows", "gdviz.qt.controls.start_dialog"),
    *("gdviz.qt.views.race_table", "gdviz.qt.views.loss_panel", "gdviz.qt.views.anatomy_panel", "gdviz.qt.race_page"),
)
# The route of `python -m gdviz`; the window is asked when it has been painted, and again when it has begun.
STARTED = """
import gc, json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
run = QApplication.exec
def exec_and_tell(*ignored):
    window = next(each for each in QApplication.topLevelWidgets() if hasattr(each, "begin"))
    begin = window.begin
    def look_and_begin():
        surface = window.session.wanted.spec.surface.expression
        told.update(modules=list(sys.modules), collecting=gc.isenabled(), surface=surface)
        begin()
    window.begin = look_and_begin
    def tell():
        if not told:
            return QTimer.singleShot(10, window, tell)
        setup = window.session.wanted
        told.update(resumed=setup.spec.surface.expression, entries=[each.optimizer.key for each in setup.spec.entries])
        told.update(later=gc.isenabled(), undo=window.undo._history.undoes() is not None)
        window.close()
    QTimer.singleShot(10, window, tell)
    return run()
QApplication.exec = exec_and_tell
told = {}
from gdviz.__main__ import main
sys.argv = ["gdviz"]
status = main()
import PySide6.QtWidgets, pyqtgraph
told.update(status=status, copied=len(vars(pyqtgraph.Qt.QtWidgets)), listed=len(dir(PySide6.QtWidgets)))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a start says that finds a session with a student's own optimizer."""
    settings = tmp_path_factory.mktemp("settings")
    (settings / "gdviz").mkdir()
    shutil.copy(OWN, settings / "gdviz" / "session.gdviz")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(settings)}
    command = [sys.executable, "-c", STARTED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, timeout=120, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["status"] == 0
    return answer


@pytest.mark.parametrize("module", LATE)
def test_what_is_not_needed_to_paint_is_loaded_later(told: dict[str, Any], module: str) -> None:
    assert module not in told["modules"]


def test_the_last_session_is_read_after_the_first_paint(told: dict[str, Any]) -> None:
    assert told["surface"] != told["resumed"]
    assert told["entries"] == ["adam", "clipped_momentum"]
    assert told["undo"] is False


def test_garbage_is_collected_from_then_on(told: dict[str, Any]) -> None:
    assert (told["collecting"], told["later"]) == (False, True)


def test_pyqtgraph_does_not_copy_all_of_qt(told: dict[str, Any]) -> None:
    assert told["copied"] < 100 < told["listed"]
