"""Exporting from the window: the dialog and its choice, the files of every kind, cancelling, and what goes wrong."""

from __future__ import annotations

import csv
import os
import signal
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QProgressBar, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gdviz.files import film
from gdviz.files.film import NEEDS_AV, FilmPlan
from gdviz.qt.controls.export_dialog import ExportDialog
from gdviz.qt.dress import Dress
from gdviz.qt.export_choice import KINDS, Choice, kind
from gdviz.qt.export_jobs import FilmJob, PixelsJob
from gdviz.qt.export_process import ExportProcess
from gdviz.qt.main_window import MainWindow
from gdviz.qt.style import look
from tests.qt.trajectories import a_race
from tests.qt.windows import WAIT_MS, a_spec, error, part

SMALL = FilmPlan(last=60, stride=6, fps=20, width=240, height=200)


@pytest.fixture
def dialog(window: MainWindow) -> ExportDialog:
    window.export.ask()
    return part(window, ExportDialog, "export_dialog")


def exported(qtbot: QtBot, dialog: ExportDialog, key: str, path: Path, **changes: object) -> None:
    """Export as a user does who has set everything in the dialog."""
    dialog.show_choice(Choice(kind(key), str(path), SMALL, 480))
    if changes:
        dialog.show_choice(replace(dialog.choice, **changes))
    part(dialog, QPushButton, "export_start").click()
    qtbot.waitUntil(lambda: part(dialog, QPushButton, "export_start").isEnabled(), timeout=WAIT_MS)


# The dialog and its choice


def test_the_dialog_begins_with_sensible_numbers(dialog: ExportDialog, window: MainWindow) -> None:
    choice = dialog.choice
    assert choice.kind.key == "figure_png"
    assert Path(choice.path).name == "beale.png"
    assert (choice.plan.first, choice.plan.last, choice.plan.count) == (0, 60, 61)
    choice.check()


def test_a_choice_shows_itself_in_every_box(dialog: ExportDialog) -> None:
    plan = FilmPlan(last=50, first=10, stride=5, fps=12, width=640, height=480)
    dialog.show_choice(Choice(kind("film_gif"), "/somewhere/a.gif", plan))
    names = ("export_film_width", "export_film_height", "export_fps", "export_stride", "export_first", "export_last")
    assert [part(dialog, QSpinBox, name).value() for name in names] == [640, 480, 12, 5, 10, 50]
    assert part(dialog, QLineEdit, "export_path").text() == "/somewhere/a.gif"
    assert part(dialog, QComboBox, "export_kind").currentText() == "Film of the race (GIF)"
    assert part(dialog, QLabel, "export_summary").text() == "9 frames, 2.2 seconds"
    assert dialog.film.isVisibleTo(dialog)
    assert not dialog.picture.isVisibleTo(dialog)
    assert dialog.choice.plan == plan


def test_the_boxes_change_the_choice(qtbot: QtBot, dialog: ExportDialog) -> None:
    boxes = {"fps": "export_fps", "stride": "export_stride", "first": "export_first", "last": "export_last"}
    dialog.show_choice(dialog.choice.with_kind(kind("film_gif")))
    for value, (field, name) in enumerate(boxes.items(), start=11):
        part(dialog, QSpinBox, name).setValue(value)
        assert getattr(dialog.choice.plan, field) == value
    path = part(dialog, QLineEdit, "export_path")
    path.clear()
    qtbot.keyClicks(path, "b.gif")
    assert dialog.choice.path == "b.gif"


def test_the_height_of_a_figure_follows_its_width(dialog: ExportDialog) -> None:
    part(dialog, QSpinBox, "export_width").setValue(960)
    assert dialog.choice.width == 960
    assert "× 620" in {label.text() for label in dialog.findChildren(QLabel)}


def test_another_kind_keeps_the_name_and_changes_its_ending(qtbot: QtBot, dialog: ExportDialog) -> None:
    kinds = part(dialog, QComboBox, "export_kind")
    for place, each in enumerate(KINDS):
        kinds.setCurrentIndex(place)
        kinds.activated.emit(place)
        assert dialog.choice.kind == each
        assert Path(dialog.choice.path).name == f"beale{each.suffix}"


def test_without_av_videos_are_greyed_and_the_dialog_says_how_to_get_it(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film, "find_spec", lambda _name: None)
    window.export.ask()
    dialog = part(window, ExportDialog, "export_dialog")
    model = part(dialog, QComboBox, "export_kind").model()
    enabled = {each.key for place, each in enumerate(KINDS) if model.item(place).isEnabled()}
    assert {each.key for each in KINDS} - enabled == {"film_mp4", "film_webm"}
    needs = part(dialog, QLabel, "export_needs")
    assert needs.isVisibleTo(dialog)
    assert needs.text() == NEEDS_AV
    assert "pip install av" in needs.text()


def test_every_widget_of_the_dialog_has_a_name_and_a_tip(dialog: ExportDialog) -> None:
    for widget in dialog.findChildren(QWidget):
        if isinstance(widget, QComboBox | QSpinBox | QPushButton) or widget.objectName() == "export_path":
            assert widget.objectName()
            assert widget.toolTip()
            assert widget.accessibleName() or widget.text()  # a button's text is its name


# Files


