"""packaging/dev.py: what it starts, when it starts nothing, and what it says when it cannot go on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dev
import system_packages
from system_packages import SetupError

SCRIPT = Path(dev.__file__).resolve()


class Calls:
    """Stands in for `dev.call`: notes every command, makes what `venv` would make, and fails where it is told to."""

    def __init__(self) -> None:
        self.failing = ""
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.commands: list[list[str]] = []
        self.folders: list[Path | None] = []
        self.environments: list[dict[str, str]] = []

    def __call__(
        self, command: list[str | Path], folder: Path | None = None, output: int | None = None, **environment: str
    ) -> int:
        words = [str(word) for word in command]
        self.commands.append(words[1:])
        self.folders.append(folder)
        self.environments.append(environment)
        if "venv" in words:
            dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            dev.PYTHON.touch()
        return 3 if self.failing and self.failing in words else 0

    @property
    def modules(self) -> list[str]:
        """The module that each command started with `python -m`."""
        return [command[1] for command in self.commands]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with nothing set up, on a machine that lacks no library; the folder of the user is another."""
    root = tmp_path / "a checkout"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(dev, "ROOT", root)
    monkeypatch.setattr(dev, "VENV", root / ".venv")
    monkeypatch.setattr(dev, "PYTHON", root / ".venv/bin/python")
    monkeypatch.setattr(dev, "STAMP", root / ".venv/gdviz-setup")
    monkeypatch.setattr(system_packages, "require_libraries", lambda: None)
    monkeypatch.setattr(system_packages, "offer_test_programs", lambda: None)
    monkeypatch.setattr(system_packages, "has_display", lambda: False)
    return root


@pytest.fixture
def calls(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    recorder = Calls()
    monkeypatch.setattr(dev, "call", recorder)
    return recorder


@pytest.fixture
def ready(checkout: Path, calls: Calls) -> Calls:
    """A checkout that has been set up."""
    dev.make_ready()
    calls.forget()
    return calls


def fake_python(code: str) -> None:
    """Put a program in the place of `.venv`'s Python."""
    dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
    dev.PYTHON.write_text(code)
    dev.PYTHON.chmod(0o755)


def test_first_setup_makes_the_venv_and_installs_the_checkout(checkout: Path, calls: Calls) -> None:
    assert dev.main(["setup"]) == 0
    assert calls.commands == [
        ["-m", "venv", "--clear", str(checkout / ".venv")],
        ["-m", "pip", "install", "--editable", ".[test,dev]"],
    ]
    assert calls.folders[1] == checkout


def test_second_setup_starts_nothing(ready: Calls) -> None:
    assert dev.main(["setup"]) == 0
    assert ready.commands == []


def test_changed_requirements_are_installed_into_the_same_venv(
    checkout: Path, ready: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "usable", lambda: True)
    (checkout / "pyproject.toml").write_text("[project]\ndependencies = ['numpy']\n")
    dev.make_ready()
    assert ready.modules == ["pip"]


@pytest.mark.parametrize(("name", "value"), [("VERSION", "3.99"), ("ROOT", "moved")])
def test_another_python_or_a_moved_checkout_needs_a_new_setup(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    before = dev.fingerprint()
    if name == "ROOT":
        value = str(checkout.rename(checkout.with_name(value)))
        monkeypatch.setattr(dev, name, Path(value))
    else:
        monkeypatch.setattr(dev, name, value)
    assert dev.fingerprint() != before


def test_interrupted_setup_is_made_anew(ready: Calls) -> None:
    dev.STAMP.write_text(dev.UNFINISHED)
    dev.make_ready()
    assert ready.modules == ["venv", "pip"]
    assert dev.stamp() == dev.fingerprint()


def test_failed_installation_is_told_and_not_taken_for_done(calls: Calls, capfd: pytest.CaptureFixture[str]) -> None:
    calls.failing = "pip"
    assert dev.main(["setup"]) == 1
    assert "dev.py: pip could not install what gdviz needs" in capfd.readouterr().err.splitlines()[-1]
    assert dev.stamp() == dev.UNFINISHED


def test_venv_that_cannot_be_made_is_told(calls: Calls, capfd: pytest.CaptureFixture[str]) -> None:
    calls.failing = "venv"
    assert dev.main(["setup"]) == 1
    assert "could not make a virtual environment" in capfd.readouterr().err.splitlines()[-1]
    assert calls.modules == ["venv"]


def test_lost_python_is_noticed_in_spite_of_the_stamp(ready: Calls) -> None:
    dev.PYTHON.unlink()
    dev.make_ready()
    assert ready.modules == ["venv", "pip"]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("code", "usable"),
    [
        (f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', True),
        ("#!/bin/sh\necho 3.9\n", False),
        ("#!/bin/sh\nexit 1\n", False),
        ("#!/no/such/python\n", False),
    ],
)
def test_usable_is_a_venv_of_this_python_with_pip(checkout: Path, code: str, usable: bool) -> None:
    fake_python(code)
    assert dev.usable() is usable


def test_no_venv_is_not_usable(checkout: Path) -> None:
    assert dev.usable() is False


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 15, 0)])
def test_unsuitable_python_is_named(monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SetupError, match=r"^gdviz needs Python 3\.11 to 3\.14, and .* is Python [\d.]+\.$"):
        dev.check_python()


