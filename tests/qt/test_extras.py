"""Schedules, warm-up and clipping in the window: from the controls to the setup and back, and what is seen of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.extras import Clip, Extras
from gdviz.engine.rate_curve import rate_curve
from gdviz.engine.spec import Entry
from gdviz.engine.vectors import vectors
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.qt.controls.formula_label import FormulaLabel
from gdviz.qt.controls.panel import ControlPanel
from gdviz.qt.main_window import MainWindow
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_value
from gdviz.qt.setup_extras import with_extras, with_typed_schedule
from gdviz.qt.views.clip_ticks import clipped_rows, ticks
from gdviz.qt.views.known_strip import KnownPointStrip
from gdviz.qt.views.window import Window
from gdviz.schedules import SCHEDULES, schedule
from tests.qt.windows import a_spec, enter, error, part, wait_for_race

EXPONENTIAL = Extras((("lr", schedule("exponential")),))


@pytest.fixture
def panel(panel: ControlPanel) -> ControlPanel:
    """The controls with the second entry, Momentum, opened."""
    part(panel, QToolButton, "entry_1_more").setChecked(True)
    return panel


def choose(panel: ControlPanel, name: str, text: str) -> None:
    """Choose a line of a box as a person does."""
    box = part(panel, QComboBox, name)
    row = box.findText(text)
    assert row >= 0, [box.itemText(line) for line in range(box.count())]
    box.setCurrentIndex(row)
    box.activated.emit(row)
    settle()


def settle() -> None:
    """Rows that have been built anew come in sight, and leave the old ones to be deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def entry(session: Session, index: int = 1) -> Entry:
    return session.wanted.spec.entries[index]


def test_a_schedule_is_chosen_and_brings_its_numbers(session: Session, panel: ControlPanel, qtbot: QtBot) -> None:
    choose(panel, "entry_1_schedule", "Exponential decay")
    assert entry(session).extras == EXPONENTIAL
    assert entry(session).label == "Momentum, exponential"
    enter(qtbot, panel, "entry_1_k_box", "0.25")
    assert entry(session).values == (("k", 0.25),)
    choose(panel, "entry_1_schedule", "Constant")
    assert entry(session) == Entry(optimizer("momentum"), (), "Momentum")
    assert (
        panel.findChild(QLineEdit, "entry_1_k_box") is None or not part(panel, QLineEdit, "entry_1_k_box").isVisible()
    )


def test_the_controls_show_what_the_setup_holds(session: Session, panel: ControlPanel) -> None:
    extras = Extras((("mu", schedule("sutskever")),), True, Clip.VALUE)
    session.change(with_extras(session.wanted, 1, extras))
    settle()
    assert part(panel, QComboBox, "entry_1_scheduled").currentText() == "mu  μ"
    assert part(panel, QComboBox, "entry_1_schedule").currentText() == "Growing momentum"
    assert part(panel, QCheckBox, "entry_1_warm_up").isChecked()
    assert part(panel, QComboBox, "entry_1_clip").currentText() == "by value"
    assert part(panel, QLineEdit, "entry_1_warm_up_box").text() == "100"
    choose(panel, "entry_1_scheduled", "lr  η")
    assert part(panel, QComboBox, "entry_1_schedule").currentText() == "Constant"
    assert part(panel, QComboBox, "entry_1_schedule").findText("Growing momentum") == -1


def test_warm_up_and_clipping_are_chosen(session: Session, panel: ControlPanel) -> None:
    part(panel, QCheckBox, "entry_1_warm_up").click()
    settle()
    choose(panel, "entry_1_clip", "by norm")
    assert entry(session).extras == Extras(warm_up=True, clip=Clip.NORM)
    assert entry(session).label == "Momentum, warm-up, clipped"
    part(panel, QCheckBox, "entry_1_warm_up").click()
    settle()
    assert entry(session).extras == Extras(clip=Clip.NORM)


def test_a_typed_schedule_and_what_is_said_of_wrong_ones(session: Session, panel: ControlPanel, qtbot: QtBot) -> None:
    choose(panel, "entry_1_schedule", "Own formula")
    assert part(panel, QLineEdit, "entry_1_schedule_field").text() == "lr/(1 + k*t)"
    enter(qtbot, panel, "entry_1_schedule_field", "lr*exp(-q*t)")
    settle()
    assert [hyper.name for hyper in entry(session).method.hyperparameters][-1] == "q"
    good = session.wanted
    for text, said in (
        ("lr*(1 - t/30)", "comes to -6.66667e-05 at step 31"),
        ("lr*exp(-q*t", "never closed"),
        ("1/t", "must read lr"),
        ("lr*f(theta)", "not the point or the surface"),
    ):
        enter(qtbot, panel, "entry_1_schedule_field", text)
        assert said in error(panel, "entry_1_schedule_error")
        assert part(panel, QLineEdit, "entry_1_schedule_field").text() == text
        assert session.wanted == good
    enter(qtbot, panel, "entry_1_schedule_field", "lr/t")
    settle()
    assert error(panel, "entry_1_schedule_error") == ""
    assert session.wanted != good


