"""Every row of the table of figures is drawn, every experiment races, and every number holds."""

from __future__ import annotations

import re

import msgspec
import numpy as np
import pytest

from gdviz.engine.check import check_spec
from gdviz.engine.errors import InputError
from gdviz.engine.race import race
from gdviz.engine.result import Floats
from gdviz.engine.trajectory import Trajectory
from gdviz.files.experiment import load_experiment
from gdviz.files.gallery import Panel, Words, digest, gallery
from gdviz.resources_path import resource
from tests.optimizers.textbook_cases import CASES, Case

ROWS = [f"D{number}" for number in range(1, 26)]
PANELS = [panel for figure in gallery().figures for panel in figure.panels]
EXPERIMENTS = sorted({panel.experiment for panel in PANELS})
# Adam goes round the minimum; where on its orbit it ends is decided by rounding.
LIMIT_CYCLE = 6e-5


def test_every_row_is_drawn() -> None:
    assert [figure.row for figure in gallery().figures] == ROWS


def test_the_folder_holds_what_is_shown_and_nothing_else() -> None:
    assert sorted(file.stem for file in resource("gallery").glob("*.gdviz")) == EXPERIMENTS


def test_everything_is_said_in_both_languages() -> None:
    words = [*gallery().sources.values()]
    for figure in gallery().figures:
        assert figure.source in gallery().sources
        assert figure.caption.en
        words += [figure.number, figure.caption, figure.note, *(panel.caption for panel in figure.panels)]
    assert [each for each in words if bool(each.en) != bool(each.zh_CN)] == []
    assert [each for each in words if not each.en.isascii() and re.search("[\u4e00-\u9fff]", each.en)] == []


def test_every_claim_that_cannot_be_reproduced_has_its_reason_beside_it() -> None:
    claims = {claim: figure for figure in gallery().figures for claim in figure.claims}
    assert claims.keys() == {name for name, case in CASES.items() if case["status"] == "not_reproducible"}
    assert all(figure.note.en.startswith("Not reproducible: ") for figure in claims.values())


@pytest.fixture(scope="module")
def raced() -> dict[str, Trajectory]:
    """Every experiment, raced to its end."""
    done = {}
    for name in EXPERIMENTS:
        spec = load_experiment(Panel(name).path).spec
        check_spec(spec)
        trajectory = Trajectory.empty(spec)
        for chunk in race(spec):
            trajectory = trajectory.grown(chunk)
        done[name] = trajectory
    return done


def test_panels_show_entries_and_steps_that_there_are(raced: dict[str, Trajectory]) -> None:
    for panel in PANELS:
        trajectory = raced[panel.experiment]
        assert trajectory.complete
        assert all(1 <= entry <= len(trajectory.spec.entries) for entry in panel.entries or ())
        assert panel.step is None or 0 <= panel.step < trajectory.length
        assert len(trajectory.spec.entries) <= 12


@pytest.mark.parametrize("panel", [panel for panel in PANELS if panel.case], ids=lambda panel: panel.case)
def test_a_figure_leads_to_the_number_that_was_measured(raced: dict[str, Trajectory], panel: Panel) -> None:
    case, trajectory = CASES[panel.case], raced[panel.experiment]
    lane = (panel.entries or (1,))[0] - 1
    lane *= len(trajectory.spec.starts)
    step = min(trajectory.last_step(lane), panel.step or trajectory.last_row)
    row = trajectory.row_of(lane, step)
    _compare(case, step, trajectory.points[row, lane], trajectory.loss[row, lane])
    # How far it swings is told in captions.
    known = case["reproduced"] if isinstance(case["reproduced"], dict) else {}
    for name, axis in (("x_min", 0), ("y_min", 1), ("min_b", 1)):
        if name in known:
            assert trajectory.points[: row + 1, lane, axis].min() == pytest.approx(known[name], rel=1e-4)


def _compare(case: Case, step: int, point: Floats, loss: float) -> None:
    known = case["reproduced"]
    if case["status"] == "reproducible_to_limit_cycle":
        assert np.abs(point - [3.0, 0.5]).max() < LIMIT_CYCLE
    elif case["id"] == "B-step":
        assert [point[0], loss] == pytest.approx(known[2:])
    elif isinstance(known, list):
        assert point == pytest.approx(known, rel=1e-7)
    elif "end" in known or "theta" in known:
        assert point == pytest.approx(known.get("end", known.get("theta")), rel=1e-7)
        assert step == known.get("steps", step)
    elif "iter20" in known:
        assert [*point, loss] == pytest.approx([*known["iter20"], known["f20"]], rel=1e-6)
    else:
        assert loss == pytest.approx(known["f200"] if step == 200 else known["loss"][str(step)], rel=1e-6)


def test_a_row_is_found_in_small_letters_and_a_wrong_one_is_told() -> None:
    assert gallery().figure("d21").row == "D21"
    with pytest.raises(InputError, match="D99"):
        gallery().figure("D99")


def test_a_digest_tells_when_what_a_panel_shows_has_changed() -> None:
    panel = PANELS[0]
    assert digest(panel) == digest(msgspec.structs.replace(panel, caption=Words("other", "别的")))
    assert digest(panel) != digest(msgspec.structs.replace(panel, step=7))
    assert digest(panel) != digest(msgspec.structs.replace(panel, experiment=EXPERIMENTS[-1]))
