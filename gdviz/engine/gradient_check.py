"""The exact gradient against central differences of f: two ways to the same numbers that share no code.

(f(x + h) - f(x - h)) / 2h errs in two ways: by truncation, which falls with the square of h, and by rounding, which
grows with 1/h; the best h lies between, near the third root of the precision of a float (Press et al., Numerical
Recipes, 3rd ed., 5.7). The relative error is |a - n| / max(|a|, |n|), as in Stanford's CS231n, "Gradient checks".
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface
from gdviz.engine.errors import InputError
from gdviz.engine.gradient_findings import CORNER_STEPS, Finding, Measured, finding
from gdviz.engine.result import Floats
from gdviz.engine.surface import Point, Surface
from gdviz.language.sentence import Sentence, counted

PER_DECADE = 4
# From 1e-1 to 1e-12, the whole decades exactly.
STEPS = tuple(float(f"{10.0 ** (-place / PER_DECADE):.12g}") for place in range(PER_DECADE, 12 * PER_DECADE + 1))
EPSILON = float(np.finfo(np.float64).eps)
MOST_DIGITS = 15
BEST_STEP = EPSILON ** (1 / 3)
# So many numbers are put into one evaluation at most; between two of them something urgent may go first.
TILE = 2_000_000


@dataclass(frozen=True)
class Partial:
    """The derivative along one coordinate, exact and by differences at the step that differences are best at.

    `step` is that step, `uncertainty` what differences can be wrong by there, `left` and `right` the one-sided slopes
    that tell a kink. Per step h of STEPS, in units of `unit`, truncation is about `truncation` h^2 and rounding about
    `rounding` / h; nan where it does not show.
    """

    name: str
    analytic: float
    central: float
    step: float
    uncertainty: float
    left: float
    right: float
    unit: float
    truncation: float
    rounding: float
    finding: Finding

    @property
    def error(self) -> float:
        """|a - n|."""
        return abs(self.analytic - self.central)

    @property
    def relative_error(self) -> float:
        """|a - n| / max(|a|, |n|); 0 where both are 0."""
        size = max(abs(self.analytic), abs(self.central))
        return self.error / size if size > 0 else self.error

    @property
    def digits(self) -> int:
        """How many digits of the two agree; none where both are zero."""
        relative = self.relative_error
        if not relative < 1 or self.analytic == self.central == 0:
            return 0
        return MOST_DIGITS if relative < 10.0**-MOST_DIGITS else int(-np.log10(relative))


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The check at a point: one Partial per coordinate, and |analytic - difference| (steps, coordinates)."""

    expression: str
    point: Point
    partials: tuple[Partial, ...]
    errors: Floats


def check_gradient_of(surface: Surface, points: Sequence[Point]) -> list[GradientCheck]:
    """The check of a surface at each point; FormulaError, or InputError for a point that is none of its points."""
    found = [each for point in points for each in check_in_pieces(surface, point)]
    return [check for check in found if check is not None]


def check_in_pieces(surface: Surface, point: Point) -> Iterator[GradientCheck | None]:
    """As check_gradient_of, at one point; None comes after every piece of the work, and the check at last."""
    compiled = compile_surface(surface, 1)
    _check_point(point, len(compiled.coordinates))
    samples = 1 if surface.data is None else len(surface.data)
    yield from _measuring(compiled, point, surface.expression, samples)


def measure(surface: CompiledSurface, point: Point) -> GradientCheck:
    """The check of a surface with a gradient at one of its points."""
    *_, check = _measuring(surface, point, "", 1)
    assert check is not None
    return check


def _measuring(surface: CompiledSurface, point: Point, expression: str, samples: int) -> Iterator[GradientCheck | None]:
    here = np.array(point, dtype=np.float64)
    measured = yield from _differences(surface, here, samples)
    errors = np.abs(measured.central - measured.analytic)
    errors.flags.writeable = False
    partials = tuple(
        _partial(name, measured.along(axis), errors[:, axis]) for axis, name in enumerate(surface.coordinates)
    )
    yield GradientCheck(expression, tuple(map(float, here)), partials, errors)