def test_the_formula_is_that_of_the_program(session: Session, panel: ControlPanel) -> None:
    choose(panel, "entry_1_schedule", "1/t decay")
    formula = part(panel, FormulaLabel, "entry_1_schedule_formula")
    assert formula.toolTip() == "lr_t = lr / (1 + k*(t - 1))"
    assert formula.accessibleName().startswith("Schedule: ")


def test_every_box_has_a_name_and_keeps_the_focus(session: Session, panel: ControlPanel) -> None:
    box = part(panel, QComboBox, "entry_1_schedule")
    box.setFocus()
    choose(panel, "entry_1_schedule", "Step decay")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "entry_1_schedule"
    for name in ("scheduled", "schedule", "clip"):
        assert "Momentum" in part(panel, QComboBox, f"entry_1_{name}").accessibleName()


@pytest.mark.parametrize("method", OPTIMIZERS, ids=lambda method: str(method.key))
def test_every_optimizer_offers_what_it_can_have(panel: ControlPanel, method: object) -> None:
    panel.entries.add(method)  # type: ignore[arg-type]
    part(panel, QToolButton, "entry_3_more").setChecked(True)
    assert part(panel, QComboBox, "entry_3_clip").count() == 3
    choice = part(panel, QComboBox, "entry_3_schedule")
    assert choice.count() >= len(SCHEDULES)  # one is for momentum alone, and there is one of one's own


def test_labels_follow_and_stay_apart() -> None:
    setup = Setup.of(a_spec("adam", "adam"))
    names = [setup.spec.entries[0], replace(setup.spec.entries[1], label="Adam 2")]
    setup = replace(setup, spec=replace(setup.spec, entries=tuple(names)))
    both = with_extras(with_extras(setup, 0, EXPONENTIAL), 1, EXPONENTIAL)
    assert [each.label for each in both.spec.entries] == ["Adam, exponential", "Adam, exponential 2"]
    back = with_extras(with_extras(both, 1, Extras()), 0, Extras())
    assert [each.label for each in back.spec.entries] == ["Adam 2", "Adam"]
    typed = with_typed_schedule(with_value(setup, 0, "lr", 0.5), 0, "lr", "lr/(1 + q*t)")
    assert typed.spec.entries[0].values == (("lr", 0.5),)


def test_strokes_lie_across_the_steps_and_keep_apart() -> None:
    window = Window(0.0, 10.0, 0.0, 10.0, 200.0, 200.0)
    points = np.stack([np.linspace(1, 9, 801), np.full(801, 5.0)], axis=1)
    rows, ends = ticks(window, points, np.ones(801, dtype=bool))
    assert 0 not in rows
    assert np.diff(ends[:, 0]).min() >= 6.5
    assert ends[:, 0] == pytest.approx(ends[:, 2])
    assert (ends[:, 3] != ends[:, 1]).all()
    assert not len(ticks(window, points, np.zeros(801, dtype=bool))[0])


def test_the_rates_are_seen_while_there_is_a_schedule(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window(a_spec("gd", "momentum"))
    dock = window.workspace.docks["rates"]
    assert dock.isHidden()
    assert not window.side.rates.layer.curves
    session = window.session
    extras = Extras((("lr", schedule("cosine")), ("mu", schedule("sutskever"))), clip=Clip.NORM)
    session.change(with_extras(session.wanted, 1, extras))
    wait_for_race(qtbot, window)
    assert not dock.isHidden()
    curves = window.side.rates.layer.curves
    assert [curve.label for curve in curves] == [
        "Gradient descent lr",
        f"{entry(session).label} lr",
        f"{entry(session).label} mu",
    ]
    assert window.side.rates.coordinate_names() == ["η", "μ"]
    wanted = rate_curve(session.trajectory, 1, "lr")[1:, 0]
    assert 10.0 ** window.side.rates.layer.heights[1:, 1] == pytest.approx(wanted)
    _marks_are_where_it_was_clipped(window)
    window.stage.show_side_by_side()
    assert "gradient clipped" in part(window, KnownPointStrip, "known_points_strip").accessibleName()
    window.undo.undo()
    wait_for_race(qtbot, window)
    assert dock.isHidden()
    assert "gradient clipped" not in part(window, KnownPointStrip, "known_points_strip").accessibleName()
    window.stage.show_overlay()
    assert "gradient clipped" not in [name for name, *_ in window.contours.legend.rows()]


def _marks_are_where_it_was_clipped(window: MainWindow) -> None:
    trajectory = window.session.trajectory
    known = vectors(trajectory, 1, 1, trajectory.last_step(1))
    ((raw, cut),) = trajectory.spec.entries[1].woven.gradients
    acted = clipped_rows(trajectory)
    assert not acted[:, 0].any()
    assert acted[1:, 1].tolist() == (known[raw] != known[cut]).any(axis=1).tolist()
    assert acted.any()
    assert (window.contours.trails.clipped == acted).all()
    assert "gradient clipped" in [name for name, *_ in window.contours.legend.rows()]
