"""The verdict on a lane at a critical point: minimum, local minimum, saddle or maximum; level ground is a plateau."""

from __future__ import annotations

import numpy as np

from gdviz.engine import verdict_messages as say
from gdviz.engine.nature import Nature
from gdviz.engine.result import Verdict
from gdviz.engine.terrain import lengths
from gdviz.engine.verdict_case import Answer, Case, Form, Place, Stop
from gdviz.engine.verdict_measures import NEAR_MOVING, NEAR_STOPPED

# From here on, in windows, the sentence says "close to".
CLOSE = 1e-4

_SENTENCES = {
    (Nature.MINIMUM, Form.FLAT): say.MINIMUM_FLAT,
    (Nature.MINIMUM, Form.KINK): say.MINIMUM_KINK,
    (Nature.SADDLE, Form.FLAT): say.SADDLE_FLAT,
    (Nature.SADDLE, Form.KINK): say.SADDLE_KINK,
    (Nature.MAXIMUM, Form.FLAT): say.MAXIMUM_FLAT,
    (Nature.MAXIMUM, Form.KINK): say.MAXIMUM_KINK,
}
_LOCAL = {Form.FLAT: say.LOCAL_FLAT, Form.KINK: say.LOCAL_KINK}
_REGULAR = {
    Nature.MINIMUM: (say.MINIMUM_1, say.MINIMUM_2, say.MINIMUM_N),
    Nature.SADDLE: (say.SADDLE_N, say.SADDLE_2, say.SADDLE_N),
    Nature.MAXIMUM: (say.MAXIMUM_1, say.MAXIMUM_2, say.MAXIMUM_N),
}
_LOCAL_REGULAR = (say.LOCAL_1, say.LOCAL_2, say.LOCAL_N)
_CLOSE = {Nature.MINIMUM: say.MINIMUM_NEAR, Nature.SADDLE: say.SADDLE_NEAR, Nature.MAXIMUM: say.MAXIMUM_NEAR}
_VERDICTS = {Nature.MINIMUM: Verdict.MINIMUM, Nature.SADDLE: Verdict.SADDLE, Nature.MAXIMUM: Verdict.MAXIMUM}


def at_critical_point(case: Case) -> Answer | None:
    """The verdict on a lane at a smooth critical point; None if it is at none."""
    place, stopped = case.place, case.ending.stop is Stop.TOLERANCE
    if place is None or place.distance > (NEAR_STOPPED if stopped else NEAR_MOVING):
        return None
    if place.nature is Nature.LEVEL:
        return Verdict.PLATEAU, case.message(say.PLATEAU_LEVEL)
    if case.motion is not None and case.motion.passing:
        return Verdict.OUT_OF_BUDGET, case.message(say.BUDGET_PASSING)
    return _answer(case, place)


def at_kink(case: Case) -> Answer | None:
    """The verdict on a lane that rests where the gradient jumps or is not defined; None if it is at no kink."""
    return None if case.kink is None else _answer(case, case.kink)


def _answer(case: Case, place: Place) -> Answer:
    best = case.best_known
    lower_known = place.nature is Nature.MINIMUM and best is not None and place.loss - best > place.doubt
    local = lower_known or (place.nature is Nature.MINIMUM and _is_declared_local(case, place))
    values: dict[str, float] = {"distance": place.away, "dimension": len(place.point)}
    if lower_known and best is not None:
        values |= {"best": best, "loss": place.loss}
    if place.curvatures is not None:
        curvatures = place.curvatures.tolist()
        values |= {"low": curvatures[0], "high": curvatures[-1], "down": sum(each < 0 for each in curvatures)}
    verdict = Verdict.LOCAL_MINIMUM if local else _VERDICTS[place.nature]
    template = say.LOCAL_DECLARED if local and not lower_known else _template(place, local)
    return verdict, case.message(template, **values)


def _is_declared_local(case: Case, place: Place) -> bool:
    """Whether the surface's declaration calls the place a local minimum: it may have no lowest point at all."""
    away = lengths(case.terrain.local_minima - place.point)
    return bool(away.min(initial=np.inf) <= CLOSE)


def _template(place: Place, local: bool) -> str:
    if place.distance > CLOSE:
        return say.LOCAL_NEAR if local else _CLOSE[place.nature]
    if place.form is not Form.REGULAR:
        return _LOCAL[place.form] if local else _SENTENCES[place.nature, place.form]
    return (_LOCAL_REGULAR if local else _REGULAR[place.nature])[min(len(place.point), 3) - 1]
