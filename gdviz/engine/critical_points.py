"""The critical points in a window: found by Newton's method from many starts, told apart by their eigenvalues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdviz.engine.compiled_surface import compile_surface, dimension
from gdviz.engine.continua import Continuum, split_continua
from gdviz.engine.critical_answer import MOST, CriticalAnswer, CriticalQuestion, Extent, FoundPoint, Spans
from gdviz.engine.critical_point import Flags, eigen, steady_curvatures
from gdviz.engine.critical_search import CLOSE, NewtonSearch, distinct
from gdviz.engine.degenerate_point import degenerate_points, natures_by_looking
from gdviz.engine.errors import InputError
from gdviz.engine.nature import Nature
from gdviz.engine.result import Floats
from gdviz.engine.surface import Point
from gdviz.engine.terrain import EPS, Measurable, Terrain, lengths
from gdviz.language.sentence import Sentence

# Starts: on a line, along each side of a map, and strewn over more coordinates. A loss over samples costs as much as
# all of them, and is smoother than what is thought up to be difficult.
ON_A_LINE, ON_A_SIDE, STREWN = 400, 40, 800
ON_A_SIDE_OF_SAMPLES = 22
MOST_COORDINATES = 10
# To look at one around takes its time.
MOST_DEGENERATE = 60
# An eigenvalue below this share of the curvatures around is looked at more closely, on a ball of that radius.
FAINT, WIDER = 1e-7, 1e-3
# On a window of fewer numbers than this from side to side Newton's steps are all rounding.
RESOLUTION = 1e4
SAMPLES = 5
# What only looks like a critical point counts if there is none so many windows around.
ASIDE = 0.03


def critical_points_in(question: CriticalQuestion) -> CriticalAnswer:
    """Find them; InputError for more than MOST_COORDINATES, or for a window too small for numbers.

    FormulaError for a surface without derivatives. Imports SymPy.
    """
    dim = dimension(question.surface)
    if dim > MOST_COORDINATES:
        template = "critical points are sought in up to {most} coordinates, and this surface has {count}"
        raise InputError(Sentence(template, most=MOST_COORDINATES, count=dim), "critical")
    _check_window(question.window)
    return _Search(question, compile_surface(question.surface), dim).answer()


def _check_window(window: Spans) -> None:
    for low, high in window:
        if not np.isfinite(high - low):
            raise InputError("the window is too large for numbers; zoom in", "critical")
        if high - low <= RESOLUTION * EPS * max(abs(low), abs(high)):
            raise InputError("the window is so small that numbers in it can hardly be told apart; zoom out", "critical")


class _Search:
    def __init__(self, question: CriticalQuestion, compiled: Measurable, dim: int) -> None:
        self._question, self._dim = question, dim
        self._more = False
        self._terrain = Terrain.of(compiled, replace(question.surface, window=question.window), dim)
        self._low, self._high = np.array(question.window).T / self._terrain.widths

    def answer(self) -> CriticalAnswer:
        starts = self._starts()
        with np.errstate(all="ignore"):
            self._measure(starts)
            search = NewtonSearch(self._terrain, np.concatenate([starts, self._declared()]), self._steepness)
            found = self._points(search)
        order = {Nature.MINIMUM: 0, Nature.SADDLE: 1, Nature.MAXIMUM: 2, Nature.LEVEL: 3, None: 4}
        found.sort(key=lambda each: (order[each.nature], each.loss))
        return CriticalAnswer(self._question, tuple(found), self._more, self._undefined, self._lowest(found))

    def _lowest(self, found: list[FoundPoint]) -> float:
        """The loss of the lowest minimum, be it declared or found."""
        declared = np.array(self._question.surface.minima, dtype=float).reshape(-1, self._dim) / self._terrain.widths
        losses = [*self._terrain.value(declared), *(each.loss for each in found if each.nature is Nature.MINIMUM)]
        return float(min((loss for loss in losses if np.isfinite(loss)), default=np.inf))

    def _measure(self, starts: Floats) -> None:
        """How steep and how curved the surface is, by and large."""
        sizes = np.where(np.isfinite(self._terrain.value(starts)), lengths(self._terrain.gradient(starts)), np.nan)
        known = sizes[np.isfinite(sizes)]
        self._undefined = 1.0 - len(known) / len(sizes)
        self._steepness = float(np.median(known)) if len(known) else 0.0

    def _starts(self) -> Floats:
        """Places all over the window, (n, dim)."""
        if self._dim == 1:
            shares = (np.arange(ON_A_LINE)[:, None] + 0.5) / ON_A_LINE
        elif self._dim == 2:
            count = ON_A_SIDE if self._question.surface.data is None else ON_A_SIDE_OF_SAMPLES
            side = (np.arange(count) + 0.5) / count
            shares = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        else:
            shares = np.random.default_rng(0).random((STREWN, self._dim))
        return np.asarray(self._low + (self._high - self._low) * shares)

    def _declared(self) -> Floats:
        """What is known of the surface, within the window."""
        surface = self._question.surface
        known = [*surface.minima, *surface.local_minima, *surface.saddles, *surface.maxima]
        points = np.array(known, dtype=float).reshape(-1, self._dim) / self._terrain.widths
        return points[self._inside(points)]

    def _inside(self, points: Floats) -> Flags:
        slack = 1e-9 * (self._high - self._low)
        return np.asarray(((points >= self._low - slack) & (points <= self._high + slack)).all(axis=1))

    def _points(self, search: NewtonSearch) -> list[FoundPoint]:
        best = np.argsort(search.sizes, kind="stable")
        arrived = self._seen(search.points[best[search.arrived[best]]])
        arrived = arrived[distinct(arrived, self._apart(arrived))]
        regular = self._regular(arrived)
        nearly = self._seen(search.points[best[search.nearly[best]]])
        nearly = nearly[distinct(nearly, ASIDE)]
        nearly = nearly[self._far_from(nearly, arrived, ASIDE)]
        lone, continua = split_continua(self._terrain, arrived[~regular], self._inside, self._steepness)
        found = self._regular_points(self._nearest(arrived[regular], MOST))
        found += self._degenerate(self._nearest(lone, MOST_DEGENERATE), 0.0)
        # From a little way off, so that it can be seen whether the steps die down.
        found += self._degenerate(self._nearest(nearly, MOST_DEGENERATE), WIDER)
        found += [self._whole(each) for each in continua]
        return found + self._kinks([each.point for each in found])

    def _seen(self, points: Floats) -> Floats:
        """Those inside the window at which f is defined: 1/x, say, is more often defined than the log it comes from."""
        return points[self._inside(points) & np.isfinite(self._terrain.value(points))]

    def _nearest(self, points: Floats, most: int) -> Floats:
        """Those nearest the middle of the window, if there are too many."""
        if len(points) <= most:
            return points
        self._more = True
        return points[np.argsort(lengths(points - self._terrain.middle), kind="stable")[:most]]

    def _apart(self, points: Floats) -> float:
        """Nearer points than this are the same."""
        return max(CLOSE, 1e3 * EPS * float(np.abs(points).max(initial=0.0)))

    @staticmethod
    def _far_from(points: Floats, others: Floats, radius: float) -> Flags:
        return np.array([(lengths(others - point) > radius).all() for point in points], dtype=bool)

    def _regular(self, points: Floats) -> Flags:
        """Where the eigenvalues decide: they keep their signs around, the faint ones farther around."""
        if not len(points):
            return np.zeros(0, dtype=bool)
        near = steady_curvatures(self._terrain, points, points)
        faintest = np.abs(near.values).min(axis=1)
        scale = np.maximum(np.abs(near.values).max(axis=1), self._steepness)
        regular: Flags = np.asarray(near.steady.all(axis=1))
        faint = np.flatnonzero(regular & (faintest <= FAINT * scale))
        if len(faint):
            wider = steady_curvatures(self._terrain, points[faint], points[faint] + WIDER / np.sqrt(self._dim))
            regular[faint] = wider.steady.all(axis=1)
        return regular

    def _regular_points(self, points: Floats) -> list[FoundPoint]:
        found = self._found(points, [None] * len(points))
        return [replace(each, nature=_nature(each.eigenvalues), degenerate=False) for each in found]

    def _degenerate(self, points: Floats, off: float) -> list[FoundPoint]:
        """The lone ones, (n, dim), looked at from so far off; what only seems to be one is dropped."""
        if not len(points):
            return []
        looked = degenerate_points(self._terrain, points + off, np.full(len(points), ASIDE))
        known = [i for i, nature in enumerate(looked.natures) if nature is not None]
        kept = [known[i] for i in distinct(points[known], WIDER)]
        return self._found(points[kept], [looked.natures[i] for i in kept])

    def _whole(self, continuum: Continuum) -> FoundPoint:
        """A line or an area, for which the point nearest the middle of the window stands."""
        points = continuum.points
        middle = points[np.argmin(lengths(points - self._terrain.middle))]
        some = points[np.linspace(0, len(points) - 1, SAMPLES).astype(int)]
        natures = set(degenerate_points(self._terrain, some, np.full(len(some), CLOSE)).natures) - {None}
        nature = natures.pop() if len(natures) == 1 else None
        extent = Extent.LINE if continuum.line else Extent.AREA
        places = tuple(map(tuple, (points * self._terrain.widths).tolist()))
        return replace(self._found(middle[None], [nature])[0], extent=extent, places=places)

    def _kinks(self, found: list[Point]) -> list[FoundPoint]:
        """Known points at which the gradient is not zero: what they are is seen from the loss around."""
        known, taken = self._declared(), np.array(found).reshape(-1, self._dim) / self._terrain.widths
        known = known[self._far_from(known, taken, 1e-4)]
        if not len(known):
            return []
        natures = natures_by_looking(self._terrain, known)
        true = known * self._terrain.widths
        losses = self._terrain.value(known)
        return [
            FoundPoint(tuple(point.tolist()), float(loss), nature)
            for point, loss, nature in zip(true, losses, natures, strict=True)
            if nature is not Nature.LEVEL
        ]

    def _found(self, points: Floats, natures: Sequence[Nature | None]) -> list[FoundPoint]:
        """Degenerate points, (n, dim), with their numbers in true coordinates."""
        if not len(points):
            return []
        scale = np.multiply.outer(self._terrain.widths, self._terrain.widths)
        values, vectors, _ = eigen(self._terrain.hessian(points) / scale)
        # What is only rounding is a zero.
        values[np.abs(values) <= 64 * EPS * self._dim * np.abs(values).max(axis=1, keepdims=True)] = 0.0
        true, losses = (points * self._terrain.widths).tolist(), self._terrain.value(points).tolist()
        columns = zip(true, losses, natures, values.tolist(), np.swapaxes(vectors, 1, 2).tolist(), strict=True)
        return [
            FoundPoint(tuple(point), loss, nature, tuple(own), tuple(map(tuple, along)), degenerate=True)
            for point, loss, nature, own, along in columns
        ]


def _nature(eigenvalues: Sequence[float]) -> Nature:
    """What the signs say, where they decide."""
    signs = {value > 0 for value in eigenvalues}
    return Nature.SADDLE if len(signs) > 1 else Nature.MINIMUM if True in signs else Nature.MAXIMUM
