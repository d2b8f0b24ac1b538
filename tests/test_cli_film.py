"""`gdviz race --film`: the race as a film, or one line that says why not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from gdviz.cli import main
from gdviz.files import film

ROOT = Path(__file__).parents[1]


def test_a_film_is_written_without_a_screen(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "gdviz", "race", "--steps", "12", "--film", "race.gif"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Adam" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["race.gif"]
    with Image.open(tmp_path / "race.gif") as gif:
        assert (gif.n_frames, gif.size) == (13, (960, 720))


def refused(capsys: pytest.CaptureFixture[str], name: str) -> str:
    """What is said when such a film is asked for, before anything is raced: the race asked for would take long."""
    assert main(["race", "--steps", "3000000", "--film", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_another_kind_of_file_is_refused_before_racing(capsys: pytest.CaptureFixture[str]) -> None:
    assert ".gif or .mp4 or .webm" in refused(capsys, "race.avi")
    assert ".gif" in refused(capsys, "race")
    assert "there is no folder" in refused(capsys, "/nonexistent/race.gif")


def test_a_missing_package_is_named_before_racing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film, "find_spec", lambda _name: None)
    assert "--film: MP4 and WebM films need the package av, which is not installed: pip install av" in refused(
        capsys, "race.mp4"
    )
