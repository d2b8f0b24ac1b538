"""Experiment files in the window: new, open, save, recent, examples, dropped; what is asked and what goes wrong."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QGraphicsView, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from gdviz.files.default import default_spec
from gdviz.files.experiment import load, load_experiment, save
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_spec, with_visible
from gdviz.resources_path import resource
from tests.qt.windows import a_spec, part, wait_for_race

EXPERIMENT = "gdviz = 1\n[surface]\nkey = 'ellipse'\n[race]\nsteps = 40\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.gdviz"
    save(path, a_spec(on="himmelblau"))
    return path


def trigger(window: MainWindow, name: str) -> None:
    part(window, QAction, name).trigger()


def choose(window: MainWindow, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    dialog = part(window, QFileDialog, "file_dialog")
    dialog.selectFile(str(path))
    dialog.accept()
    tidy()


def answer(window: MainWindow, button: QMessageBox.StandardButton) -> None:
    part(window, QMessageBox, "unsaved_box").button(button).click()
    tidy()


def complaint(window: MainWindow) -> str:
    """What the message says, which is then closed."""
    box = part(window, QMessageBox, "complaint_box")
    text = box.text()
    box.close()
    tidy()
    return text


def tidy() -> None:
    """Closed dialogs are gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def test_open_change_save_and_close(qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path) -> None:
    session = window.session
    assert window.windowTitle() == "gdviz"
    trigger(window, "action_open_file")
    choose(window, file)
    wait_for_race(qtbot, window)
    assert session.shown.spec == load(file)
    assert (window.windowTitle(), window.isWindowModified()) == ("lesson.gdviz[*] - gdviz", False)

    session.change(with_spec(session.wanted, steps=70))
    assert window.isWindowModified()
    trigger(window, "action_save")
    assert load(file) == session.wanted.spec
    assert not window.isWindowModified()
    session.change(with_visible(session.wanted, 1, False))
    assert window.isWindowModified()
    trigger(window, "action_save")
    assert load_experiment(file).visible == (True, False, True)
    assert not window.isWindowModified()

    session.change(with_spec(session.wanted, steps=80))
    trigger(window, "action_save_as")
    choose(window, tmp_path / "other.gdviz")
    assert (load(file).steps, load(tmp_path / "other.gdviz").steps) == (70, 80)
    assert window.documents.recent == (str(tmp_path / "other.gdviz"), str(file))

    session.change(with_spec(session.wanted, steps=90))
    assert not window.close()
    answer(window, QMessageBox.StandardButton.Cancel)
    assert window.isVisible()
    window.close()
    answer(window, QMessageBox.StandardButton.Save)
    assert not window.isVisible()
    assert load(tmp_path / "other.gdviz").steps == 90


def test_new_examples_and_recent(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    session, recent = window.session, part(window, QMenu, "menu_recent")
    session.change(with_spec(session.wanted, steps=70))
    window.documents.open(str(file))  # nothing was opened or saved before: nothing is asked
    session.change(with_spec(session.wanted, steps=75))
    trigger(window, "action_new")
    assert session.wanted.spec.surface.key == "himmelblau"
    answer(window, QMessageBox.StandardButton.Discard)
    assert session.wanted.spec == default_spec()
    assert window.windowTitle() == "gdviz"

    examples = part(window, QMenu, "menu_examples")
    examples.aboutToShow.emit()
    assert len(examples.actions()) == len(list(resource("experiments").glob("*.gdviz")))
    trigger(window, "example_own_optimizer")
    wait_for_race(qtbot, window)
    assert [method.key for method in session.shown.own] == ["clipped_momentum"]
    assert not window.documents.path  # saving asks for a file of the user's own

    recent.aboutToShow.emit()
    trigger(window, "recent_1")
    assert window.documents.path == str(file)
    file.unlink()
    trigger(window, "recent_1")
    assert "lesson.gdviz: there is no such file" in complaint(window)
    assert window.documents.recent == ()
    assert not recent.menuAction().isEnabled()
    wait_for_race(qtbot, window)


def test_what_cannot_be_opened_or_saved(qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path) -> None:
    before = window.session.shown
    bad = tmp_path / "bad.gdviz"
    wrong = {
        "this is = = no toml": "bad.gdviz: line 1",
        EXPERIMENT.replace("gdviz = 1", "gdviz = 99"): "made by a newer gdviz",
        EXPERIMENT.replace("steps = 40", "steps = 400_000"): "the window shows at most",
        EXPERIMENT.replace("key = 'ellipse'", "expression = 'x +'"): "bad.gdviz",
    }
    for text, sentence in wrong.items():
        bad.write_text(text)
        window.documents.open(str(bad))
        assert sentence in complaint(window)
        assert window.session.wanted == before
    window.documents.open(str(tmp_path))
    assert str(tmp_path) in complaint(window)
    many = ", ".join(f"[{number / 1e4}, 1]" for number in range(10_000))
    bad.write_text(EXPERIMENT + f"starts = [{many}]\n")
    began = time.perf_counter()
    window.documents.open(str(bad))
    assert time.perf_counter() - began < 5.0  # 0.3 s on two busy cores; not a benchmark: it must not hang
    assert complaint(window) == "the window shows at most 200 runs, not 60,000"
    assert window.session.wanted == before
    assert window.windowTitle() == "gdviz"

    window.documents.open(str(file))
    wait_for_race(qtbot, window)
    file.unlink()
    file.mkdir()
    trigger(window, "action_save")
    assert "there is a folder of this name" in complaint(window)
    assert window.documents.path == str(file)


def test_own_optimizers_are_saved_and_a_dropped_file_is_opened(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    window.documents.open_example(str(resource("experiments/own_optimizer.gdviz")))
    trigger(window, "action_save")
    choose(window, tmp_path / "mine")
    assert load_experiment(tmp_path / "mine.gdviz").optimizers == window.session.wanted.own
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    left, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    map_under_it = window.contours.findChild(QGraphicsView).viewport()
    QApplication.sendEvent(map_under_it, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, left, no_key))
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, left, no_key)
    QApplication.sendEvent(map_under_it, drop)
    assert drop.isAccepted()
    assert window.documents.path == str(file)
    wait_for_race(qtbot, window)


def test_undo_back_over_the_opening_of_a_file_is_of_the_file_before(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.gdviz"
    save(other, a_spec(on="beale", steps=17))
    for path in (file, other):
        window.documents.open(str(path))
        wait_for_race(qtbot, window)
    window.undo.undo()
    assert window.documents.path == str(file)
    assert not window.documents.unsaved
    wait_for_race(qtbot, window)
    window.undo.redo()
    assert window.documents.path == str(other)
