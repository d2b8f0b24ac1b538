"""The wheel: it holds the package and its resources, and finds them where it is unpacked."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import gdviz
from gdviz.resources_path import resource

INFO = f"gdviz-{gdviz.__version__}.dist-info"
ROOT = Path(__file__).resolve().parents[2]
BUILD = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]

pytestmark = pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="hatchling builds the wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([*BUILD, "--wheel-dir", folder, ROOT], check=True)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_module_is_in_the_wheel(names: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "gdviz").rglob("*.py")}
    assert modules <= names
    assert "gdviz/py.typed" in names


def test_every_resource_is_in_the_package_but_pictures_for_the_reader_of_the_source(names: set[str]) -> None:
    files = [path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*") if path.is_file()]
    shipped = {
        f"gdviz/resources/{path.as_posix()}" for path in files if path.parent != Path("docs") or path.suffix != ".png"
    }
    assert {name for name in names if name.startswith("gdviz/resources/")} == shipped


def test_nothing_else_is_installed(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"gdviz", INFO}


def test_the_licence_and_the_command_are_in_the_wheel(wheel: Path, names: set[str]) -> None:
    assert f"{INFO}/licenses/LICENSE" in names
    entry_points = zipfile.ZipFile(wheel).read(f"{INFO}/entry_points.txt").decode()
    assert "gdviz = gdviz.__main__:main" in entry_points


def test_an_unpacked_wheel_finds_its_own_resources(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    (tmp_path / "gdviz/resources").mkdir(exist_ok=True)
    code = "from gdviz.resources_path import resource; print(resource('a file'))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(answer.stdout.strip()) == tmp_path.resolve() / "gdviz/resources/a file"


def test_a_checkout_finds_the_resources_beside_the_package() -> None:
    assert resource("docs/window.png") == ROOT / "resources/docs/window.png"
