"""The race as a stream of chunks: whole whatever their size, counted right, and disturbed by nothing."""

from __future__ import annotations

import gc
import pickle
import threading
import weakref
from dataclasses import replace

import numpy as np
import pytest

from gdviz.engine.check import check_spec
from gdviz.engine.errors import InputError
from gdviz.engine.race import race
from gdviz.engine.result import Chunk, Record, Run, Verdict
from gdviz.engine.runners import BatchLanes, ScalarLanes
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.optimizers import optimizer as known
from tests.engine.plain_race import assert_same_bits, joined, plain_run, trajectory
from tests.engine.written_rules import optimizer

BOWL = Surface("bowl", "Bowl", "x**2 + 3*y**2", minima=((0.0, 0.0),))
BEALE = Surface("b", "Beale", "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2")
DESCENT = optimizer("theta = theta - lr*grad(theta)", "lr")
HEAVY = optimizer("v = mu*v - lr*grad(theta)\ntheta = theta + v", "lr", "mu")
SLOW = (("lr", 0.003), ("mu", 0.8))
# Its rate is infinite at step 7, its root not a number at step 12.
JUMPY = optimizer("a = 1/(t - 7)\nb = sqrt(12 - t)\ntheta = theta - lr*minimum(a, 1)*where(b > 1, b, 1)", "lr")
START = ((1.0, 1.0),)


def spec_of(
    *entries: Entry, surface: Surface = BOWL, starts: tuple[tuple[float, ...], ...] = START, **kwargs: float
) -> RaceSpec:
    return RaceSpec(surface, entries or (Entry(DESCENT),), starts, **{"steps": 40, "tolerance": 0.0} | kwargs)  # type: ignore[arg-type]


def last_of(spec: RaceSpec, record: Record = Record.POINTS) -> Chunk:
    return list(race(spec, record))[-1]


def run_of(spec: RaceSpec) -> Run:
    return last_of(spec).runs[0]


def many_starts(count: int) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in np.random.default_rng(1).uniform(-2, 2, (count, 2)))


SPECS = {
    "one lane": spec_of(Entry(HEAVY, SLOW), surface=BEALE, steps=50),
    "lanes that stop at different steps": spec_of(Entry(DESCENT), starts=many_starts(7), steps=200, tolerance=1e-3),
    "lanes that fly away": spec_of(Entry(DESCENT, (("lr", 0.36),)), starts=many_starts(7), steps=200, bound=30.0),
    "floats that refuse": spec_of(Entry(JUMPY), starts=many_starts(3), steps=30),
    "several entries": spec_of(
        Entry(DESCENT), Entry(HEAVY), Entry(JUMPY), starts=many_starts(3), steps=60, tolerance=0.05
    ),
    "many lanes": spec_of(
        Entry(HEAVY, SLOW), Entry(JUMPY), surface=BEALE, starts=many_starts(60), steps=30, tolerance=0.5
    ),
    "many lanes that fly away": spec_of(Entry(DESCENT), surface=BEALE, starts=many_starts(60), steps=30, bound=3.0),
}


@pytest.mark.parametrize("record", Record)
@pytest.mark.parametrize("name", SPECS)
def test_the_size_of_chunks_changes_nothing(name: str, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = SPECS[name]
    whole = list(race(spec, record))
    for steps in (1, 3, 11):
        monkeypatch.setattr(ScalarLanes, "chunk_lane_steps", steps * spec.lanes)
        monkeypatch.setattr(BatchLanes, "chunk_lane_steps", steps * spec.lanes)
        chunks = list(race(spec, record))
        assert len(chunks) > 1
        assert chunks[-1].runs == whole[-1].runs
        if record is Record.END:
            continue
        assert [chunk.first for chunk in chunks[1:]] == [chunk.first + len(chunk.points) for chunk in chunks[:-1]]
        points, losses = joined(whole)
        ends = max(run.steps for run in chunks[-1].runs) + 1
        pieces = joined(chunks)
        assert_same_bits(pieces[0][:ends], points[:ends])
        assert_same_bits(pieces[1][:ends], losses[:ends])
        assert np.isnan(pieces[0][ends:]).all()


@pytest.mark.parametrize("name", SPECS)
def test_only_the_last_chunk_has_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScalarLanes, "chunk_lane_steps", 5 * SPECS[name].lanes)
    chunks = list(race(SPECS[name]))
    assert all(not chunk.runs for chunk in chunks[:-1])
    assert len(chunks[-1].runs) == SPECS[name].lanes


