"""The hand-written derivatives that the verdicts are tested with are themselves right: checked by small differences."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine import written_surfaces
from tests.engine.written_surfaces import Written

BY_NAME = {name: each for name, each in vars(written_surfaces).items() if isinstance(each, Written)}


@pytest.mark.parametrize("name", BY_NAME)
def test_derivatives_agree_with_differences(name: str) -> None:
    by_hand = BY_NAME[name]
    dim = len(by_hand.surface.window)
    points = np.random.default_rng(3).uniform(0.2, 1.1, (20, dim))
    nudge = 1e-5
    for axis in range(dim):
        side = nudge * np.eye(dim)[axis]
        slope = (by_hand.value(points + side) - by_hand.value(points - side)) / (2 * nudge)
        bend = (by_hand.gradient(points + side) - by_hand.gradient(points - side)) / (2 * nudge)
        np.testing.assert_allclose(by_hand.gradient(points)[:, axis], slope, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(by_hand.hessian(points)[:, :, axis], bend, rtol=1e-6, atol=1e-6)
