"""The values of a surface on a grid, and the pictures made of them: shaded colours and contour lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from contourpy import LineType, contour_generator
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gdviz.engine.result import Floats
from gdviz.qt.style import surface_colours, theme
from gdviz.qt.views.plane import Map
from gdviz.qt.views.window import Window
from gdviz.surfaces.levels import contour_levels, shade

LEVELS = 22
# A node of the grid every so many pixels, within bounds: smooth lines at a few milliseconds.
NODE_PIXELS = 3.0
NODES = (90, 320)


@dataclass(frozen=True, eq=False)
class Field:
    """f at the nodes of a grid: `x` (columns,), `y` (rows,), `values` (rows, columns)."""

    window: Window
    x: Floats
    y: Floats
    values: Floats


def sample(plane: Map, window: Window) -> Field:
    """The surface over a window, at a resolution that suits its pixels."""
    x = np.linspace(window.left, window.right, _nodes(window.width))
    y = np.linspace(window.bottom, window.top, _nodes(window.height))
    return Field(window, x, y, plane.values(x, y))


def _nodes(pixels: float) -> int:
    return int(min(max(pixels / NODE_PIXELS, NODES[0]), NODES[1]))


def levels_of(field: Field, minimum: float | None, spacing: str) -> Floats:
    """The values at which contour lines are drawn."""
    return contour_levels(field.values, minimum, spacing, LEVELS)


def image_of(field: Field, minimum: float | None, spacing: str) -> QImage:
    """The shaded colours, one pixel per node, the first row at the top; grey where f is undefined."""
    shares = shade(field.values, minimum, spacing)[::-1]
    pixels = surface_colours()[(shares * 255.0).astype(np.intp)]
    pixels[np.isnan(field.values[::-1])] = _bgra(theme().undefined)
    rows, columns = shares.shape
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def _bgra(name: str) -> NDArray[np.uint8]:
    colour = QColor(name)
    return np.array([colour.blue(), colour.green(), colour.red(), colour.alpha()], dtype=np.uint8)


def lines_of(field: Field, levels: Floats) -> Floats:
    """All contour lines in one array, (n, 2) in the plane, parted by rows of nan."""
    values = np.ma.masked_invalid(field.values)
    generator = contour_generator(field.x, field.y, values, line_type=LineType.ChunkCombinedNan)
    gap = np.full((1, 2), np.nan)
    found: list[Floats] = []
    for level in levels:
        for points in generator.lines(float(level))[0]:
            if points is not None:
                found += [points, gap]
    return np.vstack(found) if found else np.empty((0, 2))
