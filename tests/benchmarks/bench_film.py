"""What a film costs, beside GIFs as they are usually written, and whether the window feels that one is being made.

    python tests/benchmarks/bench_film.py

Prints numbers of one run; nothing is asserted.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.files.film import FilmPlan, Frame, has_av
from gdviz.optimizers import optimizer
from gdviz.qt.app import application
from gdviz.qt.dress import Dress
from gdviz.qt.export_jobs import FilmJob
from gdviz.qt.export_process import ExportProcess
from gdviz.qt.film import save_film
from gdviz.qt.film_scene import FilmScene
from gdviz.surfaces import surface

KEYS = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "nadam", "adamax")
FRAMES = 300
# The usual way is so slow that a part of it must do.
NAIVE_FRAMES = 30
TICK_MS = 16


def raced() -> Trajectory:
    known = surface("beale")
    spec = RaceSpec(known, tuple(Entry(optimizer(key)) for key in KEYS), (known.start,), steps=600, tolerance=0.0)
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, Record.POINTS):
        trajectory = trajectory.grown(chunk)
    return trajectory


def picture(frame: Frame) -> Image.Image:
    height, width = frame.shape[:2]
    return Image.frombuffer("RGB", (width, height), frame.tobytes(), "raw", "BGRX", 0, 1)


def naive(trajectory: Trajectory, plan: FilmPlan) -> tuple[float, float]:
    """Seconds and megabytes of whole frames, each with a dithered palette of its own."""
    begin = time.perf_counter()
    scene = FilmScene(trajectory, Dress.plain(trajectory), plan)
    size = 0
    for step in list(plan.steps)[:: FRAMES // NAIVE_FRAMES]:
        reduced = picture(scene.frame(step)).convert("P", palette=Image.Palette.ADAPTIVE)
        one = io.BytesIO()
        reduced.save(one, "GIF")
        size += one.tell()
    return (time.perf_counter() - begin) * FRAMES / NAIVE_FRAMES, size * FRAMES / NAIVE_FRAMES / 1e6


def bench_encoding(trajectory: Trajectory, plan: FilmPlan, folder: Path) -> None:
    slow, large = naive(trajectory, plan)
    print(
        f"usual GIF, {FRAMES} frames of {plan.width}x{plan.height} (from {NAIVE_FRAMES}): "
        f"{slow:5.1f} s  {large:6.1f} MB"
    )
    for suffix in (".gif", ".mp4", ".webm") if has_av() else (".gif",):
        begin = time.perf_counter()
        save_film(trajectory, folder / f"film{suffix}", plan)
        seconds, size = time.perf_counter() - begin, (folder / f"film{suffix}").stat().st_size / 1e6
        print(
            f"gdviz {suffix:5} {seconds:5.1f} s  {size:6.2f} MB: "
            f"{slow / seconds:5.1f} times as fast, {large / size:6.1f} times smaller"
        )


class Ticks(QObject):
    """The times between the ticks of the window's timer."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1e3)
        self._last = now


def told_ticks(name: str, wait: Callable[[QEventLoop], object]) -> None:
    ticks, loop = Ticks(), QEventLoop()
    kept = wait(loop)
    loop.exec()
    gaps = np.array(ticks.gaps)
    print(
        f"timer of {TICK_MS} ms, {name:34} p50 {np.median(gaps):5.1f}  "
        f"p99 {np.percentile(gaps, 99):5.1f}  most {gaps.max():5.1f} ms"
    )
    del kept


def bench_window(trajectory: Trajectory, plan: FilmPlan, folder: Path) -> None:
    """The choice between drawing in slices in the window's own thread and drawing in a process."""

    def idle(loop: QEventLoop) -> object:
        QTimer.singleShot(3000, loop, loop.quit)
        return None

    def process(loop: QEventLoop) -> object:
        job = ExportProcess(FilmJob(str(folder / "film.gif"), trajectory, plan, Dress.plain(trajectory)))
        job.ended.connect(loop.quit)
        return job

    def slices(loop: QEventLoop) -> object:
        scene, steps = FilmScene(trajectory, Dress.plain(trajectory), plan), iter(plan.steps)
        timer = QTimer(loop, interval=0)

        def draw() -> None:
            step = next(steps, None)
            if step is None:
                timer.stop()
                loop.quit()
            else:
                scene.frame(step)

        timer.timeout.connect(draw)
        timer.start()
        return timer

    told_ticks("idle", idle)
    told_ticks("a film made in a process", process)
    told_ticks("frames drawn in the window's thread", slices)


def main() -> None:
    app = application()
    trajectory = raced()
    plan = FilmPlan(last=598, stride=2)
    with tempfile.TemporaryDirectory() as folder:
        bench_encoding(trajectory, plan, Path(folder))
        bench_window(trajectory, plan, Path(folder))
    app.processEvents()


if __name__ == "__main__":
    main()