@pytest.mark.parametrize("steps", [0, 1, 10, 300, 30_000])
@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("rate", [0.05, 0.3333333, 0.34])
def test_runs_are_the_same_without_a_history(steps: int, count: int, rate: float) -> None:
    """Lanes that stop early, swing for ever or fly away, long before the last steps or in them."""
    if steps == 30_000 and count == 50:
        steps = 12_000
    entries = (Entry(DESCENT, (("lr", rate),)), Entry(HEAVY, (("lr", rate / 9), ("mu", 0.9))))
    spec = spec_of(*entries, starts=many_starts(count), steps=steps, tolerance=1e-7)
    assert last_of(spec, Record.END).runs == last_of(spec, Record.POINTS).runs == last_of(spec, Record.STATES).runs


def test_no_steps() -> None:
    chunk, end = race(spec_of(steps=0))
    assert_same_bits(chunk.points, [[[1.0, 1.0]]])
    assert_same_bits(chunk.loss, [[4.0]])
    assert (end.runs[0].steps, end.runs[0].gradient_evaluations, end.runs[0].point) == (0, 0, (1.0, 1.0))


def test_one_step() -> None:
    chunk, end = race(spec_of(steps=1))
    assert_same_bits(chunk.points[1, 0], [1.0 - 0.1 * 2.0, 1.0 - 0.1 * 6.0])
    assert end.runs[0].steps == 1


@pytest.mark.parametrize("count", [1, 40])
def test_a_tolerance_that_is_met_at_once(count: int) -> None:
    chunk = last_of(spec_of(starts=START * count, tolerance=6.5))
    assert {(run.steps, run.point) for run in chunk.runs} == {(0, (1.0, 1.0))}
    assert np.isnan(chunk.points[1:]).all()


def test_the_tolerance_is_not_met_by_a_gradient_of_its_size() -> None:
    """max|g| < tolerance: at (1, 1) the gradient is (2, 6)."""
    assert run_of(spec_of(tolerance=6.0)).steps > 0
    assert run_of(spec_of(tolerance=6.000001)).steps == 0


@pytest.mark.parametrize("count", [1, 40])
def test_a_tolerance_of_zero_is_never_met(count: int) -> None:
    runs = last_of(spec_of(starts=((0.0, 0.0),) * count)).runs
    assert {run.steps for run in runs} == {40}
    assert {run.gradient_evaluations for run in runs} == {40}


def test_a_start_at_the_minimum() -> None:
    run = run_of(spec_of(starts=((0.0, 0.0),), tolerance=1e-8))
    assert (run.steps, run.gradient_evaluations, run.loss, run.gradient_norm) == (0, 0, 0.0, 0.0)
    assert run.verdict is Verdict.MINIMUM


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.3])
def test_the_step_of_stopping_against_a_loop_by_hand(rate: float) -> None:
    x, y, steps = 1.0, 1.0, 0
    while max(abs(2 * x), abs(6 * y)) >= 1e-5:
        x, y, steps = x - rate * (2 * x), y - rate * (6 * y), steps + 1
    run = run_of(spec_of(Entry(DESCENT, (("lr", rate),)), steps=10_000, tolerance=1e-5))
    assert (run.steps, run.point) == (steps, (x, y))


def test_the_budget_may_end_on_the_step_that_would_have_been_the_last() -> None:
    free = run_of(spec_of(steps=10_000, tolerance=1e-5))
    bound = run_of(spec_of(steps=free.steps, tolerance=1e-5))
    assert (bound.steps, bound.point, bound.gradient_evaluations) == (free.steps, free.point, free.gradient_evaluations)


@pytest.mark.parametrize("count", [1, 40])
def test_the_first_point_out_of_bounds_is_the_last(count: int) -> None:
    spec = spec_of(Entry(DESCENT, (("lr", 0.5),)), starts=START * count, bound=100.0)
    y, steps = 1.0, 0
    while abs(y) < 100.0:
        y, steps = y - 0.5 * (6 * y), steps + 1
    found = trajectory(spec)
    for lane, run in enumerate(found.runs):
        assert (run.verdict, run.steps, run.point) == (Verdict.DIVERGED, steps, (0.0, y))
        assert_same_bits(found.points[steps, lane], [0.0, y])
        assert np.isnan(found.points[steps + 1 :, lane]).all()


