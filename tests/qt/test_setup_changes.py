"""The differences of two setups: rows for the table, a sentence for a mark and for the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gdviz.optimizers import optimizer
from gdviz.qt.setup import Setup, with_spec, with_surface, with_value, without_entry
from gdviz.qt.setup_changes import describe_change, setup_changes
from gdviz.surfaces import surface
from tests.qt.edits import EDITS, OLD


@pytest.mark.parametrize(("edit", "said"), EDITS, ids=[said for _, said in EDITS])
def test_one_change_is_said_in_a_line(edit: Callable[[Setup], Setup], said: str) -> None:
    assert describe_change(OLD, edit(OLD)) == said


def test_nothing_and_what_is_in_no_control_are_said_too() -> None:
    assert describe_change(OLD, OLD) == "Nothing has changed"
    own = replace(OLD, own=(optimizer("adam"),))
    assert describe_change(OLD, own) == "Own optimizer Adam: not declared → declared"


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
