"""Pictures of the real window: the size that was asked for, the race of the file, nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gdviz.engine.errors import InputError
from gdviz.qt.screenshot import take

EXPERIMENT = """
gdviz = 1
[surface]
expression = "x**2/16 + 9*y**2"
[race]
starts = [[-2.4, 0.2]]
steps = 40
[[race.entries]]
optimizer = "gd"
lr = 0.1
"""


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    path = tmp_path / "ellipse.gdviz"
    path.write_text(EXPERIMENT)
    return path


def test_a_picture_has_the_size_that_was_asked_for_and_many_colours(
    qapp: QApplication, tmp_path: Path, experiment: Path
) -> None:
    take(tmp_path / "out.png", experiment, (1024, 768), 20)
    image = QImage(str(tmp_path / "out.png"))
    assert (image.width(), image.height()) == (1024, 768)
    colours = {image.pixel(x, y) for x in range(0, 1024, 8) for y in range(0, 768, 8)}
    assert len(colours) > 30


def test_the_same_race_at_the_same_step_is_the_same_picture(
    qapp: QApplication, tmp_path: Path, experiment: Path
) -> None:
    for name in ("a.png", "b.png"):
        take(tmp_path / name, experiment, (800, 600), 10)
    take(tmp_path / "c.png", experiment, (800, 600), 12)
    pictures = [QImage(str(tmp_path / name)) for name in ("a.png", "b.png", "c.png")]
    assert pictures[0] == pictures[1]
    assert pictures[0] != pictures[2]


def test_the_panel_the_entry_and_the_rule_are_shown(qapp: QApplication, tmp_path: Path, experiment: Path) -> None:
    pictures = []
    for panel, rule in (("race", None), ("step", None), ("step", 1)):
        take(tmp_path / "a.png", experiment, (1024, 768), 5, panel=panel, rule=rule)
        pictures.append(QImage(str(tmp_path / "a.png")))
    assert pictures[0] != pictures[1] != pictures[2]
    with pytest.raises(InputError, match="no entry 2"):
        take(tmp_path / "b.png", experiment, (800, 600), 5, entry=2)
    with pytest.raises(InputError, match="no rule 3"):
        take(tmp_path / "b.png", experiment, (800, 600), 5, panel="step", rule=3)
    assert not (tmp_path / "b.png").exists()


def test_a_wrong_file_is_refused_and_nothing_written(qapp: QApplication, tmp_path: Path, experiment: Path) -> None:
    experiment.write_text(EXPERIMENT.replace('gd"', 'gdd"'))
    with pytest.raises(InputError, match="gdd"):
        take(tmp_path / "out.png", experiment, (800, 600), None)
    assert not (tmp_path / "out.png").exists()


def test_the_command_draws_the_default_race_without_a_screen(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "gdviz", "screenshot", "race.png", "--size", "1366x768"]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        command, cwd=tmp_path, env={**environment, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert QImage(str(tmp_path / "race.png")).width() == 1366
