"""What can be exported: each job is a value that another process can be sent, and knows how it is done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from gdviz.engine.trajectory import Trajectory
from gdviz.files.film import FilmPlan
from gdviz.files.history import save_history
from gdviz.files.progress import Progress
from gdviz.files.writing import write_atomically
from gdviz.qt.dress import Dress


@dataclass(frozen=True, eq=False)
class Job(ABC):
    """A file to be written at `path`, whose suffix says of which kind."""

    path: str

    @abstractmethod
    def perform(self, progress: Progress) -> None:
        """Write the file; InputError, StorageError, or what `progress` raises, and then no file is left behind."""


@dataclass(frozen=True, eq=False)
class HistoryJob(Job):
    """Every step of every run."""

    trajectory: Trajectory
    labels: tuple[str, ...]

    def perform(self, progress: Progress) -> None:
        """Write .csv or .npz."""
        save_history(self.trajectory, self.labels, self.path, progress)


@dataclass(frozen=True, eq=False)
class FigureJob(Job):
    """The figure of a race at a step; `ratio` pixels of a .png to a point of the page."""

    trajectory: Trajectory
    step: int
    dress: Dress
    ratio: float

    def perform(self, _progress: Progress) -> None:
        """Write .png, .svg or .pdf."""
        from gdviz.qt.figure import save

        save(self.trajectory, self.path, self.step, self.dress, self.ratio)


@dataclass(frozen=True, eq=False)
class FilmJob(Job):
    """The race playing."""

    trajectory: Trajectory
    plan: FilmPlan
    dress: Dress

    def perform(self, progress: Progress) -> None:
        """Write .gif, .mp4 or .webm."""
        from gdviz.qt.film import save_film

        save_film(self.trajectory, self.path, self.plan, self.dress, progress)


@dataclass(frozen=True, eq=False)
class PixelsJob(Job):
    """A picture that has been taken already, such as that of the window: rows of blue, green, red and a spare byte."""

    width: int
    height: int
    pixels: bytes

    def perform(self, _progress: Progress) -> None:
        """Write .png."""
        from PIL import Image

        picture = Image.frombuffer("RGB", (self.width, self.height), self.pixels, "raw", "BGRX", 0, 1)
        write_atomically(self.path, lambda file: picture.save(file, "PNG"))
