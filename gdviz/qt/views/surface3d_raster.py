"""A surface over the unit square drawn pixel by pixel: every column of the picture walks away from the eye and keeps
its horizon, so that what is seen and what is hidden come out of the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gdviz.engine.result import Floats
from gdviz.qt.views.surface3d_camera import HEIGHT, Camera

Pixels = NDArray[np.uint32]
# The smallest width of a strip that a column cuts from the square.
THIN = 1e-6
# Lines and places on the surface are raised so much, in the unit of the box, not to sink into it.
LIFT = 0.006


@dataclass(frozen=True, eq=False)
class Relief:
    """Heights of the surface at the nodes of a square grid (n, n), rows along y, and its colours (m, m), 0xAARRGGBB.

    `wall` holds the colours of the sides at low x, high x, low y and high y.
    """

    heights: Floats
    colours: Pixels
    wall: Pixels


@dataclass(frozen=True, eq=False)
class Horizon:
    """What each column of a picture sees; `scale` is pixels per unit and `left`, `top` its corner in units.

    `ups` (slices, columns): the highest place up the picture among the first slices; slice s lies at the share
    s / (slices - 1) of the way from `near` to `far`, the column's depths (columns,).
    """

    camera: Camera
    scale: float
    left: float
    top: float
    near: Floats
    far: Floats
    ups: Floats

    def hidden(self, seen: Floats, lift: float) -> NDArray[np.bool_]:
        """Which places, (n, 3) as across, up and depth, lie behind the surface when raised by `lift` units."""
        column = np.clip((seen[:, 0] - self.left) * self.scale, 0, len(self.near) - 1)
        column = np.nan_to_num(column).astype(np.intp)
        deep = np.maximum(self.far[column] - self.near[column], THIN)
        way = np.clip(np.nan_to_num((seen[:, 2] - self.near[column]) / deep), 0.0, 1.0)
        last = len(self.ups) - 1
        before = np.floor(way * last - 1.0).astype(np.intp)
        return (before >= 0) & (self.ups[np.maximum(before, 0), column] > seen[:, 1] + lift)

    def place(self, across: float, up: float) -> tuple[float, float] | None:
        """The place of the square, sideways and away, whose surface is seen there; None beside it."""
        column = int((across - self.left) * self.scale)
        if not 0 <= column < len(self.near) or self.far[column] - self.near[column] <= THIN:
            return None
        ups = self.ups[:, column]
        if not ups[0] <= up <= ups[-1]:
            return None
        after = int(np.searchsorted(ups, up))
        share = 0.0 if after == 0 else (up - ups[after - 1]) / (ups[after] - ups[after - 1])
        way = max(0.0, after - 1 + share) / (len(ups) - 1)
        depth = self.near[column] + way * (self.far[column] - self.near[column])
        ca, sa, _, _ = self.camera.turn
        x, y = across * ca - depth * sa, across * sa + depth * ca
        return float(np.clip(x, -0.5, 0.5)), float(np.clip(y, -0.5, 0.5))


def horizon(relief: Relief, camera: Camera, scale: float, size: tuple[int, int], slices: int) -> Horizon:
    """The horizons of a picture of so many columns and rows, the box's middle in its middle."""
    ca, sa, ce, se = camera.turn
    columns, rows = size
    left = -columns / 2.0 / scale
    top = 0.5 * HEIGHT * ce + rows / 2.0 / scale
    across = left + (np.arange(columns, dtype=np.float64) + 0.5) / scale
    near, far = _strips(across, ca, sa)
    depth = near + np.linspace(0.0, 1.0, slices)[:, None] * (far - near)
    x, y = across * ca - depth * sa, across * sa + depth * ca
    ups = between(relief.heights, x, y) * ce + depth * se
    np.maximum.accumulate(ups, axis=0, out=ups)
    return Horizon(camera, scale, left, top, near, far, ups)


def _strips(across: Floats, ca: float, sa: float) -> tuple[Floats, Floats]:
    """Where each column enters and leaves the square -0.5 .. 0.5; both the same where it misses it."""
    low, high = np.full(len(across), -np.inf), np.full(len(across), np.inf)
    # x = across*ca - depth*sa and y = across*sa + depth*ca both lie within half a unit.
    for along, offset in ((-sa, across * ca), (ca, across * sa)):
        if abs(along) < 1e-9:
            outside = np.abs(offset) > 0.5
            low[outside], high[outside] = 0.0, 0.0
            continue
        ends = np.sort(np.stack([(-0.5 - offset) / along, (0.5 - offset) / along]), axis=0)
        low, high = np.maximum(low, ends[0]), np.minimum(high, ends[1])
    missed = ~(high > low)
    low[missed] = high[missed] = 0.0
    return low, high


