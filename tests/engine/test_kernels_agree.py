"""All kernels, and a lane alone and among others, do what the rules say, to the last bit on + - * / sqrt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from gdviz.engine import runners
from gdviz.engine.compiled_lanes import CompiledLanes, compiled_lanes
from gdviz.engine.program import program
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.language.errors import FormulaError
from tests.engine.plain_race import assert_same_bits, plain_run, trajectory
from tests.engine.written_rules import optimizer, written_rules

# Only + - * / sqrt, and gradients that SymPy leaves so.
SURFACES = (
    Surface("bowl", "Bowl", "x*x + 3*y*y - x*y"),
    Surface("roots", "Roots", "sqrt(1 + x*x) + y/(2 + x*x) - y"),
    Surface("poles", "Poles", "1/x + y*y/2"),
)
SPECIAL = (0.0, -0.0, 1.0, -2.5, 0.1, 1e-310, 1e155, -1e300, 3.7e-9)
FEW, MANY = 3, 45  # MANY is no whole number of groups of the compiled kernel


def race_of(surface: Surface, entry: Entry, starts: tuple[tuple[float, ...], ...], **kwargs: float) -> RaceSpec:
    return RaceSpec(surface, (entry,), starts, **{"steps": 6, "tolerance": 0.0, "bound": 1e308} | kwargs)  # type: ignore[arg-type]


def compiled_trajectory(spec: RaceSpec) -> Trajectory:
    """The answer of the compiled kernel, which has exact instructions for all rules of these tests."""
    assert isinstance(compiled_lanes(spec, spec.entries[0], True), CompiledLanes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runners, "COMPILED_FROM", 0)
        return trajectory(spec)


def check_against_plain_reading(spec: RaceSpec) -> None:
    """The engine's answer for the few starts alone, and for them among many, against each start on its own."""
    entry = spec.entries[0]
    dim = len(spec.starts[0])
    filling = tuple((1.0 + index, 0.5, *range(dim))[:dim] for index in range(MANY - len(spec.starts)))
    many = RaceSpec(spec.surface, spec.entries, spec.starts + filling, spec.steps, spec.tolerance, 0, spec.bound)
    found_by_kernel = (trajectory(spec), trajectory(many), compiled_trajectory(many))
    for lane, start in enumerate(spec.starts):
        plain = plain_run(spec, entry, start)
        for found in found_by_kernel:
            assert found.runs[lane].steps == plain.steps
            rows = slice(0, plain.steps + 1)
            assert_same_bits(found.points[rows, lane], plain.points)
            assert np.isnan(found.points[plain.steps + 1 :, lane]).all()
            for name, values in found.states(0).items():
                wanted = np.array([np.broadcast_to(value, values.shape[2:]) for value in plain.states[name]])
                assert_same_bits(values[rows, lane], wanted)


