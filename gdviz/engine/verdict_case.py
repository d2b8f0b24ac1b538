"""One lane's end, and what is known of it when it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gdviz.engine.nature import Nature
from gdviz.engine.result import Floats, Message, Verdict
from gdviz.engine.tail import Motion
from gdviz.engine.terrain import Terrain

Answer = tuple[Verdict, Message]


class Stop(Enum):
    """Why the engine stopped a lane."""

    TOLERANCE = "tolerance"
    BUDGET = "budget"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class Ending:
    """What the engine knows of one lane's end.

    `tail` (k, dim) holds the last up to 256 positions, oldest first, `tail_loss` (k,) the losses there; the last row is
    the final point, reached after `steps` steps.
    """

    stop: Stop
    steps: int
    tail: Floats
    tail_loss: Floats


class Form(Enum):
    """What shows a critical point's nature: its curvatures, the loss around where one vanishes, or around a kink."""

    REGULAR = "regular"
    FLAT = "flat"
    KINK = "kink"


@dataclass(frozen=True, eq=False)
class Place:
    """A critical point: its nature, `distance` from the lane in windows and `away` in true length, the loss there.

    Losses that differ by less than `doubt` are the same. `curvatures` are the true eigenvalues, ascending, if regular.
    """

    nature: Nature
    form: Form
    point: Floats
    distance: float
    away: float
    loss: float
    doubt: float
    curvatures: Floats | None = None


@dataclass(frozen=True, eq=False)
class Case:
    """A lane's end with all that is measured about it; the terrain is shared by the lanes of a race.

    `stood` is the last finite point, scaled, (dim,), `slope` the scaled gradient there, `gradient` the true one's
    length and `largest` its largest component in size, by which a run is stopped. `place` is the critical point near,
    `kink` the one where it rests though the gradient is large, `motion` how it moved if the budget ended it. `flat`
    tells whether the ground around is nearly level.
    """

    ending: Ending
    terrain: Terrain
    best_known: float | None
    stood: Floats
    slope: Floats
    gradient: float
    largest: float
    place: Place | None = None
    kink: Place | None = None
    motion: Motion | None = None
    flat: bool = False

    @property
    def loss(self) -> float:
        """The loss at the final point."""
        return float(self.ending.tail_loss[-1])

    def message(self, template: str, **values: float) -> Message:
        """A sentence with the numbers that every sentence may use, and more."""
        usual = {"steps": self.ending.steps, "loss": self.loss, "gradient": self.gradient, "largest": self.largest}
        return Message(template, {**usual, **values})
