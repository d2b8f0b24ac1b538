"""What the parser refuses, where it says the fault is, and that it says so quickly and in its own words."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.language import limits
from gdviz.language.errors import FormulaError
from gdviz.language.functions import FUNCTIONS
from gdviz.language.parser import parse_expression, parse_rules
from gdviz.language.tree import Node, Rule, walk

# text: (line, column, a piece of the sentence); column 0 where Python's versions differ about it.
EXPRESSIONS = {
    "": (1, 1, "empty"),
    "  \n ": (1, 1, "empty"),
    "# only a comment": (1, 1, "empty"),
    "x = 1": (1, 1, "one expression"),
    "x; y": (1, 1, "one expression"),
    "x += 1": (1, 1, "one expression"),
    "import os": (1, 1, "one expression"),
    "x\ny": (2, 1, "cannot be read"),
    "x +": (1, 0, "cannot be read"),
    "x * * y": (1, 0, "cannot be read"),
    "2x": (1, 1, "write * between them"),
    "x.real": (1, 1, "dot after a name"),
    "().__class__": (1, 1, "dot after a name"),
    "1 + x.y": (1, 5, "dot after a name"),
    "x[0]": (1, 1, "square brackets"),
    "lambda: x": (1, 1, "lambda"),
    "x ^ 2": (1, 3, "write **"),
    "x^2 + y^2": (1, 2, "write **"),
    "(x\n) # a comment\n ^ (y^2)": (3, 2, "write **"),
    "x // 2": (1, 3, "floor(a / b)"),
    "x % 2": (1, 3, "% is not part"),
    "x << 2": (1, 3, "not part of the formula language"),
    "x & y": (1, 3, "not part of the formula language"),
    "~x": (1, 1, "not part of the formula language"),
    "not x": (1, 1, "not part of the formula language"),
    "x < y and y < 1": (1, 1, "nest where()"),
    "x < y < 1": (1, 1, "two sides"),
    "x in y": (1, 1, "two sides"),
    "x is y": (1, 1, "two sides"),
    "x if y else 1": (1, 1, "where(condition, a, b)"),
    "(y := 1)": (1, 2, "not part of the formula language"),
    "x, y": (1, 1, "not part of the formula language"),
    "[x]": (1, 1, "not part of the formula language"),
    "{x}": (1, 1, "not part of the formula language"),
    "()": (1, 1, "not part of the formula language"),
    "[x for x in y]": (1, 1, "not part of the formula language"),
    "(x for x in y)": (1, 1, "not part of the formula language"),
    "await x": (1, 1, "not part of the formula language"),
    "(yield x)": (1, 2, "not part of the formula language"),
    "*x": (1, 0, ""),
    "f'{x}'": (1, 1, "not part of the formula language"),
    "'text'": (1, 1, "only numbers"),
    "'''a\nb'''": (1, 0, ""),
    "b'x'": (1, 1, "only numbers"),
    "True + x": (1, 1, "only numbers"),
    "None": (1, 1, "only numbers"),
    "...": (1, 1, "only numbers"),
    "1j*x": (1, 1, "only numbers"),
    "x + 1J": (1, 5, "only numbers"),
    "1e400*x": (1, 1, "larger than 1e+300"),
    "x + 1e301": (1, 5, "larger than 1e+300"),
    "1" * 41: (1, 1, "40 characters"),
    "x + 0." + "1" * 39: (1, 5, "40 characters"),
    "1" * 10_000: (1, 1, "40 characters"),
    "9**9**9**9": (1, 7, "exponent"),
    "10**10**10": (1, 5, "exponent"),
    "x**65": (1, 4, "exponent"),
    "x**-64.5": (1, 4, "exponent"),
    "x**(8*9)": (1, 5, "exponent"),
    "x**(0/0)": (1, 5, "exponent"),
    "x**(-1)**0.5": (1, 4, "exponent"),
    "y + x**1e300": (1, 8, "exponent"),
    "__import__('os')": (1, 1, "no function named '__import__'"),
    "eval(x)": (1, 1, "no function named 'eval'"),
    "x + sqr(y)": (1, 5, "did you mean sqrt?"),
    "sqrt(x)(y)": (1, 1, "not part of the formula language"),
    "(lambda: x)()": (1, 2, "lambda"),
    "x.sqrt(y)": (1, 1, "dot after a name"),
    "sqrt()": (1, 1, "takes 1 argument, not 0"),
    "sqrt(x, y)": (1, 1, "takes 1 argument, not 2"),
    "minimum(x)": (1, 1, "takes 2 arguments, not 1"),
    "where(x < 1, 2)": (1, 1, "takes 3 arguments, not 2"),
    "sqrt(x=1)": (1, 1, "plain arguments"),
    "sqrt(*x)": (1, 1, "plain arguments"),
    "sqrt(**x)": (1, 1, "plain arguments"),
    "__x": (1, 1, "cannot be a name"),
    "x + _": (1, 5, "cannot be a name"),
    "a__b": (1, 1, "cannot be a name"),
    "x" * 41: (1, 1, "cannot be a name"),
    "θ": (1, 1, "letters a-z"),
    "x + é": (1, 5, "letters a-z"),
    "x × y": (1, 3, "character"),
    "x − y": (1, 3, "character"),
    "x\u00a0+ y": (1, 2, "character"),
    "x\x00": (1, 0, ""),
    "\ud800": (1, 1, "character"),
    "(x": (1, 1, "never closed"),
    "x)": (1, 2, "no partner"),
    "(x]": (1, 3, "no partner"),
    "x +\n (y.z)": (2, 3, "dot after a name"),
    "x + # (\n y.z": (2, 2, "dot after a name"),
    "(x +\r\n y.z)": (2, 2, "dot after a name"),
    "(" * 201 + "x" + ")" * 201: (1, 0, "nested too deeply"),
    "(" * 9_000 + "x" + ")" * 9_000: (1, 0, "nested too deeply"),
    "(" * 100_000 + "x" + ")" * 100_000: (1, 1, "at most 20,000"),
    "-" * 10_000 + "x": (1, 1, "nested too deeply"),
    "x" + "^x" * 2_000: (1, 2, "write **"),
    "x" + "**x" * 5_000: (1, 1, "more than 5,000 parts"),
    "x" + "**x" * limits.DEPTH: (1, 0, "nested too deeply"),
    "x" + "+x" * 5_000: (1, 0, "more than 5,000 parts"),
    "x" + "*x" * 2_600: (1, 0, "more than 5,000 parts"),
    "sqrt(" * 150 + "x" + ")" * 150: (1, 0, "nested too deeply"),
    "x+" * 5_000_000: (1, 1, "10,000,000 characters"),
}


@pytest.mark.parametrize("text", EXPRESSIONS, ids=lambda text: ascii(text[:20]))
def test_refused_expression(text: str) -> None:
    line, column, piece = EXPRESSIONS[text]
    begun = time.process_time()
    with pytest.raises(FormulaError) as refusal:
        parse_expression(text)
    assert time.process_time() - begun < 1.0
    assert refusal.value.line == line
    assert column in (0, refusal.value.column)
    assert piece in refusal.value.message
    assert str(refusal.value) == f"line {line}, column {refusal.value.column}: {refusal.value.message}"
    assert len(refusal.value.message) < 400


def test_who_is_told_what_to_write_is_not_told_all_that_is_allowed() -> None:
    for text in ("x^2 + y^2", "x // 2", "x if y else 1"):
        with pytest.raises(FormulaError) as refusal:
            parse_expression(text)
        assert "allowed are" not in refusal.value.message


RULES = {
    "": (1, 1, "no rules"),
    "# nothing": (1, 1, "no rules"),
    "a": (1, 1, "form 'name = expression'"),
    "a += 1": (1, 1, "form 'name = expression'"),
    "a: float = 1": (1, 1, "form 'name = expression'"),
    "a = b = 1": (1, 1, "form 'name = expression'"),
    "if a: b = 1": (1, 1, "form 'name = expression'"),
    "def a(): b": (1, 1, "form 'name = expression'"),
    "import os": (1, 1, "form 'name = expression'"),
    "a = 1\nfor b in a: c = 1": (2, 1, "form 'name = expression'"),
    "a, b = 1": (1, 1, "one name on the left"),
    "a[0] = 1": (1, 1, "one name on the left"),
    "a = 1\n  b.c = 1": (2, 0, "same column"),
    "  a = 1\n  b.c = 1": (2, 3, "one name on the left"),
    "  a = 1\nb = 1": (1, 0, "same column"),
    "t = 1": (1, 1, "meaning of its own"),
    "pi = 1": (1, 1, "meaning of its own"),
    "e = 1": (1, 1, "meaning of its own"),
    "a = 1\nsqrt = 2": (2, 1, "meaning of its own"),
    "grad = a": (1, 1, "meaning of its own"),
    "_a = 1": (1, 1, "cannot be a name"),
    "a = 1; b = x.y": (1, 12, "dot after a name"),
    "    a = 1\n    b = x.y": (2, 9, "dot after a name"),
    "\ta = 1\n\tb = (1 +\n\t\tx.y)": (3, 3, "dot after a name"),
    "a = 'b'": (1, 5, "only numbers"),
    "a = (1 +\n": (1, 5, "never closed"),
    "a = 1\nb = 2x": (2, 5, "write * between them"),
    "a = True": (1, 5, "only numbers"),
    "a = \u201c1\u201d": (1, 0, "character"),
    "\n".join(f"a{index} = 1" for index in range(limits.RULES + 1)): (61, 1, "more than 60 rules"),
    "a = 1\n" * 4_000: (1, 1, "at most 20,000"),
}


@pytest.mark.parametrize("text", RULES, ids=lambda text: ascii(text[:20]))
def test_refused_rules(text: str) -> None:
    line, column, piece = RULES[text]
    with pytest.raises(FormulaError) as refusal:
        parse_rules(text)
    assert refusal.value.line == line
    assert column in (0, refusal.value.column)
    assert piece in refusal.value.message


def tower(depth: int) -> str:
    """A power as deep as it has exponents."""
    return "x" + "**x" * (depth - 1)


def stairs(depth: int) -> str:
    """A sum of products of sums, which only the parentheses keep apart: ((x+x)*x+x)*x."""
    text = "x"
    for level in range(depth - 1):
        text = f"({text}+x)" if level % 2 else f"{text}*x"
    return text


def balanced(leaves: list[str]) -> str:
    """A sum that is nested to both sides."""
    if len(leaves) == 1:
        return leaves[0]
    half = len(leaves) // 2
    return f"({balanced(leaves[:half])}+{balanced(leaves[half:])})"


JUST_INSIDE_AND_OUTSIDE = {
    "depth": (tower(limits.DEPTH), tower(limits.DEPTH + 1)),
    "depth on the left": (stairs(limits.DEPTH), stairs(limits.DEPTH + 1)),
    "depth of calls": (
        "abs(" * (limits.DEPTH - 1) + "x" + ")" * (limits.DEPTH - 1),
        "abs(" * limits.DEPTH + "x" + ")" * limits.DEPTH,
    ),
    "parts": (balanced(["x"] * (limits.NODES // 2)), balanced(["x"] * (limits.NODES // 2 + 1))),
    "parts of a sum": ("+".join(["x"] * (limits.NODES // 2)), "-".join(["x"] * (limits.NODES // 2 + 1))),
    "length": ("x" + " " * (limits.TEXT_LENGTH - 2) + "\n", "x" + " " * limits.TEXT_LENGTH),
    "length of a number": ("1" * limits.LITERAL_LENGTH, "1" * (limits.LITERAL_LENGTH + 1)),
    "size of a number": ("1e300", "1.0000000001e300"),
    "exponent": ("x**64", "x**64.0001"),
    "negative exponent": ("x**-64", "x**-64.0001"),
    "length of a name": ("x" * limits.NAME_LENGTH, "x" * (limits.NAME_LENGTH + 1)),
}


@pytest.mark.parametrize("limit", JUST_INSIDE_AND_OUTSIDE)
def test_limits(limit: str) -> None:
    inside, outside = JUST_INSIDE_AND_OUTSIDE[limit]
    parse_expression(inside)
    with pytest.raises(FormulaError):
        parse_expression(outside)


def test_as_many_rules_as_allowed() -> None:
    assert len(parse_rules("\n".join(f"a{index} = 1" for index in range(limits.RULES)))) == limits.RULES


@pytest.mark.parametrize("leaf", ["x1", "1.25"])
def test_the_largest_formulas_are_read_quickly(leaf: str) -> None:
    text = balanced([leaf] * 2_400)
    begun = time.process_time()
    parse_expression(text)
    assert time.process_time() - begun < 2.0


def test_refusing_ten_megabytes_takes_little_memory() -> None:
    text = "x+" * 5_000_000
    tracemalloc.start()
    with pytest.raises(FormulaError):
        parse_expression(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


BLANKS = (" ", "\n", "\r", "\t", "\f", "\x00", "\u2028")
PYTHON = ("lambda", "if", "else", "for", "in", "not", "and", ":=", "f'", "é")
SIGNS = "x y x1 e pi t theta 1 2.5 1e9 0x1f ( ) ( ) , + - * / ** @ < == = : . [ ] { } # \\ ' \" ; ^".split()
# Any character at all, lone surrogates too.
CHARACTERS = st.one_of(st.integers(0, 127), st.integers(0, 0x10FFFF)).map(chr)
WORDS = st.sampled_from([*FUNCTIONS, *SIGNS, *BLANKS, *PYTHON])


def places(text: str, parse: Callable[[str], Node | tuple[Rule, ...]]) -> list[tuple[int, int]]:
    """Where every node of a text stands, or where it is refused."""
    try:
        found = parse(text)
    except FormulaError as error:
        return [(error.line, error.column)]
    trees = [rule.expression for rule in found] if isinstance(found, tuple) else [found]
    return [(here.at.line, here.at.column) for tree in trees for here in walk(tree)]


def is_read_or_refused(text: str) -> bool:
    """Nothing but a FormulaError comes out, and every place is one in the text, or just past its end."""
    found = places(text, parse_expression) + places(text, parse_rules)
    return all(line >= 1 and column >= 1 for line, column in found)


@given(st.lists(CHARACTERS, max_size=200).map("".join))
@settings(max_examples=150)
def test_any_text_is_read_or_refused(text: str) -> None:
    assert is_read_or_refused(text)


@given(st.lists(WORDS, max_size=40))
@settings(max_examples=400)
def test_any_jumble_of_the_language_is_read_or_refused(words: list[str]) -> None:
    assert is_read_or_refused("".join(words))
    assert is_read_or_refused(" ".join(words))
    assert is_read_or_refused(f"a = {''.join(words)}")


@given(st.lists(st.tuples(st.lists(WORDS, max_size=4).map("".join), st.integers(1, 3_000)), max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_repetition_is_read_or_refused(pieces: list[tuple[str, int]]) -> None:
    text = "".join(piece * count for piece, count in pieces)[:22_000]
    assert is_read_or_refused(text)
    assert is_read_or_refused(f"a = {text}")
