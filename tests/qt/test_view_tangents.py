"""The graph of one coordinate: tangents with the exact slope, and the step along them."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.stage import Stage
from tests.qt.stages import stage_of
from tests.qt.trajectories import a_race


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return stage_of(qtbot, a_race("cubic", ("gd", "adam"), steps=12), step=5)


@pytest.fixture
def view(stage: Stage) -> ContourView:
    return stage.overlay


def test_every_visible_head_has_a_tangent_with_the_derivative_s_slope(view: ContourView) -> None:
    race = a_race("cubic", ("gd", "adam"), steps=12)
    tangents = view.tangents.tangents()
    assert set(tangents) == {0, 1}
    for lane, (x, f, slope) in tangents.items():
        assert (x, f) == (race.points[5, lane, 0], race.loss[5, lane])
        assert slope == pytest.approx(3 * x**2 - 6 * x - 9)
    view.set_entry_visible(0, False)
    assert set(view.tangents.tangents()) == {1}


def test_the_last_step_runs_along_the_old_tangent_and_then_to_the_curve(view: ContourView) -> None:
    race = a_race("cubic", ("gd", "adam"), steps=12)
    begin, promise, end = view.tangents.steps()[0]
    x = race.points[4, 0, 0]
    np.testing.assert_array_equal(begin, (x, race.loss[4, 0]))
    np.testing.assert_array_equal(end, (race.points[5, 0, 0], race.loss[5, 0]))
    assert promise[0] == end[0]
    assert promise[1] - begin[1] == pytest.approx((3 * x**2 - 6 * x - 9) * (end[0] - x))


def test_there_is_no_step_at_the_start_and_no_tangent_without_a_derivative(view: ContourView) -> None:
    view.set_step(0)
    assert view.tangents.steps() == {}
    view.set_compiled(None)
    assert view.tangents.tangents() == {}


def test_two_coordinates_have_no_tangents(qtbot: QtBot) -> None:
    stage = stage_of(qtbot, a_race(steps=3))
    assert stage.overlay.tangents.tangents() == {}
