"""Quadratic surfaces: one valley each, told apart by how unequal their curvatures are."""

from __future__ import annotations

from gdviz.engine.surface import Surface

BOWL = Surface(
    key="bowl",
    title="Round bowl",
    summary="Equal curvature everywhere: gradient descent walks straight down, so any detour is the method's own.",
    expression="x**2 + y**2",
    window=((-4.0, 4.0), (-4.0, 4.0)),
    start=(2.0, 3.0),
    minima=((0.0, 0.0),),
)

ELLIPSE = Surface(
    key="ellipse",
    title="Long ellipse",
    summary="One direction is 144 times as curved as the other: a rate that suits the steep one crawls along the flat.",
    expression="x**2/16 + 9*y**2",
    window=((-4.0, 4.0), (-2.0, 2.0)),
    start=(-3.2, 1.2),
    minima=((0.0, 0.0),),
)

BOOTH = Surface(
    key="booth",
    title="Booth",
    summary="A valley at 45 degrees: a rate of its own for each coordinate helps less than on an upright ellipse.",
    expression="(x + 2*y - 7)**2 + (2*x + y - 5)**2",
    window=((-10.0, 10.0), (-10.0, 10.0)),
    start=(-7.0, 8.0),
    minima=((1.0, 3.0),),
    levels="log",
    reference="Jamil and Yang, 2013, function 17.",
)

QUADRATIC_3D = Surface(
    key="quadratic3d",
    title="Quadratic of three coordinates",
    summary="Three curvatures at once: gradient descent treats the coordinates unequally, Adagrad treats them alike.",
    expression="x**2 + 0.1*y**2 + 2*z**2",
    window=((-3.0, 3.0), (-3.0, 3.0), (-3.0, 3.0)),
    start=(-2.0, -2.0, -2.0),
    minima=((0.0, 0.0, 0.0),),
)
