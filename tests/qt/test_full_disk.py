"""A full disk and a read-only home: the old files survive, a sentence says what happened, the window goes on."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.files.film import FilmPlan
from gdviz.qt.app import Keeping
from gdviz.qt.controls.export_dialog import ExportDialog
from gdviz.qt.export_choice import Choice, kind
from gdviz.qt.main_window import MainWindow
from gdviz.qt.memory import Memory
from gdviz.qt.setup import with_spec
from tests.qt.windows import WAIT_MS, error, part, wait_for_race

SMALL = FilmPlan(last=60, stride=20, fps=20, width=240, height=200)
WRITTEN = ["figure_png", "figure_svg", "figure_pdf", "window_png", "history_csv", "history_npz", "film_gif"]
WRITTEN += ["film_mp4"] if find_spec("av") else []
OLD = b"old"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB of its own, which only the superuser may make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "gdviz_test", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only a superuser of Linux can make a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> None:
    """Leave no room."""
    with (disk / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 1024)


def forbid(disk: Path) -> None:
    """Nothing can be written any more."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def old_files(disk: Path) -> dict[str, bytes]:
    """Whatever has a name there."""
    return {file.name: file.read_bytes() for file in disk.iterdir()}


@pytest.mark.parametrize(
    ("spoil", "reason"), [(fill, "no space left"), (forbid, "read-only")], ids=["full", "read-only"]
)
def test_nothing_is_lost_and_what_happened_is_said(
    qtbot: QtBot, window: MainWindow, disk: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    memory = Memory(disk)
    memory.keep(window)
    lesson = disk / "lesson.gdviz"
    window.documents._write(str(lesson), list)
    for key in WRITTEN:
        path_of(disk, key).write_bytes(OLD)
    spoil(disk)
    before = old_files(disk)
    assert {"settings.json", "session.gdviz", "lesson.gdviz"} < set(before)

    window.session.change(with_spec(window.session.wanted, steps=50))
    wait_for_race(qtbot, window)
    keeping = Keeping(memory, window)
    keeping.keep()
    assert "cannot be kept" in window.notice.text()
    assert reason in window.notice.text()
    window.notice.hide()
    keeping.stop()
    assert window.notice.isHidden()  # it is said once

    part(window, QAction, "action_save").trigger()
    box = part(window, QMessageBox, "complaint_box")
    assert reason in box.text()
    box.close()
    assert window.documents.unsaved

    window.export.ask()
    dialog = part(window, ExportDialog, "export_dialog")
    for key in WRITTEN:
        dialog.show_choice(Choice(kind(key), str(path_of(disk, key)), SMALL, 480))
        part(dialog, QPushButton, "export_start").click()
        qtbot.waitUntil(lambda: bool(error(dialog, "export_error")), timeout=WAIT_MS)
        assert reason in error(dialog, "export_error"), key
        assert part(dialog, QPushButton, "export_start").isEnabled()
    dialog.close()

    assert old_files(disk) == before
    window.session.change(with_spec(window.session.wanted, steps=60))
    wait_for_race(qtbot, window)
    window.documents._given_up = True


def path_of(disk: Path, key: str) -> Path:
    return disk / f"{key}.{key[-3:]}"
