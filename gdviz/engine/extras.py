"""What an entry may add to its optimizer: schedules, a warm-up and a clipping of the gradient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from gdviz.engine.optimizer import Hyper
from gdviz.engine.schedule import Schedule

SCHEDULE, WARM_UP, CLIP = "schedule", "warm_up", "clip"
# In every optimizer that has one.
RATE = "lr"

WARM_UP_STEPS = Hyper(
    WARM_UP, r"T_{\mathrm{w}}", 100.0, 1.0, 1e9, log=True, help="Steps until the full rate is reached."
)
CLIP_NORM = Hyper(CLIP, "c", 1.0, 1e-6, 1e6, log=True, help="Length above which the gradient is shortened.")
CLIP_VALUE = Hyper(CLIP, "c", 1.0, 1e-6, 1e6, log=True, help="Size above which a coordinate of the gradient is cut.")


class Clip(StrEnum):
    """How a gradient that is too large is made smaller: as a whole, or coordinate by coordinate."""

    NORM = "norm"
    VALUE = "value"

    @property
    def hyper(self) -> Hyper:
        """The knob that says what is too large."""
        return CLIP_NORM if self is Clip.NORM else CLIP_VALUE


@dataclass(frozen=True)
class Extras:
    """Schedules by the hyperparameter they drive, whether the rate is warmed up, and how the gradient is clipped.

    Their numbers are hyperparameters of the entry like any other.
    """

    schedules: tuple[tuple[str, Schedule], ...] = ()
    warm_up: bool = False
    clip: Clip | None = None

    def __bool__(self) -> bool:
        return self != NOTHING

    def schedule(self, of: str) -> Schedule | None:
        """The schedule of a hyperparameter, if it has one."""
        return dict(self.schedules).get(of)

    def with_schedule(self, of: str, schedule: Schedule | None) -> Extras:
        """These with another schedule of a hyperparameter, or without."""
        others = tuple(pair for pair in self.schedules if pair[0] != of)
        return replace(self, schedules=others if schedule is None else (*others, (of, schedule)))


NOTHING = Extras()


def words(extras: Extras) -> list[str]:
    """The extras in a word or two each, for labels."""
    parts = [schedule.short or schedule.key for _, schedule in extras.schedules]
    parts += ["warm-up"] if extras.warm_up else []
    return parts + {None: [], Clip.NORM: ["clipped"], Clip.VALUE: ["clipped by value"]}[extras.clip]