@pytest.mark.parametrize("count", [1, 40])
def test_a_point_exactly_on_the_bound_is_out(count: int) -> None:
    straight = optimizer("theta = theta + 1")
    runs = last_of(spec_of(Entry(straight), starts=((1.0, 0.0),) * count, bound=5.0)).runs
    assert {(run.steps, run.point) for run in runs} == {(4, (5.0, 4.0))}


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("bound", [1e12, 1e200, 1e308])
def test_a_point_that_is_not_a_number_ends_the_run(count: int, bound: float) -> None:
    own = optimizer("theta = theta*where(t < 3, 2, sqrt(-t))")
    found = trajectory(spec_of(Entry(own), starts=START * count, bound=bound))
    assert {(run.steps, run.verdict) for run in found.runs} == {(3, Verdict.DIVERGED)}
    assert_same_bits(found.points[:4, 0], [[1.0, 1.0], [2.0, 2.0], [4.0, 4.0], [np.nan, np.nan]])


def test_one_coordinate_that_is_not_a_number_ends_the_run() -> None:
    own = optimizer("theta = where(theta == 1, sqrt(-theta), theta*2)")
    found = trajectory(spec_of(Entry(own), starts=((3.0, 1.0), (1.0, 3.0), (3.0, 3.0)), steps=20))
    assert [run.steps for run in found.runs] == [1, 1, 20]
    assert [found.last_step(lane) for lane in range(3)] == [1, 1, 20]
    assert_same_bits(found.points[1, :2], [[6.0, np.nan], [np.nan, 6.0]])


REFUSED_STARTS = {(np.nan, 0.0): "finite", (np.inf, 0.0): "finite", (0.0, 2e12): "farther out", (1.0,): "1 coordinate"}


@pytest.mark.parametrize("start", REFUSED_STARTS)
def test_starts_that_no_race_can_begin_at(start: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match=REFUSED_STARTS[start]):
        check_spec(spec_of(starts=(START[0], start)))


# evaluations of the gradient, the loss and the Hessian in one step
COUNTED = {
    "theta = theta - lr*grad(theta)": (1, 0, 0),
    "g = grad(theta)\nh = grad(theta - lr*g)\ntheta = theta - lr*(g + h)": (2, 0, 0),
    "g = grad(theta)\nh = grad(theta)\ntheta = theta - lr*(g + h)": (2, 0, 0),
    "l = f(theta)\ntheta = theta - lr*l*grad(theta)/(1 + f(theta + lr))": (1, 2, 0),
    "theta = theta - lr*solve(hess(theta), grad(theta))": (1, 0, 1),
    "theta = theta - lr": (0, 0, 0),
    "g = g\ntheta = theta - lr*hess(theta)@theta - f(theta)*g": (0, 1, 1),
}


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("rules", COUNTED)
def test_evaluations_are_counted(rules: str, count: int) -> None:
    spec = spec_of(Entry(optimizer(rules, "lr")), starts=START * count, steps=17)
    per_step = COUNTED[rules]
    for run in last_of(spec).runs:
        found = (run.gradient_evaluations, run.loss_evaluations, run.hessian_evaluations)
        assert found == tuple(17 * count for count in per_step)


@pytest.mark.parametrize("key", ["gd", "momentum", "nesterov", "adam"])
def test_first_order_methods_take_one_gradient_a_step(key: str) -> None:
    run = run_of(spec_of(Entry(known(key)), steps=23, tolerance=1e-30))
    assert (run.steps, run.gradient_evaluations, run.loss_evaluations, run.hessian_evaluations) == (23, 23, 0, 0)


@pytest.mark.parametrize("count", [1, 40])
def test_newtons_method_as_rules_needs_one_step_on_a_quadratic(count: int) -> None:
    newton = optimizer("theta = theta - solve(hess(theta), grad(theta))")
    quadratic = Surface("q", "Q", "x**2 + 0.1*y**2 + 2*z**2 + x*y/4 - x + z")
    starts = tuple((3.0 + lane, -4.0, 0.5 * lane) for lane in range(count))
    chunk = last_of(spec_of(Entry(newton), surface=quadratic, starts=starts, steps=1))
    assert max(run.gradient_norm for run in chunk.runs) < 1e-13


