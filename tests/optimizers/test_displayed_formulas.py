"""The formula on the screen is the program that runs: read back and executed, it gives the kernel's points."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.optimizer_latex import letters, optimizer_latex, start_latex, step_latex, step_values
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.surfaces import surface
from tests.language.latex_reader import NUMPY, Symbol, execute, read_line, read_symbol
from tests.optimizers.gentle import GENTLE
from tests.optimizers.hand_written_searches import SEARCHES

STEPS = 12
START = (1.0, -1.5)


def beale(point: Any) -> Any:
    x, y = point
    return (1.5 - x * (1 - y)) ** 2 + (2.25 - x * (1 - y**2)) ** 2 + (2.625 - x * (1 - y**3)) ** 2


def beale_gradient(point: Any) -> Any:
    x, y = point
    a, b, c = 1.5 - x * (1 - y), 2.25 - x * (1 - y**2), 2.625 - x * (1 - y**3)
    return np.array(
        [
            -2 * a * (1 - y) - 2 * b * (1 - y**2) - 2 * c * (1 - y**3),
            2 * a * x + 4 * b * x * y + 6 * c * x * y**2,
        ]
    )


ON_BEALE = {
    **NUMPY,
    "f": beale,
    "grad": beale_gradient,
    "I": np.eye(2),
    **{name: partial(search, beale, beale_gradient) for name, search in SEARCHES.items()},
}


def compound(method: Optimizer) -> list[str]:
    """The letters that look like formulas: those with brackets, primes, powers or several signs."""
    return [letter.removesuffix("_0") for letter in letters(method).values() if any(c in letter for c in "[]'^ ")] + [
        r"\Delta\theta"
    ]


def hypers(method: Optimizer, values: dict[str, float]) -> dict[Symbol, Any]:
    signs = compound(method)
    chosen = {hyper.name: values.get(hyper.name, hyper.default) for hyper in method.hyperparameters}
    return {read_symbol(letters(method)[name], signs): np.float64(value) for name, value in chosen.items()}


def executed(method: Optimizer, values: dict[str, float]) -> np.ndarray[Any, Any]:
    """The points that a student gets who carries out the printed lines by hand."""
    signs = compound(method)
    known = hypers(method, values)
    page = dict(known)
    page[Symbol(r"\theta_{0}")] = np.array(START)
    for line in start_latex(method):
        left, (form,) = read_line(line, signs)
        page[left] = execute(form, page.__getitem__, ON_BEALE)
    state = {symbol.letter.removesuffix("_{0}"): value for symbol, value in page.items() if "_{0}" in symbol.letter}
    lines = [read_line(line, signs) for line in optimizer_latex(method)]
    points = [np.array(START)]
    for t in range(1, STEPS + 1):
        now: dict[str, Any] = {}

        def look_up(symbol: Symbol, t: int = t, now: dict[str, Any] = now) -> Any:
            if symbol == Symbol("t"):
                return float(t)
            if symbol.time == "t":
                return now[symbol.letter]
            if symbol.time == "t-1":
                return state.get(symbol.letter, np.float64(0))
            return known[symbol] if symbol in known else now[symbol.letter]

        for left, (form,) in lines:
            with np.errstate(all="ignore"):
                now[left.letter] = execute(form, look_up, ON_BEALE)
        state.update(now)
        points.append(now[r"\theta"])
    return np.array(points)


def raced(method: Optimizer, values: dict[str, float]) -> Trajectory:
    entry = Entry(method, tuple(values.items()))
    spec = RaceSpec(surface("beale"), (entry,), (START,), steps=STEPS, tolerance=0.0)
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, Record.STATES):
        trajectory = trajectory.grown(chunk)
    return trajectory


def _default(hyper: Hyper) -> float:
    return hyper.default


def _elsewhere(hyper: Hyper) -> float:
    """Another value than the default, so that no two hyperparameters could be confused."""
    if hyper.initial:
        return 0.7
    share = 0.1 + sum(map(ord, hyper.name)) % 7 / 10
    return hyper.default * share if hyper.log else hyper.low + share * (hyper.default - hyper.low)


@pytest.mark.parametrize("method", GENTLE, ids=lambda method: method.key)
@pytest.mark.parametrize("variation", [_default, _elsewhere], ids=["default", "other"])
def test_the_printed_lines_executed_give_the_kernels_points(
    method: Optimizer, variation: Callable[[Hyper], float]
) -> None:
    values = {hyper.name: variation(hyper) for hyper in method.hyperparameters}
    points = raced(method, values).points[:, 0]
    assert len(points) == STEPS + 1
    np.testing.assert_allclose(executed(method, values)[: len(points)], points, rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("method", GENTLE, ids=lambda method: method.key)
def test_a_steps_numbers_come_to_what_stands_at_the_end_of_the_line(method: Optimizer) -> None:
    trajectory = raced(method, {})
    for step in (1, 5):
        values = step_values(trajectory, 0, step)
        for line, rule in zip(step_latex(method, values, digits=17), method.program.rules, strict=True):
            _, forms = read_line(line, compound(method))
            numbers = [execute(form, _no_letter_is_left, ON_BEALE) for form in forms]
            for number in numbers:
                np.testing.assert_allclose(number, values.after[rule.name], rtol=1e-9, err_msg=line)
        np.testing.assert_array_equal(values.after["theta"], trajectory.points[step, 0])


def _no_letter_is_left(symbol: Symbol) -> Any:
    raise AssertionError(f"{symbol} has no number")
