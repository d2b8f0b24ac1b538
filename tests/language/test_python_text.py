"""A tree printed as Python and read again is the same tree; printed for NumPy it has the same value."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.language.functions import COMPARISONS, FUNCTIONS
from gdviz.language.parser import parse_expression
from gdviz.language.python_text import TAKEN, python_name, python_text
from gdviz.language.tree import Binary, Call, Name, Negative, Node, Number
from tests.language.tree_values import tree_value

TEXTS = ("0", "1", "2", "3", "4", "0.5", "1e-3", "1.50", "7.", ".25", "0x1F", "1_000")
NAMES = ("x", "y", "theta", "np", "lambda_", "e", "pi", "t")


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    operators = st.sampled_from(("+", "-", "*", "/", "@", *COMPARISONS))
    small = st.sampled_from([Number(float(text), text) for text in ("2", "3", "4", "0.5")])
    calls = [
        st.builds(Call, st.just(name), st.tuples(*[inner] * function.arity)) for name, function in FUNCTIONS.items()
    ]
    return st.one_of(
        st.builds(Negative, inner),
        st.builds(Binary, operators, inner, inner),
        st.builds(
            Binary, st.just("**"), inner, st.one_of(small, st.builds(Negative, small), st.builds(Name, st.just("x")))
        ),
        st.builds(Binary, st.just("**"), inner, inner).filter(lambda tree: not _large(tree.right)),
        st.one_of(calls),
    )


def _large(exponent: Node) -> bool:
    try:
        parse_expression(f"x**({python_text(exponent, numpy=False)})")
    except ValueError:
        return True
    return False


def _number(text: str) -> Node:
    return parse_expression(text)


TREES = st.recursive(
    st.one_of(st.sampled_from([_number(text) for text in TEXTS]), st.sampled_from([Name(name) for name in NAMES])),
    _larger,
    max_leaves=12,
)


@given(TREES)
@settings(max_examples=200)
def test_printed_and_read_again_it_is_the_same(tree: Node) -> None:
    assert parse_expression(python_text(tree, numpy=False)) == tree


EXACT = (
    "x",
    "-x**2",
    "(-x)**2",
    "-(-x)",
    "x - (y - x)",
    "x/(y/x)",
    "x*(y/x)",
    "(x + y)*(x - y)",
    "x**-y",
    "x**(y**x)",
    "(x**y)**x",
    "-(x + y)",
    "-x*y",
    "-(x*y)",
    "x**(x + 1)",
    "minimum(x + y, -x)",
    "where((x < y), x, y)",
    "1.50*x + .25",
)


@pytest.mark.parametrize("text", EXACT)
def test_no_more_parentheses_than_needed(text: str) -> None:
    printed = python_text(parse_expression(text), numpy=False)
    assert parse_expression(printed) == parse_expression(text)
    for index, character in enumerate(printed):
        if character == "(" and (index == 0 or not printed[index - 1].isalnum()):
            without = _without_pair(printed, index)
            assert _tree_of(without) != parse_expression(text), f"{printed} could be {without}"


def _without_pair(text: str, index: int) -> str:
    depth = 0
    for end in range(index, len(text)):
        depth += (text[end] == "(") - (text[end] == ")")
        if depth == 0:
            return text[:index] + text[index + 1 : end] + text[end + 1 :]
    raise AssertionError(text)


def _tree_of(text: str) -> Node | None:
    try:
        return parse_expression(text)
    except ValueError:
        return None


VALUES = {"x": np.array([0.7, -1.3]), "y": np.array([2.5, 0.4]), "t": np.float64(3.0)}
FOR_NUMPY = (
    "x*y - x/y",
    "x**2 + y**3 - x**4",
    "(x**2)**2 - (x + y)**2",
    "-x**2/x**2*x**2",
    "y**-x**2",
    "y**x**2",
    "-x**4*y",
    "1/x**4",
    "x**4**2",
    "y/x**2",
    "e**x + pi*y",
    "sqrt(y) + exp(x) + log(y) + sin(x) + cos(x) + tan(x) + tanh(x)",
    "abs(x) + sign(x) + floor(x) + minimum(x, y) - maximum(x, y)",
    "where(x < y, x, y) + where(x == x, 1, t)",
    "dot(x, y + 1)*x",
    "dot(x - y, x)/norm(x + y)",
    "-dot(x, y)**2",
    "max_abs(x - y)",
    "norm(x)**2",
    "outer(x, y) @ x",
    "(outer(x, y) + 2*eye(x)) @ x",
    "eye(x + y) @ y",
)


@pytest.mark.parametrize("text", FOR_NUMPY)
def test_printed_for_numpy_it_has_the_same_value(text: str) -> None:
    tree = parse_expression(text)
    printed = python_text(tree)
    found = eval(printed, {"np": np, "sum": sum, "len": len}, VALUES)  # noqa: S307 - of our own text
    np.testing.assert_allclose(found, tree_value(tree, VALUES), rtol=1e-14)


def test_names_that_a_script_needs_are_changed() -> None:
    names = [*sorted(TAKEN), *(f"{name}_" for name in sorted(TAKEN)), "theta", "x", "lambda_", "a_"]
    printed = [python_name(name) for name in names]
    assert len(set(printed)) == len(names)
    assert not {*printed} & TAKEN
    assert all(name.isidentifier() for name in printed)
    assert [python_name(name) for name in ("theta", "x", "lambda_", "a_")] == ["theta", "x", "lambda_", "a_"]


def test_comparisons_are_never_chained() -> None:
    """Python reads a < b < c as a < b and b < c."""
    tree = Binary("==", Binary("<", Name("x"), Name("y")), Binary("<", Name("y"), Name("x")))
    compare = ast.parse(python_text(tree), mode="eval").body
    assert isinstance(compare, ast.Compare)
    assert len(compare.ops) == 1


def test_a_long_sum_is_printed() -> None:
    tree: Node = Name("x")
    for _ in range(2_000):
        tree = Binary("+", tree, Name("x"))
    assert python_text(tree).count("x") == 2_001
