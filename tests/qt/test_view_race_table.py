from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.result import Verdict
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import looks
from gdviz.qt.views.number_text import short, shorts, told
from gdviz.qt.views.plain_cells import CELL_ROLE
from gdviz.qt.views.race_cells import (
    COLUMNS,
    EVALUATIONS,
    GRADIENT,
    LABEL,
    LOSS,
    POINT,
    RANK,
    REACHED,
    SENTENCE,
    STEPS,
    VERDICT,
)
from gdviz.qt.views.race_model import SWATCH
from gdviz.qt.views.race_rows import WORDS, rows_at
from gdviz.qt.views.race_table import RaceTable
from tests.qt.trajectories import a_race


@pytest.fixture
def make_table(qtbot: QtBot) -> Callable[..., RaceTable]:
    """A function that shows a race in a table."""

    def make(trajectory: Trajectory, step: int) -> RaceTable:
        table = RaceTable()
        qtbot.addWidget(table)
        table.resize(1000, 180)
        table.set_looks(looks(len(trajectory.spec.entries)))
        table.set_trajectory(trajectory)
        table.set_step(step)
        return table

    return make


def column(table: RaceTable, which: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> list[object]:
    """What a column shows, from top to bottom."""
    model = table.model()
    return [model.index(row, which).data(role) for row in range(model.rowCount())]


def test_at_the_playhead_the_numbers_are_those_of_the_step(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race()
    table = make_table(trajectory, 7)
    assert column(table, LABEL) == ["Gradient descent", "Momentum", "Adagrad", "Adam"]
    assert column(table, POINT) == [shorts(point) for point in trajectory.points[7]]
    assert column(table, LOSS) == [short(loss) for loss in trajectory.loss[7]]
    assert column(table, STEPS) == ["7"] * 4
    assert column(table, EVALUATIONS) == ["7"] * 4
    assert column(table, VERDICT) == ["on its way"] * 4
    assert column(table, SENTENCE) == [""] * 4


def test_the_gradient_on_the_way_waits_for_the_compiled_surface(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race()
    table = make_table(trajectory, 7)
    assert column(table, GRADIENT) == [""] * 4
    compiled = compile_surface(trajectory.spec.surface, 1)
    table.set_compiled(compiled)
    norms = np.linalg.norm(compiled.gradient(trajectory.points[7]), axis=-1)
    assert column(table, GRADIENT) == [short(norm) for norm in norms]


def test_at_the_end_there_are_verdicts_with_their_sentences(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race("bowl", steps=400, tolerance=1e-6)
    table = make_table(trajectory, trajectory.length - 1)
    assert column(table, VERDICT) == [WORDS[run.verdict] for run in trajectory.runs]
    assert "minimum" in column(table, VERDICT)
    assert column(table, SENTENCE) == [told(run.message) for run in trajectory.runs]
    assert column(table, VERDICT, Qt.ItemDataRole.ToolTipRole) == [told(run.message) for run in trajectory.runs]
    assert column(table, STEPS) == [str(run.steps) for run in trajectory.runs]
    assert column(table, GRADIENT) == [short(run.gradient_norm) for run in trajectory.runs]
    assert column(table, EVALUATIONS) == [str(run.gradient_evaluations) for run in trajectory.runs]


def test_a_lane_gets_its_verdict_at_its_own_end(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race("bowl", steps=400, tolerance=1e-6)
    first = min(trajectory.runs, key=lambda run: run.steps)
    assert first.steps < trajectory.length - 1
    rows = rows_at(trajectory, first.steps, None)
    assert rows[trajectory.runs.index(first)].verdict is first.verdict
    assert any(row.verdict is None for row in rows)


def test_every_verdict_has_a_word() -> None:
    assert set(WORDS) == set(Verdict)


def test_the_tip_has_the_number_in_full(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race()
    table = make_table(trajectory, 7)
    (tip, *_) = column(table, LOSS, Qt.ItemDataRole.ToolTipRole)
    assert float(str(tip).replace("−", "-")) == trajectory.loss[7, 0]


def test_a_click_on_a_header_sorts_by_number(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race(steps=200)
    table = make_table(trajectory, 200)
    table.sortByColumn(LOSS, Qt.SortOrder.AscendingOrder)
    best_first = [trajectory.runs[lane].label for lane in np.argsort([run.loss for run in trajectory.runs])]
    assert column(table, LABEL) == best_first
    table.sortByColumn(LOSS, Qt.SortOrder.DescendingOrder)
    assert column(table, LABEL) == best_first[::-1]


def test_sorted_rows_change_places_while_the_race_plays(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race(steps=200)
    table = make_table(trajectory, 0)
    table.sortByColumn(LOSS, Qt.SortOrder.AscendingOrder)
    for step in (3, 50, 200):
        table.set_step(step)
        order = np.argsort(trajectory.loss[step], kind="stable")
        assert column(table, LABEL) == [trajectory.runs[lane].label for lane in order]


def test_several_starts_are_numbered(make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race(keys=("gd", "adam"), starts=((1.0, 1.0), (2.0, -1.0)))
    assert column(make_table(trajectory, 0), LABEL) == [
        "Gradient descent, start 1",
        "Gradient descent, start 2",
        "Adam, start 1",
        "Adam, start 2",
    ]


def test_each_row_shows_its_entry_s_look(make_table: Callable[..., RaceTable]) -> None:
    table = make_table(a_race(), 0)
    pictures = [cell.icon.pixmap(30, 14).toImage() for cell in column(table, LABEL, CELL_ROLE)]
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[:place])


def test_evaluations_are_told_at_every_step(make_table: Callable[..., RaceTable]) -> None:
    """Those of a line search are what it has spent until then, not a share of what it spends in the end."""
    trajectory = a_race(keys=("gd", "gd_exact"))
    spent = 5 + int(trajectory.searched[5, 1, 1])
    assert spent > 10
    assert spent * 8 != trajectory.runs[1].gradient_evaluations
    table = make_table(trajectory, 5)
    assert column(table, EVALUATIONS) == ["5", str(spent)]
    table.set_trajectory(replace(trajectory, runs=()))  # still being computed
    assert column(table, EVALUATIONS) == ["5", str(spent)]


def test_a_race_without_an_answer_yet_shows_the_starts(make_table: Callable[..., RaceTable]) -> None:
    table = make_table(Trajectory.empty(a_race().spec), 0)
    assert column(table, POINT) == ["(1, −1.5)"] * 4
    assert column(table, LOSS) == ["undefined"] * 4


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308])
def test_useless_numbers_are_written_without_a_warning(value: float, make_table: Callable[..., RaceTable]) -> None:
    trajectory = a_race()
    trajectory.points_buffer[5:, 0] = value
    trajectory.loss_buffer[5:, 0] = value
    table = make_table(trajectory, 8)
    table.set_compiled(compile_surface(trajectory.spec.surface, 1))
    table.sortByColumn(LOSS, Qt.SortOrder.AscendingOrder)
    table.grab()
    assert column(table, LABEL)[-1] == "Gradient descent" or np.isnan(value)


LONG = tuple(f"Gradient descent with a rate of its own, lr=0.0{number}" for number in range(1, 7))


def shown(table: RaceTable) -> list[int]:
    """The columns that are seen."""
    return [column for column in range(len(COLUMNS)) if not table.isColumnHidden(column)]


@pytest.mark.parametrize("width", [420, 735, 1060, 2600])
@pytest.mark.parametrize("target", [None, 1e-3])
@pytest.mark.parametrize("labels", [(), LONG])
def test_the_columns_fit_whatever_the_room(
    make_table: Callable[..., RaceTable], width: int, target: float | None, labels: tuple[str, ...]
) -> None:
    table = make_table(a_race(keys=("gd",) * 6, labels=labels), 40)
    table.set_target(target)
    table.resize(width, 180)
    table.show()
    assert sum(map(table.columnWidth, shown(table))) == table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()
    assert {RANK, LABEL, VERDICT, LOSS} <= set(shown(table))


def test_what_gives_way_comes_back_with_the_room(make_table: Callable[..., RaceTable]) -> None:
    table = make_table(a_race(), 40)
    table.show()
    table.resize(620, 180)
    assert POINT not in shown(table)
    assert shorts(table.rows.rows[0].point, 17) in str(column(table, LABEL, Qt.ItemDataRole.ToolTipRole)[0])
    table.resize(2600, 180)
    assert shown(table) == list(range(len(COLUMNS)))


def test_the_column_of_the_target_stays_when_there_is_one(make_table: Callable[..., RaceTable]) -> None:
    table = make_table(a_race(), 40)
    table.show()
    table.resize(735, 180)
    assert REACHED not in shown(table)
    table.set_target(0.1)
    assert REACHED in shown(table)
    table.set_target(None)
    assert REACHED not in shown(table)


def test_a_sentence_is_whole_or_not_in_the_table(make_table: Callable[..., RaceTable]) -> None:
    race = a_race("bowl", steps=400, tolerance=1e-6)
    table = make_table(race, race.length - 1)
    table.show()
    longest = max(table.fontMetrics().horizontalAdvance(str(run.message)) for run in race.runs)
    for width in range(900, 1800, 60):
        table.resize(width, 180)
        assert table.isColumnHidden(SENTENCE) or table.columnWidth(SENTENCE) > longest
    assert not table.isColumnHidden(SENTENCE)


def test_labels_that_differ_at_the_end_can_be_told_apart_in_little_room(make_table: Callable[..., RaceTable]) -> None:
    table = make_table(a_race(keys=("gd",) * 6, labels=LONG), 40)
    table.resize(420, 180)
    table.show()
    room = table.columnWidth(LABEL) - SWATCH.width() - 10
    metrics = table.fontMetrics()
    assert metrics.horizontalAdvance(LONG[0]) > room
    elided = {metrics.elidedText(label, table.textElideMode(), room) for label in LONG}
    assert len(elided) == len(LONG)


def test_tab_leaves_the_table(make_table: Callable[..., RaceTable], qtbot: QtBot) -> None:
    table = make_table(a_race(), 0)
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 0)