def test_tables_hold_the_trajectory(qtbot: QtBot, window: MainWindow, dialog: ExportDialog, tmp_path: Path) -> None:
    trajectory = window.session.trajectory
    exported(qtbot, dialog, "history_npz", tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as held:
        np.testing.assert_array_equal(held["points"], trajectory.points)
        np.testing.assert_array_equal(held["loss"], trajectory.loss)
        assert list(held["labels"]) == [entry.label for entry in trajectory.spec.entries]
    exported(qtbot, dialog, "history_csv", tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 61 * 3
    for row in rows:
        point = trajectory.points[int(row["step"]), int(row["run"])]
        assert (float(row["x"]), float(row["y"])) == tuple(point)
    assert part(dialog, QLabel, "export_saved").text().startswith("a.csv was written, ")


def test_a_film_has_the_chosen_size_and_frames(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    exported(qtbot, dialog, "film_gif", tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as gif:
        assert (gif.n_frames, gif.size) == (SMALL.count, (240, 200))
    assert list(tmp_path.iterdir()) == [tmp_path / "a.gif"]


def test_a_figure_is_of_the_step_shown_with_the_looks_of_the_window(
    qtbot: QtBot, window: MainWindow, dialog: ExportDialog, tmp_path: Path
) -> None:
    window.playhead.scrub(37)
    exported(qtbot, dialog, "figure_svg", tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert "after step 37" in "".join(root.itertext())
    for entry in range(3):
        assert f'stroke="{look(entry).colour}"' in text
    assert len(root.findall(".//{*}path")) + len(root.findall(".//{*}polyline")) > 20
    exported(qtbot, dialog, "figure_pdf", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    exported(qtbot, dialog, "figure_png", tmp_path / "a.png")
    assert QImage(str(tmp_path / "a.png")).width() == 480


def test_the_whole_window_is_as_wide_as_was_asked_for(
    qtbot: QtBot, window: MainWindow, dialog: ExportDialog, tmp_path: Path
) -> None:
    exported(qtbot, dialog, "window_png", tmp_path / "a.png", width=2 * window.width())
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (2 * window.width(), 2 * window.height())


def test_the_copied_picture_is_that_of_the_view(window: MainWindow) -> None:
    size = 2 * window.contours.size()
    window.export.copy_picture()
    assert QGuiApplication.clipboard().image().size() == size
    assert part(window, QLabel, "notice").text() == "The picture was copied."


# What goes wrong


@pytest.mark.parametrize(
    ("key", "name", "sentence"),
    [
        ("film_gif", "", "name the file"),
        ("film_gif", "a.png", "'a.png' must end in .gif"),
        ("film_gif", "nowhere/a.gif", "there is no folder"),
        ("history_csv", "folder.csv", "there is a folder of this name"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_said_beside_it(
    dialog: ExportDialog, tmp_path: Path, key: str, name: str, sentence: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    dialog.show_choice(Choice(kind(key), str(tmp_path / name) if name else "", SMALL))
    part(dialog, QPushButton, "export_start").click()
    assert sentence in error(dialog, "export_error")
    assert part(dialog, QPushButton, "export_start").isEnabled()


def test_cancelling_leaves_the_old_file_and_nothing_else(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(b"old")
    endless = replace(SMALL, stride=1, width=2000, height=2000)
    dialog.show_choice(Choice(kind("film_gif"), str(path), endless))
    assert part(dialog, QPushButton, "export_start").text() == "Replace the file"
    part(dialog, QPushButton, "export_start").click()
    bar = part(dialog, QProgressBar, "export_progress")
    qtbot.waitUntil(lambda: bar.isVisibleTo(dialog) and bar.value() > 0, timeout=WAIT_MS)
    part(dialog, QPushButton, "export_cancel").click()
    qtbot.waitUntil(lambda: part(dialog, QPushButton, "export_start").isEnabled(), timeout=WAIT_MS)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    assert dialog.isVisible()


def test_closing_the_window_ends_an_export_without_a_trace(
    qtbot: QtBot, window: MainWindow, dialog: ExportDialog, tmp_path: Path
) -> None:
    endless = replace(SMALL, stride=1, width=2000, height=2000)
    dialog.show_choice(Choice(kind("film_gif"), str(tmp_path / "a.gif"), endless))
    part(dialog, QPushButton, "export_start").click()
    bar = part(dialog, QProgressBar, "export_progress")
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=WAIT_MS)
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    window.close()
    assert len(closed) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_export_is_reported(qtbot: QtBot, tmp_path: Path) -> None:
    trajectory = a_race(steps=40)
    process = ExportProcess(FilmJob(str(tmp_path / "a.gif"), trajectory, SMALL, Dress.plain(trajectory)))
    with qtbot.waitSignal(process.ended, timeout=WAIT_MS) as ended:
        os.kill(process.pid, signal.SIGKILL)
    assert ended.args == ["the export stopped unexpectedly; nothing was written", False]
    assert not (tmp_path / "a.gif").exists()


def test_what_only_the_process_can_see_is_said_too(qtbot: QtBot, tmp_path: Path) -> None:
    process = ExportProcess(PixelsJob(str(tmp_path / "nowhere" / "a.png"), 1, 1, b"\0\0\0\0"))
    with qtbot.waitSignal(process.ended, timeout=WAIT_MS) as ended:
        pass
    assert "there is no folder" in ended.args[0]


def test_a_race_that_is_not_complete_is_not_exported(make_window: Callable[..., MainWindow], tmp_path: Path) -> None:
    window = make_window(a_spec(steps=50), wait=False)
    window.export.ask()
    dialog = part(window, ExportDialog, "export_dialog")
    dialog.show_choice(Choice(kind("history_csv"), str(tmp_path / "a.csv"), SMALL))
    part(dialog, QPushButton, "export_start").click()
    assert error(dialog, "export_error") == "The race is still being computed; try again in a moment."
