"""The comparison of gradients with differences accepts what is right and finds what is wrong."""

from __future__ import annotations

import dataclasses

import pytest

from gdviz.engine import differences
from gdviz.engine.compiled_surface import CompiledSurface, compile_surface
from gdviz.engine.differences import check_against_differences
from gdviz.engine.errors import InputError
from gdviz.engine.result import Floats
from gdviz.engine.spec import RaceSpec
from gdviz.engine.surface import Point, Surface
from gdviz.surfaces import SURFACES


@pytest.mark.parametrize("surface", SURFACES, ids=[surface.key for surface in SURFACES])
def test_every_known_surface_agrees(surface: Surface) -> None:
    starts = (surface.start, *surface.minima, *surface.saddles)
    check_against_differences(RaceSpec(surface, (), starts))


@pytest.mark.parametrize(
    ("expression", "start"),
    [
        ("abs(x)", (0.0,)),  # a corner
        ("floor(x) + x", (1.0,)),  # an edge
        ("maximum(x, y)", (1.0, 1.0)),
        ("1e12*x", (1.0,)),
        ("1e12 + x", (1.0,)),
        ("1e-12*x**2", (3.0,)),
        ("exp(x)", (300.0,)),
        ("sin(1000*x)", (1.0,)),
    ],
)
def test_difficult_but_right_ones_agree(expression: str, start: Point) -> None:
    check_against_differences(RaceSpec(Surface("s", "S", expression), (), (start,)))


@pytest.mark.parametrize("factor", [0.0, -1.0, 1.01, 2.0])
def test_a_wrong_gradient_is_found(monkeypatch: pytest.MonkeyPatch, factor: float) -> None:
    @dataclasses.dataclass(frozen=True, eq=False)
    class Wrong(CompiledSurface):
        def gradient(self, points: Floats) -> Floats:
            return factor * super().gradient(points)

    right = compile_surface(SURFACES[5], 1)
    parts = {field.name: getattr(right, field.name) for field in dataclasses.fields(right)}
    monkeypatch.setattr(differences, "compile_surface", lambda surface: Wrong(**parts))
    with pytest.raises(InputError, match="differences of f do not agree") as caught:
        check_against_differences(RaceSpec(SURFACES[5], (), ((1.0, 1.5),)))
    assert caught.value.where == "starts[0]"
