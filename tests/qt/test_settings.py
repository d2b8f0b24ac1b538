"""What is remembered: settings there and back, files that cannot be used or written, and the window as it was left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gdviz.engine.budget import Budget
from gdviz.engine.errors import InputError
from gdviz.files.default import default_spec
from gdviz.files.experiment import load_experiment, save
from gdviz.qt.app import KEEP_MS, Keeping
from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.memory import Memory
from gdviz.qt.settings import Settings, read_settings, write_settings
from gdviz.qt.setup import with_spec, with_target, with_visible
from gdviz.qt.setup_file import load_setup
from tests.qt.windows import WAIT_MS, a_spec, wait_for_race

CHOSEN = Settings(
    "zh_CN", "dark", True, 50, "gradients", "3d", ("/a/b.gdviz",), "/a", "/a/b.gdviz", b"\x00\xff", b"\x01"
)


@pytest.fixture
def usual_look() -> Iterator[None]:
    """Whatever a test makes of the application's look is taken back."""
    before = appearance().language, appearance().theme, appearance().projector
    yield
    appearance().set_all(*before)


def test_settings_there_and_back(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.json"
    assert read_settings(file) == (Settings(), "")
    write_settings(file, CHOSEN)
    assert read_settings(file) == (CHOSEN, "")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1]",
        b"\xff\xfe",
        b'{"version": 2}',
        b'{"version": 1, "speed": "fast"}',
        b'{"version": 1, "speed": true}',
        b'{"version": 1, "recent": [1]}',
        b'{"version": 1, "geometry": "***"}',
        b"[" * 100_000,
        b" " * 2_000_000,
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(data)
    settings, sentence = read_settings(file)
    assert settings == Settings()
    assert "was set aside as settings.json.bad" in sentence
    assert not file.exists()
    assert (tmp_path / "settings.json.bad").read_bytes() == data


def test_keys_that_are_missing_or_not_known_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"version": 1, "theme": "dark", "colour": 3}')
    assert read_settings(file) == (replace(Settings(), theme="dark"), "")


def test_where_nothing_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    with pytest.raises(InputError, match="folder cannot be made"):
        write_settings(tmp_path / "file" / "settings.json", CHOSEN)


def test_a_session_that_cannot_be_used_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "session.gdviz").write_text("gdviz = 1\n[surface]\nexpression = 'x +'\n")
    memory = Memory(tmp_path)
    assert memory.setup().spec == default_spec()
    assert ["session.gdviz.bad" in sentence for sentence in memory.said] == [True]
    assert (tmp_path / "session.gdviz.bad").exists()


@pytest.mark.usefixtures("usual_look")
def test_a_window_as_it_was_left(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    session = window.session
    lesson = tmp_path / "lesson.gdviz"
    save(lesson, a_spec("adam", "gd", on="himmelblau"))
    window.documents.open(str(lesson))
    wait_for_race(qtbot, window)
    session.change(with_target(with_visible(session.wanted, 1, False), 1e-3))
    window.playhead.set_speed(3)
    window.axis.choose(Budget.GRADIENTS)
    window.stage.set_view("3d")
    window.workspace.docks["loss"].close()
    appearance().set_theme("dark")
    window.resize(window.width(), 690)
    first = Memory(tmp_path)
    keeping = Keeping(first, window)
    kept = tmp_path / "session.gdviz"
    qtbot.waitUntil(kept.exists, timeout=WAIT_MS)  # as if the window was killed now: what is there is complete
    assert load_experiment(kept).visible == (True, False)
    assert first.said == []
    before = kept.stat().st_mtime_ns, (tmp_path / "settings.json").stat().st_mtime_ns
    first.keep(window)
    assert before == (kept.stat().st_mtime_ns, (tmp_path / "settings.json").stat().st_mtime_ns)
    assert {file.name for file in tmp_path.iterdir()} == {"lesson.gdviz", "session.gdviz", "settings.json"}
    keeping.stop()
    window.documents._given_up = True
    window.close()
    appearance().set_theme("light")

    memory = Memory(tmp_path)
    memory.dress()
    again = MainWindow(load_setup(None), merge_ms=0)
    again.begins.connect(partial(memory.resume, again))
    qtbot.addWidget(again)
    memory.restore(again)
    with qtbot.waitExposed(again):
        again.show()
    memory.restore_panels(again)
    wait_for_race(qtbot, again)
    assert memory.said == []
    assert again.session.shown == session.shown
    assert not again.findChild(QAction, "action_undo").isEnabled()
    assert (again.documents.path, again.windowTitle()) == (str(lesson), "lesson.gdviz[*] - gdviz")
    assert again.isWindowModified()
    again.documents.save()
    assert load_experiment(lesson).visible == (True, False)
    assert not again.isWindowModified()
    assert (again.playhead.speed, again.session.budget, again.stage.view) == (3, Budget.GRADIENTS, "3d")
    assert not again.workspace.docks["loss"].isVisible()
    assert again.workspace.docks["race"].isVisible()
    assert again.documents.recent == (str(lesson),)
    assert appearance().theme == "dark"
    assert again.height() == 690
    again.close()


def test_a_file_that_is_gone_is_no_longer_the_one_that_is_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.documents.recall((), "", str(tmp_path / "gone.gdviz"))
    assert (window.documents.path, window.windowTitle()) == ("", "gdviz")
    keeping = Keeping(Memory(tmp_path / "kept"), window)
    assert KEEP_MS < 2000
    for steps in (70, 80):
        window.session.change(with_spec(window.session.wanted, steps=steps))
        wait_for_race(qtbot, window)
        keeping.keep()
        assert load_experiment(tmp_path / "kept" / "session.gdviz").spec.steps == steps
    keeping.stop()
    named = str(tmp_path / "kept" / "session.gdviz")
    window.documents.begin_with(named)
    window.documents.recall((), "", str(tmp_path / "gone.gdviz"))
    assert window.documents.path == named


def test_a_window_goes_on_where_nothing_can_be_kept(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    memory = Memory(tmp_path / "file")
    memory.restore(window)
    memory.keep(window)
    memory.keep(window)
    assert len(memory.said) == 1
    assert "cannot be kept" in memory.said[0]
