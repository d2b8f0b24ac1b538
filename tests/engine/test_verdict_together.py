"""Verdicts on many lanes at once, their sentences, and the parts they are made of."""

from __future__ import annotations

import string

import numpy as np
import pytest

from gdviz.engine import verdict_messages
from gdviz.engine.degenerate_point import degenerate_points, natures_by_looking
from gdviz.engine.nature import Nature
from gdviz.engine.result import Verdict
from gdviz.engine.surface import Surface
from gdviz.engine.swing import swing
from gdviz.engine.terrain import Terrain, directions
from gdviz.engine.verdict import Ending, Stop, best_known, judge, judge_many
from tests.engine import written_surfaces as at
from tests.engine.written_surfaces import ending, gd, momentum


def test_a_lane_gets_the_same_verdict_alone_and_among_others() -> None:
    starts = np.random.default_rng(2).uniform(-4.5, 4.5, (60, 2))
    lanes = [ending(at.BEALE, gd(0.005), tuple(start), 300) for start in starts]
    lanes += [ending(at.BEALE, momentum(0.001, 0.95), tuple(start), 300) for start in starts]
    best = best_known(at.BEALE, at.BEALE.surface, lanes)
    together = judge_many(lanes, at.BEALE, at.BEALE.surface, best)
    alone = [judge(lane, at.BEALE, at.BEALE.surface, best) for lane in lanes]
    assert [verdict for verdict, _ in together] == [verdict for verdict, _ in alone]
    assert [message.template for _, message in together] == [message.template for _, message in alone]
    assert len({verdict for verdict, _ in together}) >= 3


def test_no_lanes_no_verdicts() -> None:
    assert judge_many([], at.BOWL, at.BOWL.surface) == []


@pytest.mark.parametrize("template", verdict_messages.TEMPLATES)
def test_every_sentence_is_whole_and_names_only_numbers_it_gets(template: str) -> None:
    assert template[0].isupper()
    assert template.endswith(".")
    assert "  " not in template
    known = {
        "gradient",
        "largest",
        "windows",
        "loss",
        "steps",
        "low",
        "high",
        "down",
        "dimension",
        "distance",
        "best",
        "width",
        "period",
        "count",
        "share",
    }
    assert {name for _, name, _, _ in string.Formatter().parse(template) if name} <= known


@pytest.mark.parametrize(
    ("by_hand", "step", "start", "steps"),
    [
        (at.BOWL, gd(0.1), (1.0, 1.0), 500),
        (at.BOWL, gd(0.1), (1.0, 1.0), 0),
        (at.BOWL, gd(0.1), (1.0, 1.0), 5),
        (at.SADDLE, gd(0.1), (1.0, 0.0), 500),
        (at.SADDLE, gd(0.1), (1.0, 1.0), 500),
        (at.DOME, gd(0.1), (0.0, 0.0), 500),
        (at.ELLIPSE, gd(1 / 9), (1.0, 1.0), 1000),
        (at.NEURON, gd(0.1), (-5.0, -5.0), 100),
        (at.PRODUCT, gd(0.1), (1.0, 0.4), 1000),
        (at.WELLS, gd(0.1), (1.0, 0.4), 1000),
    ],
)
def test_every_sentence_can_be_filled(
    by_hand: at.Written, step: at.Step, start: tuple[float, float], steps: int
) -> None:
    verdict, message = at.verdict_of(by_hand, step, start, steps)
    assert isinstance(verdict, Verdict)
    assert "{" not in str(message)
    assert "nan" not in str(message)


def test_messages_keep_numbers_as_numbers() -> None:
    _, message = at.verdict_of(at.BOWL, gd(0.1), (1.0, 1.0), 500)
    assert all(isinstance(value, float | int) for value in message.values.values())


def test_windows_of_different_widths_are_each_their_own_scale() -> None:
    # 0.02 is near in a window 2000 wide and far in one 0.2 wide.
    bowl = at.written(lambda x: x**2, lambda x: (2 * x,), lambda x: ((2.0,),))
    tail = np.array([[0.02]])
    end = Ending(Stop.TOLERANCE, 0, tail, bowl.value(tail))
    wide, narrow = (Surface("", "", "", window=((-half, half),)) for half in (1000.0, 0.1))
    assert judge(end, bowl, wide)[0] is Verdict.MINIMUM
    assert judge(end, bowl, narrow)[0] is Verdict.PLATEAU


