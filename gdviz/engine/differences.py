"""The exact gradient against central differences: two ways to the same number that share no code."""

from __future__ import annotations

import numpy as np

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface
from gdviz.engine.errors import InputError
from gdviz.engine.result import Floats
from gdviz.engine.spec import RaceSpec
from gdviz.language.sentence import Sentence

# Steps relative to the coordinate's size; the truncation error falls and the rounding error grows from first to last.
STEPS = (1e-3, 1e-4, 1e-5, 1e-6)
AGREEMENT = 1e-4
# Where a derivative vanishes, differences only come close to zero.
TINY = 1e-9
# A difference between the slopes on both sides, relative to them, that no smooth f has at the smallest step.
CORNER = 0.01
STARTS_CHECKED = 100


def check_against_differences(spec: RaceSpec) -> None:
    """Raise InputError if the gradient at a start is not what differences of f say; corners of f are passed over."""
    surface = compile_surface(spec.surface)
    for index, start in enumerate(spec.starts[:STARTS_CHECKED]):
        point = np.array(start)
        exact = surface.gradient(point)
        for axis in range(len(point)):
            if not _agrees(surface, point, axis, float(exact[axis])):
                raise InputError(
                    Sentence(
                        "the derivative of f along coordinate {axis} at the start {start} is {exact:.6g}, but "
                        "differences of f do not agree",
                        axis=axis + 1,
                        start=start,
                        exact=exact[axis],
                    ),
                    f"starts[{index}]",
                )


def _agrees(surface: CompiledSurface, point: Floats, axis: int, exact: float) -> bool:
    """Whether differences with some step size agree; true at a corner or edge of f, with nothing to compare."""
    for relative in STEPS:
        step = relative * max(1.0, abs(float(point[axis])))
        before, here, after = (_shifted(surface, point, axis, shift) for shift in (-step, 0.0, step))
        forward, backward = (after - here) / step, (here - before) / step
        rounding = np.finfo(float).eps * max(abs(before), abs(here), abs(after)) / step
        size = max(abs(exact), abs(forward), abs(backward))
        if not np.isfinite(size) or abs((forward + backward) / 2 - exact) <= AGREEMENT * size + 8 * rounding + TINY:
            return True
    return abs(forward - backward) > CORNER * size


def _shifted(surface: CompiledSurface, point: Floats, axis: int, shift: float) -> float:
    moved = point.copy()
    moved[axis] += shift
    return float(surface.value(moved))
