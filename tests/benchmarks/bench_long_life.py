"""What a window costs in the long run: a thousand races one after the other, and its clock while the engine computes.

    python tests/benchmarks/bench_long_life.py [RACES]

Prints the numbers of one run and asserts nothing about them.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shiboken6
from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.qt.app import application
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import Setup, with_spec
from gdviz.surfaces import surface

RACES = 1000
# The first races fill caches that are bounded; growth is counted from here.
SETTLED = 200
KEYS = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
JOB_S = 10.0
# The scans of rates that follow a race are done by then.
IDLE_MS = 5000
TICK_MS = 16


@dataclass(frozen=True)
class Burden:
    """What the program holds: megabytes of window and engine, and how many of each kind."""

    window_mb: float
    engine_mb: float
    threads: int
    timers: int
    processes: int
    objects: int


def burden(window: MainWindow) -> Burden:
    """When the engine has nothing left to do, and everything that can be forgotten has been."""
    QTest.qWait(IDLE_MS)
    gc.collect()
    timers = [each for each in gc.get_objects() if isinstance(each, QTimer) and shiboken6.isValid(each)]
    return Burden(
        _proportional_mb(os.getpid()),
        _proportional_mb(window.client.pid),
        threading.active_count(),
        len(timers),
        len(multiprocessing.active_children()),
        len(window.findChildren(QObject)),
    )


def _proportional_mb(pid: int) -> float:
    """The process's share of memory, pages that it shares divided among those that share them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def open_window() -> MainWindow:
    beale = surface("beale")
    entries = tuple(Entry(optimizer(key), label=optimizer(key).title) for key in KEYS)
    window = MainWindow(Setup.of(RaceSpec(beale, entries, (beale.start,), steps=200)), merge_ms=0)
    window.client.noticed.connect(print)
    window.resize(1366, 768)
    window.show()
    settle(window)
    return window


def settle(window: MainWindow) -> None:
    """Until the race that is wanted is shown whole."""
    session, deadline = window.session, QDeadlineTimer(60_000)
    while not (session.trajectory.complete and session.trajectory.spec == session.wanted.spec == session.shown.spec):
        assert not deadline.hasExpired(), "the race has not come to its end within a minute"
        QTest.qWait(1)


def bench_races(window: MainWindow, races: int) -> None:
    """Every race from another start, the playhead at its end, the map painted."""
    before = None
    for number in range(races):
        if number == SETTLED:
            before = burden(window)
        start = (1.0 + 0.3 * np.cos(number / 9.0), -1.5 + 0.3 * np.sin(number / 9.0))
        window.session.change(with_spec(window.session.wanted, starts=(tuple(map(float, start)),)))
        settle(window)
        window.playhead.to_end()
        QTest.qWait(5)
    after = burden(window)
    print(f"{races} races in one window, from race {SETTLED} on:")
    total = after.window_mb + after.engine_mb
    print(f"  window and engine together {total:.0f} MB (wanted: below 250)")
    for name in Burden.__dataclass_fields__:
        old, new = getattr(before, name), getattr(after, name)
        print(f"  {name:12} {old:9.1f} -> {new:9.1f}   {100 * (new - old) / max(old, 1):+.1f} %")


def bench_clock(window: MainWindow) -> None:
    """The times between the ticks of a timer while the engine races for ten seconds."""
    ticks: list[float] = []
    timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    rosenbrock = surface("rosenbrock")
    starts = tuple((x, y) for x in np.linspace(-2, 2, 100).tolist() for y in np.linspace(-1, 3, 100).tolist())
    job = RaceSpec(rosenbrock, (Entry(optimizer("adam"), (("lr", 1e-4),)),), starts, 90_000, 0.0)
    QTest.qWait(IDLE_MS)
    window.client.race(job, Record.END)
    timer.start()
    QTest.qWait(int(JOB_S * 1000))
    timer.stop()
    gaps = np.diff(ticks) * 1e3
    print(
        f"a timer of {TICK_MS} ms beside a job of {JOB_S:.0f} s in the engine: median {np.median(gaps):.1f} ms, "
        f"99th percentile {np.percentile(gaps, 99):.1f} ms (wanted: below 25), longest {gaps.max():.1f} ms"
    )


if __name__ == "__main__":
    app = application()
    shown = open_window()
    bench_clock(shown)
    bench_races(shown, int(sys.argv[1]) if len(sys.argv) > 1 else RACES)
    shown.close()
