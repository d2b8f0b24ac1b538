"""One palette for many pictures: 255 colours, and for every other colour the nearest of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLOURS = 255
# What a table of colours says of one that has not been met yet; no colour has this place.
_UNKNOWN = 255
_AT_ONCE = 1024

# Pixels as whole numbers 0xRRGGBB, whatever stands above them.
Pixels = NDArray[np.uint32]


class Palette:
    """Holds the `exact` colours, as #rrggbb, and those that suit a sample best."""

    def __init__(self, sample: Pixels, exact: Sequence[str]) -> None:
        wanted = dict.fromkeys(int(colour.lstrip("#")[:6], 16) for colour in exact)
        kept = list(wanted)[: COLOURS // 2]
        found = _reduced(sample, COLOURS - len(kept))
        packed = np.array([*kept, *found], dtype=np.uint32)
        self._colours = np.resize(_channels(packed), (COLOURS, 3))
        self._table = np.full(1 << 24, _UNKNOWN, dtype=np.uint8)

    @property
    def bytes(self) -> bytes:
        """Red, green and blue of every colour in turn."""
        return self._colours.astype(np.uint8).tobytes()

    def places(self, pixels: Pixels) -> NDArray[np.uint8]:
        """The place of the nearest colour for every pixel."""
        colours = pixels & 0xFFFFFF
        places: NDArray[np.uint8] = self._table[colours]
        unknown = places == _UNKNOWN
        if unknown.any():
            self._learn(np.unique(colours[unknown]))
            places = self._table[colours]
        return places

    def _learn(self, colours: Pixels) -> None:
        for begin in range(0, len(colours), _AT_ONCE):
            part = colours[begin : begin + _AT_ONCE]
            away = _channels(part)[:, None, :] - self._colours[None]
            self._table[part] = np.einsum("ijk,ijk->ij", away, away).argmin(axis=1)


def _reduced(sample: Pixels, count: int) -> list[int]:
    colours, times = np.unique(sample & 0xFFFFFF, return_counts=True)
    # A colour counts by the root of its pixels: thin trails must not lose theirs to the wide map.
    weighted = np.repeat(_channels(colours).astype(np.uint8), np.ceil(np.sqrt(times)).astype(int), axis=0)
    reduced = Image.fromarray(weighted[None]).quantize(count, Image.Quantize.MEDIANCUT)
    table = bytes(reduced.getpalette() or ())[: 3 * count]
    return [int.from_bytes(table[at : at + 3], "big") for at in range(0, len(table), 3)]


def _channels(packed: Pixels) -> NDArray[np.float32]:
    """Red, green and blue, (n,) to (n, 3)."""
    return np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=-1).astype(np.float32)
