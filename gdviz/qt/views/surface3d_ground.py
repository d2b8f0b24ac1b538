"""A surface made ready to be seen in three dimensions: heights in a box, colours with a gentle light, contour lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdviz.engine.result import Floats
from gdviz.qt.style import surface_colours, theme
from gdviz.qt.views.field import Field, levels_of, lines_of
from gdviz.qt.views.plane import Map, Spans
from gdviz.qt.views.surface3d_camera import HEIGHT
from gdviz.qt.views.surface3d_raster import Pixels, Relief, between
from gdviz.qt.views.window import Window
from gdviz.surfaces.levels import Shader, shade, shader

NODES = 201
# Pixels of the colours per node of the grid.
FINER = 3
# From the left, the front and above; a surface that lies level is as bright as its colour.
LIGHT = (-0.46, -0.3, 0.83)
DARKEST, CONTRAST = 0.74, 0.62
# Steep slopes are lit as if they were a little less so, or they would all be black.
FLATTER = 0.55
# The sides of the block at low and high x, low and high y: how light they are, in percent of the theme's wall.
WALLS = (118, 112, 126, 106)


@dataclass(frozen=True, eq=False)
class Ground:
    """The surface over `spans`, and the height that each value of f has.

    `lines` are its contour lines, (n, 3) in the box, parted by nan, `rough_lines` the same with fewer corners.
    """

    spans: Spans
    heights: Shader
    relief: Relief
    lines: Floats
    rough_lines: Floats

    def sideways(self, places: Floats) -> Floats:
        """Places of the plane, (..., 2), in the box's two level coordinates."""
        low, high = np.array(self.spans).T
        with np.errstate(all="ignore"):
            return (places - low) / (high - low) - 0.5

    def over(self, flat: Floats) -> Floats:
        """Level coordinates in the box, (n, 2), with the surface's height there, (n, 3); nan outside."""
        inside = np.abs(flat).max(axis=-1) <= 0.5 + 1e-9
        safe = np.where(inside[:, None], flat, 0.0)
        z = between(self.relief.heights, safe[:, 0], safe[:, 1])
        return np.where(inside[:, None], np.column_stack([flat, z]), np.nan)

    def plane(self, x: float, y: float) -> tuple[float, float]:
        """The place of the plane at level coordinates of the box."""
        (left, right), (bottom, top) = self.spans
        return left + (x + 0.5) * (right - left), bottom + (y + 0.5) * (top - bottom)


def ground(plane: Map, spans: Spans, minimum: float | None, spacing: str, log: bool, nodes: int = NODES) -> Ground:
    """The surface over some spans: `spacing` is that of colours and lines, `log` that of the heights."""
    (left, right), (bottom, top) = spans
    x, y = np.linspace(left, right, nodes), np.linspace(bottom, top, nodes)
    values = plane.values(x, y)
    heights = shader(values, minimum, "log" if log else "linear")
    z = np.where(np.isnan(values), 0.0, heights(values)) * HEIGHT
    relief = Relief(z, _colours(values, z, minimum, spacing), _walls())
    field = Field(Window(left, right, bottom, top, nodes, nodes), x, y, values)
    made = Ground(spans, heights, relief, np.empty((0, 3)), np.empty((0, 3)))
    lines = made.over(made.sideways(lines_of(field, levels_of(field, minimum, spacing))))
    return replace(made, lines=lines, rough_lines=lines[_some(lines)])


def _some(lines: Floats) -> NDArray[np.bool_]:
    """Every third corner, and those beside a gap."""
    gap = np.isnan(lines[:, 0])
    beside = gap.copy()
    beside[1:] |= gap[:-1]
    beside[:-1] |= gap[1:]
    return beside | (np.arange(len(lines)) % 3 == 0)


def _colours(values: Floats, z: Floats, minimum: float | None, spacing: str) -> Pixels:
    """The map's colours in the light, FINER times finer than the nodes, as 0xFFRRGGBB."""
    table = surface_colours()[:, :3].astype(float)
    colours = table[(shade(values, minimum, spacing) * 255.0).astype(np.intp)]
    grey = QColor(theme().undefined)
    colours[np.isnan(values)] = (grey.blue(), grey.green(), grey.red())
    colours *= _brightness(z)[..., None]
    fine = np.rint(np.clip(_finer(_finer(colours).swapaxes(0, 1)).swapaxes(0, 1), 0.0, 255.0)).astype(np.uint32)
    return 0xFF000000 + (fine[..., 2] << 16) + (fine[..., 1] << 8) + fine[..., 0]


def _brightness(z: Floats) -> Floats:
    """How the light falls: 1 on level ground."""
    up, across = np.gradient(FLATTER * z, 1.0 / (len(z) - 1))
    light = (LIGHT[2] - LIGHT[0] * across - LIGHT[1] * up) / np.sqrt(1.0 + across * across + up * up)
    return np.clip(1.0 + CONTRAST * (light - LIGHT[2]), DARKEST, 1.12)


def _finer(values: Floats) -> Floats:
    """Rows between the rows, so that there are FINER times as many."""
    count = len(values)
    where = np.clip((np.arange(FINER * count) + 0.5) * (count - 1) / (FINER * count), 0.0, count - 1 - 1e-9)
    row = where.astype(np.intp)
    share = (where - row).reshape(-1, *[1] * (values.ndim - 1))
    return values[row] * (1.0 - share) + values[row + 1] * share


def _walls() -> Pixels:
    wall = QColor(theme().wall)
    return np.array([wall.lighter(percent).rgba() for percent in WALLS], dtype=np.uint32)
