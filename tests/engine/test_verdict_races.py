"""Verdicts on real races: what surfaces declare is found to be so, and nothing contradicts the exact derivatives."""

from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.race import race
from gdviz.engine.result import Run, Verdict
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Point, Surface
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.surfaces import SURFACES

DECLARED = [
    pytest.param(surface, point, verdict, id=f"{surface.key}-{verdict}-{index}")
    for surface in SURFACES
    for points, verdict in (
        (surface.minima, Verdict.MINIMUM),
        (surface.local_minima, Verdict.LOCAL_MINIMUM),
        (surface.saddles, Verdict.SADDLE),
        (surface.maxima, Verdict.MAXIMUM),
    )
    for index, point in enumerate(points)
]


def runs_of(surface: Surface, entries: tuple[Entry, ...], starts: tuple[Point, ...], steps: int) -> tuple[Run, ...]:
    """The runs of a race that keeps nothing else."""
    *_, last = race(RaceSpec(surface, entries, starts, steps))
    return last.runs


@pytest.mark.parametrize(("surface", "point", "verdict"), DECLARED)
def test_a_lane_that_starts_on_a_declared_point_is_told_what_it_is(
    surface: Surface, point: Point, verdict: Verdict
) -> None:
    (run,) = runs_of(surface, (Entry(optimizer("gd"), (("lr", 1e-6),)),), (point,), 2)
    assert run.verdict is verdict


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.key)
def test_no_verdict_contradicts_the_exact_derivatives(surface: Surface) -> None:
    compiled = compile_surface(surface, 2)
    spans = np.array([high - low for low, high in surface.window])
    places = np.array(surface.window)[:, 0] + spans * np.random.default_rng(0).random((50, len(spans)))
    usual = np.median(np.abs(compiled.hessian(places) * np.outer(spans, spans)).max(axis=(1, 2)))
    for run in runs_of(surface, tuple(Entry(each) for each in OPTIMIZERS), (surface.start,), 400):
        point = np.array(run.point)
        if run.verdict in (Verdict.MINIMUM, Verdict.LOCAL_MINIMUM, Verdict.SADDLE, Verdict.MAXIMUM):
            with np.errstate(all="ignore"):
                eigenvalues = np.linalg.eigvalsh(compiled.hessian(point) * np.outer(spans, spans))
                slope = np.linalg.norm(compiled.gradient(point) * spans)
            assert slope <= 1e-2 * max(np.abs(eigenvalues).max(), usual), run
            up, down = eigenvalues[-1] > -1e-4 * usual, eigenvalues[0] < 1e-4 * usual
            assert up or run.verdict is Verdict.MAXIMUM, run
            assert down or run.verdict in (Verdict.MINIMUM, Verdict.LOCAL_MINIMUM), run
        elif run.verdict is Verdict.DIVERGED:
            assert not np.abs(point / spans).max() < 5, run
        elif run.verdict is not Verdict.PLATEAU:
            assert run.steps == 400, run


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.key)
def test_what_oscillates_goes_on_oscillating(surface: Surface) -> None:
    entries = tuple(Entry(each) for each in OPTIMIZERS)
    now, later = (runs_of(surface, entries, (surface.start,), steps) for steps in (400, 900))
    settled = {Verdict.MINIMUM, Verdict.LOCAL_MINIMUM, Verdict.SADDLE, Verdict.MAXIMUM, Verdict.PLATEAU}
    for before, after in zip(now, later, strict=True):
        assert not (before.verdict is Verdict.OSCILLATING and after.verdict in settled), (before, after)
