"""Films of a race: which steps they show for how long, and their way into a file, one frame at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.errors import InputError
from gdviz.files.errors import shown
from gdviz.language.sentence import Sentence

# One picture, (height, width, 4) as blue, green, red and a byte of no meaning.
Frame = NDArray[np.uint8]

VIDEO_SUFFIXES = (".mp4", ".webm")
FILM_SUFFIXES = (".gif", *VIDEO_SUFFIXES)
NEEDS_AV = Sentence("MP4 and WebM films need the package av, which is not installed: pip install av")

# The end of a film is what it was all about: it stays for a moment before the film begins again.
HOLD_MS = 1500
# What a film is made of if nobody says otherwise: about ten seconds.
DEFAULT_FPS = 25
DEFAULT_FRAMES = 250
SIZES = (160, 3840)
# Viewers of GIF files show anything faster than this slowly.
MOST_FPS = {".gif": 50, ".mp4": 60, ".webm": 60}
MOST_FRAMES = 20_000


@dataclass(frozen=True)
class FilmPlan:
    """Every `stride`-th step from `first` to `last`, and `last` itself, at `fps` frames a second; sizes in pixels."""

    last: int
    first: int = 0
    stride: int = 1
    fps: int = DEFAULT_FPS
    width: int = 960
    height: int = 720

    @classmethod
    def of(cls, last: int) -> FilmPlan:
        """The film of a race of so many steps, in about ten seconds."""
        return cls(last, stride=max(1, -(-last // DEFAULT_FRAMES)))

    @property
    def steps(self) -> Sequence[int]:
        """The step that each frame shows."""
        return [*range(self.first, self.last, self.stride), self.last]

    @property
    def count(self) -> int:
        """How many frames it has."""
        return max(0, -((self.first - self.last) // self.stride)) + 1

    @property
    def seconds(self) -> float:
        """How long it plays, the last frame's rest included."""
        return self.count / self.fps + HOLD_MS / 1000

    def check(self, suffix: str) -> None:
        """Raise InputError unless this film can be made."""
        for holds, where, sentence in self._conditions(suffix):
            if not holds:
                raise InputError(sentence, where)

    def _conditions(self, suffix: str) -> Iterator[tuple[bool, str, Sentence]]:
        low, high = SIZES
        sizes = Sentence("the size of a film lies between {low} and {high} pixels a side", low=low, high=high)
        yield low <= min(self.width, self.height) and max(self.width, self.height) <= high, "size", sizes
        most = MOST_FPS[suffix]
        rates = Sentence("{suffix} films have 1 to {most} frames a second", suffix=suffix, most=most)
        yield 1 <= self.fps <= most, "fps", rates
        forward = self.stride >= 1 and 0 <= self.first <= self.last
        yield forward, "steps", Sentence("a film runs forward, from a step to a later one")
        count = self.count if forward else 0
        long = Sentence("a film has at most {most:,} frames, not {count:,}", most=MOST_FRAMES, count=count)
        yield count <= MOST_FRAMES, "steps", long


def check_film_name(name: str) -> None:
    """Raise InputError unless this is the name of a kind of film that can be written on this machine."""
    suffix = Path(name).suffix.lower()
    if suffix not in FILM_SUFFIXES:
        known = " or ".join(FILM_SUFFIXES)
        raise InputError(Sentence("{name!r} must end in {suffixes}", name=shown(name), suffixes=known))
    if suffix in VIDEO_SUFFIXES and not has_av():
        raise InputError(NEEDS_AV)


def has_av() -> bool:
    """Whether videos can be written."""
    return find_spec("av") is not None


def write_film(
    file: IO[bytes], suffix: str, plan: FilmPlan, frames: Iterable[Frame], sample: Frame, colours: Sequence[str]
) -> None:
    """Encode the frames as they come.

    For GIF, whose frames share 255 colours, `sample` is a picture with all that occurs in the film, and `colours` as
    #rrggbb are those that must be kept exactly.
    """
    if suffix == ".gif":
        from gdviz.files.gif import write_gif

        write_gif(file, frames, list(_centiseconds(plan)), sample, colours)
    else:
        from gdviz.files.video import write_video

        write_video(file, suffix, plan, frames)


def _centiseconds(plan: FilmPlan) -> Iterator[int]:
    """How long each frame stays, in the unit of GIF files, so that their sum does not drift."""
    count = plan.count
    for frame in range(count):
        stays = round(100 * (frame + 1) / plan.fps) - round(100 * frame / plan.fps)
        yield stays + (HOLD_MS // 10 if frame == count - 1 else 0)
