"""Between slider places, values and texts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper
from gdviz.optimizers import OPTIMIZERS
from gdviz.qt.controls.race import whole_number_of
from gdviz.qt.controls.scale import PLACES, number_of, place_of, text_of, value_at, value_of
from gdviz.qt.controls.symbols import plain_symbol

SLID = [hyper for optimizer in OPTIMIZERS for hyper in optimizer.hyperparameters if not hyper.initial]


@pytest.mark.parametrize("hyper", SLID, ids=lambda hyper: hyper.name)
def test_a_slider_reaches_both_ends_and_comes_back_to_every_place(hyper: Hyper) -> None:
    assert value_at(hyper, 0) == hyper.low
    assert value_at(hyper, PLACES) == hyper.high
    for place in range(0, PLACES + 1, 50):
        value = value_at(hyper, place)
        assert hyper.low <= value <= hyper.high
        assert abs(place_of(hyper, value) - place) <= 1


@pytest.mark.parametrize("hyper", SLID, ids=lambda hyper: hyper.name)
def test_moving_a_slider_never_lowers_the_value(hyper: Hyper) -> None:
    values = [value_at(hyper, place) for place in range(PLACES + 1)]
    assert values == sorted(values)


def test_a_logarithmic_slider_gives_each_decade_the_same_room() -> None:
    hyper = Hyper("lr", r"\eta", 0.01, 1e-8, 100.0, log=True)
    assert [place_of(hyper, value) for value in (1e-3, 1e-2, 1e-1)] == [500, 600, 700]


@given(st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 3).map(sorted), st.booleans())
@example((-2.0, -1.0, 0.0), True)
@example((0.0, 5e-324, 5e-324), True)
def test_a_slider_of_whatever_range_stays_inside_it(ends: tuple[float, float, float], log: bool) -> None:
    low, default, high = ends
    hyper = Hyper("k", "k", default, low, high, log)
    assert all(low <= value_at(hyper, place) <= high for place in (0, 1, 333, PLACES - 1, PLACES))
    assert 0 <= place_of(hyper, default) <= PLACES


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_text_reads_back_as_the_same_number(value: float) -> None:
    assert value_of(text_of(value)) == value


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=5).map(tuple))
def test_a_vector_reads_back_too(value: tuple[float, ...]) -> None:
    assert value_of(text_of(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.125, 0.015", (0.125, 0.015)),
        ("(0.125,0.015)", (0.125, 0.015)),
        (" 1e-3 ", 1e-3),
        (".5", 0.5),
        ("０.５，１", (0.5, 1.0)),
        ("-2.", -2.0),
    ],
)
def test_what_people_type(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1,,2", "1 2", "0x10", "1_000", "nan", "inf", "__import__('os')", "9**9", "1" * 5000, "½"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        value_of(text)


@pytest.mark.parametrize("text", ["1.5", "1e999", "1, 2", "ten"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        whole_number_of(text)


def test_whole_numbers_may_be_written_short() -> None:
    assert whole_number_of("1e4") == 10_000


def test_one_number_is_not_two() -> None:
    with pytest.raises(InputError, match="not 2"):
        number_of("1, 2")


@pytest.mark.parametrize(
    ("value", "text"), [(1e-8, "1e-8"), (1e16, "1e16"), (0.01, "0.01"), (500.0, "500"), ((0.125, 1e-5), "0.125, 1e-5")]
)
def test_numbers_are_written_as_people_do(value: float | tuple[float, ...], text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("latex", "plain"), [(r"\eta", "η"), (r"\beta_1", "β₁"), (r"\beta_{2}", "β₂"), ("v_0", "v₀"), (r"\frac{a}{b}", "")]
)
def test_letters_in_plain_text(latex: str, plain: str) -> None:
    assert plain_symbol(latex) == plain


def test_every_hyperparameter_has_a_letter_in_plain_text() -> None:
    assert [
        hyper for optimizer in OPTIMIZERS for hyper in optimizer.hyperparameters if not plain_symbol(hyper.symbol)
    ] == []
