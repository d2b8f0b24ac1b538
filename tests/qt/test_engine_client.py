"""The client: old answers dropped, a dead or hanging engine started again, everything ended when asked."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gdviz.engine.protocol import Answer, Done, Failure, Progress
from gdviz.qt import engine_process
from gdviz.qt.engine_client import EngineClient
from tests.qt.windows import WAIT_MS, a_spec

SPEC = a_spec(steps=50)
LONG = replace(a_spec(steps=300_000), tolerance=0.0)

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process for a while")


class Ear(QObject):
    """Keeps what a client says."""

    def __init__(self, client: EngineClient) -> None:
        super().__init__()
        self.answers: list[Answer] = []
        self.notices: list[str] = []
        client.answered.connect(self.take)
        client.noticed.connect(self.notices.append)

    def take(self, answer: Answer) -> None:
        self.answers.append(answer)

    def done(self, number: int) -> bool:
        return any(isinstance(answer, Done | Failure) and answer.number == number for answer in self.answers)

    def numbers(self) -> set[int]:
        return {answer.number for answer in self.answers}


def kill(client: EngineClient) -> None:
    """As a user would who ends the process, or a system that is short of memory."""
    os.kill(client.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


@pytest.fixture
def ear(client: EngineClient) -> Ear:
    return Ear(client)


def test_what_is_asked_before_the_start_is_answered_after_it(qtbot: QtBot, client: EngineClient, ear: Ear) -> None:
    number = client.race(SPEC)
    assert client.pid == 0
    client.start()
    qtbot.waitUntil(lambda: ear.done(number), timeout=WAIT_MS)
    assert any(isinstance(answer, Progress) for answer in ear.answers)


def test_answers_to_a_superseded_race_are_dropped(qtbot: QtBot, client: EngineClient, ear: Ear) -> None:
    client.start()
    old = client.race(LONG)
    qtbot.waitUntil(lambda: old in ear.numbers(), timeout=WAIT_MS)
    ear.answers.clear()
    new = client.race(SPEC)
    qtbot.waitUntil(lambda: ear.done(new), timeout=WAIT_MS)
    assert ear.numbers() == {new}


def test_of_a_burst_only_the_last_race_is_run(qtbot: QtBot, client: EngineClient, ear: Ear) -> None:
    numbers = [client.race(replace(SPEC, steps=steps)) for steps in range(1, 30)]
    client.start()
    qtbot.waitUntil(lambda: ear.done(numbers[-1]), timeout=WAIT_MS)
    assert ear.numbers() == {numbers[-1]}


def test_a_killed_engine_is_started_again_and_the_race_run_again(qtbot: QtBot, client: EngineClient, ear: Ear) -> None:
    client.start()
    number = client.race(LONG)
    qtbot.waitUntil(lambda: number in ear.numbers(), timeout=WAIT_MS)
    old = client.pid
    ear.answers.clear()
    kill(client)
    qtbot.waitUntil(lambda: ear.done(number), timeout=WAIT_MS)
    assert ear.answers[0].chunk.first == 0
    assert isinstance(ear.answers[-1], Done)
    assert client.pid != old
    assert ear.notices == ["The engine stopped and was started again."]


def test_a_request_that_kills_the_engine_twice_is_given_up(qtbot: QtBot, client: EngineClient, ear: Ear) -> None:
    client.start()
    number = client.race(LONG)
    for death in (1, 2):
        ear.answers.clear()
        qtbot.waitUntil(lambda: bool(ear.answers), timeout=WAIT_MS)
        kill(client)
        qtbot.waitUntil(lambda death=death: len(ear.notices) == death, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: isinstance(ear.answers[-1], Failure), timeout=WAIT_MS)
    assert ear.answers[-1].number == number
    again = client.race(SPEC)
    qtbot.waitUntil(lambda: ear.done(again), timeout=WAIT_MS)


@needs_signals
def test_an_engine_that_hangs_while_a_newer_request_waits_is_replaced(
    qtbot: QtBot, client: EngineClient, ear: Ear
) -> None:
    client.start()
    first = client.race(SPEC)
    qtbot.waitUntil(lambda: ear.done(first), timeout=WAIT_MS)
    hanging = client.pid
    os.kill(hanging, signal.SIGSTOP)
    newer = client.race(replace(SPEC, steps=20))
    qtbot.waitUntil(lambda: ear.done(newer), timeout=WAIT_MS)
    assert client.pid != hanging
    assert ear.notices


@needs_signals
def test_a_request_that_is_never_answered_fails_after_the_limit(qtbot: QtBot, client: EngineClient, ear: Ear) -> None:
    client.start()
    number = client.race(LONG)
    qtbot.waitUntil(lambda: number in ear.numbers(), timeout=WAIT_MS)
    os.kill(client.pid, signal.SIGSTOP)
    qtbot.waitUntil(lambda: ear.done(number), timeout=WAIT_MS)
    assert isinstance(ear.answers[-1], Failure)


def test_an_engine_that_cannot_start_is_given_up_and_that_is_said(
    qtbot: QtBot, client: EngineClient, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_process, "serve", os._exit)
    client.start()
    number = client.race(SPEC)
    qtbot.waitUntil(lambda: ear.done(number), timeout=WAIT_MS)
    assert isinstance(ear.answers[-1], Failure)
    assert "cannot be started" in ear.notices[-1]
    assert client.pid == 0


def test_stopping_ends_the_process_and_may_be_repeated(qtbot: QtBot, client: EngineClient, ear: Ear) -> None:
    client.start()
    number = client.race(LONG)
    qtbot.waitUntil(lambda: number in ear.numbers(), timeout=WAIT_MS)
    client.stop()
    client.stop()
    assert client.pid == 0
