"""What holds of every declared optimizer, derived from the declarations themselves."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.optimizers import OPTIMIZERS, optimizer
from tests.optimizers.gentle import GENTLE

ADAM = "lr beta1 beta2 eps"
# The keys and hyperparameter names that experiment files, scripts and lessons rely on.
PROMISED = {
    "gd": "lr",
    "momentum": "lr mu v0",
    "momentum_rate_outside": "lr mu dampening",
    "nesterov": "lr mu v0",
    "adagrad": "lr eps acc0",
    "adagrad_eps_inside": "lr eps acc0",
    "adadelta": "lr rho eps eg0 ed0",
    "rmsprop": "lr rho eps v0",
    "rmsprop_eps_inside": "lr rho eps v0",
    "rmsprop_first_gradient": "lr rho",
    "rmsprop_centered": "lr rho eps v0",
    "rmsprop_compounding": "lr rho eps v0",
    "adam": ADAM,
    "adam_eps_inside": ADAM,
    "adam_uncorrected": ADAM,
    "adam_late_correction": ADAM,
    "adamax": ADAM,
    "adamax_beta2_correction": ADAM,
    "nadam": ADAM,
    "nadam_dozat": f"{ADAM} psi",
    "amsgrad": ADAM,
    "adamw": f"{ADAM} weight_decay",
    "radam": ADAM,
    "qhm": "lr beta nu",
    "qhadam": f"{ADAM} nu1 nu2",
    "adabelief": ADAM,
    "yogi": ADAM,
    "lion": "lr beta1 beta2 weight_decay",
    "gd_best_of": "rate1 rate2 rate3 rate4 rate5",
    "gd_backtracking": "first shrink c1",
    "gd_wolfe": "first c1 c2",
    "gd_exact": "first",
}

# What is no descent, and why.
LEAVES_A_MINIMUM = {"adamw": "its decay pulls every theta that is not zero towards zero"}
BREAKS_WHERE_IT_IS_FLAT = {"rmsprop_compounding": "a rate that is divided by eps at every step overflows"}
STOPS_SHORT = {"rmsprop_compounding": "the rate collapses, which is what it is there to show"}

every_optimizer = pytest.mark.parametrize("method", OPTIMIZERS, ids=lambda method: method.key)


def _race(surface: str, method: Optimizer, values: dict[str, float] | None = None, **question: Any) -> Any:
    entry = gdviz.Entry(method, tuple((values or {}).items()))
    return gdviz.race(surface, [entry], **{"tolerance": 0.0, **question})


def test_the_promised_keys_and_names() -> None:
    declared = {method.key: " ".join(hyper.name for hyper in method.hyperparameters) for method in OPTIMIZERS}
    assert declared == PROMISED


def test_variants_stand_right_after_their_method() -> None:
    keys = [method.key for method in OPTIMIZERS]
    assert len(set(keys)) == len(keys)
    leader = ""
    for method in OPTIMIZERS:
        if method.variant_of:
            assert method.variant_of == leader, method.key
        else:
            leader = method.key


def test_no_two_are_the_same_method() -> None:
    texts = {(re.sub(r"\s+", " ", method.rules), tuple(method.initial.items())) for method in OPTIMIZERS}
    assert len(texts) == len(OPTIMIZERS)


def test_lookup_by_key_and_the_nearest_key_when_there_is_none() -> None:
    assert all(optimizer(method.key) is method for method in OPTIMIZERS)
    with pytest.raises(InputError, match=r"no optimizer named 'adan'.*did you mean (adam|nadam)"):
        optimizer("adan")


@every_optimizer
def test_texts_for_the_reader(method: Optimizer) -> None:
    assert method.title
    assert re.fullmatch(r"[A-Z].*[^.]\.", method.summary)
    assert method.reference.endswith(".")
    for hyper in method.hyperparameters:
        assert hyper.symbol
        assert re.fullmatch(r"[A-Z].*\.", hyper.help), hyper.name


@every_optimizer
def test_ranges_hold_the_default_and_suit_the_slider(method: Optimizer) -> None:
    for hyper in method.hyperparameters:
        assert hyper.low <= hyper.default <= hyper.high
        assert hyper.low < hyper.high
        assert not hyper.log or hyper.low >= 0


@every_optimizer
def test_roles_name_rules_and_each_role_one_rule(method: Optimizer) -> None:
    rules = {rule.name for rule in method.program.rules}
    assert set(method.roles) <= rules
    assert set(method.symbols) <= rules
    assert len(set(method.roles.values())) == len(method.roles)
    assert Role.GRADIENT in method.roles.values()


def _others(hyper: Hyper) -> list[float]:
    """Values that are not the default: one near it, and some across the range for what takes effect now and then."""
    near = 0.1 if hyper.default < 1e-3 and hyper.name != "lr" else 0.85 * hyper.default
    across = np.geomspace if hyper.log and hyper.low > 0 else np.linspace
    return [near, *across(hyper.low, hyper.high, 8)[1:-1].tolist()]


@pytest.mark.parametrize(
    ("method", "hyper"),
    [
        pytest.param(method, hyper, id=f"{method.key}-{hyper.name}")
        for method in OPTIMIZERS
        for hyper in method.hyperparameters
    ],
)
def test_no_dead_knob(method: Optimizer, hyper: Hyper) -> None:
    """It is felt in the steps, or in what they cost: where an exact search begins changes nothing else."""
    one = _race("beale", method, start=(1.0, 1.5), steps=100)
    for other in _others(hyper):
        assert hyper.low <= other <= hyper.high
        two = _race("beale", method, {hyper.name: other}, start=(1.0, 1.5), steps=100)
        costs = [(answer.runs[0]["loss_evaluations"], answer.runs[0]["gradient_evaluations"]) for answer in (one, two)]
        if np.nanmax(np.abs(one.points - two.points)) > 1e-6 or costs[0] != costs[1]:
            return
    raise AssertionError(f"{hyper.name} does nothing")


@every_optimizer
def test_rests_at_a_minimum(method: Optimizer) -> None:
    points = _race("(x - 1)**2 + 2*(y + 2)**2", method, start=(1.0, -2.0), steps=50).points
    if method.key in LEAVES_A_MINIMUM:
        assert np.abs(points[1, 0]) == pytest.approx([0.999, 1.998], rel=1e-12)
    elif method.key in BREAKS_WHERE_IT_IS_FLAT:
        assert np.array_equal(points[:10], np.broadcast_to(points[0], points[:10].shape))
        assert np.isnan(points[-1]).all()
    else:
        assert np.array_equal(points, np.broadcast_to(points[0], points.shape))


@every_optimizer
def test_a_flat_coordinate_stays_where_it_is(method: Optimizer) -> None:
    """On an axis of the bowl one gradient is exactly zero: nothing may become 0/0."""
    steps = 20 if method.key in BREAKS_WHERE_IT_IS_FLAT else 100
    points = _race("x**2 + y**2", method, start=(0.0, 3.0), steps=steps).points[:, 0]
    assert np.isfinite(points).all()
    assert np.all(points[:, 0] == 0)
    assert abs(points[-1, 1]) < 3


@every_optimizer
def test_descends_on_a_bowl(method: Optimizer) -> None:
    loss = _race("x**2 + y**2", method, start=(3.0, 2.0), steps=300).loss[:, 0]
    assert loss[-1] < 0.9 * loss[0]
    assert np.isfinite(loss).all()


@pytest.mark.parametrize("method", GENTLE, ids=lambda method: method.key)
def test_defaults_come_near_the_minimum_of_beale(method: Optimizer) -> None:
    """On the surface and with the number of steps that the window opens with."""
    answer = gdviz.race("beale", [method], steps=500)
    last = answer.runs[0]["steps"]
    start, end = answer.points[0, 0], answer.points[last, 0]
    assert np.isfinite(end).all()
    assert answer.loss[last, 0] < answer.loss[0, 0]
    if method.key not in STOPS_SHORT:
        minimum = np.array([3.0, 0.5])
        assert np.linalg.norm(end - minimum) < 0.75 * np.linalg.norm(start - minimum)
        assert answer.loss[last, 0] < 0.3


@pytest.mark.parametrize(
    "method",
    [method for method in OPTIMIZERS if {Role.VELOCITY, Role.STEP} & set(method.roles.values())],
    ids=lambda method: method.key,
)
def test_velocity_and_step_are_the_way_gone(method: Optimizer) -> None:
    answer = _race("beale", method, start=(1.0, 1.5), steps=30)
    name = next(name for name, role in method.roles.items() if role in (Role.VELOCITY, Role.STEP))
    way = np.diff(answer.points[:, 0], axis=0)
    assert answer.vectors(0)[name] == pytest.approx(way, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("key", ["nesterov"])
def test_gradient_is_taken_at_the_point_looked_at(key: str) -> None:
    answer = _race("x**2 + 3*y**2", optimizer(key), start=(1.0, 1.5), steps=30)
    vectors = answer.vectors(0)
    assert vectors["g"] == pytest.approx(vectors["ahead"] * [2, 6], rel=1e-12)
    assert answer.runs[0]["gradient_evaluations"] == 30


@every_optimizer
def test_a_lane_alone_equals_the_lane_among_many(method: Optimizer) -> None:
    """Few lanes run in one kernel, many in another: bit for bit the same steps."""
    starts = [(x, y) for x in np.linspace(-2, 3, 10) for y in np.linspace(-1.5, 1.5, 10)]
    many = _race("beale", method, start=starts, steps=40).points
    for lane in (0, 37, 99):
        alone = _race("beale", method, start=starts[lane], steps=40).points
        assert np.array_equal(many[:, lane], alone[:, 0], equal_nan=True), lane
