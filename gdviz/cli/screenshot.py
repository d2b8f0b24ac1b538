"""`gdviz screenshot`: the real window, drawn without a screen."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from gdviz.engine.check import check_gradient, check_spec
from gdviz.engine.errors import InputError
from gdviz.files.arguments import whole_from_text
from gdviz.files.errors import shown, within
from gdviz.files.experiment import load
from gdviz.files.writing import check_target

SMALLEST = (200, 150)
LARGEST = 8192  # pixels a side; a picture of this size takes 268 MB while it is drawn


LANGUAGES = ("en", "zh_CN")
THEMES = ("light", "dark", "contrast")
VIEWS = ("overlay", "side-by-side", "3d")
PANELS = ("race", "step", "search", "line")


@dataclass(frozen=True)
class Appearing:
    """How the window looks."""

    language: str = "en"
    theme: str = "light"
    projector: bool = False
    view: str = "overlay"
    panel: str = "race"
    entry: str = "1"
    rule: str | None = None

    def check(self) -> None:
        """Raise InputError for a language, a theme, a view or a panel that there is not."""
        choices = (
            ("--language", self.language, LANGUAGES),
            ("--theme", self.theme, THEMES),
            ("--view", self.view, VIEWS),
            ("--panel", self.panel, PANELS),
        )
        for option, given, known in choices:
            if given not in known:
                raise InputError(f"{option}: {shown(given)!r} is none of {', '.join(known)}")


def run_screenshot(out: Path, file: Path | None, size: str, step: str | None, appearing: Appearing) -> None:
    """Write the picture; everything that can be refused is refused before Qt is loaded."""
    if out.suffix.lower() != ".png":
        raise InputError(f"{shown(out.name)!r} must end in .png")
    check_target(out)
    appearing.check()
    width, height = size_from_text(size)
    shown_step = None if step is None else whole_from_text(step, "--step")
    entry = whole_from_text(appearing.entry, "--entry")
    rule = None if appearing.rule is None else whole_from_text(appearing.rule, "--rule")
    if file is not None:
        spec = load(file)
        with within(shown(os.fspath(file), 200)):
            check_spec(spec)
            check_gradient(spec)
    from gdviz.qt.screenshot import take

    take(out, file, (width, height), shown_step, **{**asdict(appearing), "entry": entry, "rule": rule})


def size_from_text(text: str) -> tuple[int, int]:
    """Width and height from text such as 1366x768; InputError if it is none, too small or too large."""
    found = re.fullmatch(r"(\d{1,9})[xX×](\d{1,9})", text.strip(), re.ASCII)
    if not found:
        raise InputError(f"--size: {shown(text)!r} is not of the form 1366x768")
    width, height = int(found[1]), int(found[2])
    if not (SMALLEST[0] <= width <= LARGEST and SMALLEST[1] <= height <= LARGEST):
        raise InputError(
            f"--size: {width}x{height} does not lie between {SMALLEST[0]}x{SMALLEST[1]} and {LARGEST}x{LARGEST}"
        )
    return width, height
