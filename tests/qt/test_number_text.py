"""Numbers as people read them."""

from __future__ import annotations

import pytest

from gdviz.engine.result import Message
from gdviz.engine.verdict_messages import MINIMUM_FLAT
from gdviz.qt.views.number_text import printed, told


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"),
        (1e78, "10⁷⁸"),
        (5e-12, "5·10⁻¹²"),
        (-2e77, "−2·10⁷⁷"),
        (float("inf"), "∞"),
        (float("nan"), "undefined"),
        (2000.0, "2000"),
    ],
)
def test_large_and_small_numbers_have_a_printed_power(value: float, text: str) -> None:
    assert printed(value, 6) == text


def test_a_verdict_has_the_minus_sign_of_the_table() -> None:
    assert "is 4.9e−09 and" in told(Message(MINIMUM_FLAT, {"gradient": 4.9e-9}))
