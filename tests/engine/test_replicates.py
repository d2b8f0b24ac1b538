"""Replicates: each is the race with its seed, and nothing but the seed is another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gdviz
from gdviz.engine.errors import InputError
from gdviz.engine.replicates import check_count, check_size, other_seeds, replicas
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface

ENTRIES = (Entry(optimizer("gd"), (("lr", 0.5),)), Entry(optimizer("adam"), (("lr", 0.05),)))
SPEC = RaceSpec(surface("neuron_noisy"), ENTRIES, (surface("neuron_noisy").start,), 60, seed=3, batch=Batch(4))


def test_a_replicate_is_the_race_with_its_seed() -> None:
    answers = list(replicas(SPEC, other_seeds(SPEC, 2)))
    found = [each for each in answers if each is not None]
    assert [each.seed for each in found] == [4, 5]
    for replica in found:
        raced = gdviz.race(replace(SPEC, seed=replica.seed))
        assert np.array_equal(replica.points, raced.points)
        assert np.array_equal(replica.loss, raced.loss)
    assert (found[0].points[1:] != found[1].points[1:]).any()
    assert np.array_equal(found[0].points[0], found[1].points[0])


def test_a_long_one_comes_in_pieces_and_one_that_flies_away_ends() -> None:
    long = replace(SPEC, surface=surface("beale"), starts=((1.0, -1.5),), steps=30_000, batch=None, noise=0.1)
    answers = list(replicas(long, (1,)))
    assert answers.count(None) > 1
    assert answers[-1] is not None
    wild = replace(long, steps=100, entries=(Entry(optimizer("gd"), (("lr", 1.0),)),))
    (flown,) = [each for each in replicas(wild, (1,)) if each is not None]
    assert np.isnan(flown.points[-1]).all()
    raced = gdviz.race(replace(wild, seed=1)).points
    assert np.array_equal(flown.points[: len(raced)], raced, equal_nan=True)
    assert np.isnan(flown.points[len(raced) :]).all()


def test_where_nothing_is_drawn_there_are_no_other_seeds() -> None:
    assert other_seeds(SPEC, 3) == (4, 5, 6)
    assert other_seeds(replace(SPEC, batch=None), 3) == ()
    assert other_seeds(replace(SPEC, batch=None, noise=0.1), 1) == (4,)


def test_too_many_are_refused_in_a_sentence() -> None:
    for count in (-1, 101):
        with pytest.raises(InputError, match="from 0 to 100 replicates, not"):
            check_count(count)
    check_count(100)
    check_size(SPEC, 100)
    long = replace(SPEC, steps=50_000)
    check_size(long, 20)
    with pytest.raises(InputError, match="at most 20 replicates of these runs and steps, not 21"):
        check_size(long, 21)
    check_size(replace(long, batch=None), 100)
