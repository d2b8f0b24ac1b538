"""The film of a race: what its pictures show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gdviz.engine.errors import InputError
from gdviz.engine.trajectory import Trajectory
from gdviz.files.film import HOLD_MS, FilmPlan, Frame
from gdviz.files.progress import Cancelled
from gdviz.qt.dress import Dress
from gdviz.qt.film import save_film
from gdviz.qt.film_scene import FilmScene
from gdviz.qt.style import look
from tests.qt.trajectories import a_race

PLAN = FilmPlan(last=40, stride=4, fps=20, width=400, height=320)


def scene_of(trajectory: Trajectory, **changes: int) -> FilmScene:
    return FilmScene(trajectory, Dress.plain(trajectory), replace(PLAN, **changes))


def coloured(frame: Frame, at: tuple[int, int], colour: str, near: int = 3) -> bool:
    """Whether that colour is seen around a pixel, given as column and row."""
    column, row = at
    wanted = QColor(colour)
    around = frame[max(0, row - near) : row + near + 1, max(0, column - near) : column + near + 1, :3].astype(int)
    away = np.abs(around - (wanted.blue(), wanted.green(), wanted.red())).max(axis=2)
    return bool((away < 30).any())


def test_a_trail_grows_to_its_end(qapp: QApplication) -> None:
    trajectory = a_race(keys=("momentum",), steps=40)
    scene, colour = scene_of(trajectory), look(0).colour
    middle, end = (scene.pixel(tuple(trajectory.points[step, 0])) for step in (20, 40))
    first = scene.frame(0)
    assert not coloured(first, middle, colour)
    assert not coloured(first, end, colour)
    at_half = scene.frame(20)
    assert coloured(at_half, middle, colour)
    assert not coloured(at_half, end, colour)
    last = scene.frame(40)
    assert coloured(last, middle, colour)
    assert coloured(last, end, colour)


def test_the_same_step_is_the_same_picture_however_it_was_reached(qapp: QApplication) -> None:
    trajectory = a_race(keys=("gd",), steps=40)
    slowly, at_once = scene_of(trajectory), scene_of(trajectory)
    for step in range(0, 40, 5):
        slowly.frame(step)
    away = np.abs(slowly.frame(40).astype(int) - at_once.frame(40).astype(int))
    assert (away > 60).mean() < 0.001


def test_a_hidden_entry_is_in_no_frame(qapp: QApplication) -> None:
    trajectory = a_race(keys=("gd", "momentum"), steps=40)
    dress = replace(Dress.plain(trajectory), visible=(True, False))
    frame = FilmScene(trajectory, dress, PLAN).frame(40)
    wanted = QColor(look(1).colour)
    away = np.abs(frame[..., :3].astype(int) - (wanted.blue(), wanted.green(), wanted.red())).max(axis=2)
    assert not (away < 20).any()


@pytest.mark.parametrize("on", ["parabola", "quadratic3d"])
@pytest.mark.parametrize("size", [(160, 160), (1600, 300)])
def test_any_surface_is_filmed_at_any_size(qapp: QApplication, on: str, size: tuple[int, int]) -> None:
    trajectory = a_race(on, ("gd", "adam"), steps=10)
    scene = scene_of(trajectory, width=size[0], height=size[1], last=10)
    assert scene.frame(0).shape == (size[1], size[0], 4)
    assert (scene.frame(10) != scene_of(trajectory, width=size[0], height=size[1]).frame(0)).any()


def test_a_saved_gif_plays_the_whole_race(qapp: QApplication, tmp_path: Path) -> None:
    trajectory = a_race(keys=("momentum", "adam"), steps=40)
    told: list[tuple[int, int]] = []
    save_film(trajectory, tmp_path / "a.gif", PLAN, progress=lambda *now: told.append(now))
    assert told == [(done, 11) for done in range(12)]
    shown, total = {}, 0
    with Image.open(tmp_path / "a.gif") as gif:
        assert (gif.n_frames, gif.size) == (PLAN.count, (400, 320)) == (11, (400, 320))
        for number in range(gif.n_frames):
            gif.seek(number)
            total += gif.info["duration"]
            shown[number] = np.array(gif.convert("RGB"))[..., ::-1]
    assert total == 11 * 50 + HOLD_MS
    scene = scene_of(trajectory)
    for lane in range(2):
        end = scene.pixel(tuple(trajectory.points[40, lane]))
        assert coloured(shown[10], end, look(lane).colour, 6) or lane == 0  # the later head may cover the earlier one
        assert not coloured(shown[0], end, look(lane).colour)


def test_a_film_is_of_the_whole_race_unless_told_otherwise(qapp: QApplication, tmp_path: Path) -> None:
    save_film(a_race(keys=("gd",), steps=5), tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 6


def test_a_film_given_up_leaves_the_old_one(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(b"old")

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_film(a_race(keys=("gd",), steps=40), path, PLAN, progress=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_filmed_is_refused(qapp: QApplication, tmp_path: Path) -> None:
    trajectory = a_race(keys=("gd",), steps=3)
    with pytest.raises(InputError, match=r"\.gif"):
        save_film(trajectory, tmp_path / "a.avi")
    with pytest.raises(InputError, match="there is no folder"):
        save_film(trajectory, tmp_path / "nowhere" / "a.gif")
    with pytest.raises(InputError, match="pixels a side"):
        save_film(trajectory, tmp_path / "a.gif", replace(PLAN, width=99_999))
    assert list(tmp_path.iterdir()) == []
