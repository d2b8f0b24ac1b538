"""What the views cost: playing, dragging a start, moving the map; trails beside a plain redraw and matplotlib.

    python tests/benchmarks/bench_views.py

Needs matplotlib (pip install gdviz[benchmark]). Offscreen, in milliseconds of the drawing thread, so that a busy
machine changes little; nothing is asserted.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from collections.abc import Callable, Iterable

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.engine.optimizer import Role
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.optimizers import optimizer
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import looks
from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.curve_panel import CurvePanel
from gdviz.qt.views.loss_panel import LossPanel
from gdviz.qt.views.race_table import RaceTable
from gdviz.qt.views.stage import Stage
from gdviz.qt.views.vector_panel import VectorPanel
from gdviz.surfaces import surface

KEYS = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "nadam", "adamax")
MAP, PANEL, PLAYED = (620, 480), (380, 150), (1280, 800)
FRAMES = 60
IN_TURN = 30
DRAGS = 25


def raced(on: str, entries: int, steps: int, shift: float = 0.0) -> Trajectory:
    known = surface(on)
    chosen = tuple(Entry(optimizer(KEYS[place % len(KEYS)])) for place in range(entries))
    start = (known.start[0] + shift, *known.start[1:])
    trajectory = Trajectory.empty(RaceSpec(known, chosen, (start,), steps=steps, tolerance=0.0))
    for chunk in race(trajectory.spec, Record.STATES):
        trajectory = trajectory.grown(chunk)
    return trajectory


def map_of(trajectory: Trajectory, size: tuple[int, int] = MAP) -> ContourView:
    view = ContourView()
    view.resize(*size)
    view.set_surface(trajectory.spec.surface)
    view.set_starts(trajectory.spec.starts)
    view.set_looks(looks(len(trajectory.spec.entries)))
    view.set_trajectory(trajectory)
    view.show()
    QApplication.processEvents()
    return view


def panel_of(panel: CurvePanel, trajectory: Trajectory) -> CurvePanel:
    panel.resize(*PANEL)
    panel.set_trajectory(trajectory)
    panel.show()
    QApplication.processEvents()
    return panel


def timed(frame: Callable[[object], None], values: Iterable[object]) -> np.ndarray:
    """Milliseconds of the drawing thread per call."""
    spent = []
    for value in values:
        begin = time.thread_time()
        frame(value)
        spent.append((time.thread_time() - begin) * 1e3)
    return np.array(spent)


def told(name: str, spent: np.ndarray, beside: float = 0.0) -> None:
    ratio = f"   {beside / np.median(spent):5.1f} times as fast as a plain redraw ({beside:.1f})" if beside else ""
    print(f"{name:44} median {np.median(spent):6.2f}   p95 {np.percentile(spent, 95):6.2f} ms{ratio}")


def repaint(view: QWidget) -> None:
    view.plot.viewport().repaint()


def plain_redraw(trajectory: Trajectory) -> float:
    """Every trail as one antialiased polyline of two pixels, as a plot library would draw it."""
    random = map_of(trajectory)
    window = random.trails.window()
    pixmap = QPixmap(*MAP)

    def draw(_: object) -> None:
        pixmap.fill()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane in range(trajectory.spec.lanes):
            pen: QPen = line_pen(looks(16)[lane].colour, 2.0)
            painter.setPen(pen)
            points = window.to_pixels(trajectory.points[:, lane])
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points[np.isfinite(points).all(axis=1)]]))
        painter.end()

    random.close()
    return float(np.median(timed(draw, range(3))))


def matplotlib_blitted(trajectory: Trajectory) -> Callable[[object], None]:
    """Draws the trails and heads up to a step as matplotlib animates them: the background kept, all else anew."""
    dots = 100
    canvas = FigureCanvasQTAgg(Figure((PLAYED[0] / dots, PLAYED[1] / dots), dpi=dots))
    canvas.resize(*PLAYED)
    canvas.show()
    QApplication.processEvents()
    axes = canvas.figure.add_axes((0.04, 0.04, 0.95, 0.95))
    (left, right), (bottom, top) = trajectory.spec.surface.window
    axes.set(xlim=(left, right), ylim=(bottom, top))
    lanes = range(trajectory.spec.lanes)
    lines = [axes.plot([], [], linewidth=2 * 72 / dots, animated=True)[0] for _ in lanes]
    heads = [axes.plot([], [], marker="o", animated=True)[0] for _ in lanes]
    canvas.draw()
    background = canvas.copy_from_bbox(axes.bbox)

    def frame(step: object) -> None:
        canvas.restore_region(background)
        for lane in lanes:
            points = trajectory.points[: int(step) + 1, lane]
            lines[lane].set_data(*points.T)
            heads[lane].set_data(*points[-1:].T)
            axes.draw_artist(lines[lane])
            axes.draw_artist(heads[lane])
        canvas.blit(axes.bbox)
        QApplication.processEvents()

    return frame


def playing(entries: int, steps: int) -> None:
    """Frames as a window paints them: what has changed is painted when the events are worked off."""
    trajectory = raced("beale", entries, steps)
    view = map_of(trajectory, PLAYED)
    view.set_step(0)
    QApplication.processEvents()

    def frame(step: object) -> None:
        view.set_step(int(step))
        QApplication.processEvents()

    rival, ours, theirs = matplotlib_blitted(trajectory), [], []
    steps_shown = range(0, steps + 1, max(1, steps // 300))
    # In turn, so that whatever else the machine does hits both; each for a while, as nothing is played frame by frame.
    for first in range(0, len(steps_shown), IN_TURN):
        some = steps_shown[first : first + IN_TURN]
        ours.extend(timed(frame, some))
        theirs.extend(timed(rival, some))
    told(f"play {entries} x {steps:,}", np.array(ours), plain_redraw(trajectory))
    ratio = np.median(theirs) / np.median(ours)
    print(f"{'':44} {ratio:.1f} times as fast as matplotlib with blitting ({np.median(theirs):.1f})")
    view.close()


def dragging(on: str) -> None:
    answers = [raced(on, 8, 500, 0.004 * place) for place in range(DRAGS)]
    view = map_of(answers[0])
    view.set_step(500)

    def frame(trajectory: object) -> None:
        view.set_starts(trajectory.spec.starts)
        view.set_trajectory(trajectory)
        repaint(view)

    told(f"drag a start, map, 8 x 500, {on}", timed(frame, answers[1:]), plain_redraw(answers[0]))
    view.close()
    panels = (LossPanel(), VectorPanel(Role.VELOCITY), VectorPanel(Role.SQUARES))
    for panel in panels:
        panel_of(panel, answers[0])

        def draw(trajectory: object, panel: CurvePanel = panel) -> None:
            panel.set_trajectory(trajectory)
            repaint(panel)

        told(f"drag a start, panel {panel.title()!r}, {on}", timed(draw, answers[1:]))
        panel.close()
    table = RaceTable()
    table.resize(1000, 180)
    table.show()

    def fill(trajectory: object) -> None:
        table.set_trajectory(trajectory)
        table.viewport().repaint()

    told(f"drag a start, table, {on}", timed(fill, answers))
    table.close()


def moving_the_map() -> None:
    trajectory = raced("beale", 8, 2000)
    view = map_of(trajectory)
    view.set_step(2000)
    box = view.plot.getViewBox()

    def pan(_: object) -> None:
        box.translateBy((0.02, 0.01))
        repaint(view)

    def zoom(_: object) -> None:
        box.scaleBy((0.97, 0.97))
        repaint(view)

    told("pan, 8 x 2,000", timed(pan, range(FRAMES)))
    told("zoom, 8 x 2,000", timed(zoom, range(FRAMES)))
    view.close()


def stage_of(trajectory: Trajectory, view: str) -> Stage:
    stage = Stage()
    stage.resize(*MAP)
    stage.set_view(view)
    stage.set_surface(trajectory.spec.surface)
    stage.set_starts(trajectory.spec.starts)
    stage.set_looks(looks(len(trajectory.spec.entries)))
    stage.set_trajectory(trajectory)
    stage.show()
    QApplication.processEvents()
    return stage


def playing_side_by_side(entries: int, steps: int) -> None:
    stage = stage_of(raced("beale", entries, steps), "side-by-side")
    port = stage.page.board.viewport()

    def frame(step: object) -> None:
        stage.set_step(int(step))
        port.repaint()

    def pan(_: object) -> None:
        stage.page.cells[0].box.translateBy((0.02, 0.01))
        port.repaint()

    told(f"side by side, play {entries} x {steps:,}", timed(frame, range(0, steps, max(1, steps // 200))))
    told(f"side by side, pan {entries} x {steps:,}", timed(pan, range(20)))
    stage.close()


def three_dimensions(entries: int, steps: int) -> None:
    stage = stage_of(raced("beale", entries, steps), "3d")
    canvas = stage.page.canvas

    def play(step: object) -> None:
        stage.set_step(int(step))
        canvas.repaint()

    def turn(_: object) -> None:
        canvas.set_camera(canvas.camera.turned(2.0, 0.1))
        canvas.repaint()

    def rest(_: object) -> None:
        canvas.set_camera(canvas.camera.turned(2.0, 0.1))
        canvas.rest()
        canvas.repaint()

    canvas.rest()
    told(f"3-D, play {entries} x {steps:,}", timed(play, range(0, steps, max(1, steps // 200))))
    told(f"3-D, turn {entries} x {steps:,}", timed(turn, range(FRAMES)))
    told("3-D, the fine picture at rest", timed(rest, range(8)))
    stage.close()


def slices() -> None:
    stage = stage_of(raced("quadratic3d", 4, 500), "overlay")

    def frame(step: object) -> None:
        stage.set_step(int(step))
        stage.page.board.viewport().repaint()

    told("three slices, play 4 x 500", timed(frame, range(0, 500, 5)))
    stage.close()


def long_histories() -> None:
    trajectory = raced("beale", 16, 10_000)
    panel = panel_of(LossPanel(), trajectory)

    def show(_: object) -> None:
        panel.set_trajectory(trajectory)
        repaint(panel)

    def scrub(step: object) -> None:
        panel.set_step(int(step))
        repaint(panel)

    told("loss panel, new trajectory, 16 x 10,000", timed(show, range(10)))
    told("loss panel, playhead, 16 x 10,000", timed(scrub, range(0, 10_000, 200)))
    panel.close()


def main() -> None:
    app = QApplication.instance() or QApplication([])
    playing(8, 2000)
    playing(16, 10_000)
    dragging("beale")
    dragging("ellipse")
    moving_the_map()
    playing_side_by_side(8, 2000)
    playing_side_by_side(12, 2000)
    three_dimensions(8, 2000)
    slices()
    long_histories()
    app.processEvents()


if __name__ == "__main__":
    main()
