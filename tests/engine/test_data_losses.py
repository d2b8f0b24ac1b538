"""Losses over data: numbers of the textbooks, an independent NumPy loop, and draws that depend on the seed alone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import gdviz
from gdviz.engine.compiled_surface import compile_surface, coordinates
from gdviz.engine.describe import describe
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.runners import BATCH_FROM
from gdviz.engine.samples import Samples
from gdviz.engine.sampling import Batch
from gdviz.engine.script import script
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.engine.vectors import vectors
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.surfaces import LOSSES, surface

NEURON, NOISY, LINE = surface("neuron"), surface("neuron_noisy"), surface("line")
EIGHT = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "nadam", "adamax")


def raced(spec: RaceSpec, record: Record = Record.POINTS) -> Trajectory:
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, record):
        trajectory = trajectory.grown(chunk)
    return trajectory


def spec_of(known, keys=("gd",), steps=50, starts=None, **more):
    entries = tuple(Entry(optimizer(key)) for key in keys)
    return RaceSpec(known, entries, starts or (known.start,), steps, 0.0, **more)


def large(known, rows=500):
    """The same loss over so many samples that they are summed in one call, not written out."""
    random = np.random.default_rng(1)
    return replace(known, data=Samples.of({"x": random.uniform(-1, 5, rows), "y": random.uniform(0, 1, rows)}))


def neuron_by_hand(theta, x, y):
    """The mean of half the squared errors and its gradient, written out without gdviz."""
    out = 1 / (1 + np.exp(-(theta[..., :1] * x + theta[..., 1:])))
    slope = (out - y) * out * (1 - out)
    return np.mean((out - y) ** 2 / 2, axis=-1), np.stack([np.mean(slope * x, -1), np.mean(slope, -1)], -1)


@pytest.mark.parametrize("known", [NOISY, large(NOISY)], ids=["written out", "summed"])
def test_value_gradient_and_hessian_are_those_of_a_loop_by_hand(known):
    theta = np.random.default_rng(0).uniform(-4, 4, (20, 2))
    compiled = compile_surface(known)
    loss, slope = neuron_by_hand(theta, known.data.column("x"), known.data.column("y"))
    np.testing.assert_allclose(compiled.value(theta), loss, rtol=1e-12)
    np.testing.assert_allclose(compiled.gradient(theta), slope, rtol=1e-10, atol=1e-15)
    step = 1e-5 * np.eye(2)
    rows = [(compiled.gradient(theta + each) - compiled.gradient(theta - each)) / 2e-5 for each in step]
    np.testing.assert_allclose(compiled.hessian(theta), np.stack(rows, 1), rtol=1e-6, atol=1e-9)


def test_the_neuron_of_the_textbook():
    """Case H-min and H-gd: the exact minimum, and the path of gradient descent at rate 1."""
    compiled = compile_surface(NEURON)
    least = np.array([1.791759469228055, -2.282174095733918])
    assert float(compiled.value(least)) < 1e-30
    assert float(compiled.value(np.array(NEURON.start))) == pytest.approx(0.4158199010199929, abs=1e-12)
    spec = replace(spec_of(NEURON, steps=1000), entries=(Entry(optimizer("gd"), (("lr", 1.0),)),))
    points = raced(spec).points[:, 0]
    np.testing.assert_allclose(points[1], [-1.99450768078436, -1.9922888407847856], rtol=1e-13)
    np.testing.assert_allclose(points[100], [1.0029902113597942, -1.050785888087097], rtol=1e-10)
    np.testing.assert_allclose(points[1000], [1.7917198301022377, -2.2821180729166732], rtol=1e-12)


@pytest.mark.parametrize(
    ("key", "losses", "point"),
    [
        (
            "gd",
            {60: 0.4120794150128765, 200: 0.01656970132521381, 400: 0.0005521791696459765},
            (-1.7959007405614342, -1.7367468750981296),
        ),
        ("momentum", {60: 0.010776503221061507, 100: 0.0037577115383597057}, (2.2118025722229007, -3.8104491885060523)),
        (
            "nesterov",
            {60: 0.004718126316844046, 200: 1.3195122527423006e-09},
            (2.1399760166146073, -3.2327492463726886),
        ),
    ],
)
def test_one_sample_a_step_in_fixed_order(key, losses, point):
    """Cases H-stoch-*: batches of one in the order x1, x2, at rate 1."""
    values = (("lr", 1.0),) if key == "gd" else (("lr", 1.0), ("mu", 0.9))
    spec = spec_of(NEURON, steps=400, batch=Batch(1, shuffled=False))
    trajectory = raced(replace(spec, entries=(Entry(optimizer(key), values),)))
    np.testing.assert_allclose(trajectory.points[60, 0], point, rtol=1e-11)
    for step, loss in losses.items():
        assert trajectory.loss[step, 0] == pytest.approx(loss, abs=1e-9)


def test_the_line_through_18_points():
    """Case Z-linreg: 4344 steps until no part of the gradient is larger than 1e-5."""
    spec = RaceSpec(LINE, (Entry(optimizer("gd"), (("lr", 0.01),)),), ((1.0, 1.0),), 5000, 1e-5)
    run = raced(spec).runs[0]
    assert run.steps == 4344
    np.testing.assert_allclose(run.point, [0.13729870606071576, 1.4767766271429859], rtol=1e-12)
    assert LINE.minima[0] == pytest.approx([0.13725490196078938, 1.476780185758514], abs=1e-12)
    eigenvalues = np.linalg.eigvalsh(compile_surface(LINE).hessian(np.array(LINE.start)))
    np.testing.assert_allclose(eigenvalues, [0.2282264087, 117.938440258], rtol=1e-9)


def test_two_neurons_in_a_row():
    """Case Z-fig4.9-mse: gradient descent at rate 0.5 from (-3, -3)."""
    spec = spec_of(surface("two_neurons_squared"), steps=200)
    trajectory = raced(replace(spec, entries=(Entry(optimizer("gd"), (("lr", 0.5),)),)))
    np.testing.assert_allclose(trajectory.points[10, 0], [-3.1662305848908017, -2.9415139388402234], rtol=1e-11)
    assert trajectory.loss[200, 0] == pytest.approx(0.2571094708437043, rel=1e-11)


@pytest.mark.parametrize("known", LOSSES, ids=lambda known: known.key)
def test_declared_minima_have_no_slope_and_the_start_has_one(known):
    compiled = compile_surface(known)
    for point in known.minima:
        assert np.abs(compiled.gradient(np.array(point))).max() < 1e-12
        assert np.linalg.eigvalsh(compiled.hessian(np.array(point))).min() > 0
    assert np.isfinite(compiled.value(np.array(known.start)))
    assert coordinates(known) == known.parameters


@pytest.mark.parametrize("batch", [Batch(8), Batch(8, shuffled=False), Batch(3, replacement=True), Batch(100)])
def test_a_stochastic_race_is_that_of_a_loop_by_hand(batch):
    known = NOISY if batch.size <= 40 else large(NOISY)
    spec = replace(spec_of(known, steps=60, batch=batch, seed=7), entries=(Entry(optimizer("gd"), (("lr", 1.0),)),))
    theta = np.array(known.start)
    for step in range(1, 61):
        rows = batch.indices(len(known.data), 7, np.array(step))
        theta = theta - neuron_by_hand(theta, known.data.column("x")[rows], known.data.column("y")[rows])[1]
    np.testing.assert_allclose(raced(spec).points[60, 0], theta, rtol=1e-10)


@pytest.mark.parametrize("rows", [2, 7, 40, 5000])
def test_every_sample_comes_once_an_epoch(rows):
    batch = Batch(min(3, rows))
    steps = np.arange(1, 2 * rows * 3 + 1)
    order = batch.indices(rows, 0, steps).ravel()[: 2 * rows]
    assert sorted(order[:rows]) == sorted(order[rows:]) == list(range(rows))
    assert rows < 7 or list(order[:rows]) != list(order[rows:])
    np.testing.assert_array_equal(batch.indices(rows, 0, steps[4:5]), batch.indices(rows, 0, steps)[4:5])


def test_draws_are_the_same_for_all_entries_and_differ_with_the_seed():
    spec = spec_of(NOISY, ("gd", "gd", "momentum"), steps=30, batch=Batch(4), seed=1)
    points = raced(spec).points
    np.testing.assert_array_equal(points[:, 0], points[:, 1])
    np.testing.assert_array_equal(points, raced(spec).points)
    assert np.abs(raced(replace(spec, seed=2)).points - points).max() > 0


@pytest.mark.parametrize("more", [{"batch": Batch(8)}, {"batch": Batch(70)}, {"noise": 0.1}, {}], ids=str)
def test_one_lane_and_many_go_the_same_way(more):
    known = large(NOISY) if more.get("batch") == Batch(70) else NOISY
    starts = tuple((-2.0 + 0.1 * index, -2.0) for index in range(BATCH_FROM))
    many = raced(spec_of(known, ("adam",), steps=40, starts=starts, seed=3, **more)).points
    alone = raced(spec_of(known, ("adam",), steps=40, starts=starts[5:6], seed=3, **more)).points
    np.testing.assert_allclose(alone[:, 0], many[:, 5], rtol=1e-11)


def test_noise_has_the_deviation_that_was_asked_for():
    flat = gdviz.Surface("flat", "", "1e-30*(x**2 + y**2)", ((-1.0, 1.0),) * 2, (0.5, 0.5))
    spec = RaceSpec(flat, (Entry(optimizer("gd"), (("lr", 1.0),)),), ((0.5, 0.5),), 20_000, 1e-8, noise=0.25)
    steps = np.diff(raced(spec).points[:, 0], axis=0)
    np.testing.assert_allclose(steps.std(axis=0), 0.25, rtol=0.02)
    np.testing.assert_allclose(np.corrcoef(steps.T)[0, 1], 0.0, atol=0.03)


def test_a_small_gradient_of_a_batch_stops_nobody():
    spec = replace(spec_of(NEURON, steps=30, batch=Batch(1)), tolerance=10.0)
    assert raced(spec).runs[0].steps == 30
    assert raced(replace(spec, batch=None)).runs[0].steps == 0


def test_the_vectors_of_a_stochastic_race_are_those_that_were_used():
    spec = spec_of(NOISY, ("momentum",), steps=20, batch=Batch(4), seed=5, noise=0.01)
    trajectory = raced(spec, Record.STATES)
    told = vectors(trajectory, 0, 1, 20)
    np.testing.assert_allclose(told["theta"], trajectory.points[1:, 0], rtol=1e-12)
    exact = compile_surface(NOISY).gradient(trajectory.points[:-1, 0])
    assert np.abs(told["g"] - exact).max() > 1e-3


@pytest.mark.parametrize(
    "more",
    [{"batch": Batch(8)}, {"batch": Batch(3, replacement=True), "noise": 0.01}, {"batch": Batch(5, False)}, {}],
    ids=str,
)
def test_the_script_of_a_race_over_data_gives_its_numbers(more):
    spec = spec_of(NOISY, EIGHT[:4], steps=80, seed=3, **more)
    done = subprocess.run([sys.executable, "-c", script(spec)], capture_output=True, text=True, check=True)
    for line, run in zip(done.stdout.splitlines(), raced(spec).runs, strict=True):
        np.testing.assert_allclose([float(each) for each in line.split()[-3:]], [*run.point, run.loss], rtol=1e-9)


@pytest.mark.parametrize("method", OPTIMIZERS, ids=lambda method: method.key)
def test_every_optimizer_takes_batches(method):
    spec = RaceSpec(NOISY, (Entry(method),), (NOISY.start,), 15, 0.0, batch=Batch(8))
    assert np.isfinite(raced(spec).points[1]).all()


def test_formulas_carry_the_index_of_the_sample():
    latex, partials = describe(NOISY)[1:]
    assert latex == r"f(w, b) = \frac{1}{40}\sum_{i=1}^{40} \frac{(\sigma(w x_i + b) - y_i)^{2}}{2}"
    assert all(partial.startswith(r"\frac{1}{40}\sum_{i=1}^{40} ") for partial in partials)
    assert r"\sum" not in describe(surface("two_neurons_squared"))[1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"surface": surface("beale"), "batch": Batch(2)}, "closed formula"),
        ({"batch": Batch(0)}, "from 1 to 40 samples, not 0"),
        ({"batch": Batch(41)}, "from 1 to 40 samples, not 41"),
        ({"noise": -1.0}, "noise must be a finite number from 0"),
        ({"noise": float("inf")}, "noise must be a finite number from 0"),
    ],
)
def test_what_cannot_be_drawn_is_said(changes, said):
    with pytest.raises(gdviz.InputError, match=said):
        gdviz.race(replace(spec_of(NOISY), **changes))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expression": "(w*x + c - y)**2"}, "c is neither a parameter"),
        ({"expression": "(w*x - y)**2"}, "the parameter b does not occur"),
        ({"parameters": ("w", "x")}, "cannot name a parameter or a column"),
        ({"parameters": ("w", "pi")}, "cannot name a parameter or a column"),
    ],
)
def test_names_of_a_loss_over_data(fields, said):
    with pytest.raises(gdviz.FormulaError, match=said):
        coordinates(replace(NOISY, **{"expression": "(w*x + b - y)**2", **fields}))


def test_a_batch_that_is_none_is_said():
    with pytest.raises(gdviz.InputError, match="a batch is a whole number of samples or a Batch, not '8'"):
        gdviz.race("neuron", ["gd"], batch="8")


def test_the_script_draws_from_a_seed_of_many_digits_what_the_race_draws():
    spec = spec_of(NOISY, steps=20, seed=2**53 + 1, batch=Batch(4), noise=0.1)
    done = subprocess.run([sys.executable, "-c", script(spec)], capture_output=True, text=True, check=True)
    np.testing.assert_allclose(
        [float(each) for each in done.stdout.split()[-3:-1]], raced(spec).runs[0].point, rtol=1e-9
    )
