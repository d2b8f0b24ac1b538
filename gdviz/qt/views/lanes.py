"""Entries and their lanes: what they are called, how they look, which belong together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gdviz.engine.trajectory import Trajectory
from gdviz.qt.labels import label_sentence
from gdviz.qt.style import Look, look
from gdviz.qt.text import tr


def entry_label(trajectory: Trajectory, entry: int) -> str:
    """What an entry is called: its own label, or its optimizer's title."""
    return tr(label_sentence(trajectory.spec.entries[entry]))


def lane_label(trajectory: Trajectory, entry: int, start: int) -> str:
    """What a lane is called: its entry, and its start if there are several."""
    label = entry_label(trajectory, entry)
    if len(trajectory.spec.starts) == 1:
        return label
    return tr("{label}, start {number}", label=label, number=start + 1)


def entry_look(looks: Sequence[Look], entry: int) -> Look:
    """How an entry is drawn: as it was told, or by its place."""
    return looks[entry] if entry < len(looks) else look(entry)


def lane_looks(trajectory: Trajectory, looks: Sequence[Look]) -> tuple[Look, ...]:
    """How every lane is drawn."""
    starts = len(trajectory.spec.starts)
    return tuple(entry_look(looks, lane // starts) for lane in range(trajectory.spec.lanes))


def lanes_of(trajectory: Trajectory, entries: Iterable[int]) -> frozenset[int]:
    """The lanes of these entries."""
    starts = len(trajectory.spec.starts)
    return frozenset(entry * starts + start for entry in entries for start in range(starts))