def between(grid: Floats, x: Floats, y: Floats) -> Floats:
    """A square grid between its nodes, bilinear, at places from -0.5 to 0.5."""
    last = len(grid) - 1
    across, away = np.clip((x + 0.5) * last, 0.0, last - 1e-6), np.clip((y + 0.5) * last, 0.0, last - 1e-6)
    column, row = across.astype(np.int32), away.astype(np.int32)
    across -= column
    away -= row
    flat, at = grid.reshape(-1), row * len(grid) + column
    low = flat.take(at)
    low += across * (flat.take(at + 1) - low)
    at += len(grid)
    high = flat.take(at)
    high += across * (flat.take(at + 1) - high)
    return low + away * (high - low)


def best_azimuth(relief: Relief, camera: Camera, places: Floats) -> float:
    """From which side most of some places of the box, (n, 3), can be seen; the nearest turn of several."""

    def seen(azimuth: float) -> int:
        looking = replace(camera, azimuth=azimuth % 360.0)
        view = horizon(relief, looking, 80.0, (128, 96), 48)
        return int(np.count_nonzero(~view.hidden(looking.seen(places), LIFT)))

    turns = sorted(range(-180, 180, 45), key=abs)
    return max((camera.azimuth + turn for turn in turns), key=seen) % 360.0


def picture(relief: Relief, seen: Horizon, rows: int) -> QImage:
    """The surface on a transparent ground, one pixel per column of the horizon and as many rows."""
    columns = len(seen.near)
    pixels = np.zeros((rows, columns), dtype=np.uint32)
    _fill_walls(pixels, relief, seen)
    _fill_surface(pixels, relief, seen)
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def _rows_of(seen: Horizon, ups: Floats) -> Floats:
    """The row at which the pixels at or below a place begin."""
    return np.ceil((seen.top - ups) * seen.scale - 0.5)


def _fill_walls(pixels: Pixels, relief: Relief, seen: Horizon) -> None:
    """The sides of the block from the ground up to the surface's near edge."""
    ca, sa, _, se = seen.camera.turn
    rows, columns = pixels.shape
    hit = seen.far - seen.near > THIN
    first = np.clip(_rows_of(seen, seen.ups[0]), 0, rows)
    last = np.clip(_rows_of(seen, seen.near * se), 0, rows)
    across = seen.left + (np.arange(columns) + 0.5) / seen.scale
    x, y = across * ca - seen.near * sa, across * sa + seen.near * ca
    side = np.where(np.abs(x) > np.abs(y), (x > 0).astype(int), 2 + (y > 0))
    row = np.arange(rows)[:, None]
    inside = (row >= first) & (row < last) & hit
    np.copyto(pixels, np.broadcast_to(relief.wall[side], pixels.shape), where=inside)


def _fill_surface(pixels: Pixels, relief: Relief, seen: Horizon) -> None:
    rows, columns = pixels.shape
    slices = len(seen.ups)
    hit = seen.far - seen.near > THIN
    begins = np.clip(_rows_of(seen, seen.ups), 0, rows).astype(np.int32)
    begins[:, ~hit] = rows
    # How many slices end at or above each row, seen from the bottom: the slice whose strip the row belongs to.
    cells = begins * columns + np.arange(columns, dtype=np.int32)
    counts = np.bincount(cells.ravel(), minlength=(rows + 1) * columns)
    behind = counts[: rows * columns].reshape(rows, columns).astype(np.int16)
    np.cumsum(behind, axis=0, out=behind)
    # Row r belongs to slice `slices - behind`: all farther ones are above it.
    at = np.flatnonzero((behind > 0) & (np.arange(rows)[:, None] < begins[0]))
    column = (at % columns).astype(np.int32)
    after = (slices - behind.reshape(-1)[at]).astype(np.int32)
    ups = seen.ups.reshape(-1)
    index = after * columns + column
    high = ups.take(index)
    low = ups.take(np.maximum(index - columns, column))
    here = seen.top - (at // columns + 0.5) / seen.scale
    gap = high - low
    share = np.where(gap > 0.0, 1.0 - (high - here) / np.where(gap > 0.0, gap, 1.0), 1.0)
    way = (after - 1 + np.clip(share, 0.0, 1.0)) / (slices - 1)
    pixels.reshape(-1)[at] = _colours(relief.colours, seen, column, way)


def _colours(texture: Pixels, seen: Horizon, column: NDArray[np.int32], way: Floats) -> Pixels:
    ca, sa, _, _ = seen.camera.turn
    m = len(texture)
    across = seen.left + (np.arange(len(seen.near)) + 0.5) / seen.scale
    deep = (seen.far - seen.near).take(column) * way + seen.near.take(column)
    x = (across * ca + 0.5).take(column) - deep * sa
    y = (across * sa + 0.5).take(column) + deep * ca
    xi = np.clip(x * m, 0, m - 1).astype(np.int32)
    yi = np.clip(y * m, 0, m - 1).astype(np.int32)
    return texture.reshape(-1).take(yi * m + xi)
