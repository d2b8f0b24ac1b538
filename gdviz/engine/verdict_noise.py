"""The verdict on a lane of a race with draws that has come to a minimum and is kept from it by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from gdviz.engine import verdict_messages as say
from gdviz.engine.loudness import loudness
from gdviz.engine.nature import Nature
from gdviz.engine.result import Floats, Verdict
from gdviz.engine.sampling import Sampling
from gdviz.engine.surface import Surface
from gdviz.engine.tail import Motion
from gdviz.engine.verdict_case import Answer, Case
from gdviz.engine.verdict_measures import place_near
from gdviz.engine.verdict_motion import NEARBY

# From fewer steps nothing is said about chance.
WITNESSES = 32
# The lane goes round the minimum if that is not farther from its middle than so many times its own spread.
ROUND = 1.5
# Where the slope is so many times longer than what chance adds to it, something else keeps the lane moving.
DROWNED = 4.0


@dataclass(frozen=True, eq=False)
class Chance:
    """What a race with draws adds to the gradients of its surface."""

    surface: Surface
    sampling: Sampling

    @property
    def returns(self) -> int:
        """After so many steps a fixed order of samples comes again; 0 if nothing does."""
        batch, data = self.sampling.batch, self.surface.data
        if batch is None or data is None or batch.shuffled or batch.replacement or self.sampling.noise:
            return 0
        return len(data) // gcd(len(data), batch.size)

    def leads(self, motion: Motion) -> bool:
        """Whether a lane swings as often as the samples come again, of which there are more than two batches."""
        found = motion.swing
        if found is None or not found.lasting or found.growing or self.returns <= 2:
            return False
        return found.period > 0 and found.period % self.returns == 0


def hovering(case: Case, motion: Motion, chance: Chance | None) -> Answer | None:
    """The verdict on a lane that stays round a minimum and would rest there but for chance; None on any other."""
    tail = case.ending.tail
    if chance is None or motion.rest or len(tail) < WITNESSES:
        return None
    late = tail[-(len(tail) // 2) :]
    # From where it is at the moment the way to the minimum may not be seen.
    place = case.place or place_near(case.terrain, (late / case.terrain.widths).mean(axis=0))
    if place is None or place.nature is not Nature.MINIMUM:
        return None
    around = late / case.terrain.widths - place.point
    by_itself = motion.swing is not None and motion.swing.period > 0
    if not (chance.leads(motion) or (not by_itself and _goes_round(around))):
        return None
    if not _drowned(case, late, loudness(chance.surface, chance.sampling, place.point * case.terrain.widths)):
        return None
    near = float(np.sqrt((around**2).sum(axis=1).mean())) <= NEARBY
    distance = float(np.linalg.norm(around * case.terrain.widths, axis=1).mean())
    template = _SENTENCES[chance.sampling.noise > 0, near]
    return Verdict.OSCILLATING, case.message(template, distance=distance, count=len(late))


_SENTENCES = {
    (False, True): say.HOVERS_BATCHES,
    (False, False): say.THROWN_BATCHES,
    (True, True): say.HOVERS_NOISE,
    (True, False): say.THROWN_NOISE,
}


def _goes_round(around: Floats) -> bool:
    """Whether points, seen from the minimum, lie on all sides of it rather than on their way to it."""
    middle = around.mean(axis=0)
    spread = np.sqrt(((around - middle) ** 2).sum(axis=1).mean())
    return bool(np.linalg.norm(middle) <= ROUND * spread)


def _drowned(case: Case, late: Floats, loud: float) -> bool:
    """Whether the slopes where the lane was are no match for what chance adds to them."""
    slopes = np.asarray(case.terrain.compiled.gradient(late))
    return bool(np.sqrt((slopes**2).sum(axis=1).mean()) <= DROWNED * loud)
