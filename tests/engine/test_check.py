"""What cannot be raced is refused in advance, in one sentence, at no cost."""

from __future__ import annotations

import math
import time
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest

from gdviz.engine.check import (
    MEMORY_LIMIT,
    check_gradient,
    check_spec,
    check_values,
    history_bytes,
    memory_text,
)
from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.language.errors import FormulaError

METHOD = Optimizer(
    "test",
    "Test",
    "v = mu*v - lr*grad(theta)\ntheta = theta + v",
    (Hyper("lr", "h", 0.1, 0, 10), Hyper("mu", "m", 0.5, 0, 1)),
)
BOWL = Surface("bowl", "Bowl", "x**2 + y**2", window=((-1.0, 1.0), (-1.0, 1.0)))
SPEC = RaceSpec(BOWL, (Entry(METHOD),), ((1.0, 2.0),))


def _refused(spec: RaceSpec, *parts: str, history: bool = True) -> InputError:
    with pytest.raises(InputError) as caught:
        check_spec(spec, history=history)
    for part in parts:
        assert part in caught.value.message
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 300
    return caught.value


def _with_values(**values: Any) -> RaceSpec:
    return replace(SPEC, entries=(Entry(METHOD), Entry(METHOD, tuple(values.items()))))


def test_a_good_spec_passes() -> None:
    check_spec(SPEC)
    check_gradient(SPEC)
    check_spec(_with_values(lr=(0.0, 10.0), mu=1))


@pytest.mark.parametrize(
    ("changes", "parts", "where"),
    [
        ({"entries": ()}, ["no optimizer"], "entries"),
        ({"starts": ()}, ["no start"], "starts"),
        ({"steps": -1}, ["steps", "not -1"], "steps"),
        ({"steps": 1.5}, ["steps", "whole number", "not 1.5"], "steps"),
        ({"steps": True}, ["steps", "not True"], "steps"),
        ({"steps": "9"}, ["steps", "not '9'"], "steps"),
        ({"steps": 10**18}, ["steps", "18 digits"], "steps"),
        ({"steps": 10**5000}, ["steps", "18 digits"], "steps"),
        ({"tolerance": -1.0}, ["tolerance", "not -1"], "tolerance"),
        ({"tolerance": math.nan}, ["tolerance", "not nan"], "tolerance"),
        ({"tolerance": math.inf}, ["tolerance", "not inf"], "tolerance"),
        ({"tolerance": None}, ["tolerance", "not None"], "tolerance"),
        ({"seed": -1}, ["seed"], "seed"),
        ({"seed": 0.5}, ["seed"], "seed"),
        ({"bound": 0.0}, ["bound"], "bound"),
        ({"bound": math.inf}, ["bound", "not inf"], "bound"),
        ({"bound": math.nan}, ["bound"], "bound"),
        ({"starts": ((1.0, 2.0), (1.0,))}, ["(1)", "1 coordinate,", "the surface has 2"], "starts[1]"),
        ({"starts": ((1.0, 2.0, 3.0),)}, ["(1, 2, 3)", "3 coordinates", "has 2"], "starts[0]"),
        ({"starts": ((),)}, ["0 coordinates"], "starts[0]"),
        ({"starts": ((1.0, math.inf),)}, ["(1, inf)", "finite"], "starts[0]"),
        ({"starts": ((1.0, math.nan),)}, ["(1, nan)", "finite"], "starts[0]"),
        ({"starts": (("1", "2"),)}, ["finite number"], "starts[0]"),
        ({"starts": ((1e13, 0.0),)}, ["farther out"], "starts[0]"),
        ({"starts": ((10**400, 0.0),)}, ["start"], "starts[0]"),
    ],
)
def test_numbers_that_make_no_race(changes: dict[str, Any], parts: list[str], where: str) -> None:
    assert _refused(replace(SPEC, **changes), *parts).where == where


@pytest.mark.parametrize(
    ("values", "parts", "where"),
    [
        ({"lrr": 1.0}, ["'lrr'", "did you mean lr?"], "entries[1]"),
        ({"lr": 10.5}, ["Test: lr", "between 0 and 10, not 10.5"], "entries[1].lr"),
        ({"lr": -1e-300}, ["Test: lr", "not -1e-300"], "entries[1].lr"),
        ({"lr": math.nan}, ["Test: lr", "not nan"], "entries[1].lr"),
        ({"lr": math.inf}, ["Test: lr", "not inf"], "entries[1].lr"),
        ({"lr": "1"}, ["Test: lr", "not '1'"], "entries[1].lr"),
        ({"lr": None}, ["Test: lr", "not None"], "entries[1].lr"),
        ({"lr": (1.0, 2.0, 3.0)}, ["Test: lr has 3 values", "has 2 coordinates"], "entries[1].lr"),
        ({"lr": (1.0, 20.0)}, ["Test: lr", "not 20"], "entries[1].lr"),
        ({"lr": ()}, ["Test: lr has 0 values"], "entries[1].lr"),
    ],
)
def test_hyperparameters_that_make_no_race(values: dict[str, Any], parts: list[str], where: str) -> None:
    assert _refused(_with_values(**values), *parts).where == where


