"""How a lane ended, in one word and one sentence, and never a false one.

Exact derivatives decide where they can: Newton's method says where the critical point is, the eigenvalues there say
what it is. Where they cannot, the loss around is looked at. A lane at no critical point is judged by how it moved.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdviz.engine.result import Verdict
from gdviz.engine.sampling import EXACT, Sampling
from gdviz.engine.surface import Surface
from gdviz.engine.terrain import Measurable, Terrain
from gdviz.engine.verdict_case import Answer, Case, Ending, Stop
from gdviz.engine.verdict_measures import cases
from gdviz.engine.verdict_motion import crawling, diverged, leaving, oscillating, out_of_budget, stopped_on_slope
from gdviz.engine.verdict_noise import Chance, hovering
from gdviz.engine.verdict_place import at_critical_point, at_kink

__all__ = ["Answer", "Ending", "Stop", "Verdict", "best_known", "judge", "judge_many"]

# Lanes are measured in pieces of so many numbers per Hessian batch, to bound the memory.
PIECE = 8_000_000
# In window widths from the middle: as far beyond the window's edge as its half.
SURROUNDINGS = 1.0


def best_known(compiled: Measurable, surface: Surface, endings: Sequence[Ending] = ()) -> float | None:
    """The lowest loss known: at the declared minima and where lanes ended; None if nothing is known.

    A lane that flew away knows no minimum, nor does one that has left the window's surroundings.
    """
    stayed = [ending for ending in endings if ending.stop is not Stop.DIVERGED]
    with np.errstate(all="ignore"):
        declared = [np.asarray(compiled.value(np.array([point]))) for point in surface.minima + surface.local_minima]
        losses = np.concatenate([np.empty(0), *declared])
        if stayed:
            finals = np.array([ending.tail[-1] for ending in stayed])
            terrain = Terrain.of(compiled, surface, finals.shape[1])
            inside = terrain.outside(finals / terrain.widths) <= SURROUNDINGS
            losses = np.append(losses, np.array([ending.tail_loss[-1] for ending in stayed])[inside])
    losses = losses[~np.isnan(losses)]
    return float(losses.min()) if len(losses) else None


def judge(ending: Ending, compiled: Measurable, surface: Surface, best_known: float | None = None) -> Answer:
    """The verdict on one lane and the sentence that explains it; `best_known` is the lowest loss known anywhere."""
    return judge_many([ending], compiled, surface, best_known)[0]


def judge_many(
    endings: Sequence[Ending],
    compiled: Measurable,
    surface: Surface,
    best_known: float | None = None,
    sampling: Sampling = EXACT,
) -> list[Answer]:
    """The verdicts on lanes of one race, in their order; derivatives are measured for all lanes at once."""
    if not endings:
        return []
    with np.errstate(all="ignore"):
        dim = endings[0].tail.shape[1]
        terrain = Terrain.of(compiled, surface, dim)
        piece = max(1, PIECE // (16 * dim * dim + len(endings[0].tail) * dim))
        pieces = (endings[i : i + piece] for i in range(0, len(endings), piece))
        chance = None if sampling.exact else Chance(surface, sampling)
        return [_judged(case, chance) for some in pieces for case in cases(terrain, some, best_known)]


def _judged(case: Case, chance: Chance | None) -> Answer:
    """The first verdict that applies, from the most certain to the least."""
    if case.ending.stop is Stop.TOLERANCE:
        return at_critical_point(case) or stopped_on_slope(case)
    motion = case.motion
    if motion is None or not math.isfinite(case.loss):
        return at_kink(case) or diverged(case)
    return (
        leaving(case, motion)
        or hovering(case, motion, chance)
        or oscillating(case, motion)
        or at_critical_point(case)
        or at_kink(case)
        or crawling(case, motion)
        or out_of_budget(case, motion)
    )
