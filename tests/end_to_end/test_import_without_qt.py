"""packaging/import_without_qt.py: it sees what it must see, and gdviz passes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import import_without_qt

SCRIPT = Path(import_without_qt.__file__).resolve()

RUN = """
import sys
sys.path[:0] = [{scripts!r}, {packages!r}]
import import_without_qt
sys.exit(import_without_qt.main("sample", ["sample.window"]))
"""


def check(packages: Path) -> subprocess.CompletedProcess[str]:
    """Run the check over the package `sample` in a process of its own."""
    code = RUN.format(scripts=str(SCRIPT.parent), packages=str(packages))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A package whose window needs Qt and whose engine does not."""
    for folder in ("sample", "sample/engine", "sample/window"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "sample/engine/race.py").write_text("import sample\n")
    (tmp_path / "sample/window/view.py").write_text("import PySide6.QtCore\n")
    return tmp_path


def test_a_package_that_keeps_qt_in_its_window_passes(sample: Path) -> None:
    answer = check(sample)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == "3 modules of sample were imported without Qt\n"


@pytest.mark.parametrize("text", ["from PySide6 import QtCore", "import pyqtgraph", "import sample.window.view"])
@pytest.mark.parametrize("file", ["sample/engine/race.py", "sample/engine/__init__.py"])
def test_qt_elsewhere_is_found(sample: Path, text: str, file: str) -> None:
    (sample / file).write_text(text + "\n")
    answer = check(sample)
    assert answer.returncode == 1
    assert "cannot be imported without Qt" in answer.stderr


def test_a_folder_that_no_walk_reaches_is_found(sample: Path) -> None:
    (sample / "sample/engine/__init__.py").unlink()
    answer = check(sample)
    assert answer.returncode == 1
    assert "no __init__.py" in answer.stderr


def test_gdviz_passes() -> None:
    answer = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("module", ["gdviz", "gdviz.cli"])
def test_slow_libraries_are_imported_only_when_they_are_used(module: str) -> None:
    slow = ("sympy", "ziamath", "PySide6", "llvmlite")
    code = f"import sys, {module}; print([name for name in {slow} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
