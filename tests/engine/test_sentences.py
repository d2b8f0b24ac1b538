"""What the anatomy says about a rule is true: of every optimizer we know, and of rules that a student might write."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.engine import sentence_texts as texts
from gdviz.engine.anatomy import StepAnatomy, StepQuestion, step_question
from gdviz.engine.dissect import dissect
from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.engine.program import program
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.language.values import flat
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.surfaces import surface
from tests.engine.sentence_truth import cases, is_true
from tests.optimizers.gentle import GENTLE

KEYS = [each.key for each in OPTIMIZERS]
SURFACES = ("beale", "bowl", "himmelblau")


def a_race(entry: Entry, on: str, steps: int = 25) -> Trajectory:
    spec = RaceSpec(surface(on), (entry,), (surface(on).start,), steps=steps, tolerance=0.0)
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, Record.STATES):
        trajectory = trajectory.grown(chunk)
    return trajectory


def step(key: str, number: int, on: str = "beale", **values: float) -> StepAnatomy:
    return dissect(step_question(a_race(Entry(optimizer(key), tuple(values.items())), on), 0, number))


def said(anatomy: StepAnatomy, name: str) -> str:
    return " ".join(next(rule for rule in anatomy.rules if rule.name == name).sentences)


@pytest.mark.parametrize("method", GENTLE, ids=lambda method: method.key)
@pytest.mark.parametrize("on", SURFACES)
def test_what_is_said_of_every_optimizer_is_true(method: Optimizer, on: str) -> None:
    trajectory = a_race(Entry(method), on)
    for number in (1, 2, 7, trajectory.last_step(0)):
        for case in cases(dissect(step_question(trajectory, 0, number))):
            assert is_true(case), (method.key, number, case.rule.name, case.sentence)


@pytest.mark.parametrize("key", KEYS)
def test_every_rule_of_every_optimizer_has_something_said_about_it(key: str) -> None:
    for rule in step(key, 3).rules:
        assert rule.sentences
        assert all(sentence.strip() for sentence in rule.sentences)


def test_a_teachers_words() -> None:
    assert said(step("momentum", 5), "v").startswith(
        "The velocity keeps 90\u00a0% of itself and gains a push downhill. It "
    )
    assert said(step("momentum", 1), "v").startswith("The velocity is nothing but a push downhill.")
    assert "keeps 99.9\u00a0% of itself and takes in 0.1\u00a0% of the square of the gradient" in said(
        step("adam", 4), "v"
    )
    assert "made 10 times as large" in said(step("adam", 1), "m_hat")
    assert "it can only grow" in said(step("adagrad", 3), "acc")
    assert said(step("gd", 2), "theta").startswith("The point steps against the gradient, 0.005 times")


def test_with_no_friction_left_the_velocity_keeps_nothing() -> None:
    assert said(step("momentum", 5, mu=0.0), "v").startswith("The velocity is nothing but a push downhill.")


def test_a_step_that_climbs_is_not_said_to_fall() -> None:
    anatomy = step("gd", 1, on="bowl", lr=5.0)
    assert anatomy.loss_after > anatomy.loss
    assert "f rises from" in said(anatomy, "theta")


def test_a_step_out_of_the_numbers_is_said_to_be_one() -> None:
    question = StepQuestion(surface("beale"), Entry(optimizer("gd")), 3, (1e200, 1e200))
    templates = {sentence.template for rule in dissect(question).rules for sentence in rule.sentences}
    assert texts.NOT_FINITE in templates


NUMBERS = st.floats(-3.0, 3.0).map(lambda number: round(number, 3))
TERMS = st.sampled_from(
    "v g a*v b*g (1-a)*g a*g g**2 b*g**2 theta a*theta w b*w abs(g) a*w/(1-b**2) g/(abs(w)+1) v/(b**2+1)".split()
)
LINES = st.lists(st.tuples(st.sampled_from("+-"), TERMS), min_size=1, max_size=3).map(
    lambda parts: "".join(f" {sign} {term}" for sign, term in parts).removeprefix(" + ").strip()
)
ROLES = st.dictionaries(st.sampled_from(("g", "v", "w")), st.sampled_from(list(Role)), max_size=3)


@settings(max_examples=150, deadline=None)
@given(LINES, LINES, LINES, ROLES, NUMBERS, NUMBERS, st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_what_is_said_of_a_students_rules_is_true(
    first: str,
    second: str,
    last: str,
    roles: dict[str, Role],
    a: float,
    b: float,
    v: tuple[float, float],
    w: tuple[float, float],
) -> None:
    roles = {**roles, "g": Role.GRADIENT}
    last = last if last.startswith("-") else f"+ {last}"
    rules = f"g = grad(theta)\nv = {first}\nw = {second}\ntheta = theta + 0*a*v + 0*b*w {last}"
    hypers = (Hyper("a", "a", a, -10, 10), Hyper("b", "b", b, -10, 10))
    made = Optimizer("mine", "Mine", rules, hypers, roles=roles)
    kept = {"v": v, "w": w}
    shapes = program(surface("beale"), Entry(made)).states
    states = tuple((name, kept[name][: len(flat(shapes[name]))]) for name in shapes if name != "theta")
    for case in cases(dissect(StepQuestion(surface("beale"), Entry(made), 3, (0.7, -0.4), states))):
        assert is_true(case), (rules, roles, case.rule.name, case.sentence, case.rule.before, case.rule.value)


def test_values_shown_are_those_of_the_step() -> None:
    anatomy = step("adam", 6)
    assert np.array_equal(anatomy.values["theta"], anatomy.after)
