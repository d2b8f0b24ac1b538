"""The engine process, spoken to over its pipe as the window does, without Qt."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from gdviz.engine.critical_answer import CriticalQuestion
from gdviz.engine.protocol import (
    HELLO,
    Accepted,
    Answer,
    CheckGradient,
    Describe,
    Description,
    Done,
    Failure,
    GradientChecked,
    Picture,
    Previewed,
    PreviewRules,
    PreviewSurface,
    Progress,
    Race,
    Scan,
    Scanned,
    SearchRates,
    Seek,
    Sought,
    Typeset,
    Working,
)
from gdviz.engine.race import race
from gdviz.engine.rate_search import Span, search
from gdviz.engine.result import Record
from gdviz.engine.samples import Samples
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.engine.worker import serve
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface

WAIT_S = 60.0
BOWL = surface("bowl")
SPEC = RaceSpec(BOWL, (Entry(optimizer("gd")), Entry(optimizer("adam"))), ((1.0, 2.0),), steps=50)
LONG = replace(SPEC, steps=400_000, tolerance=0.0)


class Engine:
    """An engine process and this end of its pipe."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other_end = context.Pipe()
        self.process = context.Process(target=serve, args=(other_end,), daemon=True)
        self.process.start()
        other_end.close()
        assert self.hear() == HELLO

    def hear(self) -> Answer:
        assert self.connection.poll(WAIT_S), "the engine says nothing"
        return self.connection.recv()

    def ask(self, request: object) -> None:
        self.connection.send(request)

    def hear_all(self, number: int) -> list[Answer]:
        """Every answer up to the last one of a request."""
        answers = [self.hear()]
        while not (isinstance(answers[-1], Done | Failure) and answers[-1].number == number):
            answers.append(self.hear())
        return answers


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    started = Engine()
    yield started
    started.connection.close()
    started.process.join(WAIT_S)
    assert started.process.exitcode == 0


def test_a_race_arrives_in_chunks_that_make_the_same_trajectory_as_here(engine: Engine) -> None:
    engine.ask(Race(1, SPEC))
    answers = engine.hear_all(1)
    assert answers[0] == Accepted(1)
    there = here = Trajectory.empty(SPEC)
    for answer in answers[1:-1]:
        assert isinstance(answer, Progress)
        there = there.grown(answer.chunk)
    for chunk in race(SPEC, Record.STATES):
        here = here.grown(chunk)
    assert there.complete
    np.testing.assert_array_equal(there.points, here.points)
    assert there.states(1).keys() == here.states(1).keys()
    assert there.runs == here.runs
    assert answers[-1] == Done(1)


def test_a_newer_race_supersedes_the_one_before(engine: Engine) -> None:
    engine.ask(Race(2, LONG))
    while not isinstance(engine.hear(), Progress):
        pass
    engine.ask(Race(3, SPEC))
    answers = engine.hear_all(3)
    after = answers[answers.index(Accepted(3)) :]
    assert {answer.number for answer in after} == {3}
    assert Done(2) not in answers


def test_a_scan_lets_everything_else_go_first_and_is_answered_all_the_same(engine: Engine) -> None:
    gd = Entry(optimizer("gd"))
    engine.ask(Scan(20, replace(LONG, entries=()), (gd,)))
    while not isinstance(engine.hear(), Working):
        pass
    engine.ask(Race(21, replace(SPEC, steps=2_000_000, tolerance=0.0)))
    while engine.hear() != Accepted(21):
        pass
    engine.ask(Race(22, SPEC))
    while engine.hear() != Accepted(22):
        pass
    answers = [engine.hear()]
    while answers[-1] != Done(22):
        answers.append(engine.hear())
    assert {answer.number for answer in answers} == {22}
    engine.ask(Scan(23, replace(SPEC, entries=()), (gd,)))
    scanned = [answer for answer in engine.hear_all(23) if isinstance(answer, Scanned) and answer.number == 23]
    assert scanned[-1].trial is None
    assert all(answer.trial is not None for answer in scanned[:-1])


