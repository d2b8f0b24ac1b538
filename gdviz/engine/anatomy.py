"""One step of a lane taken apart: what every rule came to, as numbers, as pictures and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.engine.rules import POSITION
from gdviz.engine.sampling import EXACT, Sampling
from gdviz.engine.spec import Entry
from gdviz.engine.surface import Point, Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.language.sentence import Sentence


@dataclass(frozen=True)
class StepQuestion:
    """A step to be taken apart: `number` counts from 1, `point` and `states` are what was true before it.

    A state is given by name as all its numbers in a row. Equal questions have equal answers.
    """

    surface: Surface
    entry: Entry
    number: int
    point: Point
    states: tuple[tuple[str, Point], ...] = ()
    sampling: Sampling = EXACT


@dataclass(frozen=True)
class Paints:
    """The colours of the pictures: the ink, and names that have a colour of their own; `size` is pixels to the em."""

    ink: str
    names: tuple[tuple[str, str], ...] = ()
    size: float = 20.0


@dataclass(frozen=True, eq=False)
class RuleAnatomy:
    """One rule in one step.

    `value` is (), (dim,) or (dim, dim); `before` what the name stood for until then, None unless it is kept between
    steps. `letter` is the name as a reader writes it; `text` the line in full precision. The pictures are SVG.
    """

    name: str
    role: Role | None
    letter: str
    value: Floats
    before: Floats | None
    text: str
    sentences: tuple[Sentence, ...] = ()
    formula: bytes = b""
    numbers: bytes = b""
    sign: bytes = b""


@dataclass(frozen=True, eq=False)
class StepAnatomy:
    """All rules of one step, in order; `gradient` and `hessian` are those at the point before the step.

    `scaling` is how much shorter than its direction the optimizer makes each coordinate's step, (dim,), None where its
    rules do not say so in a way that is understood; `uniform` says that it treats all alike.
    """

    question: StepQuestion
    rules: tuple[RuleAnatomy, ...]
    after: Floats
    loss: float
    loss_after: float
    gradient: Floats
    hessian: Floats
    scaling: Floats | None = None
    coordinates: tuple[str, ...] = field(default=())

    @property
    def point(self) -> Floats:
        """Where the step began, (dim,)."""
        return np.array(self.question.point)

    @property
    def values(self) -> Mapping[str, Floats]:
        """What every rule's name stood for in the end."""
        return {rule.name: rule.value for rule in self.rules}


def step_question(trajectory: Trajectory, lane: int, number: int) -> StepQuestion:
    """The question about a step that has been taken, counted from 1; needs no SymPy.

    Raises InputError when the race was run without recording its states.
    """
    spec = trajectory.spec
    which, start = divmod(lane, len(spec.starts))
    entry, recorded = spec.entries[which], trajectory.states(which)
    states, row = [], trajectory.row_of(lane, number - 1)
    for name in entry.method.program.states:
        if name == POSITION:
            continue
        if name not in recorded:
            raise InputError(Sentence("this race was run without recording its states"))
        states.append((name, _point(recorded[name][row, start])))
    point = _point(trajectory.points[row, lane])
    return StepQuestion(spec.surface, entry, number, point, tuple(states), spec.sampling)


def _point(numbers: Floats) -> Point:
    return tuple(float(number) for number in np.ravel(numbers))
