"""Contour levels and colours that show a surface's floor: no blank area at the minimum, whatever the range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdviz.engine.result import Floats
from gdviz.engine.surface import Surface

LEVELS = 24
# The lowest logarithmic line encloses about this share of the area, but is never below this share of the usual height.
_FLOOR_AREA = 0.002
_FLOOR_HEIGHT = 1e-8
# Heights this many times the typical one (log), or this far outside the range of nearly all (linear), get no lines.
_LOG_REACH = 1e6
_LINEAR_REACH = 10.0
_NEARLY_ALL = 0.97
# Lines within the lowest interval of a linear scale, in shares of the interval: without them the valley floor is blank.
_FLOOR_LINES = (0.04, 0.3)
# So many heights tell the shape of all of them.
_SAMPLE = 8192
# Sums and differences of heights this large are still finite.
_LARGEST = 1e300


@dataclass(frozen=True)
class _Scale:
    """Heights measured from `base`: drawn from `bottom` to `top`, and down to `-drop` where f falls below the base."""

    base: float
    bottom: float
    top: float
    drop: float


def known_minimum(surface: Surface, value: Callable[[Floats], Floats]) -> float | None:
    """The value of the surface at its best known minimum, None if it has none; `value` maps (n, dim) to (n,)."""
    points = surface.minima or surface.local_minima
    return float(np.min(value(np.array(points)))) if points else None


def contour_levels(values: Floats, minimum: float | None, spacing: str, count: int = LEVELS) -> Floats:
    """Increasing levels for contour lines of a grid of values (any shape), at most about `count` of them.

    `minimum` is the known value of the minimum, or None for the lowest value seen. "log" spacing is even in the
    logarithm of f - minimum, down to the smallest visible region around the minimum; where f falls below a given
    minimum (a surface without a bottom) the same spacing continues downwards. "linear" spacing is even in f, with two
    more lines at the floor. Values that are not finite are left out; a grid without relief has no levels.
    """
    scale = _log_scale(values, minimum) if spacing == "log" else _linear_scale(values, minimum)
    if scale is None:
        return np.empty(0)
    heights = _log_heights(scale, count) if spacing == "log" else _linear_heights(scale, count)
    # np.unique would import a part of NumPy that takes longer than all this.
    return np.array(sorted(set((scale.base + heights).tolist())))


def shade(values: Floats, minimum: float | None, spacing: str) -> Floats:
    """Colour positions from 0 (lowest) to 1 (highest) of the same shape as `values`, never decreasing in f.

    They follow the scale of `contour_levels`. -inf is 0; +inf and NaN (f is undefined) are 1; without relief all is 0.
    """
    return shader(values, minimum, spacing)(values)


def shader(values: Floats, minimum: float | None, spacing: str) -> Shader:
    """What `shade` would do with `values`, to be done with others of the same surface."""
    values = np.asarray(values, dtype=np.float64)
    scale = _log_scale(values, minimum) if spacing == "log" else _linear_scale(values, minimum)
    return Shader(scale, spacing == "log")


@dataclass(frozen=True)
class Shader:
    """Values of f to positions from 0 to 1 on one scale; `log` is its spacing."""

    scale: _Scale | None
    log: bool

    def __call__(self, values: Floats) -> Floats:
        """Positions of the same shape as the values."""
        values, scale = np.asarray(values, dtype=np.float64), self.scale
        with np.errstate(invalid="ignore", over="ignore"):
            if scale is None:
                return np.where(values < np.inf, 0.0, 1.0)
            heights = values - scale.base
            shades = _log_shade(heights, scale) if self.log else heights / scale.top
            np.clip(shades, 0.0, 1.0, out=shades)
        shades[np.isnan(shades)] = 1.0
        return shades

    @property
    def base(self) -> float:
        """The value from which heights are measured."""
        return self.scale.base if self.scale is not None else 0.0

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest height above the base that the scale tells apart."""
        return (self.scale.bottom, self.scale.top) if self.scale is not None else (0.0, 0.0)


