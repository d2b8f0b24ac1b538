"""The verdict on a lane that is at no critical point: diverged, oscillating, plateau or out of budget."""

from __future__ import annotations

import numpy as np

from gdviz.engine import verdict_messages as say
from gdviz.engine.nature import Nature
from gdviz.engine.result import Floats, Verdict
from gdviz.engine.swing import HORIZON, Swing
from gdviz.engine.tail import FAR, REST, Motion
from gdviz.engine.verdict_case import Answer, Case

# A lane that stays, or at its pace would stay, within so many windows for 256 steps crawls.
CRAWL = 1e-2
# From fewer steps nothing is said about crawling or standing still.
LEAST_STEPS = 10
# A minimum within a twentieth of the window is "nearly there".
NEARBY = 0.05
# Jumps that lose a smaller share of their length than this are as long as before, but for rounding.
NOTICEABLE = 1e-9
# A lane that no longer moves must have come nearer to be told so.
STUCK = 1e-3


def diverged(case: Case) -> Answer:
    """The verdict on a lane whose numbers broke down or that passed the bound, with the reason."""
    ended = np.isfinite(case.ending.tail[-1]).all()
    return Verdict.DIVERGED, case.message(
        _broken_place(case) if ended else _broken_step(case), distance=_from_middle(case)
    )


def _broken_place(case: Case) -> str:
    """Why a lane ended at a point that is still finite."""
    if case.terrain.outside(case.stood) > FAR:
        return say.DIVERGED_BOUND
    if not np.isfinite(case.loss):
        return say.DIVERGED_UNDEFINED if np.isnan(case.loss) else say.DIVERGED_OVERFLOW
    return say.DIVERGED_NO_GRADIENT if np.isnan(case.slope).any() else say.DIVERGED_NEXT


def _broken_step(case: Case) -> str:
    """Why the step to a point that is not finite failed, from the point before."""
    if not np.isfinite(case.stood).all() or case.terrain.outside(case.stood) > FAR:
        return say.DIVERGED_OVERFLOW
    if np.isnan(case.slope).any():
        return say.DIVERGED_UNDEFINED if np.isnan(case.ending.tail_loss[-2]) else say.DIVERGED_NO_GRADIENT
    return say.DIVERGED_NOT_A_NUMBER if np.isnan(case.ending.tail[-1]).any() else say.DIVERGED_OVERFLOW


def leaving(case: Case, motion: Motion) -> Answer | None:
    """The verdict on a lane that is far outside the window and still going farther when the budget is over."""
    if not motion.leaving:
        return None
    # Lengths along coordinates of different size cannot be compared: told in windows, it is far in one of them.
    return Verdict.DIVERGED, case.message(say.DIVERGED_LEAVING, windows=float(case.terrain.outside(case.stood)))


def _from_middle(case: Case) -> float:
    return float(case.terrain.lengths(case.stood - case.terrain.middle))


def oscillating(case: Case, motion: Motion) -> Answer | None:
    """The verdict on a lane that swings without end, wider than rest; None if it gets on or settles down."""
    found = motion.swing
    if found is None or not found.lasting or found.width <= 2 * REST:
        return None
    tail = case.ending.tail
    late = tail[-max(found.period, 2) :] if found.period else tail[len(tail) // 2 :]
    widths = np.ptp(late, axis=0)
    share = _lost_share(tail[len(tail) // 2 :], int(widths.argmax()))
    return Verdict.OSCILLATING, case.message(
        _swing_template(found, share),
        width=float(widths.max()),
        period=found.period,
        share=100 * share,
        count=len(tail) - len(tail) // 2 - 2,
    )


def _lost_share(tail: Floats, axis: int) -> float:
    """What share of the jump's length along an axis was lost from the first to the last jump of some points."""
    first, last = np.abs(np.diff(tail[:, axis]))[[0, -1]]
    return float(1 - last / first) if first > 0 else 0.0


def _swing_template(found: Swing, share: float) -> str:
    if found.growing:
        return say.OSCILLATING_GROWING
    if found.period == 2 and share > NOTICEABLE:
        return say.OSCILLATING_SHRINKING
    return {0: say.OSCILLATING_IRREGULAR, 2: say.OSCILLATING_TO_AND_FRO}.get(found.period, say.OSCILLATING_PERIOD)


def stopped_on_slope(case: Case) -> Answer:
    """The verdict on a lane that the tolerance stopped far from any critical point: its slope counts as flat."""
    if case.place is not None and case.place.nature is Nature.MINIMUM:
        return Verdict.PLATEAU, case.message(say.PLATEAU_EARLY, distance=case.place.away)
    return Verdict.PLATEAU, case.message(say.PLATEAU_STOPPED)


def crawling(case: Case, motion: Motion) -> Answer | None:
    """The verdict on a lane that hardly gets on over a slope that is nearly flat, and not because a minimum is near."""
    tail = case.ending.tail
    if len(tail) <= LEAST_STEPS or case.place is not None or not case.flat:
        return None
    if motion.width * max(1.0, HORIZON / (len(tail) - 1)) > CRAWL:
        return None
    covered = float(np.linalg.norm(tail[-1] - tail[0]))
    return Verdict.PLATEAU, case.message(say.PLATEAU_CRAWLING, distance=covered, count=len(tail) - 1)


def out_of_budget(case: Case, motion: Motion) -> Answer:
    """The verdict on a lane that the budget stopped on its way, with what it was about."""
    if not case.ending.steps:
        return Verdict.OUT_OF_BUDGET, case.message(say.BUDGET_NO_STEP)
    away = case.place.away if case.place else 0.0
    return Verdict.OUT_OF_BUDGET, case.message(_stage(case, motion), distance=away)


def _stage(case: Case, motion: Motion) -> str:
    nature = case.place.nature if case.place is not None else None
    stuck = motion.rest and len(case.ending.tail) > LEAST_STEPS
    if nature is Nature.MINIMUM and motion.late <= (STUCK if stuck else NEARBY):
        return say.BUDGET_NEAR
    if nature is Nature.SADDLE and motion.late <= CRAWL:
        return say.BUDGET_AT_SADDLE
    if stuck:
        return say.BUDGET_TINY_STEPS
    if motion.swing is not None:
        return say.BUDGET_SETTLING
    return say.BUDGET_FALLING if motion.falling else say.BUDGET_MOVING