def test_a_hyperparameter_given_twice() -> None:
    twice = Entry(METHOD, (("lr", 0.1), ("lr", 0.2)))
    _refused(replace(SPEC, entries=(twice,)), "lr is given twice")


def test_rules_that_do_not_fit_together() -> None:
    flat = Optimizer("flat", "Flat", "theta = dot(theta, grad(theta))")
    error = _refused(replace(SPEC, entries=(Entry(flat),)), "the rules of Flat: line 1")
    assert error.where == "entries[0]"


def test_a_surface_that_is_no_formula() -> None:
    with pytest.raises(FormulaError):
        check_spec(replace(SPEC, surface=replace(BOWL, expression="x +", window=())))


@pytest.mark.parametrize("expression", ["log(x)*y", "1/x + y", "sqrt(x - 1)*y", "exp(1000 + x)*y", "0/x + y"])
def test_a_surface_undefined_at_the_start(expression: str) -> None:
    spec = replace(SPEC, surface=Surface("s", "S", expression), starts=((2.0, 1.0), (0.0, 1.0)))
    error = _refused(spec, "no finite value", expression)
    assert error.where in ("starts[0]", "starts[1]")


@pytest.mark.parametrize("expression", ["sqrt(x) + y", "x**0.5 + y"])
def test_a_gradient_undefined_at_the_start(expression: str) -> None:
    spec = replace(SPEC, surface=Surface("s", "S", expression), starts=((2.0, 1.0), (0.0, 1.0)))
    check_spec(spec)
    with pytest.raises(InputError, match=r"no finite gradient at the start \(0, 1\)") as caught:
        check_gradient(spec)
    assert caught.value.where == "starts[1]"


def test_an_endless_race_is_refused_with_the_memory_it_would_need() -> None:
    _refused(replace(SPEC, steps=10**12), "24 TB", "1,000,000,000,000 steps", "the limit is 1 GB", "fewer steps")
    _refused(replace(SPEC, steps=10**17), "PB")


def test_a_hundred_million_starts_are_refused_without_a_look_at_them() -> None:
    class Many(tuple):  # type: ignore[type-arg]
        """A tuple that claims to be long and may not be walked."""

        __slots__ = ()

        def __len__(self) -> int:
            return 10**8

        def __iter__(self) -> Any:
            raise AssertionError("walked")

    began = time.perf_counter()
    for history in (True, False):
        _refused(replace(SPEC, starts=Many()), "100,000,000 runs", "the limit is 1 GB", history=history)
    assert time.perf_counter() - began < 1


def test_refusing_takes_no_memory() -> None:
    spec = replace(SPEC, steps=10**12)
    tracemalloc.start()
    _refused(spec)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_the_limit_is_exact() -> None:
    steps = MEMORY_LIMIT // (3 * 8) - 1
    assert history_bytes(steps, 1, 2) <= MEMORY_LIMIT < history_bytes(steps + 1, 1, 2)
    check_values(replace(SPEC, steps=steps))
    _refused(replace(SPEC, steps=steps + 1))


def test_without_a_history_there_may_be_more_steps_but_not_endlessly_many() -> None:
    check_spec(replace(SPEC, steps=10**9), history=False)
    _refused(replace(SPEC, steps=10**11), "100,000,000,000 steps over 1 run", history=False)


def test_many_starts_are_checked_quickly() -> None:
    starts = tuple((0.001 * index, 1.0) for index in range(300_000))
    began = time.perf_counter()
    check_spec(replace(SPEC, starts=starts, steps=1))
    assert time.perf_counter() - began < 10
    with pytest.raises(InputError) as caught:
        check_spec(replace(SPEC, starts=(*starts, (1.0, math.nan)), steps=1))
    assert caught.value.where == "starts[300000]"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (999, "999 bytes"),
        (10**6, "1 MB"),
        (1_234_567_890, "1.23 GB"),
        (16 * 10**12, "16 TB"),
        (5 * 10**19, "50,000 PB"),
    ],
)
def test_memory_is_told_in_readable_units(size: int, text: str) -> None:
    assert memory_text(size) == text