def _heights(values: Floats, minimum: float | None) -> tuple[Floats, float]:
    """The finite values measured from the minimum, and that minimum; without a known one, from the lowest value."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    good = np.isfinite(flat)
    finite = flat if good.all() else flat[good]
    if not finite.size:
        return finite, 0.0
    if max(finite.max(), -finite.min()) > _LARGEST:
        finite = np.clip(finite, -_LARGEST, _LARGEST)
    base = float(finite.min()) if minimum is None or not np.isfinite(minimum) else float(minimum)
    return finite - base, base


def _linear_scale(values: Floats, minimum: float | None) -> _Scale | None:
    heights, base = _heights(values, minimum)
    if not heights.size:
        return None
    low, high = float(heights.min()), float(heights.max())
    most_above, most_below = _ordered(heights, 1 - _NEARLY_ALL), _ordered(heights, _NEARLY_ALL)
    reach = _LINEAR_REACH * (most_below - most_above)
    if reach > 0:
        low, high = max(low, most_above - reach), min(high, most_below + reach)
    # A known minimum just below the lowest value seen lies between the grid's points; one far below is out of sight.
    shift = 0.0 if 0 <= low < (high - low) / LEVELS else low
    return _scale(base + shift, 0.0, high - shift, 0.0)


def _log_scale(values: Floats, minimum: float | None) -> _Scale | None:
    heights, base = _heights(values, minimum)
    if not heights.size:
        return None
    low, high = float(heights.min()), float(heights.max())
    # A minimum that rounding, or a polished value, puts a hair above the lowest value is still the lowest.
    if -_FLOOR_HEIGHT * (high - low) <= low < 0:
        heights, base, low, high = heights - low, base + low, 0.0, high - low
    sizes = np.abs(heights) if low < 0 else heights
    typical = _ordered(sizes, 0.5) or high - low
    top, drop = min(high, _LOG_REACH * typical), min(max(-low, 0.0), _LOG_REACH * typical)
    bottom = max(_ordered(sizes, _FLOOR_AREA), _FLOOR_HEIGHT * typical)
    return _scale(base, bottom, top, drop)


def _scale(base: float, bottom: float, top: float, drop: float) -> _Scale | None:
    """The scale, or None where the relief is lost in rounding."""
    rounding = 8 * np.finfo(np.float64).eps * max(abs(base), np.finfo(np.float64).tiny)
    return _Scale(base, bottom, top, drop) if max(top, drop) > max(rounding, bottom) else None


def _ordered(heights: Floats, share: float) -> float:
    """The height that this share of all heights lies below, judged by a sample of them."""
    sample = heights[:: heights.size // _SAMPLE + 1]
    rank = int(share * (sample.size - 1))
    return float(np.partition(sample, rank)[rank])


def _linear_heights(scale: _Scale, count: int) -> Floats:
    intervals = max(count - len(_FLOOR_LINES) + 1, 1)
    step = scale.top / intervals
    return step * np.concatenate([_FLOOR_LINES, np.arange(1, intervals)])


def _log_heights(scale: _Scale, count: int) -> Floats:
    sides = (scale.top > scale.bottom) + (scale.drop > scale.bottom)
    each = max(count // sides, 2)
    # The last line would be a single point, the highest of all.
    up = np.geomspace(scale.bottom, scale.top, each + 1)[:-1] if scale.top > scale.bottom else np.empty(0)
    down = np.geomspace(scale.bottom, scale.drop, each + 1)[:-1] if scale.drop > scale.bottom else np.empty(0)
    return np.concatenate([-down[::-1], up])


def _log_shade(heights: Floats, scale: _Scale) -> Floats:
    """From 0 to 1 in the logarithm of the height above `bottom`, on both sides of the base where there are two."""
    sizes = np.abs(heights)
    np.maximum(sizes, scale.bottom, out=sizes)
    np.log(sizes / scale.bottom, out=sizes)
    up = np.log(max(scale.top, scale.bottom) / scale.bottom)
    down = np.log(max(scale.drop, scale.bottom) / scale.bottom)
    shades: Floats = (np.copysign(sizes, heights) + down) / (up + down)
    return shades
