"""What a race answers: chunks of steps, and at the end one run per lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.spec import Value
from gdviz.engine.surface import Point

Floats = NDArray[np.float64]

# Steps whose gradient was clipped are recorded beside the states; no rule can have a name with a blank.
CLIPPED = "clipped here"


class Record(StrEnum):
    """How much of a race is kept: the end of every lane, its points and losses, or all its states as well."""

    END = "end"
    POINTS = "points"
    STATES = "states"


class Verdict(StrEnum):
    """How a lane ended, in the words a student reads."""

    MINIMUM = "minimum"
    LOCAL_MINIMUM = "local_minimum"
    SADDLE = "saddle"
    MAXIMUM = "maximum"
    PLATEAU = "plateau"
    OSCILLATING = "oscillating"
    DIVERGED = "diverged"
    OUT_OF_BUDGET = "out_of_budget"


NOTHING: Floats = np.empty((0, 0, 2))


@dataclass(frozen=True)
class Message:
    """A sentence for the reader: a template in English and the values that fill it, so that it can be translated."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


@dataclass(frozen=True)
class Run:
    """One lane's result; `point` is where it was after `steps` steps, `gradient_norm` Euclidean, `message` a
    sentence.
    """

    label: str
    optimizer: str
    hyperparameters: Mapping[str, Value]
    start: Point
    point: Point
    loss: float
    gradient_norm: float
    steps: int
    gradient_evaluations: int
    loss_evaluations: int
    hessian_evaluations: int
    verdict: Verdict
    message: Message


@dataclass(frozen=True)
class Chunk:
    """Consecutive steps of all lanes: row r holds what was true after step `first + r` (step 0 is the start).

    `points` (rows, lanes, dim) and `loss` (rows, lanes) are NaN past a lane's end. `states` has one mapping per entry:
    the state's name to (rows, starts, dim), empty unless recorded. `searched` (rows, lanes, 2) is how often line
    searches have asked for the loss and for the gradient until then, empty unless there are any. `runs` is filled in
    the last chunk only.
    """

    first: int
    points: Floats
    loss: Floats
    states: tuple[Mapping[str, Floats], ...] = ()
    runs: tuple[Run, ...] = ()
    searched: Floats = field(default_factory=lambda: NOTHING)
