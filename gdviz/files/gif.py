"""Animated GIFs with one palette for all frames, each frame holding only the pixels that have changed.

A palette of its own for each frame and whole frames, the usual way, take ten times the time and the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from gdviz.files.film import Frame
from gdviz.files.palette import COLOURS, Palette, Pixels

# The place after the palette's stands for a pixel that stays as it was.
UNCHANGED = COLOURS
_KEEP_BELOW = 1
_FOREVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def write_gif(
    file: IO[bytes], frames: Iterable[Frame], centiseconds: Sequence[int], sample: Frame, exact: Sequence[str]
) -> None:
    """Write the frames as they come, each for its time, over and over; there are as many times as frames."""
    palette = Palette(packed(sample), exact)
    before: Pixels | None = None
    for frame, stays in zip(frames, centiseconds, strict=True):
        pixels = packed(frame)
        if before is None:
            file.write(_head(pixels.shape, palette) + _FOREVER)
            file.write(_block(palette.places(pixels), (0, 0), stays))
        else:
            file.write(_changes(pixels, pixels != before, palette, stays))
        before = pixels
    file.write(b";")


def packed(frame: Frame) -> Pixels:
    """One number per pixel."""
    return np.ascontiguousarray(frame).view("<u4")[..., 0]


def _head(shape: tuple[int, ...], palette: Palette) -> bytes:
    height, width = shape
    size = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    return b"GIF89a" + size + b"\xf7\x00\x00" + palette.bytes + b"\0\0\0"


def _changes(pixels: Pixels, changed: NDArray[np.bool_], palette: Palette, stays: int) -> bytes:
    """The smallest rectangle with all that has changed; one untouched pixel if nothing has."""
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not len(rows):
        return _block(np.full((1, 1), UNCHANGED, dtype=np.uint8), (0, 0), stays)
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    inside = changed[top:bottom, left:right]
    places = np.full(inside.shape, UNCHANGED, dtype=np.uint8)
    places[inside] = palette.places(pixels[top:bottom, left:right][inside])
    return _block(places, (int(left), int(top)), stays)


def _block(places: NDArray[np.uint8], offset: tuple[int, int], stays: int) -> bytes:
    options = {"duration": 10 * stays, "transparency": UNCHANGED, "disposal": _KEEP_BELOW}
    return b"".join(GifImagePlugin.getdata(Image.fromarray(places), offset, **options))
