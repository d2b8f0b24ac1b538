"""Every number of the textbooks' worked examples that these optimizers can be asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from tests.optimizers.textbook_cases import CASES, KEYS, NOT_RACED, RACED, Case, question


def _race(case: Case) -> Any:
    asked = question(case)
    return gdviz.race(
        asked.surface,
        [asked.optimizer],
        start=asked.start,
        steps=asked.steps,
        tolerance=asked.tolerance,
        batch=asked.batch,
    )


# How far from the reference a point may be: what rounding can do to it, by the file's own measurement.
def _tolerance(sensitivity: float | None) -> float:
    return max(1e-9, 100 * (sensitivity or 0.0))


def test_every_case_is_raced_or_set_aside_with_a_reason() -> None:
    assert set(NOT_RACED) <= set(CASES)
    assert len(RACED) + len(NOT_RACED) == len(CASES) == 80
    assert all(CASES[name]["optimizer"] is not None for name in RACED)


def test_every_reading_of_the_map_is_used() -> None:
    used = {question(CASES[name]).optimizer.partition(":")[0] for name in RACED}
    assert used == set(KEYS.values())


@pytest.mark.parametrize("name", RACED)
def test_race_follows_the_reference(name: str) -> None:
    case = CASES[name]
    answer = _race(case)
    points, run = answer.points[:, 0, :], answer.runs[0]
    sensitivity = case.get("checkpoint_sensitivity", {})
    for step, expected in case.get("checkpoints", {}).items():
        assert points[int(step)] == pytest.approx(expected, rel=0, abs=_tolerance(sensitivity.get(step))), step
    end = points[run["steps"]]
    if "steps_taken" in case:
        assert run["steps"] == case["steps_taken"]
        assert (run["steps"] < case["iterations"]) == case["stopped_by_rule"]
        _check_end(case, end, answer.loss[run["steps"], 0])
    if case["claim_kind"] == "final_point":
        _check_printed(case, end)


def _check_end(case: Case, point: Any, loss: float) -> None:
    close = _tolerance(case["final_sensitivity"])
    assert point == pytest.approx(case["final_point"], rel=0, abs=close)
    if close == 1e-9:  # where the point is known to the last digits, so is the loss
        assert loss == pytest.approx(case["final_loss"], rel=1e-9, abs=1e-9)


def _check_printed(case: Case, end: Any) -> None:
    """The result as the book prints it; where that is a misprint, the true one, and that the misprint is one."""
    printed = pytest.approx(case["claimed"], rel=case["rtol"] or 0, abs=case.get("test_atol", case["atol"]))
    if case["status"] == "source_typo":
        true = case.get("expected_true", case["reproduced"])
        assert end == pytest.approx(true, rel=0, abs=1e-13)
        assert end != printed
    else:
        assert end == printed


def test_digits_far_below_any_absolute_tolerance() -> None:
    case = CASES["B-ellipse-gd"]
    assert _race(case).points[1000, 0] == pytest.approx(case["claimed"], rel=case["rtol"], abs=0)


def test_one_step_downhill() -> None:
    case = CASES["B-step"]
    answer = _race(case)
    slope = (answer.points[0, 0, 0] - answer.points[1, 0, 0]) / 0.15
    printed = [answer.loss[0, 0], slope, answer.points[1, 0, 0], answer.loss[1, 0]]
    assert printed == pytest.approx(case["claimed"], abs=case["test_atol"])


@pytest.mark.parametrize(("name", "steps"), [("Z-sq", [1, 2, 3]), ("Z-bowl-12", [1, 2])])
def test_printed_iterates(name: str, steps: list[int]) -> None:
    case = CASES[name]
    iterates = _race(case).points[steps, 0].ravel()
    assert iterates == pytest.approx(case["claimed"], rel=0, abs=case["test_atol"])


def test_adam_ends_on_its_limit_cycle_around_the_minimum() -> None:
    end = _race(CASES["B-adam"]).points[-1, 0]
    assert end == pytest.approx([3.0, 0.5], rel=0, abs=6e-5)


def test_line_through_18_points() -> None:
    case = CASES["Z-linreg"]
    answer, expected = _race(case), case["reproduced"]
    run = answer.runs[0]
    assert run["steps"] == expected["steps"]
    assert run["point"] == pytest.approx(expected["theta"], rel=0, abs=1e-9)
    assert [answer.loss[0, 0], run["loss"]] == pytest.approx([expected["cost0"], expected["cost"]], rel=1e-12)


LOSSES = [name for name in RACED if isinstance(CASES[name]["reproduced"], dict) and "loss" in CASES[name]["reproduced"]]


@pytest.mark.parametrize("name", LOSSES)
def test_losses_along_the_way(name: str) -> None:
    case = CASES[name]
    answer, expected = _race(case), case["reproduced"]
    for step, loss in expected["loss"].items():
        assert answer.loss[int(step), 0] == pytest.approx(loss, rel=0, abs=case["atol"] or 1e-9), step
    extremes = [answer.points[:, 0, 1].min(), answer.points[:, 0, 0].max()]
    if "min_b" in expected:
        assert extremes == pytest.approx([expected["min_b"], expected["max_w"]], rel=0, abs=1e-9)
    if "point60" in expected:
        assert answer.points[60, 0] == pytest.approx(expected["point60"], rel=0, abs=1e-9)
    for steps in {"upticks", "upticks_200"} & set(expected):
        loss = answer.loss[:201, 0] if steps == "upticks_200" else answer.loss[:, 0]
        assert np.count_nonzero(np.diff(loss) > 0) == expected[steps]


def test_tuned_rates_give_the_losses_the_slide_claims() -> None:
    case = CASES["H-mom-tuned"]
    asked = question(case)
    answer = gdviz.race(
        asked.surface, ["gd:lr=0.77", asked.optimizer], start=asked.start, steps=asked.steps, tolerance=0.0
    )
    assert answer.loss[100] == pytest.approx(case["reproduced"], rel=1e-9)
    assert answer.loss[100] == pytest.approx(case["claimed"], rel=0, abs=case["atol"])


def test_loss_is_flat_while_the_gradient_is_not() -> None:
    case = CASES["L-lossgrad"]
    run, expected = _race(case).runs[0], case["reproduced"]
    assert [run["loss"], run["gradient_norm"]] == pytest.approx(
        [expected["f200"], expected["gradnorm200"]], abs=case["atol"]
    )


@pytest.mark.parametrize("name", ["T-mom0.9", "T-mom0.8"])
def test_how_far_momentum_overshoots(name: str) -> None:
    case = CASES[name]
    lowest = _race(case).points[:, 0, :].min(axis=0)
    expected = case["reproduced"]
    assert lowest == pytest.approx([expected["x_min"], expected["y_min"]], rel=0, abs=case["atol"])


@pytest.mark.parametrize("name", ["T-mom0.9", "T-mom0.8"])
def test_recorded_velocity(name: str) -> None:
    """The program records v before its update: entry k is the velocity after k steps, the first one v0."""
    case = CASES[name]
    velocity = _race(case).vectors(0)["v"]
    recorded = {int(step): value for step, value in case["reproduced"]["v_recorded"].items()}
    assert recorded.pop(0) == case["hyper"]["v0"]
    for step, expected in recorded.items():
        assert velocity[step - 1] == pytest.approx(expected, rel=0, abs=case["atol"]), step
    listed = np.vstack([case["hyper"]["v0"], velocity[:-1]])
    assert listed.min(axis=0) == pytest.approx(case["reproduced"]["v_min"], rel=0, abs=case["atol"])
    assert listed.max(axis=0) == pytest.approx(case["reproduced"]["v_max"], rel=0, abs=case["atol"])


@pytest.mark.parametrize("name", ["T-rms-standard", "T-rms-asprinted"])
def test_recorded_squares(name: str) -> None:
    case = CASES[name]
    squares = _race(case).vectors(0)["v"]
    recorded = {int(step): value for step, value in case["reproduced"]["r"].items()}
    assert recorded.pop(0) == [0.0, 0.0]
    for step, expected in recorded.items():
        assert squares[step - 1] == pytest.approx(expected, rel=0, abs=case["atol"]), step


@pytest.mark.parametrize("name", ["T-rms-standard", "T-rms-asprinted"])
def test_first_steps_of_rmsprop(name: str) -> None:
    case = CASES[name]
    first = np.asarray(case["reproduced"]["first"])
    assert _race(case).points[1 : 1 + len(first), 0] == pytest.approx(first, rel=0, abs=case["atol"])
