"""The same race with other seeds: what chance might have made of it as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdviz.engine.errors import InputError
from gdviz.engine.spec import RaceSpec
from gdviz.language.sentence import Sentence

if TYPE_CHECKING:
    from gdviz.engine.result import Floats

MOST_REPLICATES = 100
# What may be kept and drawn of them, in steps of single runs.
MOST_LANE_STEPS = 2_000_000


@dataclass(frozen=True, eq=False)
class Replica:
    """The race with another seed: `points` (steps + 1, lanes, dim) and `loss` (steps + 1, lanes), NaN past an end."""

    seed: int
    points: Floats
    loss: Floats


def other_seeds(spec: RaceSpec, count: int) -> tuple[int, ...]:
    """The seeds of so many replicates; none where nothing is drawn."""
    return () if spec.sampling.exact else tuple(range(spec.seed + 1, spec.seed + 1 + count))


def check_count(count: int) -> None:
    """Raise InputError for a number of replicates that there cannot be."""
    if not 0 <= count <= MOST_REPLICATES:
        template = "there can be from 0 to {most} replicates, not {count:,}"
        raise InputError(Sentence(template, most=MOST_REPLICATES, count=count), "replicates")


def check_size(spec: RaceSpec, count: int) -> None:
    """Raise InputError if so many replicates of this race are too much to be drawn."""
    if len(other_seeds(spec, count)) * spec.lanes * spec.steps > MOST_LANE_STEPS:
        most = MOST_LANE_STEPS // (spec.lanes * spec.steps)
        template = "the window draws at most {most} replicates of these runs and steps, not {count}"
        raise InputError(Sentence(template, most=most, count=count), "replicates")


def replicas(spec: RaceSpec, seeds: Sequence[int]) -> Iterator[Replica | None]:
    """The race with each of these seeds; None comes after every piece of one, so that nothing urgent has to wait."""
    for seed in seeds:
        yield from _replica(replace(spec, seed=seed))


def _replica(spec: RaceSpec) -> Iterator[Replica | None]:
    from gdviz.engine.race import race  # the window imports this module for its limits, and races nothing
    from gdviz.engine.result import Record

    points = np.full((spec.steps + 1, spec.lanes, len(spec.starts[0])), np.nan)
    loss = np.full(points.shape[:2], np.nan)
    for chunk in race(spec, Record.POINTS):
        end = chunk.first + len(chunk.points)
        points[chunk.first : end], loss[chunk.first : end] = chunk.points, chunk.loss
        # Thinking over the verdicts, which nobody asks for, would take longer than the race.
        if chunk.runs or end > spec.steps:
            break
        yield None
    yield Replica(spec.seed, points, loss)