def test_missing_ensurepip_names_the_package(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    with pytest.raises(SetupError, match=rf"Python's venv and pip: install .*python{dev.VERSION}-venv"):
        dev.make_venv()
    assert calls.commands == []


def test_run_with_a_display_starts_the_window(ready: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "has_display", lambda: True)
    assert dev.main(["run", "race.gdviz"]) == 0
    assert ready.commands == [["-m", "gdviz", "race.gdviz"]]


def test_run_without_a_display_draws_and_races_the_default(ready: Calls, capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["run"]) == 0
    picture = str(Path.cwd() / "gdviz-demo.png")
    assert ready.commands == [
        ["-m", "gdviz", "screenshot", picture, "--size", "1366x768"],
        ["-m", "gdviz", "race"],
    ]
    assert ready.environments[0] == {"QT_QPA_PLATFORM": "offscreen"}
    assert picture in capfd.readouterr().out


def test_run_without_a_display_shows_the_named_experiment(ready: Calls) -> None:
    Path("my race.gdviz").touch()
    dev.main(["run", "my race.gdviz"])
    assert ready.commands[0][3:] == [str(Path.cwd() / "gdviz-demo.png"), "my race.gdviz", "--size", "1366x768"]
    assert ready.commands[1] == ["-m", "gdviz", "race", "my race.gdviz"]


def test_run_passes_other_arguments_on(ready: Calls) -> None:
    dev.main(["run", "race", "--steps", "10"])
    assert ready.commands == [["-m", "gdviz", "race", "--steps", "10"]]


def test_run_stops_where_the_drawing_fails(ready: Calls, capfd: pytest.CaptureFixture[str]) -> None:
    ready.failing = "screenshot"
    assert dev.main(["run"]) == 3
    assert len(ready.commands) == 1
    assert "gdviz-demo.png" not in capfd.readouterr().out


def test_tests_run_at_the_top_with_the_given_arguments(checkout: Path, ready: Calls) -> None:
    assert dev.main(["test", "-k", "a name", "tests/engine"]) == 0
    assert ready.commands == [["-m", "pytest", "-n", "auto", "--dist", "loadfile", "-k", "a name", "tests/engine"]]
    assert ready.folders == [checkout]


def test_exit_status_of_the_tests_is_passed_on(ready: Calls) -> None:
    ready.failing = "pytest"
    assert dev.main(["test"]) == 3


@pytest.mark.parametrize("arguments", [[], ["fly"], ["setup", "--now"]])
def test_wrong_use_is_one_line_and_status_1(
    calls: Calls, arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(arguments) == 1
    assert capfd.readouterr().err.count("\n") == 1
    assert calls.commands == []


def test_help_is_no_error(calls: Calls) -> None:
    assert dev.main(["--help"]) == 0


def interrupted() -> None:
    raise KeyboardInterrupt


def unreadable() -> None:
    raise PermissionError(13, "Permission denied", "pyproject.toml")


@pytest.mark.parametrize("trouble", [interrupted, unreadable])
def test_no_trouble_shows_a_traceback(
    trouble: Callable[[], None], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "make_ready", trouble)
    assert dev.main(["setup"]) == 1
    assert capfd.readouterr().err.count("\n") == 1


def test_script_starts_from_anywhere(tmp_path: Path) -> None:
    answer = subprocess.run([sys.executable, SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("usage: python3 packaging/dev.py")
