"""Short texts: starts and entries as written on the command line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.files.arguments import entry_from_text, number_from_text, start_from_text, whole_from_text
from gdviz.files.labels import value_text
from gdviz.files.surfaces import surface_from_text
from gdviz.language.errors import FormulaError
from gdviz.surfaces import surface


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("3,4", (3.0, 4.0)),
        (" -1.5 , +2e-3 ", (-1.5, 2e-3)),
        ("(3, 4)", (3.0, 4.0)),
        (".5", (0.5,)),
        ("1,2,3,4", (1.0, 2.0, 3.0, 4.0)),
    ],
)
def test_starts(text: str, point: tuple[float, ...]) -> None:
    assert start_from_text(text) == point


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_start_reads_back(point: list[float]) -> None:
    assert repr(start_from_text(",".join(map(repr, point)))) == repr(tuple(point))
    assert repr(start_from_text(value_text(point))) == repr(tuple(point))


@pytest.mark.parametrize(
    "text", ["", "a", "1,", ",1", "1;2", "1 2", "nan", "inf", "1_000", "0x10", "((1,2))", "１", "1," * 60_000]
)
def test_what_is_no_start(text: str) -> None:
    with pytest.raises(InputError) as caught:
        start_from_text(text)
    assert len(caught.value.message) < 250


def test_entries() -> None:
    assert entry_from_text("adam").values == ()
    assert entry_from_text("adam").label == "Adam"
    entry = entry_from_text("adam:lr=0.1, eps=1e-8")
    assert entry.values == (("lr", 0.1), ("eps", 1e-8))
    assert entry.label == "Adam lr=0.1, eps=1e-08"
    entry = entry_from_text("momentum:lr=(0.125,0.015),v0=(1,1)")
    assert entry.values == (("lr", (0.125, 0.015)), ("v0", (1.0, 1.0)))
    assert entry_from_text("gd:lr=(0.5,)").values == (("lr", (0.5,)),)


def test_own_optimizers_are_known_by_their_keys() -> None:
    mine = Optimizer("mine", "Mine", "theta = theta - lr*grad(theta)", (Hyper("lr", "h", 0.1, 0, 1),))
    assert entry_from_text("mine:lr=0.5", [mine]).optimizer is mine
    with pytest.raises(InputError, match="mine"):
        entry_from_text("mine")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("adm", "did you mean adam?"),
        ("", "no optimizer named ''"),
        ("adam:", "form name=value"),
        ("adam:lr", "'lr' is not of the form name=value"),
        ("adam:=1", "form name=value"),
        ("adam:lr=", "'' is not a number"),
        ("adam:lr=fast", "'fast' is not a number"),
        ("adam:lr=(1,2", "parentheses"),
        ("adam:lr=1)", "parentheses"),
        ("adam:lr=((1))", "'(1)' is not a number"),
        ("adam:lr=(1,a)", "'a' is not a number"),
        ("adam:lr=1,,eps=1", "'' is not of the form"),
    ],
)
def test_what_is_no_entry(text: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        entry_from_text(text)
    assert part in caught.value.message


@given(st.text(alphabet="adm:lr=(),01. e-\n\0é", max_size=30))
def test_nothing_but_an_input_error_comes_out(text: str) -> None:
    for read in (start_from_text, entry_from_text):
        try:
            read(text)
        except InputError as error:
            assert "\n" not in error.message  # noqa: PT017


@pytest.mark.parametrize("size", [10_000_000])
def test_megabytes_are_refused_at_once(size: int) -> None:
    began = time.perf_counter()
    for text in ("1" * size, "(" * size, "adam:" + "lr=1," * (size // 5), "a" * size):
        for read in (start_from_text, entry_from_text):
            with pytest.raises(InputError) as caught:
                read(text)
            assert len(caught.value.message) < 800
    assert time.perf_counter() - began < 5


def test_numbers() -> None:
    assert whole_from_text("12", "--steps") == 12
    assert number_from_text("-1e-8", "--tolerance") == -1e-8
    for text in ("", "1.5", "-1", "1e3", "a", "9" * 5000):
        with pytest.raises(InputError, match="--steps must be a whole number"):
            whole_from_text(text, "--steps")
    for text in ("", "nan", "a", "1,5"):
        with pytest.raises(InputError, match="--tolerance must be a number"):
            number_from_text(text, "--tolerance")


def test_surfaces() -> None:
    assert surface_from_text("beale") is surface("beale")
    assert surface_from_text(" beale ") is surface("beale")
    assert surface_from_text("x").expression == "x"
    assert surface_from_text("x**2 + y**2").start
    with pytest.raises(InputError, match="did you mean beale"):
        surface_from_text("beal")
    with pytest.raises(FormulaError, match="line 1, column"):
        surface_from_text("x**2 + import os")
    with pytest.raises((InputError, FormulaError)):
        surface_from_text("")
