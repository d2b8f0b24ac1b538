"""Trajectories for tests of the views, raced by the engine or made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.race import race
from gdviz.engine.result import Chunk, Record, Run
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Point
from gdviz.engine.trajectory import Trajectory
from gdviz.optimizers import optimizer
from gdviz.qt.views.contour_view import ContourView
from gdviz.surfaces import surface

Floats = NDArray[np.float64]
KEYS = ("gd", "momentum", "adagrad", "adam")


def a_race(
    on: str = "beale",
    keys: Sequence[str] = KEYS,
    steps: int = 40,
    starts: Sequence[Point] = (),
    tolerance: float = 0.0,
    labels: Sequence[str] = (),
) -> Trajectory:
    """A complete race of the engine's, with all states; without other labels each entry has its optimizer's title."""
    titles = labels or [optimizer(key).title for key in keys]
    entries = tuple(Entry(optimizer(key), label=title) for key, title in zip(keys, titles, strict=True))
    spec = RaceSpec(surface(on), entries, tuple(starts) or (surface(on).start,), steps=steps, tolerance=tolerance)
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, Record.STATES):
        trajectory = trajectory.grown(chunk)
    return trajectory


def with_points(spec: RaceSpec, points: Floats, runs: tuple[Run, ...] = ()) -> Trajectory:
    """A trajectory that runs through these points, (rows, lanes, dim)."""
    with np.errstate(all="ignore"):
        loss = compile_surface(spec.surface, derivatives=0).value(points)
    return Trajectory.empty(spec).grown(Chunk(0, points, loss, (), runs))


def pixel(view: ContourView, place: tuple[float, float]) -> QPoint:
    """Where a place of the map is on its plot."""
    box = view.plot.getViewBox()
    return view.plot.mapFromScene(box.mapViewToScene(QPointF(*place)))


def mouse(widget: QWidget, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """A mouse event as the system would send it; a move with a button is a drag."""
    pressed = kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
    held = button if pressed else Qt.MouseButton.NoButton
    cause = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
    where = QPointF(at)
    event = QMouseEvent(kind, where, QPointF(widget.mapToGlobal(at)), cause, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def click(widget: QWidget, at: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """Press and release."""
    mouse(widget, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)
    mouse(widget, QEvent.Type.MouseButtonPress, at, button)
    mouse(widget, QEvent.Type.MouseButtonRelease, at, button)