def test_a_search_of_rates_waits_as_a_scan_does_and_the_two_do_not_supersede_each_other(engine: Engine) -> None:
    gd = Entry(optimizer("gd"))
    span = Span(0.01, 0.1, 3)
    engine.ask(Scan(24, replace(LONG, entries=()), (gd,)))
    engine.ask(SearchRates(25, replace(SPEC, entries=()), (gd,), span))
    engine.ask(SearchRates(26, replace(SPEC, entries=()), (gd,), span))
    answers = engine.hear_all(26)
    assert Done(25) not in answers
    scanned = [answer for answer in answers if isinstance(answer, Scanned) and answer.number == 26]
    assert [answer.trial for answer in scanned[:-1]] == [
        trial for trial in search(replace(SPEC, entries=()), gd, span) if trial is not None
    ]
    assert scanned[-1].trial is None
    assert Working(24) in answers
    engine.ask(Scan(27, replace(SPEC, entries=()), (gd,)))
    engine.hear_all(27)


def test_a_gradient_check_comes_in_pieces_between_which_others_go(engine: Engine) -> None:
    rows = np.linspace(-2.0, 2.0, 40_000)
    data = Samples.of({"u": rows, "y": np.tanh(rows)})  # type: ignore[dict-item]
    loss = Surface("s", "S", "(tanh(w*u + b) - y)**2", parameters=("w", "b"), data=data)
    engine.ask(CheckGradient(24, loss, (0.5, 0.3)))
    while not isinstance(engine.hear(), Working):
        pass
    engine.ask(Typeset(25, ("x",)))
    answers = engine.hear_all(24)
    assert Done(25) in answers
    (checked,) = [answer for answer in answers if isinstance(answer, GradientChecked)]
    assert [part.finding for part in checked.check.partials] == ["agrees", "agrees"]
    engine.ask(CheckGradient(26, BOWL, (1.0,)))
    assert engine.hear_all(26)[-1] == Failure(26, "the point has 1 coordinate, the surface has 2", "point")


def test_previews_let_a_race_go_first_and_only_the_newest_of_a_kind_is_answered(engine: Engine) -> None:
    engine.ask(Race(30, replace(SPEC, steps=20_000, tolerance=0.0)))
    engine.ask(PreviewSurface(31, Surface("", "", "x**2")))
    engine.ask(PreviewSurface(32, Surface("", "", "x**3 - y")))
    engine.ask(PreviewRules(33, "theta = theta - lr*grad(theta)", (("lr", r"\alpha"),)))
    answers = engine.hear_all(33)
    answers += [] if Done(32) in answers else engine.hear_all(32)
    race_done = answers.index(Done(30))
    assert not [answer for answer in answers[:race_done] if isinstance(answer, Previewed)]
    lines = [answer for answer in answers if isinstance(answer, Previewed)]
    assert {line.number for line in lines} <= {32, 33}
    assert [line.text for line in lines if line.number == 33] == ["theta = theta - lr*grad(theta)"]
    assert [line.text for line in lines if line.number == 32] == ["f = x**3 - y", "∂f/∂x = 3*x**2", "∂f/∂y = -1"]
    assert all(line.svg.startswith(b"<svg") for line in lines)


def test_what_is_wrong_with_a_preview_is_not_said_of_the_surface_of_the_race(engine: Engine) -> None:
    engine.ask(PreviewSurface(34, Surface("", "", "x +\n sine(y)")))
    failure = engine.hear_all(34)[-1]
    assert isinstance(failure, Failure)
    assert (failure.where, failure.line, failure.column) == ("preview", 2, 2)


def test_a_long_gradient_comes_in_part_and_a_long_formula_as_text(engine: Engine) -> None:
    many = " + ".join(f"sin(x{n})*x{n + 1}**2" for n in range(1, 111))
    engine.ask(PreviewSurface(35, Surface("", "", many)))
    lines = [answer for answer in engine.hear_all(35) if isinstance(answer, Previewed)]
    assert lines[-1].text == "and 99 more partial derivatives"
    assert not lines[0].svg
    assert lines[1].text == "∂f/∂x1 = x2**2*cos(x1)"
    assert lines[1].svg


