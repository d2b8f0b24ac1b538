"""Compiled lanes: the same bits as the other kernels, whatever stops when; and nothing is lost without them."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gdviz.engine import runners
from gdviz.engine.compiled_lanes import CompiledLanes, compiled_lanes
from gdviz.engine.entry_lanes import EntryLanes
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.program import program
from gdviz.engine.runners import BatchLanes, ScalarLanes, lanes_of
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.engine.verdict_case import Stop
from gdviz.language.llvm_kernel import has_llvm
from gdviz.language.llvm_source import GROUP, splat
from gdviz.optimizers import OPTIMIZERS
from gdviz.optimizers import optimizer as known
from gdviz.surfaces import SURFACES
from gdviz.surfaces import surface as known_surface
from tests.engine.plain_race import assert_same_bits, trajectory
from tests.engine.written_rules import optimizer

# Functions that processors have no instruction for; NumPy has its own of each.
NOT_EXACT = re.compile(r"\b(exp|log|sin|cos|tan|tanh|sigmoid)\(")
LANES = 2 * GROUP + 3
STEPS = 60
PIECES = ((1, 1), (2, 9), (10, 41), (42, STEPS))
BOWL = Surface("bowl", "Bowl", "x*x + 3*y*y")
DESCENT = optimizer("theta = theta - lr*grad(theta)", "lr")


def starts_of(dim: int, count: int = LANES) -> tuple[tuple[float, ...], ...]:
    """Starts near and far, so that lanes stop at different steps and for different reasons."""
    return tuple(
        tuple(math.sin(3.7 * lane + 1.3 * index) * 1.4 ** (lane % 9) for index in range(dim)) for lane in range(count)
    )


def compiled(spec: RaceSpec) -> CompiledLanes:
    lanes = compiled_lanes(spec, spec.entries[0], True)
    assert lanes is not None
    return lanes


def three_kinds(spec: RaceSpec) -> tuple[EntryLanes, EntryLanes, EntryLanes]:
    entry = spec.entries[0]
    return ScalarLanes(spec, entry, True), BatchLanes(spec, entry, True), compiled(spec)


def check_that_all_agree(spec: RaceSpec) -> EntryLanes:
    """Rows with all states, steps, reasons and points after every piece of the race."""
    scalar, batch, fast = three_kinds(spec)
    for first, last in PIECES:
        wanted = scalar.advance(first, last)
        for lanes in (batch, fast):
            assert_same_bits(lanes.advance(first, last), wanted)
            assert lanes.steps.tolist() == scalar.steps.tolist()
            assert lanes.stop == scalar.stop
            assert_same_bits(lanes.points, scalar.points)
    return fast


# LLVM has no instruction for a search along a line; that these answer with other lanes is a test of its own.
STRAIGHT = [each for each in OPTIMIZERS if not program(BOWL, Entry(each)).searches]


def test_line_searches_are_left_to_the_other_lanes() -> None:
    searching = [each for each in OPTIMIZERS if each not in STRAIGHT]
    assert searching
    for method in searching:
        spec = RaceSpec(BOWL, (Entry(method),), starts_of(2), STEPS)
        assert compiled_lanes(spec, spec.entries[0], True) is None


@pytest.mark.parametrize("method", STRAIGHT, ids=lambda method: method.key)
def test_every_optimizer(method: Optimizer) -> None:
    spec = RaceSpec(known_surface("beale"), (Entry(method),), starts_of(2), STEPS, tolerance=3.0, bound=30.0)
    lanes = check_that_all_agree(spec)
    assert len(set(lanes.steps.tolist())) > 1


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.key)
def test_every_surface(surface: Surface) -> None:
    spec = RaceSpec(surface, (Entry(known("momentum")),), starts_of(len(surface.start)), STEPS, 0.3, 0, 50.0)
    if NOT_EXACT.search(surface.expression):
        assert compiled_lanes(spec, spec.entries[0], True) is None
    else:
        check_that_all_agree(spec)


def test_lanes_that_converge_and_fly_away_in_one_group() -> None:
    """Squares of squares: what is smaller than 1 falls to 0, what is larger grows, and a quarter is not a number."""
    rules = optimizer("theta = theta*theta + where(theta == 0.25, sqrt(-theta), 0)")
    starts = ((1.0, 1.0), (0.9, 0.1), (1.1, 1.0), (0.7, 0.3), (-99.0, 0.0), (0.6, 0.5), (1e-9, 0.0), (1.01, -0.3))
    ends = {}
    for tolerance in (0.0, 1e-5):
        lanes = check_that_all_agree(RaceSpec(BOWL, (Entry(rules),), starts, STEPS, tolerance, 0, 100.0))
        ends[tolerance] = list(zip(lanes.steps.tolist(), lanes.stop, strict=True))
    still = (STEPS, Stop.BUDGET)
    flown = [(6, Stop.DIVERGED), (1, Stop.DIVERGED), (2, Stop.DIVERGED), (9, Stop.DIVERGED)]
    assert ends[0.0] == [still, still, flown[0], still, flown[1], flown[2], still, flown[3]]
    arrived = [(7, Stop.TOLERANCE), (6, Stop.TOLERANCE), (0, Stop.TOLERANCE)]
    assert ends[1e-5] == [still, arrived[0], flown[0], arrived[1], flown[1], flown[2], arrived[2], flown[3]]


@pytest.mark.parametrize("count", [1, GROUP - 1, GROUP, GROUP + 1])
def test_any_number_of_lanes(count: int) -> None:
    check_that_all_agree(RaceSpec(BOWL, (Entry(known("adam")),), starts_of(2, count), STEPS, 1.0))


def test_products_are_rounded_before_they_are_added() -> None:
    """A fused multiplication and addition would round once only, and differ in the last bit."""
    rules = optimizer("theta = theta*lr + 1", "lr")
    starts = tuple((1 + lane / 7, 1 + lane / 11) for lane in range(64))
    lanes = compiled(RaceSpec(BOWL, (Entry(rules, (("lr", 1.1),)),), starts, 1, 0.0))
    lanes.advance(1, 1)
    twice = np.array(starts) * 1.1 + 1
    once = [[float(Fraction(number) * Fraction(1.1) + 1) for number in start] for start in starts]
    assert_same_bits(lanes.points, twice)
    assert (lanes.points != np.array(once)).any()


def test_a_lane_that_leaves_runs_no_further() -> None:
    spec = RaceSpec(BOWL, (Entry(DESCENT),), starts_of(2), STEPS, 0.0)
    gone, free = compiled(spec), compiled(spec)
    for lanes in (gone, free):
        lanes.advance(1, 5)
    gone.leave(3, 4, np.array([7.0, 8.0]))
    rows, wanted = gone.advance(6, 20), free.advance(6, 20)
    assert np.isnan(rows[:, 3]).all()
    assert (gone.steps[3], gone.stop[3], gone.points[3].tolist()) == (4, Stop.DIVERGED, [7.0, 8.0])
    others = np.arange(LANES) != 3
    assert_same_bits(rows[:, others], wanted[:, others])


def test_nothing_is_kept_that_nobody_asked_for() -> None:
    spec = RaceSpec(BOWL, (Entry(DESCENT),), starts_of(2), STEPS, 0.0)
    kept, unkept = compiled(spec), compiled(spec)
    assert kept.advance(1, 50).shape == (50, LANES, 2)
    assert unkept.advance(1, 50, keep=False).shape == (0, LANES, 2)
    assert_same_bits(kept.points, unkept.points)


@pytest.mark.parametrize("value", [0.0, -0.0, 0.1, -1.5, 5e-324, 1.7976931348623157e308, math.pi])
def test_literals_are_exact(value: float) -> None:
    digits = splat(value).removeprefix("splat (double 0x").removesuffix(")")
    assert math.copysign(1.0, value) == math.copysign(1.0, np.uint64(int(digits, 16)).view(np.float64))
    assert np.uint64(int(digits, 16)).view(np.float64) == value


NO_INSTRUCTION = ("exp(theta)", "sin(theta)", "abs(theta)**lr", "solve(hess(theta), theta)", "theta - tanh(theta)")


@pytest.mark.parametrize("expression", NO_INSTRUCTION)
def test_rules_without_exact_instructions_are_left_to_numpy(expression: str) -> None:
    rules = optimizer(f"theta = theta - lr*{expression}", "lr")
    spec = RaceSpec(BOWL, (Entry(rules),), starts_of(2, 100), 1_000_000)
    assert isinstance(lanes_of(spec, spec.entries[0], True), BatchLanes)


def test_functions_of_the_step_alone_do_not_matter() -> None:
    rules = optimizer("theta = theta - lr*exp(-t)*sin(lr)*grad(theta)*lr**t/tanh(t/2)", "lr")
    spec = RaceSpec(BOWL, (Entry(rules),), starts_of(2, 40), STEPS, 0.0)
    fast, batch = compiled(spec), BatchLanes(spec, spec.entries[0], True)
    assert_same_bits(fast.advance(1, STEPS), batch.advance(1, STEPS))


DRAWN = ({"batch": Batch(3)}, {"noise": 0.5}, {"batch": Batch(2, replacement=True), "noise": 0.1})


@pytest.mark.parametrize("drawn", DRAWN)
def test_what_is_drawn_for_a_step_is_the_same_for_all_kernels(drawn: dict[str, Any]) -> None:
    entry = Entry(known("adam"), (("lr", 0.1),))
    spec = RaceSpec(known_surface("line"), (entry,), starts_of(2), STEPS, 0.0, 7, 100.0, **drawn)
    lanes = check_that_all_agree(spec)
    assert (lanes.points != check_that_all_agree(replace(spec, seed=8)).points).any()


@pytest.mark.parametrize(("count", "steps"), [(1, 20_000), (8, 2_500), (100, 625), (1_000, 400), (10_000, 87)])
def test_the_size_of_the_race_decides(count: int, steps: int) -> None:
    spec = RaceSpec(BOWL, (Entry(DESCENT),), starts_of(2, count), steps)
    shorter = replace(spec, steps=steps - 1)
    assert isinstance(lanes_of(spec, spec.entries[0], False), CompiledLanes)
    assert isinstance(lanes_of(shorter, shorter.entries[0], False), BatchLanes if count > 8 else ScalarLanes)


def test_entries_of_one_optimizer_count_together() -> None:
    entries = (*(Entry(DESCENT, (("lr", rate),)) for rate in (0.1, 0.2, 0.3)), Entry(known("momentum")))
    spec = RaceSpec(BOWL, entries, starts_of(2, 1), 7_000)
    kinds = [type(lanes_of(spec, entry, False)) for entry in entries]
    assert kinds == [CompiledLanes, CompiledLanes, CompiledLanes, ScalarLanes]


@contextmanager
def llvm_missing() -> Iterator[None]:
    """As if llvmlite were not installed."""
    has_llvm.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "llvmlite.binding", None)
        yield
    has_llvm.cache_clear()


def test_without_llvmlite_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (Entry(known("adam")), Entry(known("gd")), Entry(known("radam")))
    spec = RaceSpec(known_surface("beale"), entries, starts_of(2, 45), STEPS, 3.0, bound=30.0)
    monkeypatch.setattr(runners, "COMPILED_FROM", 0)
    with llvm_missing():
        assert {type(lanes_of(spec, entry, True)) for entry in entries} == {BatchLanes}
        without = trajectory(spec)
    assert {type(lanes_of(spec, entry, True)) for entry in entries} == {CompiledLanes}
    found = trajectory(spec)
    assert_same_bits(found.points, without.points)
    assert_same_bits(found.loss, without.loss)
    assert found.runs == without.runs


@pytest.mark.parametrize(("surface", "steps"), [("beale", 1_000), ("ackley", 100_000)])
def test_a_race_that_is_not_compiled_does_not_load_llvm(surface: str, steps: int) -> None:
    code = f"import gdviz, sys; gdviz.race({surface!r}, ['adam'], start=(1, 1), steps={steps})"
    command = [sys.executable, "-c", f"{code}; print('llvmlite' in sys.modules)"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
