#!/usr/bin/env python3
"""Sets gdviz up in a checkout, runs it and tests it: `python3 packaging/dev.py setup | run | test [arguments]`.

Needs nothing but Python's standard library. Everything is installed once into `.venv` at the top of the checkout.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import system_packages
from system_packages import SetupError, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "gdviz-setup"
UNFINISHED = "unfinished"
USAGE = "usage: python3 packaging/dev.py setup | run [arguments of gdviz] | test [arguments of pytest]"
OLDEST, NEWEST = (3, 11), (3, 14)
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
DEMO = "gdviz-demo.png"


def main(arguments: list[str]) -> int:
    """Carry out one command; returns the exit status."""
    commands = {"setup": setup, "run": run, "test": test}
    name, rest = (arguments or [""])[0], arguments[1:]
    if name not in commands:
        say(USAGE)
        return 0 if name in ("-h", "--help") else 1
    try:
        return commands[name](rest)
    except (SetupError, OSError) as error:
        say(f"dev.py: {error}")
    except KeyboardInterrupt:
        say("dev.py: interrupted.")
    return 1


def setup(arguments: list[str]) -> int:
    """Make everything ready and start nothing."""
    if arguments:
        raise SetupError(f"setup takes no arguments, and was given {' '.join(arguments)}.")
    make_ready()
    say(f"gdviz is ready in {VENV}.")
    return 0


def run(arguments: list[str]) -> int:
    """Start gdviz; with no display, and nothing or a file to open, show what can be shown without one."""
    make_ready()
    only_files = all(Path(argument).is_file() for argument in arguments)
    if system_packages.has_display() or not only_files:
        return call([PYTHON, "-m", "gdviz", *arguments])
    return show_without_display(arguments)


def show_without_display(experiment: list[str]) -> int:
    """Draw the window into a picture and race the same experiment on the terminal."""
    picture = Path(DEMO).resolve()
    draw = ["screenshot", str(picture), *experiment, "--size", "1366x768"]
    for command in (draw, ["race", *experiment]):
        status = call([PYTHON, "-m", "gdviz", *command], QT_QPA_PLATFORM="offscreen")
        if status:
            return status
    print(f"There is no display here: the window is drawn in {picture}", flush=True)
    return 0


def test(arguments: list[str]) -> int:
    """Run the tests, as many at a time as there are cores; a file's tests stay together."""
    make_ready()
    system_packages.offer_test_programs()
    return call([PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments], folder=ROOT)


def make_ready() -> None:
    """Bring the system's libraries and `.venv` up to what pyproject.toml asks for; quick when nothing has changed."""
    check_python()
    system_packages.require_libraries()
    wanted = fingerprint()
    if PYTHON.exists() and stamp() == wanted:
        return
    if not usable():
        make_venv()
    STAMP.write_text(UNFINISHED, encoding="utf-8")
    say("Installing gdviz and what it needs, which takes some minutes the first time ...")
    if call([PYTHON, "-m", "pip", "install", "--editable", ".[test,dev]"], folder=ROOT, output=sys.stderr.fileno()):
        raise SetupError("pip could not install what gdviz needs; the lines above say why.")
    STAMP.write_text(wanted, encoding="utf-8")


def check_python() -> None:
    """Refuse a Python on which gdviz does not run."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        oldest, newest = (".".join(map(str, version)) for version in (OLDEST, NEWEST))
        raise SetupError(f"gdviz needs Python {oldest} to {newest}, and {sys.executable} is Python {VERSION}.")


def fingerprint() -> str:
    """Changes with all that a set-up depends on: what is asked for, how it is made, the Python and the folder."""
    texts = [(ROOT / "pyproject.toml").read_bytes(), Path(__file__).read_bytes(), VERSION.encode(), os.fsencode(ROOT)]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def stamp() -> str:
    """The fingerprint of the last set-up; UNFINISHED if that was interrupted, empty if there was none."""
    return STAMP.read_text(encoding="utf-8").strip() if STAMP.is_file() else ""


def usable() -> bool:
    """Whether `.venv` is whole, has pip and was made by this version of Python."""
    if stamp() == UNFINISHED:
        return False
    code = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == VERSION


def make_venv() -> None:
    """Make `.venv` anew."""
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        system_packages.require({"Python's venv and pip": f"python{VERSION}-venv"})
    say(f"Making {VENV} ...")
    # Started from inside a virtual environment, the Python underneath must do it: this one may be what is remade.
    base = getattr(sys, "_base_executable", sys.executable)
    if call([base, "-m", "venv", "--clear", VENV], output=sys.stderr.fileno()):
        raise SetupError(f"{base} could not make a virtual environment in {VENV}; the lines above say why.")


def call(command: list[str | Path], folder: Path | None = None, output: int | None = None, **environment: str) -> int:
    """Run a command with extra environment variables; returns its exit status."""
    return subprocess.run(command, cwd=folder, stdout=output, env=os.environ | environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
