"""Extras woven into every optimizer: the kernels agree, the numbers are those of the rules, the rest is untouched."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine.check import check_spec
from gdviz.engine.errors import InputError
from gdviz.engine.extras import Clip, Extras
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.optimizer_latex import optimizer_latex
from gdviz.engine.script import script
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.engine.weave import schedulable
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.schedules import schedule
from tests.engine.plain_race import trajectory
from tests.engine.test_script import answers, compare

BOWL = Surface("bowl", "Bowl", "x*x + 3*y*y - x*y", ((-4.0, 4.0), (-4.0, 4.0)), (3.0, -2.0))
MANY = tuple((0.1 * place, 3.0 - 0.05 * place) for place in range(40))


def extras_for(method: Optimizer, clip: Clip) -> Extras:
    """A schedule of the first hyperparameter that may have one, and a clipping."""
    names = schedulable(method)
    return Extras(((names[0], schedule("inverse")),), "lr" in names, clip)


@pytest.mark.parametrize("clip", list(Clip))
@pytest.mark.parametrize("method", OPTIMIZERS, ids=lambda method: str(method.key))
def test_every_optimizer_and_both_kernels(method: Optimizer, clip: Clip) -> None:
    entry = Entry(method, extras=extras_for(method, clip)).with_value("clip", 0.75)
    spec = RaceSpec(BOWL, (entry,), MANY, 60, 0.0)
    check_spec(spec)
    together = trajectory(spec)
    alone = trajectory(RaceSpec(BOWL, (entry,), MANY[7:8], 60, 0.0))
    ours = together.points[:, 7]
    assert ours[: alone.length] == pytest.approx(alone.points[:, 0], rel=1e-9, abs=1e-12, nan_ok=True)
    assert np.isnan(ours[alone.length :]).all()
    assert np.isfinite(alone.points[:20]).all()
    assert len(optimizer_latex(entry.method)) == len(entry.method.program.rules)


def test_without_extras_it_is_the_same_object() -> None:
    for method in OPTIMIZERS:
        assert Entry(method).method is method
    entry = Entry(optimizer("adam"), extras=Extras(clip=Clip.NORM))
    assert entry.method is Entry(optimizer("adam"), (("lr", 1.0),), extras=Extras(clip=Clip.NORM)).method
    assert entry.with_extras(Extras()).method is optimizer("adam")


def test_adam_with_everything_prints_as_a_textbook_would() -> None:
    entry = Entry(optimizer("adam"), extras=Extras((("lr", schedule("exponential")),), True, Clip.NORM))
    lines = optimizer_latex(entry.method)
    assert lines[0] == r"\eta_t = \eta \, \exp(-k (t - 1)) \, \min\left(1, \frac{t}{T_{\mathrm{w}}}\right)"
    assert lines[1] == r"\mathrm{raw}_t = \nabla f(\theta_{t-1})"
    assert lines[2].startswith(r"g_t = \mathrm{raw}_t \, \frac{c}{")
    assert lines[-1] == r"\theta_t = \theta_{t-1} - \eta_t \, \tilde{m}_t"
    assert entry.method.title == "Adam, exponential, warm-up, clipped"
    assert list(entry.hyperparameters()) == ["lr", "beta1", "beta2", "eps", "clip", "k", "warm_up"]


@pytest.mark.parametrize(("clip", "norm"), [("1", True), ("value:1", False)])
def test_the_gradient_is_cut_where_it_is_too_large(clip: str, norm: bool) -> None:
    answer = gdviz.race("x**2 + 10*y**2", f"gd:lr=0.1,clip={clip}", start=(0.3, 2.0), steps=30, tolerance=0)
    point = np.array([0.3, 2.0])
    for step in range(1, 31):
        gradient = np.array([2.0, 20.0]) * point
        cut = gradient * min(1.0, 1.0 / np.linalg.norm(gradient)) if norm else np.clip(gradient, -1.0, 1.0)
        point = point - 0.1 * cut
        assert answer.points[step, 0] == pytest.approx(point, rel=1e-12, abs=1e-15)
    vectors = answer.vectors(0)
    (raw, clipped) = answer.spec.entries[0].woven.gradients[0]
    acted = (vectors[raw] != vectors[clipped]).any(axis=1)
    assert acted[0]
    assert not acted[-1]


def test_gradients_inside_a_rule_and_names_that_are_taken() -> None:
    rules = "k = 2*k + 1\nraw = 0.1*grad(theta + k*0)\ntheta = theta - lr*raw - lr*grad(theta)/t"
    mine = Optimizer("mine", "Mine", rules, (Hyper("lr", r"\eta", 0.1, 0.0, 1.0),))
    entry = Entry(mine, extras=Extras((("lr", schedule("inverse")),), clip=Clip.VALUE))
    assert entry.woven.knobs == {("lr", "k"): "k_lr"}
    assert len(entry.woven.gradients) == 2
    assert entry.method.program.evaluations["grad"] == 2
    check_spec(RaceSpec(BOWL, (entry,), ((3.0, 1.0),), 20))
    found = trajectory(RaceSpec(BOWL, (entry,), ((3.0, 1.0),), 1)).points[1, 0]
    gradient = np.clip(np.array([6.0 - 1.0, 6.0 - 3.0]), -1.0, 1.0)
    assert found == pytest.approx(np.array([3.0, 1.0]) - 0.1 * 0.1 * gradient - 0.1 * gradient)


@pytest.mark.parametrize(
    ("key", "extras", "message"),
    [
        ("mine", Extras(clip=Clip.NORM), "Mine has clip of its own"),
        ("mine", Extras(warm_up=True), "no rate lr"),
        ("rmsprop_compounding", Extras(warm_up=True), "no rate lr"),
        ("adam", Extras((("mu", schedule("cosine")),)), "no hyperparameter of adam named 'mu'"),
        ("momentum", Extras((("v0", schedule("cosine")),)), "no hyperparameter of momentum named 'v0'"),
    ],
)
def test_extras_that_do_not_fit(key: str, extras: Extras, message: str) -> None:
    mine = Optimizer("mine", "Mine", "theta = theta - clip*grad(theta)", (Hyper("clip", "c", 0.1, 0.0, 1.0),))
    method = mine if key == "mine" else optimizer(key)
    with pytest.raises(InputError, match=message):
        check_spec(RaceSpec(BOWL, (Entry(method, extras=extras),), ((3.0, 1.0),), 20))


def test_the_script_of_a_race_with_extras_does_the_same() -> None:
    texts = ["gd:clip=1", "gd:clip=value:0.5,warm_up=5", "adam:schedule=cosine,period=9", "adam:schedule=lr/t"]
    texts += [
        "momentum:schedule=sutskever,period=10,schedule=halving",
        "rmsprop_first_gradient:clip=1",
        "adam:schedule=lr/(t + 1)",
    ]
    spec = gdviz.race("beale", texts, start=(1.0, 1.5), steps=25, tolerance=0).spec
    compare(spec, answers(script(spec)), 1e-9)


def test_the_cliff_of_a_product_of_ten_weights() -> None:
    """Without clipping one step throws w off the cliff, with it it walks down 0.02 at a time."""
    free, held = (
        gdviz.race("(1 - x**10)**2", text, start=1.5, steps=5, tolerance=0).points[:, 0, 0]
        for text in ("gd:lr=0.02", "gd:lr=0.02,clip=1")
    )
    assert free[1] == pytest.approx(-870, abs=0.5)
    assert 1e54 < abs(free[2]) < 1e56
    assert held == pytest.approx(1.5 - 0.02 * np.arange(6), rel=1e-12)


def test_decays_of_rmsprop_on_beale() -> None:
    """Lesson 13 (a): a constant rate bounces for ever, every decay lets it settle."""
    methods = ["", ",schedule=step", ",schedule=exponential,k=0.002", ",schedule=inverse,k=0.005"]
    texts = [f"rmsprop:lr=0.01{each}" for each in methods]
    runs = gdviz.race("beale", texts, start=(1.75, 1.9), steps=2000, tolerance=0).runs
    assert [run["loss"] for run in runs] == pytest.approx([9e-4, 5e-8, 3e-7, 7e-6], rel=0.11)


def test_warm_up_saves_a_rate_that_is_too_large_at_the_start() -> None:
    """Lesson 13 (b): a rate of 0.01 from (1.75, 1.9)."""
    cold, warm = gdviz.race(
        "beale", ["gd:lr=0.01", "gd:lr=0.01,warm_up=100"], start=(1.75, 1.9), steps=2000, tolerance=0
    ).runs
    assert (cold["verdict"], cold["steps"]) == ("diverged", 4)
    assert warm["loss"] == pytest.approx(1.4e-7, rel=0.02)
