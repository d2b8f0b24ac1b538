"""How much memory the window takes, with its engine process: after the default race, and after formulas were drawn.

    python tests/benchmarks/bench_memory.py

Prints the proportional share of each process (PSS, which counts a page that two processes share half for each) and
asserts nothing. Linux only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.qt.main_window import MainWindow

# Qt is imported in functions only: the engine process imports this module as it would gdviz's own, which does not.

WANTED_MB = 250
WAIT_MS = 120_000


def megabytes(pid: int, what: str) -> float:
    """A sum over the memory of a process."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(rf"^{what}:\s+(\d+) kB", text, re.MULTILINE)
    assert found, pid
    return int(found[1]) / 1024


def wait_until(condition: Callable[[], bool]) -> None:
    from PySide6.QtCore import QDeadlineTimer
    from PySide6.QtTest import QTest

    deadline = QDeadlineTimer(WAIT_MS)
    while not condition():
        assert not deadline.hasExpired()
        QTest.qWait(20)
    QTest.qWait(500)


def tell(what: str, window: MainWindow) -> None:
    """Pages that other programs share too are missing in the PSS; with RSS those that both share count twice."""
    pids = os.getpid(), window.client.pid
    shares, whole = ([megabytes(pid, kind) for pid in pids] for kind in ("Pss", "Rss"))
    print(
        f"{what:34}: window {shares[0]:4.0f} MB, engine {shares[1]:4.0f} MB, together {sum(shares):4.0f} MB PSS,"
        f" {sum(whole):4.0f} MB RSS (wanted: {WANTED_MB})"
    )


def bench_memory() -> None:
    from PySide6.QtTest import QTest

    from gdviz.qt.app import application
    from gdviz.qt.main_window import MainWindow
    from gdviz.qt.setup_file import load_setup

    application()
    window = MainWindow(load_setup(None))
    window.show()
    session = window.session
    wait_until(lambda: session.trajectory.complete and session.is_described and not window.formulas.waiting)
    tell("after the default race", window)
    window.workspace.show_step()
    wait_until(lambda: not window.steps.anatomist.waiting and not window.formulas.waiting)
    window.playhead.to_end()
    wait_until(lambda: not window.steps.anatomist.waiting)
    tell("after the formulas of a few steps", window)
    for view in ("side-by-side", "3d", "overlay"):
        window.stage.set_view(view)
        QTest.qWait(1000)
    tell("after every view", window)
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    bench_memory()
