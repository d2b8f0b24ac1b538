"""Opens the window, at an experiment if one is named."""

from __future__ import annotations

import difflib
import gc
import os
import sys
from pathlib import Path

from gdviz.cli import COMMANDS, WRONG_INPUT, CommandError


def open_window(arguments: list[str]) -> int:
    """Show the window and return its exit status; CommandError if the file is missing or there is no display."""
    if len(arguments) > 1:
        raise CommandError(f"the window takes one file, not {len(arguments)}; see gdviz --help", WRONG_INPUT)
    path = Path(arguments[0]) if arguments else None
    if path is not None and not os.path.lexists(path):
        raise CommandError(_neither(arguments[0]), WRONG_INPUT)
    if _has_no_display():
        raise CommandError("there is no display for the window; gdviz race and gdviz screenshot need none")
    # Nothing that the start makes is garbage, and looking for it takes a twentieth of the time to the first paint.
    gc.disable()
    from gdviz.qt.app import run

    return run(None if path is None else str(path))


def _neither(name: str) -> str:
    near = difflib.get_close_matches(name[:40], COMMANDS, 1)
    hint = f"did you mean gdviz {near[0]}?" if near else f"commands: {', '.join(COMMANDS)}"
    return f"{name[:200]!r} is neither a file nor a command; {hint}"


def _has_no_display() -> bool:
    """Whether Qt would end the process because it finds no screen; elsewhere than on Linux there always is one."""
    chosen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in chosen)
