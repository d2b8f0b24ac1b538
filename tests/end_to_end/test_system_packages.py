"""packaging/system_packages.py: what is missing is found without apt, installed as root, and named otherwise."""

from __future__ import annotations

import subprocess
import sys

import pytest

import system_packages
from system_packages import SetupError

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks the loader of Linux")


class Machine:
    """A Debian-like Linux on which some libraries and programs are missing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.missing: set[str] = set()
        self.programs = {"apt-get"}
        self.commands: list[list[str]] = []
        self.failing = ""
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(system_packages, "loads", lambda library: library not in self.missing)
        monkeypatch.setattr(system_packages.shutil, "which", lambda name: name if name in self.programs else None)
        monkeypatch.setattr(system_packages.subprocess, "run", self.run)
        for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(variable, raising=False)

    def run(self, command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        self.commands.append([word for word in command if not word.startswith("-") and "::" not in word])
        return subprocess.CompletedProcess(command, 100 if self.failing in command else 0)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.fixture
def user(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000, raising=False)
    return machine


@pytest.fixture
def root(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 0, raising=False)
    return machine


@pytest.mark.parametrize("who", ["user", "root"])
def test_nothing_missing_starts_nothing(who: str, request: pytest.FixtureRequest) -> None:
    machine = request.getfixturevalue(who)
    system_packages.require_libraries()
    assert machine.commands == []


def test_root_gets_what_is_missing(root: Machine) -> None:
    root.missing = {"libEGL.so.1", "libxcb-cursor.so.0"}
    system_packages.require_libraries()
    assert root.commands == [["apt-get", "update"], ["apt-get", "install", "libegl1", "libxcb-cursor0"]]


def test_failed_update_is_no_reason_to_give_up(root: Machine) -> None:
    root.failing = "update"
    system_packages.install(["libegl1"])
    assert root.commands[-1] == ["apt-get", "install", "libegl1"]


def test_failed_installation_is_told(root: Machine) -> None:
    root.failing = "install"
    with pytest.raises(SetupError, match=r"apt-get could not install libegl1 and libgl1;"):
        system_packages.install(["libegl1", "libgl1"])


def test_a_user_is_given_the_command(user: Machine) -> None:
    user.missing = {"libGL.so.1", "libEGL.so.1"}
    with pytest.raises(SetupError) as caught:
        system_packages.require_libraries()
    assert str(caught.value) == (
        "gdviz needs libGL.so.1 and libEGL.so.1: install them with `sudo apt-get install libgl1 libegl1`."
    )
    assert user.commands == []


@pytest.mark.parametrize("who", ["user", "root"])
def test_no_apt_no_command(who: str, request: pytest.FixtureRequest) -> None:
    machine = request.getfixturevalue(who)
    machine.programs.clear()
    machine.missing = {"libGL.so.1"}
    with pytest.raises(SetupError, match=r"^gdviz needs libGL\.so\.1: .*Debian's names: libgl1"):
        system_packages.require_libraries()
    assert machine.commands == []


@pytest.mark.parametrize(
    ("display", "library", "needed"),
    [
        ("", "libxcb-cursor.so.0", False),
        ("", "libwayland-cursor.so.0", False),
        ("DISPLAY", "libxcb-cursor.so.0", True),
        ("WAYLAND_DISPLAY", "libxcb-cursor.so.0", False),
        ("WAYLAND_DISPLAY", "libwayland-cursor.so.0", True),
    ],
)
def test_a_user_needs_the_libraries_of_the_display_that_is_there(
    user: Machine, monkeypatch: pytest.MonkeyPatch, display: str, library: str, needed: bool
) -> None:
    if display:
        monkeypatch.setenv(display, ":0")
    assert system_packages.has_display() is bool(display)
    assert (library in system_packages.libraries()) is needed


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_have_a_display_and_need_nothing(machine: Machine, system: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", system)
        assert system_packages.has_display()
        assert system_packages.libraries() == {}


def test_root_gets_the_programs_of_the_tests(root: Machine) -> None:
    root.programs.add("xauth")
    system_packages.offer_test_programs()
    assert root.commands[-1] == ["apt-get", "install", "xvfb"]


def test_a_user_is_not_troubled_for_the_programs_of_the_tests(user: Machine) -> None:
    system_packages.offer_test_programs()
    assert user.commands == []


@ON_LINUX
@pytest.mark.parametrize(("library", "there"), [("libc.so.6", True), ("libgdviz-is-no-library.so.1", False)])
def test_the_loader_is_asked(library: str, there: bool) -> None:
    assert system_packages.loads(library) is there


@pytest.mark.parametrize(("words", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_enumeration(words: list[str], text: str) -> None:
    assert system_packages.enumeration(words) == text
