"""The differences of two setups: rows for the table, a sentence for a mark and for the menu."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gdviz.optimizers import optimizer
from gdviz.qt.setup import (
    Setup,
    with_entry,
    with_new_start,
    with_spec,
    with_start,
    with_surface,
    with_typed,
    with_value,
    with_visible,
    without_entry,
)
from gdviz.qt.setup_changes import describe_change, setup_changes
from gdviz.surfaces import surface
from tests.qt.windows import a_spec

OLD = Setup.of(a_spec())


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (OLD, "Nothing has changed"),
        (with_value(OLD, 2, "lr", 0.25), f"lr of Adam: {OLD.spec.entries[2].value('lr')} → 0.25"),
        (with_start(OLD, 0, (1.23456789, -2.0)), "Start: (1, -1.5) → (1.235, -2)"),
        (with_new_start(OLD, (2.0, 2.0)), "Starts: (1, -1.5) → 2"),
        (with_spec(OLD, steps=70), "Steps: 60 → 70"),
        (with_spec(OLD, tolerance=0.0), "Tolerance: 1e-08 → 0"),
        (with_visible(OLD, 0, False), "Gradient descent: shown → hidden"),
        (with_entry(OLD, optimizer("rmsprop")), "RMSprop: left out → in the race"),
        (without_entry(OLD, 1), "Momentum: in the race → left out"),
        (with_typed(OLD, "x**2 + y**2 + 1"), f"Surface: {OLD.spec.surface.title} → x**2 + y**2 + 1"),
        (replace(OLD, own=(optimizer("adam"),)), "Own optimizer Adam: not declared → declared"),
    ],
)
def test_one_change_is_said_in_a_line(new: Setup, said: str) -> None:
    assert describe_change(OLD, new) == said


def test_of_several_changes_the_first_is_said_and_the_others_counted() -> None:
    new = with_spec(with_value(with_value(OLD, 0, "lr", 0.5), 1, "mu", 0.5), steps=70)
    assert describe_change(OLD, new).endswith("→ 0.5, and 2 more changes")
    assert [change.what for change in setup_changes(OLD, new)] == ["lr of Gradient descent", "mu of Momentum", "Steps"]


def test_an_entry_is_known_again_when_others_have_gone() -> None:
    new = with_value(without_entry(OLD, 0), 1, "lr", 0.25)
    assert [change.what for change in setup_changes(OLD, new)] == ["Gradient descent", "lr of Adam"]


def test_another_surface_and_its_start() -> None:
    whats = [change.what for change in setup_changes(OLD, with_surface(OLD, surface("himmelblau")))]
    assert whats[0] == "Surface"