def test_the_terrain_scales_derivatives_consistently() -> None:
    surface = Surface("", "", "", window=((-1.0, 3.0), (0.0, 0.5)))
    terrain = Terrain.of(at.ROSENBROCK, surface, 2)
    assert terrain.widths.tolist() == [4.0, 0.5]
    assert terrain.middle.tolist() == [0.25, 0.5]
    point, nudge = np.array([0.3, 0.9]), 1e-5 * np.eye(2)
    slope = (terrain.value(point + nudge) - terrain.value(point - nudge)) / 2e-5
    np.testing.assert_allclose(terrain.gradient(point), slope, rtol=1e-6)
    bend = (terrain.gradient(point + nudge) - terrain.gradient(point - nudge)) / 2e-5
    np.testing.assert_allclose(terrain.hessian(point), bend, rtol=1e-6)


def test_windows_that_make_no_sense_still_give_a_scale() -> None:
    surface = Surface("", "", "", window=((1.0, 1.0), (-np.inf, np.inf)))
    assert Terrain.of(at.BOWL, surface, 2).widths.tolist() == [8.0, 8.0]


@pytest.mark.parametrize("dim", [1, 2, 3, 10])
def test_probing_directions_are_unit_vectors_in_opposite_pairs(dim: int) -> None:
    ways = directions(dim, 16)
    np.testing.assert_allclose(np.linalg.norm(ways, axis=1), 1.0)
    np.testing.assert_allclose(ways.sum(axis=0), 0.0, atol=1e-12)


def test_degenerate_points_are_found_from_beside_them_and_only_within_reach() -> None:
    terrain = Terrain.of(at.FOURTH_POWER, at.FOURTH_POWER.surface, 1)
    found = degenerate_points(terrain, np.array([[0.003], [0.02], [-0.003]]), np.array([0.01, 0.01, 0.01]))
    assert found.natures == [Nature.MINIMUM, None, Nature.MINIMUM]
    np.testing.assert_allclose(found.points[[0, 2]], 0.0, atol=1e-6)


def test_rounding_noise_is_not_mistaken_for_lower_ground() -> None:
    # 1e9 + x**4 is flat to the last bit of 1e9 around 0; its ripples of rounding lead neither up nor down.
    high = at.written(lambda x: 1e9 + x**4 + (x + 1e4) ** 2 - (x + 1e4) ** 2, at.FOURTH_POWER.g, at.FOURTH_POWER.h, 2.0)
    (nature,) = natures_by_looking(Terrain.of(high, high.surface, 1), np.zeros((1, 1)))
    assert nature in (Nature.LEVEL, Nature.MINIMUM)


STEPS = np.arange(256.0)


@pytest.mark.parametrize(
    ("name", "xs", "lasting"),
    [
        ("circle", 0.1 * np.cos(0.3 * STEPS), True),
        ("two-cycle", 0.1 * (-1.0) ** STEPS, True),
        ("two-cycle that shrinks", 0.1 * (-0.999) ** STEPS, False),
        ("two-cycle that grows", 0.1 * (-1.001) ** STEPS, True),
        ("approach", 0.1 * 0.99**STEPS, False),
        ("steady walk", 0.001 * STEPS, False),
        ("zigzag along a valley", 0.001 * STEPS + 0.05 * (-1.0) ** STEPS, False),
        ("rest", 0 * STEPS, False),
        ("relaxation", 0.1 * np.sign(np.sin(0.2 * STEPS)) * (1 + 0.2 * np.cos(STEPS)), True),
        ("one arc of a wide circle", 0.1 * np.cos(0.01 * STEPS), False),
    ],
)
def test_swings_are_told_from_progress(name: str, xs: np.ndarray, lasting: bool) -> None:
    tail = xs[:, None]
    found = swing(tail, xs**2, lambda points: points[:, 0] ** 2)
    assert (found is not None and found.lasting and found.width > 0) is lasting


def test_random_walks_are_not_called_swings_often() -> None:
    rng = np.random.default_rng(0)
    walks = rng.normal(size=(200, 256, 1)).cumsum(axis=1)
    called = [swing(walk, walk[:, 0] ** 2, lambda points: points[:, 0] ** 2) for walk in walks]
    assert sum(found is not None and found.lasting for found in called) <= 4
