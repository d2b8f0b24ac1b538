"""The playhead: it only reads what is known, and its two clocks tell everybody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.qt.playhead import MAX_SPEED, MIN_SPEED, SPEEDS, Playhead
from tests.qt.windows import WAIT_MS


@pytest.fixture
def playhead(qapp: QApplication) -> Iterator[Playhead]:
    made = Playhead()
    made.set_known(100, 100)
    yield made
    made.stop()


def test_steps_go_forward_and_back_and_stop_at_both_ends(playhead: Playhead) -> None:
    playhead.back()
    assert playhead.step == 0
    playhead.forward()
    playhead.forward()
    playhead.back()
    assert playhead.step == 1
    playhead.scrub(1000)
    assert playhead.step == 100
    playhead.forward()
    assert playhead.step == 100


def test_it_never_runs_past_what_is_known(qtbot: QtBot, playhead: Playhead) -> None:
    playhead.set_known(10, 100)
    playhead.set_speed(MAX_SPEED)
    playhead.play()
    qtbot.waitUntil(lambda: playhead.step == 10, timeout=WAIT_MS)
    assert playhead.playing
    playhead.set_known(60, 100)
    qtbot.waitUntil(lambda: playhead.step == 60, timeout=WAIT_MS)
    playhead.scrub(90)
    assert playhead.step == 60
    playhead.set_known(100, 100)
    assert playhead.step == 90


def test_playing_shows_ever_later_steps_and_stops_at_the_end(qtbot: QtBot, playhead: Playhead) -> None:
    seen: list[int] = []
    playhead.step_changed.connect(seen.append)
    playhead.set_speed(500)
    with qtbot.waitSignal(playhead.playing_changed, check_params_cb=lambda playing: not playing, timeout=WAIT_MS):
        playhead.play()
    assert seen == sorted(set(seen))
    assert seen[-1] == 100
    assert not playhead.playing


def test_pause_stands_still(qtbot: QtBot, playhead: Playhead) -> None:
    playhead.play()
    qtbot.waitUntil(lambda: playhead.step > 0, timeout=WAIT_MS)
    playhead.toggle()
    here = playhead.step
    qtbot.wait(100)
    assert playhead.step == here
    assert not playhead.playing


def test_playing_from_the_end_begins_again(playhead: Playhead) -> None:
    playhead.to_end()
    playhead.play()
    assert playhead.step == 0
    assert playhead.playing


def test_the_end_is_followed_while_it_grows(playhead: Playhead) -> None:
    playhead.set_known(10, 100)
    playhead.to_end()
    playhead.set_known(70, 100)
    assert playhead.step == 70


def test_a_race_that_begins_again_keeps_the_place(playhead: Playhead) -> None:
    playhead.scrub(80)
    playhead.set_known(5, 100)
    assert playhead.step == 5
    playhead.set_known(100, 100)
    assert playhead.step == 80


def test_a_shorter_race_ends_earlier(playhead: Playhead) -> None:
    playhead.scrub(80)
    playhead.set_known(30, 30)
    assert playhead.step == 30


def test_the_text_clock_is_slower_and_ends_at_the_same_step(qtbot: QtBot, playhead: Playhead) -> None:
    drawn: list[int] = []
    read: list[int] = []
    playhead.step_changed.connect(drawn.append)
    playhead.text_step_changed.connect(read.append)
    playhead.set_speed(200)
    with qtbot.waitSignal(playhead.playing_changed, check_params_cb=lambda playing: not playing, timeout=WAIT_MS):
        playhead.play()
    qtbot.waitUntil(lambda: read[-1] == drawn[-1] == 100, timeout=WAIT_MS)
    assert len(read) < len(drawn)


def test_speed_is_held_between_1_and_10000(playhead: Playhead) -> None:
    playhead.set_speed(0)
    assert playhead.speed == MIN_SPEED
    for _ in SPEEDS:
        playhead.faster()
    assert playhead.speed == MAX_SPEED
    playhead.set_speed(10**9)
    assert playhead.speed == MAX_SPEED
    playhead.slower()
    assert playhead.speed == 5000
