"""What the parser accepts means what the same text means to a reader: checked by Python's own arithmetic on floats."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdviz.language.evaluate import evaluate
from gdviz.language.parser import parse_expression, parse_rules
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.tree import Binary, Call, Name, Negative, Node, Number, Position
from gdviz.language.values import Scalar

X, Y = 0.75, -1.25

# Written out a second time, in Python: never computed from the text.
VALUES = {
    "x": X,
    "-x": -X,
    "+x": X,
    "--x": X,
    "x - y - 1": X - Y - 1,
    "x - (y - 1)": X - (Y - 1),
    "x / y / 2": X / Y / 2,
    "x / (y / 2)": X / (Y / 2),
    "x / y * 2": X / Y * 2,
    "2*x + 3*y": 2 * X + 3 * Y,
    "-x**2": -(X * X),
    "(-x)**2": X * X,
    "2**-x": math.pow(2, -X),
    "x**2**3": X**8,
    "(x**2)**3": X**6,
    "x**3**-1": math.pow(X, 1 / 3),
    "x**0": 1.0,
    "x**0.5": math.sqrt(X),
    "x**-0.5": 1 / math.sqrt(X),
    "x**-2": 1 / (X * X),
    "x**1.5": math.pow(X, 1.5),
    "x**y": math.pow(X, Y),
    "1_000*x": 1000 * X,
    "0x1F + x": 31 + X,
    "0b101 + 0o17": 20.0,
    "1e3*x": 1000 * X,
    "1.e-3": 0.001,
    ".5*x": 0.5 * X,
    "1E+2": 100.0,
    "e": math.e,
    "pi*x": math.pi * X,
    "e**x": math.exp(X),
    "sqrt(x)": math.sqrt(X),
    "exp(y)": math.exp(Y),
    "log(x)": math.log(X),
    "sin(x) + cos(x) + tan(x)": math.sin(X) + math.cos(X) + math.tan(X),
    "tanh(y)": math.tanh(Y),
    "sigmoid(y)": 1 / (1 + math.exp(-Y)),
    "softplus(y)": math.log(1 + math.exp(Y)),
    "abs(y)": 1.25,
    "sign(y)": -1.0,
    "sign(0)": 0.0,
    "floor(y)": -2.0,
    "floor(x)": 0.0,
    "minimum(x, y)": Y,
    "maximum(x, y)": X,
    "where(x < y, 1, 2)": 2.0,
    "where(x > y, x, y)": X,
    "where(x == 0.75, 1, 2)": 1.0,
    "where(x != 0.75, 1, 2)": 2.0,
    "where(x <= 0.75, 1, 2) + where(x >= 1, 10, 20)": 21.0,
    "sqrt(x,)": math.sqrt(X),
    "((((x))))": X,
    "\tx\t+\ty\t": X + Y,
    "  x + y": X + Y,
    "x\n + y": X + Y,
    "x  # a comment\n + y  # another (": X + Y,
    "# first a comment\nx + y": X + Y,
    "(x +\r\n y)": X + Y,
    "x +\r y": X + Y,
    "\n\n  x\n": X,
    "x\f+ y": X + Y,
    "ｘ + y": X + Y,  # a full-width x is x to Python, and so to us
}


@pytest.mark.parametrize("text", VALUES)
def test_value(text: str) -> None:
    tape = Tape()
    names = {name: Scalar(tape.input(name)) for name in ("x", "y")}
    value = Translator(tape, dict(names)).value(parse_expression(text))
    assert isinstance(value, Scalar)
    found = float(evaluate(tape, [value.id], {"x": np.float64(X), "y": np.float64(Y)})[0])
    assert found == pytest.approx(VALUES[text], rel=4e-16, abs=0)


x, y, one = Name("x"), Name("y"), Number(1.0, "1")
TREES: dict[str, Node] = {
    "x - y - 1": Binary("-", Binary("-", x, y), one),
    "-x**y": Negative(Binary("**", x, y)),
    "x**y**1": Binary("**", x, Binary("**", y, one)),
    "-x*y": Binary("*", Negative(x), y),
    "x*-y": Binary("*", x, Negative(y)),
    "x @ y + 1": Binary("+", Binary("@", x, y), one),
    "x < y + 1": Binary("<", x, Binary("+", y, one)),
    "grad(x - y)": Call("grad", (Binary("-", x, y),)),
    "minimum(x, y)": Call("minimum", (x, y)),
    "01.50e+1": Number(15.0, "01.50e+1"),
    "lambda_ + match": Binary("+", Name("lambda_"), Name("match")),
}


@pytest.mark.parametrize("text", TREES)
def test_tree(text: str) -> None:
    assert parse_expression(text) == TREES[text]


def test_every_node_knows_its_place() -> None:
    tree = parse_expression("  x\n  + sqrt(\n\ty)")
    assert isinstance(tree, Binary)
    assert tree.left.at == Position(1, 3)
    assert tree.right.at == Position(2, 5)
    assert isinstance(tree.right, Call)
    assert tree.right.arguments[0].at == Position(3, 2)


def test_columns_count_characters_not_bytes() -> None:
    tree = parse_expression("ｘ + ｙ")
    assert isinstance(tree, Binary)
    assert tree.right.at == Position(1, 5)


# The places of the name and of the expression of either rule.
RULES = {
    "v = 1\ntheta = v": [(1, 1), (1, 5), (2, 1), (2, 9)],
    "\n    v = 1\n\n    # between\n    theta = v  # after\n": [(2, 5), (2, 9), (5, 5), (5, 13)],
    "\tv = 1\n\ttheta = v": [(1, 2), (1, 6), (2, 2), (2, 10)],
    "v = 1\r\ntheta = v\r\n": [(1, 1), (1, 5), (2, 1), (2, 9)],
    "v = 1\rtheta = v": [(1, 1), (1, 5), (2, 1), (2, 9)],
    "v = (\n      1)\ntheta = v": [(1, 1), (2, 7), (3, 1), (3, 9)],
    "v = 1; theta = v": [(1, 1), (1, 5), (1, 8), (1, 16)],
}


@pytest.mark.parametrize("text", RULES)
def test_rules_and_their_places(text: str) -> None:
    rules = parse_rules(text)
    assert [rule.name for rule in rules] == ["v", "theta"]
    assert [place for rule in rules for place in (rule.at, rule.expression.at)] == [Position(*at) for at in RULES[text]]
