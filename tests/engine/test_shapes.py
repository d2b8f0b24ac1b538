"""Which states are scalars, vectors or matrices, and which rules do not keep theta a vector."""

from __future__ import annotations

import pytest

from gdviz.engine.program import check_shapes, program
from gdviz.engine.shapes import state_kinds
from gdviz.engine.spec import Entry
from gdviz.engine.surface import Surface
from gdviz.language.errors import FormulaError
from gdviz.language.values import kind
from gdviz.optimizers import OPTIMIZERS
from tests.engine.written_rules import optimizer

# rules: (initial values, what the states are)
KINDS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "theta = theta - grad(theta)": ({}, {}),
    "v = 0.9*v - grad(theta)\ntheta = theta + v": ({}, {"v": "vector"}),
    "n = n + 1\ntheta = theta - grad(theta)/n": ({}, {"n": "scalar"}),
    "p = p*0.9\ntheta = theta - p*grad(theta)": ({"p": "1"}, {"p": "scalar"}),
    "a = b\nb = c\nc = grad(theta)\ntheta = theta - a": ({}, {"b": "vector", "c": "vector"}),
    "home = home\ntheta = home - theta": ({"home": "theta"}, {"home": "vector"}),
    "home = 1\nv = home - old\nold = home\ntheta = theta - v": ({"old": "theta"}, {"old": "vector"}),
    "s = dot(v, grad(theta))\nv = v + s*theta\ntheta = theta - v": ({}, {"v": "vector"}),
    "s = norm(v)\nv = theta\ntheta = theta - s*v": ({}, {"v": "vector"}),
    "s = s + dot(theta, theta)\ntheta = theta - s*grad(theta)": ({}, {"s": "scalar"}),
    "d = B @ grad(theta)\nB = 0.9*B + outer(d, d)\ntheta = theta - d": ({}, {"B": "matrix"}),
    "d = B @ grad(theta)\nB = B\ntheta = theta - d": ({"B": "eye(theta)"}, {"B": "matrix"}),
    "d = solve(B, grad(theta))\nB = B @ B\ntheta = theta - d": ({"B": "hess(theta)"}, {"B": "matrix"}),
    "g = grad(v)\nv = theta + g\ntheta = theta - g": ({}, {"v": "vector"}),
    "unused = unused\ntheta = theta - grad(theta)": ({}, {"unused": "scalar"}),
}


@pytest.mark.parametrize("rules", KINDS)
@pytest.mark.parametrize("expression", ["x**2", "x**2 + y**2", "x**2 + y**2 + z**4"])
def test_kinds_of_states(rules: str, expression: str) -> None:
    initial, wanted = KINDS[rules]
    own = optimizer(rules, **initial)
    assert state_kinds(own.program, frozenset()) == {"theta": "vector", **wanted}
    check_shapes(own)
    built = program(Surface("s", "S", expression), Entry(own))
    assert {name: kind(value) for name, value in built.states.items()} == {"theta": "vector", **wanted}


def test_a_vector_of_rates_makes_a_vector_of_a_state() -> None:
    own = optimizer("v = v*lr + 1\ntheta = theta - v", "lr")
    assert state_kinds(own.program, frozenset()) == {"theta": "vector", "v": "scalar"}
    assert state_kinds(own.program, frozenset({"lr"})) == {"theta": "vector", "v": "vector"}


REFUSED = {
    "theta = 1": "theta must stay a vector, but becomes a scalar",
    "theta = dot(theta, theta)": "theta must stay a vector, but becomes a scalar",
    "theta = outer(theta, theta)": "theta must stay a vector, but becomes a matrix",
    "v = v\ntheta = v": "theta must stay a vector, but becomes a scalar",
    "b = outer(theta, theta) + theta\ntheta = theta - 1": "a matrix and a vector do not go together",
    "g = grad(2)\ntheta = theta - g": "grad() needs a point, not a scalar",
    "g = theta < 1\ntheta = theta - 1": "g would be a comparison",
    "theta = theta < 1": "theta would be a comparison",
    "theta = theta - norm(hess(theta))": "norm() cannot work on a matrix",
    "v = outer(v, theta)\ntheta = theta - 1": "outer() cannot work on a matrix, a vector",
}


@pytest.mark.parametrize("rules", REFUSED)
def test_rules_that_do_not_fit_together(rules: str) -> None:
    own = optimizer(rules)
    for refuse in (check_shapes, lambda each: program(Surface("s", "S", "x**2 + y**2"), Entry(each))):
        with pytest.raises(FormulaError) as fault:
            refuse(own)
        assert REFUSED[rules] in fault.value.message.replace("a vector and a matrix", "a matrix and a vector")
        assert fault.value.line == (2 if rules == "v = v\ntheta = v" else 1)


def test_every_declared_optimizer_fits_together() -> None:
    for method in OPTIMIZERS:
        check_shapes(method)
