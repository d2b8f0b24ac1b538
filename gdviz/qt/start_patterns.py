"""Several starts in one action: a ring around a point, a grid over the window."""

from __future__ import annotations

from math import cos, isqrt, pi, sin

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.surface import Point
from gdviz.engine.terrain import DEFAULT_WINDOW
from gdviz.qt.setup import Setup, most_starts


def ring(setup: Setup, centre: Point, count: int, share: float) -> tuple[Point, ...]:
    """`count` starts around a point, as far from it as that share of half the window; on a line, evenly spaced."""
    (left, right), *others = _spans(setup)
    across = share * (right - left) / 2
    if not others:
        return tuple((x,) for x in _spread(centre[0] - across, centre[0] + across, count))
    up = share * (others[0][1] - others[0][0]) / 2
    turns = [2 * pi * number / count for number in range(count)]
    places = ((centre[0] + across * cos(turn), centre[1] + up * sin(turn)) for turn in turns)
    return tuple((_short(x), _short(y), *centre[2:]) for x, y in places)


def grid(setup: Setup, centre: Point, side: int) -> tuple[Point, ...]:
    """`side` times `side` starts, each in the middle of its share of the window; further coordinates as `centre`."""
    (left, right), *others = _spans(setup)
    columns = _middles(left, right, side)
    if not others:
        return tuple((x,) for x in columns)
    return tuple((x, y, *centre[2:]) for y in reversed(_middles(*others[0], side)) for x in columns)


def widest_grid(setup: Setup) -> int:
    """The largest `side` of a grid that the window can show."""
    most = most_starts(setup)
    return most if len(_spans(setup)) == 1 else isqrt(most)


def _spans(setup: Setup) -> list[tuple[float, float]]:
    """The window of the first one or two coordinates."""
    surface = setup.spec.surface
    return [*surface.window, *[DEFAULT_WINDOW] * 2][: min(2, dimension(surface))]


def _middles(low: float, high: float, count: int) -> list[float]:
    return [_short(low + (high - low) * (number + 0.5) / count) for number in range(count)]


def _spread(low: float, high: float, count: int) -> list[float]:
    return [_short(low + (high - low) * number / max(count - 1, 1)) for number in range(count)]


def _short(value: float) -> float:
    """A start is to be read in its box."""
    return float(f"{value:.5g}")
