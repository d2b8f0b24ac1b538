"""A surface measured in windows: the scale on which "near", "flat" and "far" are judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np

from gdviz.engine.result import Floats
from gdviz.engine.surface import Surface

DEFAULT_WINDOW = (-5.0, 5.0)
SAMPLES = 256
EPS = float(np.finfo(float).eps)


class Measurable(Protocol):
    """What a verdict needs of a compiled surface: exact numbers over leading axes, inf or nan where undefined."""

    def value(self, points: Floats, /) -> Floats:
        """Loss, (..., dim) -> (...)."""

    def gradient(self, points: Floats, /) -> Floats:
        """Gradient, (..., dim) -> (..., dim)."""

    def hessian(self, points: Floats, /) -> Floats:
        """Matrix of second derivatives, (..., dim) -> (..., dim, dim)."""


@dataclass(frozen=True, eq=False)
class Terrain:
    """A surface in the coordinates u = x / widths, in which the window is about 1 wide along every axis.

    `minima` and `local_minima` (n, dim) are the declared ones, scaled.
    The widths are powers of two, so that changing coordinates back and forth loses no bit.
    """

    compiled: Measurable
    middle: Floats
    widths: Floats
    minima: Floats
    local_minima: Floats

    @classmethod
    def of(cls, compiled: Measurable, surface: Surface, dim: int) -> Terrain:
        """The terrain of a surface of `dim` coordinates; axes without a window count as -5 .. 5."""
        window = np.array([*surface.window, *[DEFAULT_WINDOW] * dim][:dim], dtype=np.float64)
        sensible = np.isfinite(window).all(axis=1) & (window[:, 0] < window[:, 1])
        window = np.where(sensible[:, None], window, DEFAULT_WINDOW)
        widths = np.exp2(np.round(np.log2(window[:, 1] - window[:, 0])))
        minima, local = (np.array(each).reshape(-1, dim) / widths for each in (surface.minima, surface.local_minima))
        return cls(compiled, window.mean(axis=1) / widths, widths, minima, local)

    def value(self, points: Floats) -> Floats:
        """Loss at scaled points, (..., dim) -> (...)."""
        return np.asarray(self.compiled.value(points * self.widths), dtype=float)

    def gradient(self, points: Floats) -> Floats:
        """Gradient in scaled coordinates, (..., dim) -> (..., dim): the fall over one window's width."""
        return np.asarray(self.compiled.gradient(points * self.widths), dtype=float) * self.widths

    def hessian(self, points: Floats) -> Floats:
        """Hessian in scaled coordinates, (..., dim) -> (..., dim, dim); its eigenvalues have the true ones' signs."""
        scale = np.multiply.outer(self.widths, self.widths)
        return np.asarray(self.compiled.hessian(points * self.widths), dtype=float) * scale

    def lengths(self, vectors: Floats) -> Floats:
        """The lengths in true coordinates of scaled vectors, (lanes, dim) -> (lanes,)."""
        return lengths(vectors * self.widths)

    def outside(self, points: Floats) -> Floats:
        """How many window widths a scaled point is away from the window's middle, (..., dim) -> (...)."""
        return np.asarray(np.abs(points - self.middle).max(axis=-1))

    @cached_property
    def heights(self) -> tuple[float, float]:
        """The lowest and the median loss at 256 places of the window and its known minima; nan if none is finite."""
        places = self.middle + np.random.default_rng(0).uniform(-0.5, 0.5, (SAMPLES, len(self.widths)))
        losses = self.value(np.concatenate([places, self.minima]))
        losses = losses[np.isfinite(losses)]
        return (float(losses.min()), float(np.median(losses))) if len(losses) else (np.nan, np.nan)

    def rounding(self, points: Floats) -> Floats:
        """How much rounding alone can change the loss at scaled points, (..., dim) -> (...).

        Measured: the spread of the loss over places so close that hardly anything but rounding can tell them apart.
        """
        here = self.value(self.nudged(points))
        spread = np.max(here, axis=-1) - np.min(here, axis=-1)
        return np.asarray(16 * spread + 8 * EPS * np.abs(here[..., 0]))

    def nudged(self, points: Floats, radii: Floats | float = 0.0) -> Floats:
        """Scaled points, (..., dim), and places around each, (..., 17, dim), the points first.

        They stand at the distances `radii`, (...), or as close as coordinates can be told apart.
        """
        dim = points.shape[-1]
        nudges = np.concatenate([np.zeros((1, dim)), directions(dim, 16)])
        size = np.maximum(radii, 1e-13 + 8 * EPS * np.abs(points).max(axis=-1))
        return np.asarray(points[..., None, :] + size[..., None, None] * nudges)

    def relief(self, points: Floats, radius: Floats) -> Floats:
        """The largest change of the loss from scaled points, (lanes, dim), to rings around of some radius, (lanes,)."""
        ring = points[:, None, :] + radius[:, None, None] * directions(points.shape[1], 16)
        return np.asarray(np.abs(self.value(ring) - self.value(points)[:, None]).max(axis=1))


def lengths(vectors: Floats) -> Floats:
    """The Euclidean lengths of vectors, (..., dim) -> (...); for few coordinates, much faster than NumPy's norm."""
    return np.asarray(np.sqrt(np.einsum("...d,...d->...", vectors, vectors)))


@lru_cache(maxsize=32)
def directions(dim: int, count: int) -> Floats:
    """Fixed unit vectors, (rows, dim), in opposite pairs: evenly spread for dim 2, pseudo-random above."""
    if dim == 1:
        return np.array([[1.0], [-1.0]])
    if dim == 2:
        # The turn by an odd angle keeps clear of the axes, which callers add where they want them.
        angles = 2 * np.pi * (np.arange(count) / count) + 0.1
        return np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    half = np.random.default_rng(1).normal(size=((count + 1) // 2, dim))
    half /= np.linalg.norm(half, axis=-1, keepdims=True)
    return np.concatenate([half, -half])