def test_a_surface_is_answered_while_a_long_race_runs(engine: Engine) -> None:
    engine.ask(Race(4, LONG))
    engine.ask(Describe(5, BOWL))
    answers = engine.hear_all(5)
    assert Done(4) not in answers
    engine.ask(Race(6, SPEC))
    engine.hear_all(6)


def test_a_description_holds_the_gradient_and_the_formulas(engine: Engine) -> None:
    engine.ask(Describe(7, Surface("typed", "", "x**2 + 3*y", ((-1.0, 1.0), (-1.0, 1.0)))))
    _, answer, done = engine.hear_all(7)
    assert isinstance(answer, Description)
    np.testing.assert_allclose(answer.compiled.gradient(np.array([0.5, 2.0])), [1.0, 3.0])
    assert "x^{2}" in answer.latex
    assert len(answer.gradient_latex) == 2
    assert done == Done(7)


def test_formulas_become_pictures_one_by_one(engine: Engine) -> None:
    engine.ask(Typeset(8, (r"\eta", "x^{2}")))
    pictures = [answer for answer in engine.hear_all(8) if isinstance(answer, Picture)]
    assert [picture.latex for picture in pictures] == [r"\eta", "x^{2}"]
    assert all(b"<svg" in picture.svg for picture in pictures)


def test_a_formula_outside_the_language_is_refused_with_its_place(engine: Engine) -> None:
    engine.ask(Describe(9, Surface("typed", "", "x + foo(y)")))
    failure = engine.hear_all(9)[-1]
    assert isinstance(failure, Failure)
    assert (failure.where, failure.line, failure.column) == ("surface", 1, 5)
    assert "foo" in failure.message


def test_what_is_no_formula_to_draw_is_refused(engine: Engine) -> None:
    engine.ask(Typeset(10, ("",)))
    assert isinstance(engine.hear_all(10)[-1], Failure)


def test_something_that_is_no_request_does_not_end_the_engine(engine: Engine) -> None:
    engine.ask("how are you?")
    assert isinstance(engine.hear(), Failure)
    engine.connection.send_bytes(b"no pickle")
    assert isinstance(engine.hear(), Failure)
    engine.ask(Race(11, SPEC))
    assert engine.hear_all(11)[-1] == Done(11)


def test_an_impossible_race_is_refused_and_the_next_one_runs(engine: Engine) -> None:
    engine.ask(Race(12, replace(SPEC, starts=((1.0, 2.0, 3.0),))))
    assert isinstance(engine.hear_all(12)[-1], Failure)
    engine.ask(Race(13, SPEC))
    assert engine.hear_all(13)[-1] == Done(13)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT between processes")
def test_ctrl_c_in_the_terminal_is_the_windows_business(engine: Engine) -> None:
    assert engine.process.pid
    os.kill(engine.process.pid, signal.SIGINT)
    engine.ask(Race(14, SPEC))
    assert engine.hear_all(14)[-1] == Done(14)


def test_it_ends_when_the_pipe_closes_even_in_mid_race() -> None:
    engine = Engine()
    engine.ask(Race(1, LONG))
    while not isinstance(engine.hear(), Progress):
        pass
    engine.connection.close()
    engine.process.join(WAIT_S)
    assert engine.process.exitcode == 0


def test_critical_points_are_sought_and_a_window_too_small_is_refused_in_a_sentence(engine: Engine) -> None:
    engine.ask(Seek(40, CriticalQuestion(BOWL, BOWL.window)))
    *_, sought, done = engine.hear_all(40)
    assert isinstance(sought, Sought)
    assert [each.point for each in sought.answer.points] == [(0.0, 0.0)]
    assert done == Done(40)
    engine.ask(Seek(41, CriticalQuestion(BOWL, ((1.0, 1.0 + 1e-15),) * 2)))
    *_, refused = engine.hear_all(41)
    assert isinstance(refused, Failure)
    assert "zoom out" in str(refused.message)
