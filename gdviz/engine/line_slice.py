"""A step seen along its line: the loss over the length of the step, and what a search tried there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from gdviz.engine.anatomy import StepQuestion
from gdviz.engine.result import Floats


class Finding(StrEnum):
    """What a search made of a trial."""

    TAKEN = "taken"
    UNDEFINED = "no value here"
    HIGH = "too high"
    STEEP = "too steep"
    FALLING = "still falling"
    RISING = "rising again"
    PASSED = "not the lowest"


@dataclass(frozen=True)
class Tried:
    """A trial: how far along the line, the loss there, and the slope, nan where it was not asked for."""

    step: float
    loss: float
    slope: float
    finding: Finding


@dataclass(frozen=True, eq=False)
class LineSlice:
    """phi(alpha) = f(theta + alpha d) in one step: `curve` (2, n) holds alpha and phi; `loss` and `slope` are phi and
    its derivative at 0; `step` is the alpha that was taken, 0 for none.

    `search` is the function that searched, "" where a set of rates was tried. `decrease` and `curvature` are its c1 and
    c2, None where it has none.
    """

    question: StepQuestion
    search: str
    curve: Floats
    loss: float
    slope: float
    step: float
    tried: tuple[Tried, ...]
    decrease: float | None = None
    curvature: float | None = None

    def promised(self, step: float) -> float:
        """The line of sufficient decrease; nan for a search that does not ask for it."""
        return math.nan if self.decrease is None else self.loss + self.decrease * step * self.slope

    @property
    def near(self) -> float:
        """How far along the line the step taken is seen well, with the trials near it."""
        steps = [each.step for each in self.tried]
        if not self.step:
            return self.far
        return 1.25 * max(each for each in (self.step, *steps) if each <= 4.0 * self.step)

    @property
    def far(self) -> float:
        """How far along the line all trials are seen."""
        return 1.05 * max((each.step for each in self.tried), default=self.step)
