"""A stage with a race on it, for tests of the views of one race."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import looks
from gdviz.qt.views.stage import Stage

SIZE = (700, 520)
Make = Callable[..., Stage]


def stage_of(qtbot: QtBot, race: Trajectory, view: str = "overlay", step: int | None = None) -> Stage:
    """The stage as the window would fill it."""
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(*SIZE)
    surface = race.spec.surface
    stage.set_view(view)
    stage.set_surface(surface)
    stage.set_starts(race.spec.starts)
    stage.set_looks(looks(len(race.spec.entries)))
    stage.set_trajectory(race)
    stage.set_compiled(compile_surface(surface))
    stage.set_step(race.length - 1 if step is None else step)
    with qtbot.waitExposed(stage):
        stage.show()
    stage.grab()
    return stage
