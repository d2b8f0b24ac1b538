"""Rosenbrock's and Himmelblau's functions: a curved valley, and four valleys of equal depth."""

from __future__ import annotations

from gdviz.engine.surface import Surface

ROSENBROCK = Surface(
    key="rosenbrock",
    title="Rosenbrock",
    summary="A narrow banana-shaped valley: finding it is easy, following its bend to the minimum is not.",
    expression="(1 - x)**2 + 100*(y - x**2)**2",
    window=((-2.0, 2.0), (-1.0, 3.0)),
    start=(-1.2, 1.0),
    minima=((1.0, 1.0),),
    levels="log",
    reference="Rosenbrock, 1960; Jamil and Yang, 2013, function 105.",
)

HIMMELBLAU = Surface(
    key="himmelblau",
    title="Himmelblau",
    summary="Four equally deep valleys around one hill: near the top the method decides which of them wins.",
    expression="(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
    window=((-5.0, 5.0), (-5.0, 5.0)),
    start=(0.5, -0.5),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    ),
    saddles=(
        (-3.0730257507643897, -0.08135304428796751),
        (-0.12796134673068008, -1.9537149802445763),
        (0.08667750455539636, 2.884254701174776),
        (3.385154183607021, 0.07385187983774928),
    ),
    maxima=((-0.2708445906673476, -0.9230385564799815),),
    levels="log",
    reference="Himmelblau, 1972; Jamil and Yang, 2013, function 65.",
)
