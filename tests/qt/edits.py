"""Every kind of edit of a setup, with the sentence that tells of it."""

from __future__ import annotations

from collections.abc import Callable

from gdviz.optimizers import optimizer
from gdviz.qt.setup import (
    Setup,
    with_entry,
    with_new_start,
    with_spec,
    with_start,
    with_typed,
    with_value,
    with_visible,
    without_entry,
)
from tests.qt.windows import a_spec

OLD = Setup.of(a_spec())

# Each may be made after those before it; the sentence is about the edit of OLD.
EDITS: tuple[tuple[Callable[[Setup], Setup], str], ...] = (
    (lambda setup: with_value(setup, 2, "lr", 0.25), f"lr of Adam: {OLD.spec.entries[2].value('lr')} → 0.25"),
    (lambda setup: with_start(setup, 0, (1.23456789, -2.0)), "Start: (1, -1.5) → (1.235, -2)"),
    (lambda setup: with_new_start(setup, (2.0, 2.0)), "Starts: (1, -1.5) → 2"),
    (lambda setup: with_spec(setup, steps=70), "Steps: 60 → 70"),
    (lambda setup: with_spec(setup, tolerance=0.0), "Tolerance: 1e-08 → 0"),
    (lambda setup: with_visible(setup, 0, False), "Gradient descent: shown → hidden"),
    (lambda setup: with_entry(setup, optimizer("rmsprop")), "RMSprop: left out → in the race"),
    (lambda setup: without_entry(setup, 1), "Momentum: in the race → left out"),
    (lambda setup: with_typed(setup, "x**2 + y**2 + 1"), f"Surface: {OLD.spec.surface.title} → x**2 + y**2 + 1"),
)
