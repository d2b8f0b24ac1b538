"""The default starts are worth racing from: the methods part, and what the summaries promise happens."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from gdviz.engine.race import race
from gdviz.engine.result import Verdict
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.surfaces import CLOSED, surface

# Rates are fixed here, so that a change of an optimizer's default does not change what is tested.
METHODS = {
    "gd": {"lr": 0.002},
    "momentum": {"lr": 0.001, "mu": 0.9},
    "adagrad": {"lr": 0.5},
    "rmsprop": {"lr": 0.01, "rho": 0.9},
    "adam": {"lr": 0.1, "beta1": 0.9, "beta2": 0.999},
}


@cache
def raced(key):
    """Points (rows, methods, dim) and the runs of the five methods from a surface's default start."""
    known = surface(key)
    entries = tuple(Entry(optimizer(name), tuple(values.items()), name) for name, values in METHODS.items())
    chunks = list(race(RaceSpec(known, entries, (known.start,), steps=500)))
    return np.concatenate([chunk.points for chunk in chunks]), dict(zip(METHODS, chunks[-1].runs, strict=True))


def ends(key):
    return {name: np.array(run.point) for name, run in raced(key)[1].items()}


def near(point, target):
    return np.abs(np.subtract(point, target)).max() < 0.1


@pytest.mark.parametrize("known", CLOSED, ids=lambda known: known.key)
def test_methods_part(known):
    points, _ = raced(known.key)
    width = np.ptp(np.array(known.window), axis=1)
    pairs = [(one, other) for one in range(len(METHODS)) for other in range(one)]
    apart = [np.nanmax(np.abs(points[:100, one] - points[:100, other]) / width) for one, other in pairs]
    # On the plateau gradient descent and momentum crawl side by side.
    assert np.count_nonzero(np.array(apart) > 0.005) >= len(pairs) - (known.key == "plateau")


@pytest.mark.parametrize("known", CLOSED, ids=lambda known: known.key)
def test_somebody_gets_somewhere(known):
    """Where there is a floor, at least one of the methods arrives in some valley within 500 steps, or nearly."""
    floors = (*known.minima, *known.local_minima)
    arrived = [point for point in ends(known.key).values() if any(near(point, floor) for floor in floors)]
    assert arrived or not floors


def test_on_the_cliff_gradient_descent_shoots_off_and_a_scaled_method_walks_down():
    runs = raced("cliff")[1]
    assert runs["gd"].verdict is Verdict.DIVERGED
    assert near(runs["rmsprop"].point, (1.0,))


def test_from_himmelblaus_hill_the_method_decides():
    assert near(ends("himmelblau")["gd"], (3.584, -1.848))
    assert near(ends("himmelblau")["momentum"], (3.0, 2.0))


def test_between_two_wells_momentum_goes_on():
    shallow, deep = surface("two_wells").local_minima[0], surface("two_wells").minima[0]
    assert ends("two_wells")["gd"][0] > 0.5
    assert near(ends("two_wells")["adam"], shallow)
    assert near(ends("two_wells")["momentum"], deep)


def test_from_the_hillside_basins_differ():
    known = surface("hills")
    basins = (*known.minima, *known.local_minima)
    reached = {min(range(3), key=lambda index: np.linalg.norm(end - basins[index])) for end in ends("hills").values()}
    assert len(reached) >= 2


def test_on_the_plateau_gradient_descent_crawls():
    assert np.linalg.norm(ends("plateau")["gd"] - surface("plateau").start) < 0.05
    assert near(ends("plateau")["adam"], surface("plateau").minima[0])


def test_on_the_flat_step_of_the_cube_a_fast_run_rolls_over():
    assert 0 < ends("x_cubed")["gd"][0] < 0.5
    assert ends("x_cubed")["adam"][0] < -3


def test_the_misprinted_beale_has_a_dent_and_a_fall():
    runs = raced("beale_misprinted")[1]
    assert runs["gd"].verdict is Verdict.DIVERGED
    assert near(runs["rmsprop"].point, surface("beale_misprinted").local_minima[0])


def test_near_the_saddle_gradient_descent_hesitates_longest():
    heights = {name: abs(end[1]) for name, end in ends("saddle").items()}
    assert heights["gd"] < 0.1
    assert min(height for name, height in heights.items() if name != "gd") > 2
