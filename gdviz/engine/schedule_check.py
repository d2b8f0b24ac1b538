"""Whether the schedules of an entry stay numbers from 0 for as long as the race lasts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.errors import InputError
from gdviz.engine.rate_curve import rates
from gdviz.engine.schedule import reads_time_alone
from gdviz.engine.spec import Entry
from gdviz.language.sentence import Sentence

# All steps up to here are looked at one by one, of later ones a number that costs no more than that.
EVERY_STEP = 2**20
BLOCK = 2**16


def check_schedules(entry: Entry, steps: int, where: str) -> None:
    """Raise InputError with the first step at which a rate turns negative or is no finite number.

    A schedule that depends on what the race does is not known in advance, and not checked.
    """
    for of in entry.woven.rates:
        found = _first_wrong(entry, of, steps) if _known(entry, of) else None
        if found is not None:
            step, value = found
            raise InputError(
                Sentence(
                    "{method}: the schedule of {name} comes to {value:.6g} at step {step:,}; it must stay a finite "
                    "number from 0",
                    method=entry.optimizer.called,
                    name=of,
                    value=value,
                    step=step,
                ),
                f"{where}.schedule",
            )


def _known(entry: Entry, of: str) -> bool:
    schedule = entry.extras.schedule(of)
    return schedule is None or reads_time_alone(schedule)


def _first_wrong(entry: Entry, of: str, steps: int) -> tuple[int, float] | None:
    """The first step at which the rate is wrong, and what it is there."""
    for first in range(1, min(steps, EVERY_STEP) + 1, BLOCK):
        found = _wrong_among(entry, of, np.arange(first, min(first + BLOCK, steps + 1), dtype=np.float64))
        if found:
            return found
    if steps <= EVERY_STEP:
        return None
    return _first_wrong_later(entry, of, steps)


def _first_wrong_later(entry: Entry, of: str, steps: int) -> tuple[int, float] | None:
    """As _first_wrong, from a sample of the steps, narrowed down between a right and a wrong one."""
    sample = np.unique(np.rint(np.geomspace(EVERY_STEP, steps, BLOCK)))
    found = _wrong_among(entry, of, sample)
    if found is None:
        return None
    wrong, value = found
    right = int(sample[np.searchsorted(sample, wrong) - 1])
    while wrong - right > 1:
        middle = (right + wrong) // 2
        nearer = _wrong_among(entry, of, np.array([float(middle)]))
        right, (wrong, value) = (right, nearer) if nearer else (middle, (wrong, value))
    return wrong, value


def _wrong_among(entry: Entry, of: str, steps: NDArray[np.float64]) -> tuple[int, float] | None:
    values = rates(entry, of, steps)
    wrong = ~((values >= 0) & (values < np.inf))
    if not wrong.any():
        return None
    row = int(wrong.any(axis=1).argmax())
    return int(steps[row]), float(values[row, int(wrong[row].argmax())])