@given(
    entry=written_rules(),
    surface=st.sampled_from(SURFACES),
    starts=st.lists(st.tuples(st.sampled_from(SPECIAL), st.sampled_from(SPECIAL)), min_size=FEW, max_size=FEW),
    tolerance=st.sampled_from((0.0, 0.0, 1e-6, 2.0)),
    bound=st.sampled_from((1e308, 50.0)),
)
@settings(
    max_examples=70,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_written_rules(
    entry: Entry, surface: Surface, starts: list[tuple[float, float]], tolerance: float, bound: float
) -> None:
    try:
        program(surface, entry)
    except FormulaError:
        event("shapes that do not fit")
        assume(False)
    starts = [start for start in starts if max(map(abs, start)) < bound]
    assume(starts)
    check_against_plain_reading(race_of(surface, entry, tuple(starts), tolerance=tolerance, bound=bound))


RULES = {
    "swapped states": ("c = a\na = b\nb = c\ntheta = theta - a*grad(theta)", {"a": "0.1", "b": "theta"}),
    "a chain of states": (
        "g = grad(theta)\ntheta = theta - lr*(p + 2*q + 4*r)\np = q\nq = r\nr = g\ntheta = theta + 0",
        {"r": "g"},
    ),
    "the same chain the other way round": (
        "g = grad(theta)\ntheta = theta - lr*(r + 2*q + 4*p)\np = q\nq = r\nr = g\ntheta = theta + 0",
        {},
    ),
    "three states in a ring": (
        "s = a\na = b\nb = c\nc = s\ntheta = theta - lr*a",
        {"a": "1", "b": "2", "c": "theta"},
    ),
    "a state that takes theta's place": ("old = last\nlast = theta\ntheta = old + lr", {"last": "theta + 1"}),
    "theta and a state exchanged": ("old = other\nother = theta\ntheta = old + 0", {"other": "theta*lr"}),
    "two states with one value": ("a = b + lr\nb = a\ntheta = theta - a - b", {}),
    "a state that is a literal": ("theta = theta - lr*k\nk = 3\ntheta = theta + 0", {}),
    "a state that is a hyperparameter": ("theta = theta - k\nk = lr\ntheta = theta + 0", {}),
    "a state that is the step": ("theta = theta - k*lr\nk = t\ntheta = theta + 0", {}),
    "an unchanged state": ("theta = theta - lr*(theta - home)\nhome = home\ntheta = theta + 0", {"home": "theta"}),
    "an unchanged theta": ("a = a + lr\ntheta = theta", {}),
    "theta is a copy of a state": ("a = a + lr*theta\ntheta = a", {}),
    "a scalar state beside vectors": ("n = n + 1\ntheta = theta - lr*grad(theta)/n", {}),
    "a product over the steps": ("p = p*(1 - lr/t)\ntheta = theta - lr*p*grad(theta)", {"p": "1"}),
    "large powers of t": ("theta = theta - lr*grad(theta)/(t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t*t)", {}),
    "NaN in minimum and maximum": (
        "n = (theta - theta)/(theta - theta)\na = minimum(n, theta)\nb = maximum(theta, n)\ntheta = a + b",
        {},
    ),
    "zeros of either sign in minimum": ("z = theta*0\ntheta = minimum(z, -z)", {}),
    "zeros of either sign in maximum": ("z = theta*0\ntheta = maximum(z, -z)", {}),
    "the sign of a negative zero": ("theta = sign(-abs(theta*0))", {}),
    "a negative zero rounded down": ("theta = floor(-abs(theta*0))", {}),
    "the size of a negative zero": ("theta = abs(-abs(theta*0))", {}),
    "roots of negative numbers": ("a = sqrt(lr - theta)\ntheta = where(a > 0, theta + a, theta - lr)", {}),
    "division by zero": ("a = lr/(t - 3)\ntheta = where(abs(a) < 1, theta - a, theta + lr)", {}),
    "division by zero beside a state that is the step": (
        "theta = theta - minimum(k/(t - 3), lr)\nk = t\ntheta = theta + 0",
        {},
    ),
    "zero divided by zero once": ("a = (t - 3)/(t - 3)\ntheta = where(a == 1, theta - lr, theta*2)", {}),
    "a constant that is infinite": ("a = lr/0\ntheta = where(a > theta, theta - lr, theta)", {}),
    "overflow on the way": ("a = theta*1e300*1e300\ntheta = theta - where(a > 1e300, lr, -lr)", {}),
    "underflow": ("a = a*1e-200 + theta*1e-200\ntheta = theta - lr", {}),
    "a comparison that is the same for all": ("theta = where(t < 3, theta - lr, theta + grad(theta)*lr)", {}),
    "a comparison of literals": ("theta = where(1 < 2, theta - lr, theta)", {}),
    "whole vectors": (
        "a = dot(theta, grad(theta))\nb = norm(theta) + max_abs(theta) + f(theta)\ntheta = theta - lr*a/b",
        {},
    ),
    "the length of a state that starts at zero": (
        "g = grad(theta)\nv = where(dot(v, g) > 0, 0, lr*v) - lr*g\ntheta = theta + v/(1 + norm(v))",
        {},
    ),
    "two gradients": ("g = grad(theta)\nh = grad(theta - lr*g)\ntheta = theta - lr*(g + h)/2", {}),
    "a rule assigned twice": ("g = grad(theta)\ng = g*lr\ntheta = theta - g\ng = g + 1\ntheta = theta - lr*g*0", {}),
}


@pytest.mark.parametrize("tolerance", [0.0, 0.7])
@pytest.mark.parametrize("name", RULES)
def test_rules_that_are_hard_to_get_right(name: str, tolerance: float) -> None:
    text, initial = RULES[name]
    own = optimizer(text, *(["lr"] if "lr" in text or "lr" in "".join(initial.values()) else []), **initial)
    starts = ((1.0, -2.0), (0.0, 0.25), (-3.5, 1e-3), (0.1, 0.1))
    check_against_plain_reading(race_of(SURFACES[0], Entry(own), starts, steps=9, tolerance=tolerance))


@pytest.mark.parametrize("dim", [1, 2, 3, 10])
@pytest.mark.parametrize("vector", [False, True])
def test_any_number_of_coordinates(dim: int, vector: bool) -> None:
    names = ("x", "y", "z") if dim <= 3 else tuple(f"x{index}" for index in range(1, dim + 1))
    surface = Surface("s", "S", " + ".join(f"{index + 1}*{name}*{name}" for index, name in enumerate(names[:dim])))
    own = optimizer(
        "g = grad(theta)\nv = mu*v - lr*g/(1 + norm(g))\nu = maximum(u, abs(g))\ntheta = theta + v/(1 + sqrt(u))",
        *("lr", "mu"),
        v="mu*theta",
    )
    rates = tuple(0.1 / (index + 1) for index in range(dim)) if vector else 0.1
    starts = tuple(tuple(float(lane + index) for index in range(dim)) for lane in range(3))
    check_against_plain_reading(race_of(surface, Entry(own, (("lr", rates), ("mu", 0.9))), starts, tolerance=0.01))


FUNCTIONS = "exp(-abs(theta)) + log(abs(theta) + 1) + sin(theta)*cos(theta) + tan(theta/9) + tanh(theta)"


@pytest.mark.parametrize("start", [(0.3, -1.7), (0.0, 40.0), (-800.0, 800.0), (1e5, -1e5)])
def test_other_functions_agree_within_a_few_ulps(start: tuple[float, float]) -> None:
    more = "sigmoid(theta) + softplus(theta) + abs(theta)**0.3 + lr**t"
    own = optimizer(f"a = {FUNCTIONS} + {more}\ntheta = theta - lr*a", "lr")
    spec = race_of(SURFACES[0], Entry(own), (start,), steps=4)
    many = race_of(SURFACES[0], Entry(own), (start,) * MANY, steps=4)
    plain = plain_run(spec, spec.entries[0], start)
    for found in (trajectory(spec), trajectory(many)):
        np.testing.assert_allclose(found.points[:, 0], plain.points, rtol=4e-15)


def test_powers_are_products() -> None:
    by_power = optimizer("theta = theta - lr*(theta**2 + theta**3 - theta**4 + theta**7 + theta**-2)", "lr")
    square, third = "(theta*theta)", "(theta*theta*theta)"
    products = f"{square} + {third} - {square}*{square} + {third}*{third}*theta + 1/{square}"
    by_product = optimizer(f"theta = theta - lr*({products})", "lr")
    starts = tuple((0.1 + 0.01 * index, 1.0 - 0.003 * index) for index in range(MANY))
    for count in (1, MANY):
        one, other = (
            trajectory(race_of(SURFACES[0], Entry(own), starts[:count], steps=5)).points
            for own in (by_power, by_product)
        )
        assert_same_bits(one, other)
