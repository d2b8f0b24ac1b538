"""How fast the window is: its first paint against an empty one's, and from a dragged start to painted trails.

    python tests/benchmarks/bench_window.py

Prints the numbers of one run and asserts nothing about them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from math import cos, sin
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.qt.app import application
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import Setup
from gdviz.surfaces import surface

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 7
_FOLDER = tempfile.TemporaryDirectory()
CACHE = _FOLDER.name
MOVES = 200
STEPS = 500
# A mouse tells of its moves 125 times a second; the picture need not be faster than that.
MOVE_MS = 8

FIRST_PAINT = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        print("painted", flush=True)
        import os
        os._exit(0)
"""
EMPTY = """
import pyqtgraph
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(pyqtgraph.PlotWidget())
window.resize(1366, 768)
view = window.centralWidget().viewport()
"""
OURS = """
from gdviz.qt.app import application
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup_file import load_setup
setup = load_setup(None)
app = application()
window = MainWindow(setup)
window.begin = lambda: None  # what follows the first paint is not part of it
view = window.contours.plot.viewport()
"""
SHOW = """
watch = Watch()
view.installEventFilter(watch)
window.show()
app.exec()
"""


def first_paint_ms(make: str) -> float:
    """From the launch of a process to the first paint of its plot."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": CACHE}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as for a user: compiled once, at the first start
    start = time.perf_counter()
    command = [sys.executable, "-c", FIRST_PAINT + make + SHOW]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"painted"
        return (time.perf_counter() - start) * 1e3


def bench_first_paint() -> None:
    """The two windows in turn, so that whatever else the machine does hits both."""
    pairs = [(first_paint_ms(EMPTY), first_paint_ms(OURS)) for _ in range(REPEATS + 1)][1:]
    empty, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for other, mine in pairs)
    print(f"first paint: gdviz {ours:.0f} ms, empty window {empty:.0f} ms, ratio {ratio:.2f} (wanted: at most 1.3)")


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
