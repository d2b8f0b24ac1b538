"""What the window shows of extras: where the gradient was clipped, and the rate at every row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdviz.engine.anatomy import step_question
from gdviz.engine.budget import Budget, on_budget
from gdviz.engine.dissect import dissect
from gdviz.engine.race import race
from gdviz.engine.rate_curve import rate_curve
from gdviz.engine.result import CLIPPED, Record
from gdviz.engine.spec import RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.engine.vectors import vectors
from gdviz.files.arguments import entry_from_text
from gdviz.surfaces import surface

TEXTS = (
    "gd:clip=1,lr=0.05",
    "nesterov:clip=value:0.5,schedule=sutskever,period=40",
    "adam:clip=2,schedule=exponential,k=0.01,warm_up=30",
    "momentum:lr=0.02,schedule=halving,every=5",
)
STARTS = ((1.0, 1.5), (-2.0, 0.5), (3.5, 0.6))


def recorded(*texts: str, starts: int = 3, steps: int = 150) -> Trajectory:
    spec = RaceSpec(surface("beale"), tuple(map(entry_from_text, texts)), STARTS[:starts], steps)
    grown = Trajectory.empty(spec)
    for chunk in race(spec, Record.STATES):
        grown = grown.grown(chunk)
    return grown


@pytest.mark.parametrize("many", [False, True])
def test_the_steps_that_were_clipped_are_recorded(many: bool) -> None:
    found = recorded(*TEXTS)
    if many:  # the other kernels
        spec = replace(found.spec, starts=STARTS + tuple((0.1 * place, 0.5) for place in range(40)))
        found = Trajectory.empty(spec)
        for chunk in race(spec, Record.STATES):
            found = found.grown(chunk)
    starts = len(found.spec.starts)
    for entry in range(3):
        for start in range(3):
            lane = entry * starts + start
            last = found.last_step(lane)
            known = vectors(found, lane, 1, last)
            ((raw, cut),) = found.spec.entries[entry].woven.gradients
            acted = found.states(entry)[CLIPPED][: last + 1, start, 0]
            assert acted[0] == 0
            assert acted[1:].tolist() == (known[raw] != known[cut]).any(axis=1).tolist()
    assert found.states(0)[CLIPPED].any()
    assert CLIPPED not in found.states(3)


def test_the_curves_are_the_rates_of_the_program() -> None:
    found = recorded(*TEXTS)
    for lane in range(found.spec.lanes):
        entry = found.spec.entries[lane // 3]
        last = found.last_step(lane)
        known = vectors(found, lane, 1, last)
        for of, name in entry.woven.rates.items():
            curve = rate_curve(found, lane, of)
            assert np.isnan(curve[0]).all()
            assert curve[1 : last + 1, 0] == pytest.approx(known[name], rel=1e-12)
            assert np.isnan(curve[last + 1 :]).all()
    assert len({float(value) for value in rate_curve(found, 9, "lr")[1:, 0] if value == value}) > 1


def test_a_hyperparameter_without_a_schedule_is_a_flat_line() -> None:
    found = recorded(*TEXTS)
    assert set(rate_curve(found, 0, "lr")[1 : found.last_step(0) + 1, 0].tolist()) == {0.05}


def test_counted_in_gradients_a_step_takes_as_many_rows_as_it_asks_for() -> None:
    found = on_budget(recorded("gd:schedule=inverse", starts=1, steps=20), Budget.GRADIENTS)
    base = found.spec.entries[0].value("lr")
    assert rate_curve(found, 0, "lr")[1:3, 0] / base == pytest.approx([1.0, 1.0 / 1.005])


def test_a_sentence_tells_the_rate_of_the_step_from_the_rate_that_was_chosen() -> None:
    (without, scheduled) = (
        " ".join(dissect(step_question(recorded(text, starts=1, steps=20), 0, 7)).rules[0].sentences)
        for text in ("adam:lr=0.02", "adam:lr=0.02,schedule=inverse")
    )
    assert "η_t" in scheduled
    assert "η_t" not in without