def _check_point(point: Point, dim: int) -> None:
    if len(point) != dim:
        count = counted(len(point), "{count} coordinate", "{count} coordinates")
        raise InputError(Sentence("the point has {count}, the surface has {dim}", count=count, dim=dim), "point")
    if not np.isfinite(point).all():
        raise InputError(Sentence("every coordinate of the point must be a finite number"), "point")


def _differences(surface: CompiledSurface, here: Floats, samples: int) -> Generator[None, None, Measured]:
    """Differences of f by all steps along all coordinates, (steps, coordinates)."""
    # Beside a coordinate in the thousands or more, the smallest steps would be lost.
    units = 10.0 ** np.floor(np.log10(np.maximum(np.abs(here) / 100, 1.0)))
    steps = np.outer(STEPS, units)
    value = float(surface.value(here))
    before = yield from _values(surface, here, -steps, samples)
    after = yield from _values(surface, here, steps, samples)
    with np.errstate(all="ignore"):
        left, right, central = (value - before) / steps, (after - value) / steps, (after - before) / (2 * steps)
        sizes = np.maximum(np.maximum(np.abs(before), np.abs(after)), abs(value)) + units * np.abs(central)
        rounding = np.maximum(EPSILON * sizes, _scatter(before + after - 2 * value)) / steps
    return Measured(surface.gradient(here), units, steps, left, right, central, rounding)


def _values(surface: CompiledSurface, here: Floats, shifts: Floats, samples: int) -> Generator[None, None, Floats]:
    """f with one coordinate shifted at a time, (steps, coordinates), in as few evaluations as memory allows."""
    values = np.empty(shifts.size)
    lanes = max(1, TILE // (len(here) * samples))
    for first in range(0, shifts.size, lanes):
        last = min(first + lanes, shifts.size)
        axes = np.arange(first, last) % len(here)
        # Coordinates first: each is then one piece of memory for the evaluation.
        points = np.repeat(here[:, None], last - first, axis=1)
        points[axes, np.arange(last - first)] += shifts.reshape(-1)[first:last]
        values[first:last] = surface.value(points.T)
        yield
    return values.reshape(shifts.shape)


def _scatter(bends: Floats) -> Floats:
    """How far f is off by rounding within it: at the smallest steps f itself has no time to bend."""
    last = bends[-2 * PER_DECADE :]
    spread = np.abs(last - np.median(last, axis=0)).max(axis=0)
    return np.where(np.isfinite(spread), spread, 0.0)


def _partial(name: str, measured: Measured, errors: Floats) -> Partial:
    found, best = finding(measured), measured.best
    truncation, rounding = _branches(measured, errors)
    kink = best if measured.corner is None else measured.corner - CORNER_STEPS // 2
    return Partial(
        name,
        float(measured.analytic),
        float(measured.central[best]),
        float(measured.steps[best]),
        float(measured.uncertainty[best]),
        float(measured.left[kink]),
        float(measured.right[kink]),
        float(measured.units),
        truncation,
        rounding,
        found,
    )


def _branches(measured: Measured, errors: Floats) -> tuple[float, float]:
    """What stands before h^2 and before 1/h in the errors, each taken where it rules."""
    steps = np.array(STEPS)
    with np.errstate(all="ignore"):
        falling = np.flatnonzero(errors > 10 * measured.rounding)
        growing = np.flatnonzero((steps < BEST_STEP / 3) & (errors > 0))
    near = falling[-PER_DECADE:]
    slope = _slope(steps[near], errors[near]) if len(near) == PER_DECADE else 0.0
    truncation = float(np.median(errors[near] / steps[near] ** 2)) if 1.6 < slope < 2.4 else float("nan")
    enough = len(growing) >= 2 * PER_DECADE
    return truncation, float(np.median(errors[growing] * steps[growing])) if enough else float("nan")


def _slope(steps: Floats, errors: Floats) -> float:
    return float(np.log(errors[-1] / errors[0]) / np.log(steps[-1] / steps[0]))
