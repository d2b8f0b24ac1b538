"""The controls alone, with an engine that was never started: what is offered, and what is said of wrong input."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.qt.controls.panel import ControlPanel
from gdviz.qt.session import Session
from gdviz.qt.setup import with_entry
from tests.qt.windows import enter, error, part


def test_two_entries_of_one_optimizer_have_two_names(session: Session, panel: ControlPanel) -> None:
    setup = with_entry(with_entry(session.wanted, optimizer("adam")), optimizer("adam"))
    labels = [entry.label for entry in setup.spec.entries]
    assert len(set(labels)) == len(labels)


def test_the_menu_offers_every_optimizer(session: Session, panel: ControlPanel) -> None:
    menu = part(panel, QToolButton, "add_entry").menu()
    names = {action.objectName() for action in menu.findChildren(type(menu.actions()[0]))}
    assert {f"add_{each.key}" for each in OPTIMIZERS} <= names


@pytest.mark.parametrize("key", [each.key for each in OPTIMIZERS])
def test_every_hyperparameter_has_one_control(panel: ControlPanel, key: str) -> None:
    panel.entries.add(optimizer(key))
    part(panel, QToolButton, "entry_3_more").setChecked(True)
    for hyper in optimizer(key).hyperparameters:
        box = part(panel, QLineEdit, f"entry_3_{hyper.name}_box")
        assert hyper.name in box.accessibleName()
        assert box.toolTip() == hyper.help
        slider = panel.findChild(QSlider, f"entry_3_{hyper.name}_slider")
        assert (slider is None) == hyper.initial


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("entry_2_lr", "1000", "Adam: lr must lie between"),
        ("entry_2_lr", "fast", "or one per coordinate"),
        ("entry_2_lr", "0.1, 0.2, 0.3", "3 values"),
        ("entry_2_lr", "", "not a number"),
    ],
)
def test_a_wrong_hyperparameter_is_told_beside_its_box(
    qtbot: QtBot, session: Session, panel: ControlPanel, name: str, text: str, said: str
) -> None:
    spec = session.wanted.spec
    enter(qtbot, panel, f"{name}_box", text)
    assert said in error(panel, f"{name}_error")
    assert session.wanted.spec == spec
    enter(qtbot, panel, f"{name}_box", "0.05")
    assert error(panel, f"{name}_error") == ""


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("steps", "1.5", "race_error"),
        ("steps", "-1", "race_error"),
        ("steps", "1e12", "race_error"),
        ("steps", "1e7", "race_error"),
        ("tolerance", "-1", "race_error"),
        ("start_x", "1e400", "starts_error"),
        ("start_x", "1, 2", "starts_error"),
    ],
)
def test_other_wrong_numbers_are_told_beside_their_boxes(
    qtbot: QtBot, session: Session, panel: ControlPanel, name: str, text: str, label: str
) -> None:
    spec = session.wanted.spec
    enter(qtbot, panel, name, text)
    assert error(panel, label)
    assert session.wanted.spec == spec


# The formula


def type_formula(qtbot: QtBot, panel: ControlPanel, text: str) -> QLineEdit:
    """Without Enter."""
    box = part(panel, QLineEdit, "expression")
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    return box


def test_a_formula_races_when_typing_pauses(qtbot: QtBot, session: Session, panel: ControlPanel) -> None:
    box = type_formula(qtbot, panel, "x**2 + 7*y**2")
    qtbot.waitUntil(lambda: session.wanted.spec.surface.expression == "x**2 + 7*y**2")
    assert box.text() == "x**2 + 7*y**2"
    qtbot.keyClicks(box, " + sin(")
    qtbot.waitUntil(lambda: "never closed" in error(panel, "surface_error"))
    assert session.wanted.spec.surface.expression == "x**2 + 7*y**2"
    qtbot.keyClicks(box, "x)")
    qtbot.waitUntil(lambda: session.wanted.spec.surface.expression == "x**2 + 7*y**2 + sin(x)")
    assert not error(panel, "surface_error")


def test_a_formula_in_other_coordinates_waits_for_enter(qtbot: QtBot, session: Session, panel: ControlPanel) -> None:
    starts = session.wanted.spec.starts
    box = type_formula(qtbot, panel, "x**2")
    qtbot.waitUntil(lambda: "Enter" in error(panel, "surface_error"))
    assert session.wanted.spec.starts == starts
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert session.wanted.spec.surface.expression == "x**2"
    assert not error(panel, "surface_error")


def test_another_experiment_ends_what_was_being_typed(qtbot: QtBot, session: Session, panel: ControlPanel) -> None:
    shown = session.wanted.spec.surface.expression
    enter(qtbot, panel, "expression", "x**2 + sin(")
    assert error(panel, "surface_error")
    session.replace(session.wanted)
    assert not error(panel, "surface_error")
    assert part(panel, QLineEdit, "expression").text() == shown
