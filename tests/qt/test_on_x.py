"""The window on a real X server, which the test starts itself: the offscreen platform forgives more than X does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 180

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("Xvfb") is None, reason="Xvfb is not installed"
)

PLAY = """
import sys
from PySide6.QtCore import QTimer
from gdviz.qt.app import application
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup_file import load_setup

if __name__ == "__main__":
    app = application()
    window = MainWindow(load_setup(None))
    window.show()
    def watch():
        if window.session.trajectory.complete and window.playhead.step > 5:
            print(app.platformName(), window.size().toTuple(), flush=True)
            window.close()
    timer = QTimer(interval=20)
    timer.timeout.connect(watch)
    timer.start()
    sys.exit(app.exec())
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """The name of a display of 1366 by 768."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        yield f":{number}"
        server.terminate()


def run(display: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )


def test_the_window_plays_and_closes(display: str, tmp_path: Path) -> None:
    script = tmp_path / "play.py"
    script.write_text(PLAY)
    done = run(display, tmp_path, str(script))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("xcb")


def test_a_screenshot_can_be_taken_on_x_too(display: str, tmp_path: Path) -> None:
    done = run(display, tmp_path, "-m", "gdviz", "screenshot", "race.png", "--size", "1024x768", "--step", "60")
    assert (done.returncode, done.stderr) == (0, "")
    assert QImage(str(tmp_path / "race.png")).width() == 1024
