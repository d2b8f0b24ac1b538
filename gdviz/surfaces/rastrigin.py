"""Rastrigin's function: a bowl with the pattern of an egg box."""

from __future__ import annotations

from itertools import product

from gdviz.engine.surface import Surface

# The function is a sum over the coordinates, so its minima are all pairs of these: x + 10 pi sin(2 pi x) = 0 near
# every whole number. The saddles and maxima between them, 320 in this window, are left out.
_HALF = (0.9949586376523348, 1.9899122337085495, 2.984855701039481, 3.9797838603007536, 4.974691390895051)
_AXIS = (*(-x for x in reversed(_HALF)), 0.0, *_HALF)

RASTRIGIN = Surface(
    key="rastrigin",
    title="Rastrigin",
    summary="A bowl covered with 121 pits: whoever follows the slope ends in the nearest pit, not in the deepest.",
    expression="20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)",
    window=((-5.12, 5.12), (-5.12, 5.12)),
    start=(3.3, -3.0),
    minima=((0.0, 0.0),),
    local_minima=tuple((x, y) for x, y in product(_AXIS, repeat=2) if (x, y) != (0.0, 0.0)),
    reference="Rastrigin, 1974.",
)
