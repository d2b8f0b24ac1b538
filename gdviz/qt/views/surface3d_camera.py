"""From where a surface is looked at: a parallel projection of a box, turned about its upright axis and tilted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, radians, sin, sqrt

import numpy as np
from PySide6.QtCore import QPointF

from gdviz.engine.result import Floats

HEIGHT = 0.46
LOWEST, HIGHEST = 8.0, 90.0
NEAREST, FARTHEST = 8.0, 0.4


@dataclass(frozen=True)
class Camera:
    """Angles in degrees; `zoom` 1 shows the whole box. The box spans -0.5 .. 0.5 sideways and 0 .. HEIGHT upwards.

    Places of the box become `across` to the right, `up` the picture and `depth` away from the eye, in the same unit.
    """

    azimuth: float = 28.0
    elevation: float = 46.0
    zoom: float = 1.0

    @cached_property
    def turn(self) -> tuple[float, float, float, float]:
        """Cosine and sine of the azimuth, cosine and sine of the elevation."""
        azimuth, elevation = radians(self.azimuth), radians(self.elevation)
        return cos(azimuth), sin(azimuth), cos(elevation), sin(elevation)

    def turned(self, sideways: float, upwards: float) -> Camera:
        """The camera moved by so many degrees, never below the ground nor over the top."""
        elevation = min(max(self.elevation + upwards, LOWEST), HIGHEST)
        return replace(self, azimuth=(self.azimuth + sideways) % 360.0, elevation=elevation)

    def zoomed(self, factor: float) -> Camera:
        """The camera nearer or farther."""
        return replace(self, zoom=min(max(self.zoom * factor, FARTHEST), NEAREST))

    def seen(self, places: Floats) -> Floats:
        """Places of the box, (..., 3), as across, up and depth, (..., 3)."""
        ca, sa, ce, se = self.turn
        x, y, z = places[..., 0], places[..., 1], places[..., 2]
        depth = y * ca - x * sa
        return np.stack([x * ca + y * sa, z * ce + depth * se, depth], axis=-1)


@dataclass(frozen=True)
class Lens:
    """The way from the box to the pixels of a widget: `scale` pixels to the unit."""

    camera: Camera
    width: float
    height: float

    @property
    def scale(self) -> float:
        """So that the box with its numbers fits at zoom 1."""
        _, _, ce, se = self.camera.turn
        return self.camera.zoom * min(self.width / 1.86, self.height / (sqrt(2.0) * se + HEIGHT * ce + 0.24))

    def pixels(self, seen: Floats) -> Floats:
        """Pixels of places as the camera sees them, (n, 3) to (n, 2)."""
        middle = 0.5 * HEIGHT * self.camera.turn[2]
        across = 0.5 * self.width + seen[..., 0] * self.scale
        return np.stack([across, 0.5 * self.height - (seen[..., 1] - middle) * self.scale], axis=-1)

    def eye(self, pixel: QPointF) -> tuple[float, float]:
        """Across and up of a pixel."""
        middle = 0.5 * HEIGHT * self.camera.turn[2]
        across = (pixel.x() - 0.5 * self.width) / self.scale
        return across, (0.5 * self.height - pixel.y()) / self.scale + middle
