"""What scalars, vectors and matrices may be combined to, and the sentence where they may not."""

from __future__ import annotations

import pytest

from gdviz.language.errors import FormulaError
from gdviz.language.parser import parse_expression
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.tree import Binary, Name, Node
from gdviz.language.values import Matrix, Scalar, Value, Vector, kind


def translator(dimension: int = 2) -> Translator:
    """s, v, m stand for a scalar, a vector and a matrix; grad, f and hess give numbers from outside."""
    tape = Tape()

    def vector(name: str) -> Vector:
        return Vector(tuple(tape.input(f"{name}.{index}") for index in range(dimension)))

    matrix = Matrix(tuple(vector(f"m.{row}").ids for row in range(dimension)))
    answers = {"grad": vector("g"), "f": Scalar(tape.input("f")), "hess": matrix}
    names: dict[str, Value] = {"s": Scalar(tape.input("s")), "v": vector("v"), "w": vector("w"), "m": matrix}
    return Translator(tape, names, dimension, lambda function, point: answers[function])


KINDS = {
    "s + 1": "scalar",
    "s*v": "vector",
    "v*s": "vector",
    "m/s": "matrix",
    "v + w": "vector",
    "m - m": "matrix",
    "sqrt(m)": "matrix",
    "v < w": "vector",
    "where(v < s, w, 1)": "vector",
    "where(s < 1, v, w)": "vector",
    "maximum(s, m)": "matrix",
    "dot(v, w)": "scalar",
    "norm(v)": "scalar",
    "max_abs(v)": "scalar",
    "outer(v, w)": "matrix",
    "eye(v)": "matrix",
    "v @ w": "scalar",
    "m @ v": "vector",
    "m @ m": "matrix",
    "solve(m, v)": "vector",
    "eig_abs(m)": "matrix",
    "grad(v)": "vector",
    "f(v + 1)": "scalar",
    "hess(v)": "matrix",
    "v**2": "vector",
    "s**v": "vector",
    "pi*e": "scalar",
}


@pytest.mark.parametrize("text", KINDS)
@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_kind(text: str, dimension: int) -> None:
    assert kind(translator(dimension).value(parse_expression(text))) == KINDS[text]


# text: (column, a piece of the sentence)
REFUSED = {
    "v + m": (1, "a vector and a matrix do not go together"),
    "s + v*m": (5, "a vector and a matrix do not go together"),
    "where(v < 1, m, m)": (1, "a vector and a matrix do not go together"),
    "where(v, 1, 2)": (7, "where() needs a comparison first"),
    "where(1, 1, 2)": (7, "where() needs a comparison first"),
    "where(s < 1, v < 1, w)": (1, "only as the first argument of where()"),
    "(s < 1) + 1": (1, "only as the first argument of where()"),
    "1 - (v < w)": (1, "only as the first argument of where()"),
    "-(s < 1)": (1, "only as the first argument of where()"),
    "(s < 1)**2": (1, "only as the first argument of where()"),
    "(s < 1) == (s < 2)": (1, "only as the first argument of where()"),
    "where((s < 1) < 2, 1, 2)": (7, "only as the first argument of where()"),
    "sqrt(s < 1)": (1, "only as the first argument of where()"),
    "norm(v < w)": (1, "only as the first argument of where()"),
    "dot(v, s)": (1, "dot() cannot work on a vector, a scalar"),
    "norm(s)": (1, "norm() cannot work on a scalar"),
    "max_abs(m)": (1, "max_abs() cannot work on a matrix"),
    "outer(s, v)": (1, "outer() cannot work on a scalar, a vector"),
    "eye(2)": (1, "eye() cannot work on a scalar"),
    "solve(v, v)": (1, "solve() cannot work on a vector, a vector"),
    "eig_abs(v)": (1, "eig_abs() cannot work on a vector"),
    "s @ v": (1, "@ cannot multiply a scalar by a vector"),
    "v @ m": (1, "@ cannot multiply a vector by a matrix"),
    "grad(s)": (6, "grad() needs a point, not a scalar"),
    "f(m)": (3, "f() needs a point, not a matrix"),
    "s + vv": (5, "did you mean"),
    "s + qqq": (5, "known here: s, v, w, m"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    column, piece = REFUSED[text]
    with pytest.raises(FormulaError) as refusal:
        translator().value(parse_expression(text))
    assert (refusal.value.line, refusal.value.column) == (1, column)
    assert piece in refusal.value.message


def test_a_surface_has_no_derivatives_of_its_own() -> None:
    with pytest.raises(FormulaError, match="no place in this formula"):
        Translator(Tape(), {"x": Scalar(0)}).value(parse_expression("1 + f(x)"))


def test_a_sum_deeper_than_calls_may_be_nested() -> None:
    tree: Node = Name("s")
    for _ in range(3_000):
        tree = Binary("+", tree, Name("s"))
    ready = translator()
    ready.value(tree)
    assert sum(operation.name == "add" for operation in ready.tape.operations) == 3_000


def test_equal_parts_are_computed_once() -> None:
    ready = translator()
    ready.value(parse_expression("sqrt(s + 1)*sqrt(s + 1) + (s + 1)"))
    names = [operation.name for operation in ready.tape.operations if operation.name not in ("input", "const")]
    assert names == ["add", "sqrt", "mul", "add"]


POWERS = {"s**0": 0, "s**1": 0, "s**2": 1, "s**3": 2, "s**4": 2, "s**7": 4, "s**16": 4, "s**-2": 2, "s**(1 + 1)": 1}


@pytest.mark.parametrize("text", POWERS)
def test_whole_powers_take_few_multiplications(text: str) -> None:
    ready = translator()
    ready.value(parse_expression(text))
    names = [operation.name for operation in ready.tape.operations]
    assert "pow" not in names
    assert names.count("mul") + names.count("div") == POWERS[text]


def test_what_changes_nothing_is_left_out() -> None:
    for text in ("1*s", "s*1", "s/1", "s - 0", "-(-s)"):
        ready = translator()
        assert ready.value(parse_expression(text)) == ready.names["s"], text


def test_what_would_change_the_sign_of_a_zero_stays() -> None:
    """-0.0 + 0 is 0.0, and 0 - s is no -s."""
    for text, name in {"s + 0": "add", "0 + s": "add", "0 - s": "sub", "s - (-0)": "sub", "s*0": "mul"}.items():
        ready = translator()
        ready.value(parse_expression(text))
        assert ready.tape.operations[-1].name == name, text
