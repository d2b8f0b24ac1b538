"""A step taken apart: its numbers are those of the race, and its pictures hold them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from gdviz.engine.anatomy import Paints, StepAnatomy, step_question
from gdviz.engine.dissect import dissect
from gdviz.engine.errors import InputError
from gdviz.engine.filled_svg import filled
from gdviz.engine.plain_text import plain_latex
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.engine.typeset import svg
from gdviz.engine.vectors import vectors
from gdviz.language.latex_slots import Slot, SlottedLine, slot_colour
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.surfaces import surface

KEYS = [each.key for each in OPTIMIZERS]
STEPS = 20


def a_race(key: str, on: str = "beale", record: Record = Record.STATES) -> Trajectory:
    spec = RaceSpec(surface(on), (Entry(optimizer(key)),), (surface(on).start,), steps=STEPS, tolerance=0.0)
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, record):
        trajectory = trajectory.grown(chunk)
    return trajectory


def painted(key: str, number: int) -> StepAnatomy:
    names = tuple((rule.name, "#c8102e") for rule in optimizer(key).program.rules)
    return dissect(step_question(a_race(key), 0, number), Paints("#1f2430", names))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("on", ["beale", "parabola", "bowl"])
def test_the_numbers_are_those_that_were_computed(key: str, on: str) -> None:
    trajectory = a_race(key, on)
    last = trajectory.last_row
    expected = vectors(trajectory, 0, 1, last)
    for number in (1, min(2, last), last):
        anatomy = dissect(step_question(trajectory, 0, number))
        for name, rows in expected.items():
            assert np.array_equal(np.ravel(anatomy.values[name]), np.ravel(rows[number - 1]), equal_nan=True)
        assert np.array_equal(anatomy.after, trajectory.points[number, 0])
        assert np.array_equal(anatomy.point, trajectory.points[number - 1, 0])
        assert anatomy.loss == trajectory.loss[number - 1, 0]
        assert anatomy.loss_after == trajectory.loss[number, 0]


def test_a_race_without_states_has_no_anatomy() -> None:
    with pytest.raises(InputError):
        step_question(a_race("momentum", record=Record.POINTS), 0, 3)


def test_equal_questions_are_one() -> None:
    trajectory = a_race("adam")
    assert step_question(trajectory, 0, 3) == step_question(trajectory, 0, 3)
    assert hash(step_question(trajectory, 0, 3)) == hash(step_question(trajectory, 0, 3))


@pytest.mark.parametrize("key", KEYS)
def test_every_rule_has_pictures_in_its_colour(key: str) -> None:
    for rule in painted(key, 4).rules:
        for picture in (rule.formula, rule.numbers, rule.sign):
            ET.fromstring(picture)
            assert b"#c8102e" in picture
            assert not re.search(rb'"#[ce]0[0-9a-f]{4}"', picture), "a stand-in was left"


def test_the_scaling_is_the_divisor_of_adam_and_none_for_gradient_descent() -> None:
    adam = dissect(step_question(a_race("adam"), 0, 5))
    assert np.allclose(adam.scaling, np.sqrt(adam.values["v_hat"]) + 1e-8)
    plain = dissect(step_question(a_race("gd"), 0, 5))
    assert plain.scaling is not None
    assert len(set(plain.scaling)) == 1
    assert dissect(step_question(a_race("lion"), 0, 5)).scaling is None


def _outlines(picture: bytes) -> list[tuple[float, float, float, float]]:
    """The box around every outline of an SVG, transformed as it says."""
    boxes = []
    for path in re.findall(rb"<path ([^>]*)>", picture):
        d = re.search(rb'd="([^"]*)"', path)
        assert d
        numbers = np.array([float(number) for number in re.findall(rb"-?\d+(?:\.\d+)?", d[1])]).reshape(-1, 2)
        if move := re.search(rb"matrix\(([^)]*)\)", path):
            a, _, _, _, x, y = map(float, move[1].split(b","))
            numbers = numbers * a + [x, y]
        boxes.append((*numbers.min(axis=0), *numbers.max(axis=0)))
    return boxes


@pytest.mark.parametrize(("owner", "share"), [("", 0.5), ("g", 1.0)])
@pytest.mark.parametrize("number", ["3.781", "7.050", "0.123"])
def test_a_filled_slot_looks_as_if_the_number_had_been_typeset(number: str, owner: str, share: float) -> None:
    slotted = SlottedLine(
        rf"a = \textcolor{{{slot_colour(0)}}}{{{'0' * len(number)}}}", (Slot(number, owner, len(number)),)
    )
    shift = 9.9 - 4.9  # the point is narrower than the zero that kept its place; a chosen one stands in the middle
    shift *= share  # and a computed one at the end
    expected = _outlines(svg(f"a = {number}", 20))
    found = _outlines(filled(slotted, {}, "black"))
    assert len(found) == len(expected)
    for mine, theirs in zip(found[2:], expected[2:], strict=True):
        assert np.allclose(np.subtract(mine, theirs), [shift, 0, shift, 0], atol=0.15)


@pytest.mark.parametrize(("latex", "text"), [(r"\hat{m}", "m-hat"), (r"\hat{g}", "ĝ"), (r"\tilde{\theta}", "θ\u0303")])
def test_a_hat_that_no_typeface_sets_over_its_letter_is_read_out(latex: str, text: str) -> None:
    assert plain_latex(latex) == text
