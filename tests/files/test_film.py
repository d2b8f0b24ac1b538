"""Films: what they show for how long, and the files they are written into, read again by other programs' readers."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from gdviz.engine.errors import InputError
from gdviz.files import film
from gdviz.files.errors import StorageError
from gdviz.files.film import HOLD_MS, FilmPlan, Frame, check_film_name, write_film
from gdviz.files.palette import Palette
from gdviz.files.writing import write_atomically

PLAN = FilmPlan(last=6, stride=2, fps=20, width=200, height=160)
RED, BLUE, PAPER = (200, 30, 40), (10, 60, 210), (255, 255, 255)


def a_frame(shown: int) -> Frame:
    """White paper under a shading, with a red square that moves and a blue one that stays."""
    frame = np.full((PLAN.height, PLAN.width, 4), 255, dtype=np.uint8)
    frame[100:, :, :3] = np.linspace(150, 250, PLAN.width, dtype=np.uint8)[:, None]
    frame[10:20, 10 + 20 * shown : 20 + 20 * shown, :3] = RED[::-1]
    frame[40:50, 10:20, :3] = BLUE[::-1]
    return frame


def frames() -> list[Frame]:
    return [a_frame(shown) for shown in range(4)]


def a_gif(shown: list[Frame] | None = None, plan: FilmPlan = PLAN) -> Image.Image:
    file = io.BytesIO()
    write_film(file, ".gif", plan, iter(shown or frames()), a_frame(3), ["#c81e28", "#0a3cd2", "#ffffff"])
    file.seek(0)
    return Image.open(file)


def test_a_plan_shows_every_so_many_steps_and_the_last() -> None:
    assert list(FilmPlan(last=7, first=1, stride=3).steps) == [1, 4, 7]
    assert list(FilmPlan(last=8, first=1, stride=3).steps) == [1, 4, 7, 8]
    assert list(FilmPlan(last=0).steps) == [0]


@pytest.mark.parametrize("stride", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("last", [0, 1, 6, 7, 8])
def test_the_frames_are_counted_without_making_them(last: int, stride: int) -> None:
    for first in range(last + 1):
        plan = FilmPlan(last, first, stride)
        assert plan.count == len(plan.steps)


@pytest.mark.parametrize("last", [0, 1, 249, 250, 251, 100_000])
def test_the_plan_of_any_race_is_about_ten_seconds_at_most(last: int) -> None:
    plan = FilmPlan.of(last)
    plan.check(".gif")
    assert plan.seconds <= 12.0
    assert plan.steps[-1] == last


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"width": 10}, "size"),
        ({"height": 5000}, "size"),
        ({"fps": 0}, "fps"),
        ({"fps": 51}, "fps"),
        ({"first": 7}, "steps"),
        ({"stride": 0}, "steps"),
        ({"last": 10**9, "stride": 1}, "steps"),
    ],
)
def test_a_film_that_cannot_be_made_is_refused(changes: dict[str, int], where: str) -> None:
    with pytest.raises(InputError) as refusal:
        replace(PLAN, **changes).check(".gif")
    assert refusal.value.where == where


def test_a_gif_has_the_frames_the_size_the_time_and_plays_for_ever() -> None:
    gif = a_gif()
    assert (gif.n_frames, gif.size, gif.info["loop"]) == (4, (200, 160), 0)
    times = [frame.info["duration"] for frame in ImageSequence.Iterator(gif)]
    assert times == [50, 50, 50, 50 + HOLD_MS]


def test_the_time_of_a_gif_does_not_drift() -> None:
    gif = a_gif([a_frame(0)] * 61, replace(PLAN, last=60, stride=1, fps=30))
    assert sum(frame.info["duration"] for frame in ImageSequence.Iterator(gif)) == pytest.approx(
        61e3 / 30 + HOLD_MS, abs=10
    )
    assert gif.n_frames == 61


def test_a_gif_shows_every_frame_as_it_was_drawn_and_the_chosen_colours_exactly() -> None:
    gif = a_gif()
    for shown, frame in enumerate(ImageSequence.Iterator(gif)):
        seen = np.array(frame.convert("RGB")).astype(int)
        meant = a_frame(shown)[..., 2::-1].astype(int)
        assert np.abs(seen - meant).max() <= 3
        assert tuple(seen[15, 15 + 20 * shown]) == RED
        assert tuple(seen[45, 15]) == BLUE
        assert tuple(seen[80, 100]) == PAPER


def test_a_palette_finds_the_nearest_of_its_colours() -> None:
    noise = np.random.default_rng(0).integers(0, 1 << 24, 3000, dtype=np.uint32)
    palette = Palette(noise, ["#123456"])
    table = np.frombuffer(palette.bytes, dtype=np.uint8).reshape(-1, 3).astype(int)
    assert tuple(table[0]) == (0x12, 0x34, 0x56)
    some = noise[:200]
    wanted = np.stack([some >> 16, some >> 8 & 255, some & 255], axis=1).astype(int)
    away = ((wanted[:, None] - table[None]) ** 2).sum(axis=2)
    found = palette.places(some)
    np.testing.assert_array_equal(away[np.arange(200), found], away.min(axis=1))


def test_a_palette_of_a_picture_with_few_colours() -> None:
    palette = Palette(np.array([0xFFFFFF, 0], dtype=np.uint32), [])
    assert len(palette.bytes) == 3 * 255
    assert set(palette.places(np.array([0xFFFFFF, 0], dtype=np.uint32)).tolist()) < {*range(255)}


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_a_video_has_the_frames_the_size_and_the_colours(suffix: str) -> None:
    av = pytest.importorskip("av")
    file = io.BytesIO()
    odd = [frame[:-1, :-1] for frame in frames()]
    write_film(file, suffix, replace(PLAN, width=199, height=159), iter(odd), odd[0], [])
    file.seek(0)
    with av.open(file) as container:
        seen = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]
    assert len(seen) == 4 + round(HOLD_MS * PLAN.fps / 1000)
    assert seen[0].shape == (158, 198, 3)
    for shown in range(4):
        assert np.abs(seen[shown][15, 15 + 20 * shown] - RED).max() < 40
    np.testing.assert_allclose(seen[-1], seen[3], atol=25)


def test_a_kind_of_film_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match=r"'a\.avi' must end in \.gif or \.mp4 or \.webm"):
        check_film_name("a.avi")


def test_without_the_package_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film, "find_spec", lambda _name: None)
    check_film_name("a.gif")
    for name in ("a.mp4", "a.WEBM"):
        with pytest.raises(InputError, match="pip install av"):
            check_film_name(name)


@pytest.mark.parametrize("suffix", [".gif", ".mp4", ".webm"])
def test_a_disk_that_fills_up_leaves_the_old_film(tmp_path: Path, suffix: str) -> None:
    if suffix != ".gif":
        pytest.importorskip("av")
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")

    def ever_more() -> Iterator[Frame]:
        yield from frames()[:3]
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageError, match="no space left"):
        write_atomically(path, lambda file: write_film(file, suffix, PLAN, ever_more(), a_frame(3), []))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
