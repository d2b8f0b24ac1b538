"""TOML both ways, with Python's own reader as the witness."""

from __future__ import annotations

import math
import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.engine.errors import InputError
from gdviz.files.toml import block_text, line, parse

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=0), inner, max_size=4),
    max_leaves=10,
)


@given(st.text(min_size=1), VALUES)
def test_every_value_reads_back_the_same(name: str, value: Any) -> None:
    read = tomllib.loads(line(name, value))
    assert repr(read) == repr({name: value})  # repr tells -0.0 from 0.0 and 1 from True


@given(st.text())
def test_blocks_read_back_the_same(text: str) -> None:
    assert tomllib.loads(f"a = {block_text(text)}") == {"a": text}


@pytest.mark.parametrize(
    "text", ["a\nb", "\n    g = grad(theta)\n    ", 'a\n"', 'a\n"""b', "a\n\\n", "a\r\nb", "\n", ""]
)
def test_difficult_blocks(text: str) -> None:
    assert tomllib.loads(f"a = {block_text(text)}") == {"a": text}


def test_rules_are_written_as_lines() -> None:
    assert block_text("g = grad(theta)\ntheta = theta - lr*g\n").splitlines()[1] == "g = grad(theta)"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("gdviz = 1\nx = = 2", "line 2, column 5"),
        ("gdviz 1", "line 1, column 7"),
        ("gdviz = 1\n[surface\n", "line 2, column 9"),
        ("a = [1, 2", "line 1, at the end"),
        ('a = "abc', "line 1, at the end"),
        ("a = 1\na = 2", "line 2, at the end"),
        ("a = \x00", "line 1, column 5"),
    ],
)
def test_what_is_not_toml_is_told_with_its_place(text: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert caught.value.message.startswith(place)
    assert "not TOML" in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{ b = " * 100_000,
        "a." * 300_000 + "b = 1",
        '"a" . ' * 100_000 + "b = 1",
        "[" + "a." * 300_000 + "b]",
        "a = " + "9" * 500_000,
        "a = 0x" + "f" * 500_000,
        "a = '" + "x" * 900_000,
        "\n" * 900_000 + "=",
    ],
    ids=["arrays", "tables", "dotted", "quoted", "header", "digits", "hex", "string", "lines"],
)
def test_hostile_texts_are_refused_quickly(text: str) -> None:
    began = time.perf_counter()
    try:
        parse(text)
    except InputError as error:
        assert len(error.message) < 300  # noqa: PT017 - a number of many hexadecimal digits is TOML
    assert time.perf_counter() - began < 5


@given(st.text(alphabet="[]{}=.,#'\"\\ab01-+_einf\n \t\r\x00é", max_size=60))
def test_nothing_but_an_input_error_comes_out(text: str) -> None:
    try:
        parse(text)
    except InputError as error:
        assert "\n" not in error.message  # noqa: PT017


def test_infinity_survives() -> None:
    assert parse(line("a", [math.inf, -math.inf])) == {"a": [math.inf, -math.inf]}
