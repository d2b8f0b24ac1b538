"""A film of a race: the map with its trails growing, the numbers of the step beneath it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from gdviz.engine.trajectory import Trajectory
from gdviz.files.film import FilmPlan, Frame, check_film_name, write_film
from gdviz.files.progress import Progress, unheard
from gdviz.files.writing import write_atomically
from gdviz.qt.dress import Dress
from gdviz.qt.film_scene import FilmScene
from gdviz.qt.page import need_application


def save_film(
    trajectory: Trajectory,
    path: str | os.PathLike[str],
    plan: FilmPlan | None = None,
    dress: Dress | None = None,
    progress: Progress = unheard,
) -> None:
    """Play a race into a .gif, .mp4 or .webm file, by default all of it in about ten seconds.

    InputError for another kind of film, one that cannot be made on this machine, or a place that cannot be written to;
    StorageError when the disk fails. Either way, and when `progress` raises Cancelled, nothing is left behind.
    """
    target = Path(path)
    check_film_name(target.name)
    suffix = target.suffix.lower()
    plan, dress = plan or FilmPlan.of(trajectory.length - 1), dress or Dress.plain(trajectory)
    plan.check(suffix)
    need_application()
    last = FilmScene(trajectory, dress, plan)
    sample, colours = last.frame(plan.last), last.colours
    frames = _frames(FilmScene(trajectory, dress, plan), plan, progress)
    write_atomically(target, lambda file: write_film(file, suffix, plan, frames, sample, colours))


def _frames(scene: FilmScene, plan: FilmPlan, progress: Progress) -> Iterator[Frame]:
    total = plan.count
    for done, step in enumerate(plan.steps):
        progress(done, total)
        yield scene.frame(step)
    progress(total, total)
