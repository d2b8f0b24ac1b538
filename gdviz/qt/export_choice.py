"""What a user wants exported: kinds of files, and one immutable value of all that the dialog shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from gdviz.engine.errors import InputError
from gdviz.files.film import VIDEO_SUFFIXES, FilmPlan
from gdviz.files.writing import check_target
from gdviz.language.sentence import Sentence

# A picture's width in pixels.
WIDTHS = (200, 8192)


class Content(StrEnum):
    """What a file holds."""

    FIGURE = "figure"
    WINDOW = "window"
    HISTORY = "history"
    FILM = "film"


@dataclass(frozen=True)
class Kind:
    """One kind of file; `text` is what a list of them shows."""

    key: str
    content: Content
    suffix: str
    text: str

    @property
    def has_pixels(self) -> bool:
        """Whether it is a picture of so many pixels."""
        return self.content is not Content.FILM and self.suffix == ".png"

    @property
    def needs_av(self) -> bool:
        """Whether it is written by a package that may be missing."""
        return self.suffix in VIDEO_SUFFIXES


KINDS = (
    Kind("figure_png", Content.FIGURE, ".png", "Figure of the race (PNG)"),
    Kind("figure_svg", Content.FIGURE, ".svg", "Figure of the race, to be edited or scaled (SVG)"),
    Kind("figure_pdf", Content.FIGURE, ".pdf", "Figure of the race, to be printed (PDF)"),
    Kind("window_png", Content.WINDOW, ".png", "The whole window (PNG)"),
    Kind("film_gif", Content.FILM, ".gif", "Film of the race (GIF)"),
    Kind("film_mp4", Content.FILM, ".mp4", "Film of the race (MP4)"),
    Kind("film_webm", Content.FILM, ".webm", "Film of the race (WebM)"),
    Kind("history_csv", Content.HISTORY, ".csv", "Every step of every run, for spreadsheets (CSV)"),
    Kind("history_npz", Content.HISTORY, ".npz", "Every step of every run, for NumPy (NPZ)"),
)


def kind(key: str) -> Kind:
    """The kind of that key."""
    return next(each for each in KINDS if each.key == key)


@dataclass(frozen=True)
class Choice:
    """`width` is that of a picture of pixels, `plan` that of a film."""

    kind: Kind
    path: str
    plan: FilmPlan
    width: int = 1920

    def with_kind(self, chosen: Kind) -> Choice:
        """Another kind of file under the same name, with the ending that belongs to it."""
        path = Path(self.path)
        known = path.suffix.lower() in {each.suffix for each in KINDS}
        stem = path.with_suffix("") if known and path.stem else path
        return replace(self, kind=chosen, path=f"{stem}{chosen.suffix}" if self.path else "")

    def check(self) -> None:
        """Raise InputError unless this can be written, as far as can be seen beforehand."""
        name = Path(self.path).name
        if not name:
            raise InputError(Sentence("name the file that is to be written"), "path")
        if Path(name).suffix.lower() != self.kind.suffix:
            raise InputError(Sentence("{name!r} must end in {suffixes}", name=name, suffixes=self.kind.suffix), "path")
        check_target(self.path)
        if self.kind.content is Content.FILM:
            self.plan.check(self.kind.suffix)
        if self.kind.has_pixels and not WIDTHS[0] <= self.width <= WIDTHS[1]:
            raise InputError(
                Sentence("a picture is {low} to {high} pixels wide", low=WIDTHS[0], high=WIDTHS[1]), "width"
            )
