"""What differs between the pinned race and the one shown, as texts: the questions first, then the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdviz.engine.result import Run
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.ghost import Ghost
from gdviz.qt.setup import Setup
from gdviz.qt.setup_changes import setup_changes
from gdviz.qt.style import Look
from gdviz.qt.text import tr
from gdviz.qt.views.lanes import lane_label
from gdviz.qt.views.number_text import short
from gdviz.qt.views.race_rows import verdict_word

NONE = "–"


@dataclass(frozen=True)
class CompareRow:
    """One line of the table."""

    what: str
    pinned: str
    now: str
    difference: str = ""


@dataclass(frozen=True)
class Side:
    """A run with its label; a race without the run has no label for it, one still on its way no result."""

    label: str = ""
    run: Run | None = None


def question_rows(ghost: Ghost, setup: Setup) -> list[CompareRow]:
    """What is asked differently."""
    changes = setup_changes(ghost.setup, setup)
    return [CompareRow(tr(change.what), tr(change.old), tr(change.new)) for change in changes]


def answer_rows(ghost: Ghost, setup: Setup, trajectory: Trajectory) -> list[CompareRow]:
    """How each run ended then and now; runs are the same if their entries look alike and their starts have one number.

    Evaluations and steps are told of runs that have ended.
    """
    before, after = _runs(ghost.setup, ghost.trajectory), _runs(setup, trajectory)
    keys = dict.fromkeys((*after, *before))
    return [row for key in keys for row in _rows(before.get(key, Side()), after.get(key, Side()))]


def _runs(setup: Setup, trajectory: Trajectory) -> dict[tuple[Look, int], Side]:
    starts = len(setup.spec.starts)
    found: dict[tuple[Look, int], Side] = {}
    for lane in range(setup.spec.lanes):
        entry, start = divmod(lane, starts)
        run = trajectory.runs[lane] if trajectory.runs else None
        found[setup.looks[entry], start] = Side(lane_label(trajectory, entry, start), run)
    return found


def _rows(before: Side, after: Side) -> Iterator[CompareRow]:
    label = after.label or before.label
    yield _verdict(tr("{label}: verdict", label=label), before, after)
    for what, field in (
        (tr("{label}: f", label=label), "loss"),
        (tr("{label}: steps", label=label), "steps"),
        (tr("{label}: gradients", label=label), "gradient_evaluations"),
    ):
        yield _number(what, getattr(before.run, field, None), getattr(after.run, field, None))


def _verdict(what: str, before: Side, after: Side) -> CompareRow:
    old, new = (
        verdict_word(side.run.verdict if side.run else None) if side.label else NONE for side in (before, after)
    )
    return CompareRow(what, old, new, tr("the same") if old == new else tr("another"))


def _number(what: str, old: float | None, new: float | None) -> CompareRow:
    was, now = (NONE if value is None else short(value, 6) for value in (old, new))
    if old is None or new is None:
        return CompareRow(what, was, now)
    return CompareRow(what, was, now, tr("the same") if old == new else _gap(new - old))


def _gap(gap: float) -> str:
    return ("+" if gap > 0 else "") + short(gap)
