"""The data panel: the models at the step shown, the samples of the step, and when it is there at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QTabBar
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.optimizers import optimizer
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_batch, with_surface, with_typed, with_visible
from gdviz.qt.style import looks
from gdviz.qt.views.data_panel import DataPanel
from gdviz.qt.views.loss_panel import LossPanel
from gdviz.surfaces import surface
from tests.qt.windows import a_spec, part, wait_for_race

NOISY = surface("neuron_noisy")


def raced(on: gdviz.Surface = NOISY, **more: object) -> Trajectory:
    spec = RaceSpec(on, tuple(Entry(optimizer(key), label=key) for key in ("gd", "adam")), (on.start,), 40, 0.0)
    trajectory = Trajectory.empty(replace(spec, **more))
    for chunk in race(trajectory.spec, Record.POINTS):
        trajectory = trajectory.grown(chunk)
    return trajectory


@pytest.fixture
def panel(qtbot: QtBot) -> DataPanel:
    made = DataPanel()
    qtbot.addWidget(made)
    made.resize(320, 200)
    made.set_looks(looks(2))
    return made


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_every_entry_has_its_curve_at_the_step(panel: DataPanel) -> None:
    trajectory = raced()
    panel.set_trajectory(trajectory)
    for step in (0, 7, 40):
        panel.set_step(step)
        assert [curve.look for curve in panel.models.curves] == list(looks(2))
        for lane, curve in enumerate(panel.models.curves):
            w, b = trajectory.points[step, lane]
            np.testing.assert_allclose(curve.places[:, 1], sigmoid(w * curve.places[:, 0] + b))
    assert len(panel.samples.places) == 40
    assert panel.said.text() == "40 samples"
    panel.set_entry_visible(0, False)
    assert [curve.look for curve in panel.models.curves] == [looks(2)[1]]
    panel.grab()


def test_the_samples_of_the_step_are_ringed(panel: DataPanel) -> None:
    trajectory = raced(batch=Batch(8, shuffled=False))
    panel.set_trajectory(trajectory)
    panel.set_step(0)
    assert len(panel.batch.places) == 0
    panel.set_step(6)
    rows = NOISY.data.table[:8]
    assert {tuple(place) for place in panel.batch.places} == {tuple(row) for row in rows.tolist()}
    assert panel.said.text() == "Ringed: what step 6 saw, in epoch 2"
    panel.grab()


def test_of_several_features_what_is_predicted_stands_over_what_is_true(panel: DataPanel) -> None:
    random = np.random.default_rng(0)
    a, c = random.normal(size=(2, 30))
    on = gdviz.regression({"a": a, "c": c, "y": 2 * a - c + 1}, "y")
    trajectory = raced(on)
    panel.set_trajectory(trajectory)
    panel.set_step(40)
    assert panel.models.diagonal
    (w1, w2, b), cloud = trajectory.points[40, 1], panel.models.curves[1]
    assert not cloud.line
    np.testing.assert_allclose(cloud.places[:, 0], 2 * a - c + 1)
    np.testing.assert_allclose(cloud.places[:, 1], w1 * a + w2 * c + b)
    assert panel.plot.getAxis("left").names == ("predicted y", "y")
    panel.grab()


def test_of_two_features_and_two_classes_the_line_between_them_is_drawn(panel: DataPanel) -> None:
    random = np.random.default_rng(1)
    a, c = random.normal(3, 1, 40), random.normal(-50, 20, 40)
    ill = (a + c / 20 + random.normal(0, 0.5, 40) > 0.5).astype(float)
    trajectory = raced(gdviz.regression({"a": a, "c": c, "ill": ill}, "ill", logistic=True), batch=Batch(4))
    panel.set_trajectory(trajectory)
    panel.set_step(9)
    for lane, line in enumerate(panel.models.curves):
        w1, w2, b = trajectory.points[9, lane]
        np.testing.assert_allclose(w1 * line.places[:, 0] + w2 * line.places[:, 1] + b, 0, atol=1e-12)
    np.testing.assert_array_equal(panel.samples.places, np.stack([a, c], axis=1))
    np.testing.assert_array_equal(panel.samples.hollow, ill == 0)
    assert panel.said.text() == "Ringed: what step 9 saw, in epoch 1; hollow: ill is 0"
    panel.grab()


def test_many_samples_are_thinned_and_a_formula_without_model_says_so(panel: DataPanel) -> None:
    x = np.linspace(0, 1, 5000)
    panel.set_trajectory(raced(gdviz.regression({"x": x, "y": 3 * x}, "y")))
    assert len(panel.samples.places) == 1000
    assert panel.said.text() == "5,000 samples, 1,000 of them drawn"
    panel.set_trajectory(raced(replace(NOISY, model="")))
    assert panel.note.text == "This surface has no model that could be drawn."
    assert not panel.models.curves
    panel.grab()


def test_epochs_stand_behind_the_loss_where_they_do_not_crowd(qtbot: QtBot) -> None:
    loss = LossPanel()
    qtbot.addWidget(loss)
    loss.resize(320, 200)
    loss.set_trajectory(raced(batch=Batch(6)))
    begins = [40 / 6 * epoch for epoch in range(1, 6)]
    window = loss.epochs.window()
    np.testing.assert_allclose([window.to_plane(x, 0)[0] for x in loss.epochs.across(window)], begins)
    loss.grab()
    for more in ({"batch": Batch(40)}, {}):
        loss.set_trajectory(raced(**more))
        assert loss.epochs.across(loss.epochs.window()) == []


def tabs(window: MainWindow) -> list[list[str]]:
    """The texts of the bars of tabs that are in sight."""
    bars = [bar for bar in window.workspace.findChildren(QTabBar) if bar.isVisible() and bar.x() >= 0]
    return [[bar.tabText(tab) for tab in range(bar.count())] for bar in bars]


def test_the_panel_is_there_for_losses_over_data_alone(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    window = make_window(a_spec("gd", "adam", steps=30))
    dock = window.workspace.docks["data"]
    assert dock.isHidden()
    assert window.data.panel is None
    window.session.change(with_surface(window.session.wanted, NOISY))
    wait_for_race(qtbot, window)
    assert window.workspace.in_front("data")
    window.playhead.stop()
    window.playhead.scrub(12)
    curve = window.data.panel.models.curves[1]
    w, b = window.session.trajectory.points[12, 1]
    np.testing.assert_allclose(curve.places[:, 1], sigmoid(w * curve.places[:, 0] + b))
    place = part(window, QLabel, "step_text")
    assert place.text() == "step 12 of 30"
    window.session.change(with_batch(window.session.wanted, Batch(8)))
    wait_for_race(qtbot, window)
    assert place.text() == "step 12 of 30, epoch 3"
    window.session.change(with_visible(window.session.wanted, 0, False))
    assert len(window.data.panel.models.curves) == 1
    window.workspace.go_home()
    assert not dock.isHidden()
    qtbot.waitUntil(lambda: ["Accumulated g∘g", "Data"] in tabs(window))
    window.session.change(with_typed(window.session.wanted, "x**2 + y**2"))
    wait_for_race(qtbot, window)
    assert dock.isHidden()
    qtbot.waitUntil(lambda: ["Accumulated g∘g", "Data"] not in tabs(window))