@pytest.mark.parametrize("count", [1, 40])
def test_saddle_free_newton_as_rules_leaves_a_saddle(count: int) -> None:
    rules = "theta = theta - lr*solve(eig_abs(hess(theta)) + 0.01*eye(theta), grad(theta))"
    saddle = Surface("s", "S", "x**2 - y**2 + y**4")
    starts = tuple((1.0, 0.01 + lane / 100) for lane in range(count))
    chunk = last_of(spec_of(Entry(optimizer(rules, "lr")), surface=saddle, starts=starts, steps=400, tolerance=1e-9))
    assert {run.verdict for run in chunk.runs} == {Verdict.MINIMUM}


@pytest.mark.parametrize("count", [1, 40])
def test_a_matrix_kept_from_step_to_step(count: int) -> None:
    rules = "g = grad(theta)\nB = 0.9*B + outer(g, g)\ntheta = theta - lr*solve(B + eye(theta), g)"
    own = optimizer(rules, "lr")
    matrix, theta = np.zeros((2, 2)), np.array([1.0, 1.0])
    for _ in range(10):
        g = np.array([2.0, 6.0]) * theta
        matrix = 0.9 * matrix + np.outer(g, g)
        theta = theta - 0.1 * np.linalg.solve(matrix + np.eye(2), g)
    found = trajectory(spec_of(Entry(own), starts=START * count, steps=10))
    np.testing.assert_allclose(found.points[10], [theta] * count, rtol=1e-12)
    np.testing.assert_allclose(found.states(0)["B"][10, 0], matrix.ravel(), rtol=1e-12)


def test_a_thousand_lanes_among_few() -> None:
    starts = many_starts(1_000)
    own = optimizer("n = n + 1\nv = 0.9*v - lr*grad(theta)/sqrt(n)\ntheta = theta + v", "lr")
    spec = spec_of(
        Entry(own, (("lr", (0.01, 0.002)),)), surface=BEALE, starts=starts, steps=25, tolerance=0.3, bound=4.0
    )
    everything = trajectory(spec)
    assert len({run.steps for run in everything.runs}) > 5
    for lane in (0, 1, 17, 499, 998, 999):
        alone = trajectory(replace(spec, starts=(starts[lane],)))
        assert_same_bits(everything.points[: alone.length, lane], alone.points[:, 0])
        assert np.isnan(everything.points[alone.length :, lane]).all()
        assert everything.runs[lane].steps == alone.runs[0].steps
        assert everything.runs[lane].point == alone.runs[0].point
        plain = plain_run(spec, spec.entries[0], starts[lane])
        assert_same_bits(everything.points[: plain.steps + 1, lane], plain.points)


def test_lanes_of_several_entries_are_in_the_order_of_the_entries() -> None:
    entries = tuple(Entry(DESCENT, (("lr", rate),), f"rate {rate}") for rate in (0.01, 0.02, 0.03))
    spec = spec_of(*entries, starts=((1.0, 1.0), (2.0, 2.0)), steps=1)
    chunk, end = race(spec)
    assert [run.label for run in end.runs] == [entry.label for entry in entries for _ in range(2)]
    assert [run.start for run in end.runs] == [(1.0, 1.0), (2.0, 2.0)] * 3
    np.testing.assert_allclose(chunk.points[1, :, 0], [0.98, 1.96, 0.96, 1.92, 0.94, 1.88])


def test_initial_values_are_expressions() -> None:
    own = optimizer(
        "g = grad(theta)\na = 0.9*a + g**2\nb = b*1\ntheta = theta - lr*g/sqrt(a) + b",
        "lr",
        a="g**2 + lr",
        b="0.01*theta",
    )
    states = trajectory(spec_of(Entry(own), steps=2)).states(0)
    np.testing.assert_allclose(states["a"][0, 0], [4.1, 36.1])
    np.testing.assert_allclose(states["b"][:, 0], [[0.01, 0.01]] * 3)


def test_an_abandoned_race_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScalarLanes, "chunk_lane_steps", 10)
    spec = spec_of(Entry(HEAVY, SLOW), surface=BEALE, steps=5_000)
    threads = threading.active_count()
    whole = [chunk.points for chunk in race(spec)]
    abandoned = race(spec)
    for _ in range(100):
        chunk = next(abandoned)
    left = weakref.ref(chunk)
    abandoned.close()
    del chunk, abandoned
    gc.collect()
    assert left() is None
    assert threading.active_count() == threads
    for one, other in zip(whole, race(spec), strict=True):
        assert_same_bits(one, other.points)


