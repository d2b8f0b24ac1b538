"""How fast the window is: its first paint against an empty one's, and from a dragged start to painted trails.

    python tests/benchmarks/bench_window.py [REPEATS]

Prints the numbers of one run and asserts nothing about them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from math import cos, sin
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.qt.app import application
from gdviz.qt.main_window import MainWindow
from gdviz.qt.memory import Memory
from gdviz.qt.setup import Setup
from gdviz.qt.setup_file import load_setup
from gdviz.surfaces import surface

ROOT = Path(__file__).resolve().parents[2]
REPEATS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
_FOLDER = tempfile.TemporaryDirectory()
CACHE = _FOLDER.name
MOVES = 200
STEPS = 500
# A mouse tells of its moves 125 times a second; the picture need not be faster than that.
MOVE_MS = 8

# What runs next after the first paint says so, with the processor time used until then, and ends the process.
TOLD = """
import os, sys, time
def tell():
    print(time.process_time(), flush=True)
    os._exit(0)
"""
EMPTY = """
import pyqtgraph
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Plot(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, tell)
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(Plot())
window.resize(1366, 768)
window.show()
app.exec()
"""
# The very route of `python -m gdviz`; what follows the first paint is not part of it.
OURS = """
from PySide6.QtWidgets import QApplication
run = QApplication.exec
def exec_and_tell(*ignored):
    for window in QApplication.topLevelWidgets():
        if hasattr(window, "begin"):
            window.begin = tell
    return run()
QApplication.exec = exec_and_tell
from gdviz.__main__ import main
sys.argv = ["gdviz"]
main()
"""


@dataclass(frozen=True)
class Start:
    """How long a start took until its first paint: by the clock, and by the processor."""

    wall_ms: float
    cpu_ms: float


def first_paint(make: str, settings: Path) -> Start:
    """From the launch of a process to its first paint."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": CACHE,
        "XDG_CONFIG_HOME": str(settings),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as for a user: compiled once, at the first start
    start = time.perf_counter()
    command = [sys.executable, "-c", TOLD + make]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        told = child.stdout.readline()
        return Start((time.perf_counter() - start) * 1e3, float(told) * 1e3)


def keep_session(folder: Path, experiment: str | None) -> Path:
    """A folder of settings as a window leaves it that was closed with an experiment."""
    window = MainWindow(load_setup(experiment))
    window.show()
    QTest.qWait(50)
    Memory(folder / "gdviz").keep(window)
    window.close()
    return folder


def bench_first_paint() -> None:
    """An empty window and ours in turn, so that whatever else the machine does hits all."""
    application()
    folder = Path(CACHE)
    own = str(ROOT / "resources" / "experiments" / "own_optimizer.gdviz")
    ways = {
        "empty window": (EMPTY, folder / "none"),
        "first start": (OURS, folder / "none"),
        "default session": (OURS, keep_session(folder / "default", None)),
        "own optimizer": (OURS, keep_session(folder / "own", own)),
    }
    for make, settings in ways.values():
        first_paint(make, settings)
    rows = [[first_paint(make, settings) for make, settings in ways.values()] for _ in range(REPEATS)]
    for name, column in zip(ways, zip(*rows, strict=True), strict=True):
        wall, cpu = ([getattr(start, what) for start in column] for what in ("wall_ms", "cpu_ms"))
        ratios = [statistics.median(_ratios(rows, column, what)) for what in ("wall_ms", "cpu_ms")]
        print(
            f"first paint, {name:15}: {statistics.median(wall):4.0f} ms, ratio {ratios[0]:.2f};"
            f" processor {statistics.median(cpu):4.0f} ms, ratio {ratios[1]:.2f} (wanted: at most 1.3)"
        )


def _ratios(rows: list[list[Start]], column: tuple[Start, ...], what: str) -> list[float]:
    """Each start against the empty window's just before it."""
    return [getattr(mine, what) / getattr(row[0], what) for mine, row in zip(column, rows, strict=True)]


def bench_drag() -> None:
    """From one move of a dragged start to the paint of the trails of the race that follows."""
    keys = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "nadam")
    entries = tuple(Entry(optimizer(key), label=optimizer(key).title) for key in keys)
    beale = surface("beale")
    app = application()
    window = MainWindow(Setup.of(RaceSpec(beale, entries, (beale.start,), steps=STEPS, tolerance=0.0)))
    window.show()
    deadline = QDeadlineTimer(60_000)
    while not (window.session.trajectory.complete and window.session.is_described):
        assert not deadline.hasExpired()
        QTest.qWait(10)
    window.playhead.to_end()
    QTest.qWait(500)
    watch = PaintWatch(window)
    times = [_drag_ms(app, window, watch, move) for move in range(MOVES)]
    window.close()
    times.sort()
    print(
        f"drag, 8 entries x 500 steps, mouse move to painted trails: median {statistics.median(times):.1f} ms, "
        f"95th percentile {times[int(0.95 * len(times))]:.1f} ms (wanted: at most 33)"
    )


class PaintWatch(QObject):
    """Notices when the map is painted with the whole race from a start."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.trails = window.contours.trails
        self.start: tuple[float, ...] = ()
        self.seen = False
        window.contours.plot.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and len(self.trails.points) > STEPS:
            self.seen |= tuple(self.trails.points[0, 0]) == self.start
        return False


def _drag_ms(app: QApplication, window: MainWindow, watch: PaintWatch, move: int) -> float:
    """One move, in a circle around the start; the time ends when the paint with its trails has ended."""
    watch.start, watch.seen = (1.0 + 0.4 * cos(move / 20), -1.5 + 0.4 * sin(move / 20)), False
    deadline = QDeadlineTimer(10_000)
    start = time.perf_counter()
    window.contours.start_dragged.emit(0, watch.start)
    while not watch.seen:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert not deadline.hasExpired()
    took = (time.perf_counter() - start) * 1e3
    QTest.qWait(max(1, round(MOVE_MS - took)))
    return took


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    bench_first_paint()
    bench_drag()
