"""What gdviz needs of the system on Linux: found by loading it, installed with apt-get as root, otherwise named."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

# What Qt opens at run time: the library's name for the loader -> Debian's package.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# With these the tests can use a real display; without them they do without.
TEST_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth"}


class SetupError(Exception):
    """Something is missing or went wrong; the message is one sentence for the user."""


def require_libraries() -> None:
    """Have every library that Qt opens here."""
    require({name: package for name, package in libraries().items() if not loads(name)})


def libraries() -> dict[str, str]:
    """What Qt opens here; what a display takes only where there is one, or where nobody need be asked for it."""
    if sys.platform != "linux":
        return {}
    if os.environ.get("DISPLAY") or may_install():
        return QT_LIBRARIES | X11_LIBRARIES
    return QT_LIBRARIES | (WAYLAND_LIBRARIES if has_display() else {})


def require(missing: dict[str, str]) -> None:
    """Install what is missing (its name -> its Debian package), or tell the user in one sentence how to."""
    if not missing:
        return
    packages = list(missing.values())
    if may_install():
        install(packages)
        return
    advice = f"what your system has of these (Debian's names: {enumeration(packages)})"
    if shutil.which("apt-get"):
        advice = f"them with `sudo apt-get install {' '.join(packages)}`"
    raise SetupError(f"gdviz needs {enumeration(missing)}: install {advice}.")


def offer_test_programs() -> None:
    """Install what only some tests use, where nobody need be asked."""
    missing = [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
    if missing and sys.platform == "linux" and may_install():
        install(missing)


def has_display() -> bool:
    """Whether a window can be shown."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def may_install() -> bool:
    """Whether this is root on Debian or a relative."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def loads(library: str) -> bool:
    """Whether the loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(packages: list[str]) -> None:
    """Install Debian packages as root; SetupError if that fails."""
    say(f"Installing {enumeration(packages)} ...")
    # A list that cannot be renewed may still do, so only the second command has to succeed.
    apt_get("update")
    if apt_get("install", "--yes", "--no-install-recommends", *packages):
        raise SetupError(f"apt-get could not install {enumeration(packages)}; the lines above say why.")


def apt_get(*arguments: str) -> int:
    """Run apt-get without questions, waiting for another one to end; returns its exit status."""
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.DEVNULL
    return subprocess.run(command, env=environment, stdin=quiet, stdout=quiet, check=False).returncode


def enumeration(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def say(text: str) -> None:
    """Progress goes to stderr: stdout is for what the program prints."""
    print(text, file=sys.stderr, flush=True)