@pytest.mark.parametrize("count", [2, 40])
def test_interleaved_races_do_not_disturb_each_other(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScalarLanes, "chunk_lane_steps", 7 * count)
    monkeypatch.setattr(BatchLanes, "chunk_lane_steps", 7 * count)
    one = spec_of(Entry(HEAVY, SLOW), surface=BEALE, starts=many_starts(count), steps=70)
    other = spec_of(Entry(HEAVY, (("lr", 0.002),)), surface=BEALE, starts=many_starts(count)[::-1], steps=70)
    apart = [joined(race(spec)) for spec in (one, other)]
    pairs = list(zip(race(one), race(other), strict=True))
    for number in (0, 1):
        together = joined([pair[number] for pair in pairs])
        assert_same_bits(together[0], apart[number][0])
        assert_same_bits(together[1], apart[number][1])


def test_chunks_are_not_written_to_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScalarLanes, "chunk_lane_steps", 5)
    chunks, copies = [], []
    for chunk in race(spec_of(Entry(HEAVY)), Record.STATES):
        if chunk.runs:
            break
        chunks.append(chunk)
        copies.append((chunk.points.copy(), chunk.states[0]["v"].copy()))
    for chunk, (points, velocities) in zip(chunks, copies, strict=True):
        assert_same_bits(chunk.points, points)
        assert_same_bits(chunk.states[0]["v"], velocities)


def test_specs_and_chunks_cross_processes() -> None:
    spec = spec_of(Entry(HEAVY, (("lr", (0.1, 0.2)),), "mine"), Entry(known("adam")), tolerance=1e-6)
    again = pickle.loads(pickle.dumps(spec))
    assert again == spec
    assert hash(again) == hash(spec)
    for chunk, other in zip(race(spec, Record.STATES), race(again, Record.STATES), strict=True):
        crossed = pickle.loads(pickle.dumps(chunk))
        assert_same_bits(crossed.points, other.points)
        assert crossed.runs == other.runs


def test_specs_are_values() -> None:
    spec = spec_of(Entry(HEAVY), tolerance=1e-6)
    assert {spec: "found"}[replace(spec)] == "found"
    others = [replace(spec, steps=41), replace(spec, tolerance=0.0), replace(spec, starts=((1.0, 1.5),))]
    assert len({spec, *others}) == 4


def test_two_rates_never_share_a_kernel_by_mistake() -> None:
    """One optimizer with one number, with one number per coordinate, and the other way round."""
    rates = (0.1, (0.1, 0.1), (0.1, 0.2), 0.2, (0.2, 0.1), 0.1)
    points = [run_of(spec_of(Entry(DESCENT, (("lr", rate),)), steps=3)).point for rate in rates]
    assert points[0] == points[1] == points[5]
    assert len({*points}) == 4
    assert points[2] == (points[0][0], points[3][1])


@pytest.mark.parametrize("count", [1, 40])
def test_a_surface_without_a_value_at_a_point(count: int) -> None:
    """The loss is not a number where the root is negative; there the lane ends."""
    walk = optimizer("theta = theta - 1")
    found = trajectory(spec_of(Entry(walk), surface=Surface("r", "R", "sqrt(x)"), starts=((2.5,),) * count, steps=5))
    assert_same_bits(found.loss[:4, 0], [np.sqrt(2.5), np.sqrt(1.5), np.sqrt(0.5), np.nan])
    assert_same_bits(found.points[:, 0, 0], [2.5, 1.5, 0.5, -0.5])  # a race is over when its last run is
    assert (found.runs[0].steps, found.runs[0].point, found.runs[0].verdict) == (3, (-0.5,), "diverged")


@pytest.mark.parametrize("count", [1, 40])
def test_a_lane_does_not_come_back_onto_the_surface(count: int) -> None:
    """The gradient of the logarithm is defined left of zero too, and would lead back."""
    starts = tuple((1.0 + 0.01 * index,) for index in range(count))
    found = trajectory(
        spec_of(Entry(DESCENT, (("lr", 0.3),)), surface=Surface("l", "L", "log(x)"), starts=starts, steps=10)
    )
    assert found.runs[0].steps == 3
    assert np.isnan(found.points[4:, 0]).all()
