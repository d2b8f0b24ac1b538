"""What every rule's name stood for in a step, computed again from the record, against loops by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdviz.engine.errors import InputError
from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.engine.vectors import vectors
from gdviz.optimizers import optimizer as known
from tests.engine.plain_race import assert_same_bits, trajectory
from tests.engine.written_rules import optimizer

BOWL = Surface("bowl", "Bowl", "x**2 + 3*y**2")


def adam_by_hand(
    start: tuple[float, float], steps: int, lr: float, beta1: float, beta2: float, eps: float
) -> list[dict]:
    """Kingma and Ba's algorithm 1 on the bowl, one dictionary a step."""
    theta, m, v, rows = list(start), [0.0, 0.0], [0.0, 0.0], []
    for t in range(1, steps + 1):
        g = [2 * theta[0], 6 * theta[1]]
        m = [beta1 * m[i] + (1 - beta1) * g[i] for i in (0, 1)]
        v = [beta2 * v[i] + (1 - beta2) * g[i] ** 2 for i in (0, 1)]
        m_hat = [m[i] / (1 - beta1**t) for i in (0, 1)]
        v_hat = [v[i] / (1 - beta2**t) for i in (0, 1)]
        theta = [theta[i] - lr * m_hat[i] / (math.sqrt(v_hat[i]) + eps) for i in (0, 1)]
        rows.append({"g": g, "m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat, "theta": theta})
    return rows


@pytest.mark.parametrize("count", [2, 40])
def test_adam_step_by_step(count: int) -> None:
    start = (1.5, -0.5)
    entries = (Entry(known("gd")), Entry(known("adam"), (("lr", 0.1), ("beta1", 0.8), ("beta2", 0.99), ("eps", 1e-6))))
    spec = RaceSpec(BOWL, entries, ((3.0, 3.0), *[start] * (count - 1)), 12, 0.0)
    found = vectors(trajectory(spec), count + 1, 1, 12)
    by_hand = adam_by_hand(start, 12, 0.1, 0.8, 0.99, 1e-6)
    for name in by_hand[0]:
        assert found[name].shape == (12, 2)
        np.testing.assert_allclose(found[name], [row[name] for row in by_hand], rtol=1e-13)


@pytest.mark.parametrize("key", ["nesterov", "rmsprop", "adadelta", "nadam_dozat", "radam", "yogi"])
@pytest.mark.parametrize("count", [2, 40])
def test_theta_and_the_states_are_those_recorded(key: str, count: int) -> None:
    starts = tuple((1.0 + 0.1 * lane, -0.5) for lane in range(count))
    grown = trajectory(RaceSpec(BOWL, (Entry(known(key)),), starts, 20, 0.0))
    for lane in (0, count - 1):
        found = vectors(grown, lane, 1, 20)
        np.testing.assert_allclose(found["theta"], grown.points[1:, lane], rtol=1e-12)
        for name, values in grown.states(0).items():
            wanted = values[1:, lane]
            np.testing.assert_allclose(found[name].reshape(wanted.shape), wanted, rtol=1e-12)


OWN = optimizer(
    "n = n + 1\ng = grad(theta)\ns = dot(g, v)\nH = outer(g, g)\nv = mu*v - lr*g\nk = 2\ntheta = theta + v/k",
    "lr",
    "mu",
)


def test_shapes_of_scalars_vectors_and_matrices() -> None:
    grown = trajectory(RaceSpec(BOWL, (Entry(OWN, (("lr", (0.1, 0.2)),)),), ((1.0, 1.0),), 9, 0.0))
    found = vectors(grown, 0, 1, 9)
    shapes = {name: values.shape for name, values in found.items()}
    assert shapes == {"n": (9,), "g": (9, 2), "s": (9,), "H": (9, 4), "v": (9, 2), "k": (9,), "theta": (9, 2)}
    assert_same_bits(found["n"], np.arange(1.0, 10.0))
    assert_same_bits(found["k"], np.full(9, 2.0))
    assert_same_bits(found["theta"], grown.points[1:, 0])
    np.testing.assert_array_equal(found["H"][:, 1], found["g"][:, 0] * found["g"][:, 1])
    np.testing.assert_allclose(found["s"][1:], (found["g"][1:] * found["v"][:-1]).sum(axis=1), rtol=1e-14)


def test_a_stretch_of_steps_is_a_stretch_of_all() -> None:
    grown = trajectory(RaceSpec(BOWL, (Entry(OWN),), ((1.0, 1.0), (2.0, 0.5)), 9, 0.0))
    everything, stretch, one = vectors(grown, 1, 1, 9), vectors(grown, 1, 3, 6), vectors(grown, 1, 4, 4)
    for name, values in everything.items():
        assert_same_bits(stretch[name], values[2:6])
        assert_same_bits(one[name], values[3:4])


def test_past_the_end_of_a_lane_there_are_no_numbers() -> None:
    grown = trajectory(RaceSpec(BOWL, (Entry(known("gd"), (("lr", 0.1),)),), ((1.0, 1.0), (1e-9, 0.0)), 6, 1e-6))
    assert grown.last_step(1) == 0
    assert np.isnan(vectors(grown, 1, 1, 6)["theta"][1:]).all()
    assert np.isfinite(vectors(grown, 0, 1, 6)["theta"]).all()


def test_a_race_without_recorded_states_is_refused() -> None:
    grown = trajectory(RaceSpec(BOWL, (Entry(known("adam")),), ((1.0, 1.0),), 5, 0.0), Record.POINTS)
    with pytest.raises(InputError, match="without recording its states"):
        vectors(grown, 0, 1, 5)


def test_gradient_descent_needs_no_recorded_states() -> None:
    grown = trajectory(RaceSpec(BOWL, (Entry(known("gd")),), ((1.0, 1.0),), 5, 0.0), Record.POINTS)
    np.testing.assert_array_equal(vectors(grown, 0, 1, 5)["g"], grown.points[:5, 0] * [2.0, 6.0])
