"""What is printed, read back by an independent reader and executed, is what the tree computes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdviz.language.latex import latex, rules_latex
from gdviz.language.parser import parse_expression, parse_rules
from gdviz.language.tree import Binary, Call, Name, Negative, Node, Number, Rule
from tests.language.latex_reader import NUMPY, Symbol, execute, read_expression, read_line, read_symbol
from tests.language.tree_values import ARRAYS, tree_value

mpmath.mp.dps = 60

# Sixty digits: what is left is a difference of meaning, never one of rounding.
EXACT: dict[str, Any] = {
    **{name: getattr(mpmath, name) for name in "exp log sin cos tan tanh sqrt sign floor".split()},
    "abs": abs,
    "minimum": min,
    "maximum": max,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)),
    "where": lambda condition, a, b: a if condition else b,
    "number": mpmath.mpf,
    "pi": mpmath.pi,
    "e": mpmath.e,
}
SCALARS = {
    "x": "0.731",
    "y": "-1.37",
    "x1": "2.25",
    "beta1": "0.9",
    "m_hat": "-0.4",
    "lr": "0.05",
    "t": "7",
    "ahead": "1.9",
    "sigma": "0.3",
}
LETTERS = {
    "x": "x",
    "y": "y",
    "x1": "x_1",
    "beta1": r"\beta_1",
    "m_hat": r"\hat{m}",
    "lr": r"\eta",
    "t": "t",
    "ahead": r"\mathrm{ahead}",
    "sigma": r"\sigma",
}


def letters(values: dict[str, Any]) -> dict[Symbol, Any]:
    return {read_symbol(LETTERS.get(name, name)): value for name, value in values.items()}


def nodes() -> st.SearchStrategy[Node]:
    numbers = st.sampled_from("0 1 2 3 0.5 .25 12 1e-08 5e-06 2.5e3 0.999".split()).map(lambda t: Number(float(t), t))
    names = st.sampled_from([*SCALARS, "pi", "e"]).map(Name)
    return st.recursive(numbers | names, _larger, max_leaves=14)


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    binary = st.builds(Binary, st.sampled_from("+ - * / + - * / **".split()), inner, inner)
    small = st.sampled_from(["2", "3", "-1", "0.5"]).map(lambda t: Number(float(t), t))
    exponents = st.builds(Binary, st.just("/"), st.sampled_from([Name("t"), Number(1.0, "1")]), inner) | small
    powers = st.builds(Binary, st.just("**"), inner, exponents)
    comparisons = st.builds(Binary, st.sampled_from("< <= > >= == !=".split()), inner, inner)
    one = st.sampled_from("sqrt exp log sin cos tan tanh sigmoid softplus abs sign floor".split())
    calls = st.builds(lambda function, argument: Call(function, (argument,)), one, inner)
    two = st.builds(lambda f, a, b: Call(f, (a, b)), st.sampled_from(["minimum", "maximum"]), inner, inner)
    where = st.builds(lambda c, a, b: Call("where", (c, a, b)), comparisons | inner, inner, inner)
    return binary | powers | st.builds(Negative, inner) | calls | two | where | comparisons


def exact(node: Node) -> Any:
    names = {name: mpmath.mpf(text) for name, text in SCALARS.items()}
    try:
        value = tree_value(node, names, EXACT)
    except (ArithmeticError, ValueError, TypeError):
        # Division by zero, a root of a negative number, a size beyond all bounds: nothing to compare.
        return None
    return value if isinstance(value, mpmath.mpf) and mpmath.isfinite(value) and abs(value) < 1e50 else None


LEAVES = (Name("x"), Name("y"), Number(3.0, "3"), Name("x1"))
OPERATORS = "+ - * / **".split()
LEAF = Name("leaf")


def shapes(levels: int) -> list[Node]:
    """Every tree of arithmetic with so many levels, all leaves alike."""
    if levels == 1:
        return [LEAF]
    below = shapes(levels - 1)
    pairs = itertools.product(OPERATORS, below, below)
    return [LEAF, *map(Negative, below), *(Binary(operator, a, b) for operator, a, b in pairs)]


def shapes_on_a_branch() -> list[Node]:
    """Every tree of three levels, and each of them as one operand of a fourth."""
    three = shapes(3)
    left = [Binary(operator, shape, LEAF) for operator in OPERATORS for shape in three]
    right = [Binary(operator, LEAF, shape) for operator in OPERATORS for shape in three]
    return [*three, *map(Negative, three), *left, *right]


def planted(shape: Node, leaves: Iterator[Node]) -> Node:
    match shape:
        case Negative():
            return Negative(planted(shape.operand, leaves))
        case Binary():
            return Binary(shape.operator, planted(shape.left, leaves), planted(shape.right, leaves))
    return next(leaves)


@pytest.mark.parametrize("first", range(len(LEAVES)))
def test_parentheses_stand_where_they_must_in_every_small_tree(first: int) -> None:
    compared = 0
    names = {"x": 1.7, "y": 0.6, "x1": 2.3}
    for shape in shapes_on_a_branch():
        node = planted(shape, itertools.cycle(LEAVES[first:] + LEAVES[:first]))
        try:
            value = tree_value(node, names)
        except ArithmeticError:
            continue
        printed = latex(node)
        again = execute(read_expression(printed), letters(names).__getitem__)
        assert abs(again - value) <= 1e-9 * max(1, abs(value)), printed
        compared += 1
    assert compared > 2000


@settings(max_examples=400)
@given(nodes())
def test_every_tree_reads_back_as_itself(node: Node) -> None:
    value = exact(node)
    assume(value is not None)
    names = letters({name: mpmath.mpf(text) for name, text in SCALARS.items()})
    again = execute(read_expression(latex(node)), names.__getitem__, EXACT)
    assert abs(again - value) <= 1e-30 * max(1, abs(value)), latex(node)


VECTORS = {"g": np.array([1.5, -0.25]), "v": np.array([0.4, 2.0]), "theta": np.array([-0.7, 1.1])}
MATRICES = {"H": np.array([[2.0, 0.3], [0.3, -1.0]]), "B": np.array([[1.0, -2.0], [0.5, 4.0]])}


def f(theta: Any) -> Any:
    return theta[0] ** 2 + 3 * np.sin(theta[1]) + theta[0] * theta[1]


def grad(theta: Any) -> Any:
    return np.array([2 * theta[0] + theta[1], 3 * np.cos(theta[1]) + theta[0]])


def hess(theta: Any) -> Any:
    return np.array([[2.0, 1.0], [1.0, -3 * np.sin(theta[1])]])


SURFACE = {"f": f, "grad": grad, "hess": hess, "I": np.eye(2)}


def vectors(matrices: bool = True) -> st.SearchStrategy[Node]:
    scalars = st.recursive(
        st.sampled_from([Name("lr"), Name("beta1"), Number(2.0, "2"), Number(1e-3, "1e-3")]),
        lambda inner: st.builds(Binary, st.sampled_from("+-*/"), inner, inner) | st.builds(Negative, inner),
        max_leaves=4,
    )
    names = st.sampled_from([*VECTORS]).map(Name)
    leaves = names | st.builds(lambda v: Call("grad", (v,)), names)
    return st.recursive(leaves, lambda inner: _vector(scalars, inner), max_leaves=8)


def _vector(scalars: st.SearchStrategy[Node], inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    matrix_names = st.sampled_from([*MATRICES]).map(Name)
    matrices = (
        matrix_names
        | st.builds(lambda a, b: Call("outer", (a, b)), inner, inner)
        | st.builds(lambda v: Call("hess", (v,)), inner)
        | st.builds(lambda m, s, v: Binary("+", m, Binary("*", s, Call("eye", (v,)))), matrix_names, scalars, inner)
        | st.builds(lambda m: Call("eig_abs", (m,)), st.just(Name("H")))
        | st.builds(lambda a, b: Binary("@", a, b), matrix_names, matrix_names)
    )
    lengths = st.builds(lambda f, v: Call(f, (v,)), st.sampled_from(["norm", "max_abs", "f"]), inner)
    dots = st.builds(lambda a, b: Call("dot", (a, b)), inner, inner)
    numbers = scalars | lengths | dots
    return st.one_of(
        st.builds(Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(Binary, st.just("*"), numbers, inner),
        st.builds(Binary, st.sampled_from("*/"), inner, numbers),
        st.builds(lambda v: Binary("**", v, Number(2.0, "2")), inner),
        st.builds(Binary, st.just("@"), matrices, inner),
        st.builds(lambda m, v: Call("solve", (m, v)), matrix_names, inner),
        st.builds(lambda a: Call("sign", (a,)), inner),
        st.builds(Negative, inner),
        st.builds(lambda m, n, v: Binary("@", Binary("*", n, m), v), matrices, numbers, inner),
    )


@settings(max_examples=300)
@given(vectors())
def test_vectors_and_matrices_read_back_as_themselves(node: Node) -> None:
    program = parse_rules("g = grad(theta)\nv = g\nH = hess(theta)\nB = hess(v)\ntheta = g")
    rules = (*program[:4], Rule("theta", node))
    names = {**VECTORS, **MATRICES, "lr": np.float64(0.05), "beta1": np.float64(0.9)}
    with np.errstate(all="ignore"):
        value = tree_value(node, names, {**ARRAYS, **SURFACE})
        assume(np.all(np.isfinite(value)) and np.all(np.abs(value) < 1e12))
        symbols = {Symbol(name, "t"): value for name, value in {**VECTORS, **MATRICES}.items()}
        symbols |= {
            Symbol("\\theta", "t-1"): VECTORS["theta"],
            Symbol(r"\eta"): names["lr"],
            Symbol(r"\beta_{1}"): names["beta1"],
        }
        line = rules_latex(rules)[4]
        left, (form,) = read_line(line)
        again = execute(form, symbols.__getitem__, {**NUMPY, **SURFACE})
    assert left == Symbol(r"\theta", "t")
    np.testing.assert_allclose(again, value, rtol=1e-6, atol=1e-6 * np.max(np.abs(value)), err_msg=line)


@pytest.mark.parametrize(
    "text",
    [
        "2 3",
        "x - -y",
        "a/b c",
    ],
)
def test_the_reader_refuses_what_a_student_could_misread(text: str) -> None:
    with pytest.raises(Exception, match=r"numbers run together|two signs|is not clear"):
        read_expression(text)


def test_the_reader_refuses_two_vectors_side_by_side() -> None:
    with pytest.raises(Exception, match="two vectors side by side"):
        execute(read_expression("g v"), lambda symbol: VECTORS[symbol.letter])


def test_the_reader_knows_a_wrong_formula_from_a_right_one() -> None:
    node = parse_expression("x - (y - x)**2/2")
    names = letters({"x": 3.0, "y": 5.0})
    assert execute(read_expression(latex(node)), names.__getitem__) == 1.0
    assert execute(read_expression(r"x - y - \frac{x^{2}}{2}"), names.__getitem__) != 1.0
