from __future__ import annotations

import numpy as np
import pytest

from gdviz.qt.views.log_ticks import log_ticks, power


@pytest.mark.parametrize("pixels", [20.0, 70.0, 400.0])
@pytest.mark.parametrize(("low", "high"), [(1.0, 2.0), (0.0, 2.0), (-15.0, 1.0), (-7.0, -6.0), (-300.0, 3.0)])
def test_numbers_on_a_logarithmic_axis_never_touch(low: float, high: float, pixels: float) -> None:
    (_, numbered), *rest = log_ticks(low, high, pixels, room=14.0)
    assert low <= min(numbered) <= max(numbered) <= high
    assert len(numbered) >= 2 or pixels == 20.0
    assert (np.diff(numbered) * pixels / (high - low) >= 13.99).all()
    assert all(spacing is None for spacing, _ in rest)


def test_powers_of_ten_come_before_other_numbers() -> None:
    assert [power(value) for value in log_ticks(1.0, 2.0, 70.0, room=14.0)[0][1]] == ["10", "20", "50", "10²"]
    assert [power(value) for value in log_ticks(0.0, 4.0, 70.0, room=14.0)[0][1]] == ["1", "10", "10²", "10³", "10⁴"]
    assert [power(value) for value in log_ticks(-7.0, -6.0, 400.0, room=14.0)[0][1]] == ["10⁻⁷", "10⁻⁶"]
    assert [power(value) for value in log_ticks(-20.0, 0.0, 70.0, room=14.0)[0][1]] == [
        "10⁻²⁰",
        "10⁻¹⁵",
        "10⁻¹⁰",
        "10⁻⁵",
        "1",
    ]
