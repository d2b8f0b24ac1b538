"""A schedule that turns negative or infinite is refused with the step at which it does."""

from __future__ import annotations

import time

import pytest

from gdviz.engine.check import check_values
from gdviz.engine.errors import InputError
from gdviz.engine.schedule_check import check_schedules
from gdviz.engine.spec import RaceSpec
from gdviz.files.arguments import entry_from_text
from gdviz.surfaces import surface

WRONG = {
    "lr*(1 - t/100)": (101, "-0.0005"),
    "lr*exp(t)": (710, "inf"),
    "lr/(t - 7)": (1, "-0.00833333"),
    "lr*sqrt(50 - t)": (51, "nan"),
    "lr/(t - 3)**2": (3, "inf"),
}


@pytest.mark.parametrize("formula", WRONG)
def test_the_first_wrong_step_is_named(formula: str) -> None:
    step, value = WRONG[formula]
    entry = entry_from_text(f"gd:lr=0.05,schedule={formula}")
    spec = RaceSpec(surface("bowl"), (entry,), ((1.0, 1.0),), step)
    with pytest.raises(InputError, match=f"the schedule of lr comes to {value} at step {step}; ") as caught:
        check_values(spec)
    assert caught.value.where == "entries[0].schedule"
    if step > 1:  # a shorter race is raced
        check_values(RaceSpec(spec.surface, (entry,), spec.starts, step - 1))


def test_of_long_races_not_every_step_is_looked_at() -> None:
    began = time.process_time()
    late = entry_from_text("gd:schedule=lr*(1 - t/3000000000)")
    with pytest.raises(InputError, match="at step 3,000,000,001"):
        check_schedules(late, 10**12, "")
    check_schedules(late, 10**9, "")
    check_schedules(entry_from_text("adam:schedule=cosine,warm_up=7"), 10**12, "")
    assert time.process_time() - began < 5


def test_a_rate_for_every_coordinate_is_checked_too() -> None:
    entry = entry_from_text("gd:lr=(0.1,0.2),schedule=lr*(1 - k*t),k=0.1")
    with pytest.raises(InputError, match="at step 11"):
        check_schedules(entry, 100, "")


def test_momentum_is_checked_like_the_rate() -> None:
    entry = entry_from_text("momentum:schedule=mu - t/10:mu")
    with pytest.raises(InputError, match=r"the schedule of mu comes to -0\.1 at step 10"):
        check_schedules(entry, 100, "")
