"""The rate of every schedule against loops by hand, the numbers of torch and those of the textbooks."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.errors import InputError
from gdviz.engine.extras import Extras
from gdviz.engine.rate_curve import rates
from gdviz.engine.schedule import Schedule, reads_time_alone
from gdviz.engine.spec import Entry
from gdviz.language.errors import FormulaError
from gdviz.optimizers import optimizer
from gdviz.schedules import SCHEDULES, driven_by, schedule
from gdviz.schedules.own import own_schedule
from tests.optimizers.textbook_cases import CASES

TORCH = json.loads((Path(__file__).parents[1] / "reference" / "schedules_torch.json").read_text(encoding="utf-8"))
STEPS = np.arange(1.0, 1001.0)


def scheduled(key: str, base: float, of: str = "lr", **values: float) -> Entry:
    """Momentum with one of its numbers on a schedule."""
    entry = Entry(optimizer("momentum"), extras=Extras(((of, schedule(key)),)))
    for name, value in {of: base, **values}.items():
        entry = entry.with_value(name, value)
    return entry


def rates_of(entry: Entry, of: str = "lr", steps: Any = STEPS) -> list[float]:
    """The rate of every step by the formula."""
    return [float(number) for number in rates(entry, of, np.asarray(steps, dtype=float))[:, 0]]


def one_cycle(t: int, span: int = 1000, rise: float = 0.3, low: float = 0.04, end: float = 4e-6) -> float:
    """A climb and a fall, each half a cosine."""
    top = rise * span - 1
    if t - 1 < top:
        return low + (1 - low) * 0.5 * (1 - math.cos(math.pi * (t - 1) / top))
    share = min(1.0, (t - 1 - top) / (span - 1 - top))
    return end + (1 - end) * 0.5 * (1 + math.cos(math.pi * share))


# With the defaults of every schedule, as a share of the base; t counts from 1.
BY_HAND: dict[str, Callable[[int], float]] = {
    "constant": lambda t: 1.0,
    "step": lambda t: 0.5 ** ((t - 1) // 250),
    "exponential": lambda t: math.exp(-0.002 * (t - 1)),
    "inverse": lambda t: 1 / (1 + 0.005 * (t - 1)),
    "linear": lambda t: 1 - 0.99 * min(t - 1, 1000) / 1000,
    "polynomial": lambda t: (1 - min(t - 1, 1000) / 1000) ** 2,
    "cosine": lambda t: 0.5 * (1 + math.cos(math.pi * ((t - 1) % 200) / 200)),
    "one_cycle": one_cycle,
}


@pytest.mark.parametrize("key", BY_HAND)
def test_rates_by_hand(key: str) -> None:
    found = rates_of(scheduled(key, 0.3))
    assert found == pytest.approx([0.3 * BY_HAND[key](t) for t in range(1, 1001)], rel=1e-12, abs=1e-16)


def test_every_schedule_is_checked_by_hand_somewhere() -> None:
    assert {each.key for each in SCHEDULES} == {*BY_HAND, "halving", "sutskever"}
    assert all(each.title and each.summary and each.short for each in SCHEDULES)


@pytest.mark.parametrize("case", TORCH["cases"], ids=lambda case: str(case["schedule"]))
def test_rates_of_torch(case: dict[str, Any]) -> None:
    if case["schedule"] == "warm_up":
        entry = Entry(optimizer("gd"), extras=Extras(warm_up=True)).with_value("lr", case["base"])
        entry = entry.with_value("warm_up", case["values"]["warm_up"])
    else:
        entry = scheduled(case["schedule"], case["base"], **case["values"])
    found = rates_of(entry, steps=range(1, len(case["rates"]) + 1))
    assert found == pytest.approx(case["rates"], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("name", "key", "values"),
    [("step", "step", {"period": 5.0}), ("exp", "exponential", {"k": 0.1}), ("inv", "inverse", {"k": 0.1})],
)
def test_decay_of_the_course_notes(name: str, key: str, values: dict[str, float]) -> None:
    """The notes count t from 0: their t is our t - 1."""
    case = CASES["H-decay"]
    expected = case["reproduced"][name]
    found = rates_of(scheduled(key, 1.0, **values), steps=[int(t) + 1 for t in expected])
    assert found == pytest.approx(list(expected.values()), rel=0, abs=case["atol"])


@pytest.mark.parametrize("ceiling", [0.999, 0.995, 0.99, 0.9, 0.0])
def test_growing_momentum_of_sutskever(ceiling: float) -> None:
    case = CASES["H-sutskever"]
    expected = case["reproduced"]
    found = rates_of(scheduled("sutskever", ceiling, of="mu"), "mu", [int(t) + 1 for t in expected])
    # The file's numbers are those below a ceiling of 0.999.
    wanted = [min(1 - 0.5 / (int(t) // 250 + 1), ceiling) for t in expected]
    assert found == pytest.approx(wanted, rel=0, abs=case["atol"])
    if ceiling == 0.999:
        assert found[:4] == pytest.approx(list(expected.values())[:4], rel=0, abs=case["atol"])


def test_halving_follows_the_loss() -> None:
    """Too large a rate on a parabola: it swings up until the rate has been halved often enough."""
    answer = gdviz.race("x**2", "gd:lr=1.05,schedule=halving,every=3", start=1.0, steps=40, tolerance=0)
    point, rate, last = 1.0, 1.05, 1.0
    for t in range(1, 41):
        if (t - 1) % 3 == 0:
            seen = point**2
            rate, last = (rate / 2 if seen > last else rate), seen
        assert answer.vectors(0)["lr_t"][t - 1] == rate, t
        point -= rate * 2 * point
        assert answer.points[t, 0, 0] == pytest.approx(point, rel=1e-12)
    assert rate == 1.05 / 2
    assert answer.runs[0]["loss_evaluations"] == 40


def test_warm_up_goes_before_any_other() -> None:
    entry = gdviz.race("x**2", "gd:lr=0.5,schedule=exponential,k=0.1,warm_up=4", start=1.0, steps=8).spec.entries[0]
    wanted = [0.5 * math.exp(-0.1 * (t - 1)) * min(1, t / 4) for t in range(1, 9)]
    assert rates_of(entry, steps=range(1, 9)) == pytest.approx(wanted, rel=1e-14)


def test_which_rates_are_known_before_the_race() -> None:
    assert [each.key for each in SCHEDULES if not reads_time_alone(each)] == ["halving"]
    assert driven_by(schedule("sutskever"), optimizer("adam")) == "beta1"


def test_typed_schedules() -> None:
    spec = gdviz.race("beale", "adam:schedule=lr*sqrt(k/(k + t)),k=7", steps=3).spec
    assert rates_of(spec.entries[0], steps=[1, 9]) == pytest.approx([0.1 * math.sqrt(7 / 8), 0.1 * math.sqrt(7 / 16)])


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("lr/(1 + q*t)", "the name q is not known"),
        ("lr*f(theta)", "not the point or the surface"),
        ("1/t", "must read lr"),
        ("lr*(t", "never closed"),
        ("rate = lr", "one expression"),
        ("lr*thta", "did you mean theta"),
    ],
)
def test_what_is_no_schedule(formula: str, message: str) -> None:
    with pytest.raises((FormulaError, InputError), match=message):
        own_schedule(formula, "lr")


def test_declarations_that_contradict_themselves() -> None:
    for rules, message in (("x = base", "must assign rate"), ("base = 1\nrate = base", "cannot be assigned")):
        with pytest.raises(FormulaError, match=message):
            Schedule("k", "K", rules)
    with pytest.raises(InputError, match="never read"):
        Schedule("k", "K", "rate = base", (gdviz.Hyper("k", "k", 1.0, 0.0, 2.0),))
