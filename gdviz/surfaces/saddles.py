"""Surfaces with a saddle: the slope is zero, and yet there is a way down."""

from __future__ import annotations

from gdviz.engine.surface import Surface

SADDLE = Surface(
    key="saddle",
    title="Saddle",
    summary="Up along x, down along y: from a hair's breadth off the ridge, watch how long each method hesitates.",
    expression="x**2 - y**2",
    window=((-2.0, 2.0), (-2.0, 2.0)),
    start=(-1.5, 0.001),
    saddles=((0.0, 0.0),),
)

# The Hessian at 0 is zero in every entry: only the third derivatives tell that it is no minimum.
MONKEY_SADDLE = Surface(
    key="monkey_saddle",
    title="Monkey saddle",
    summary="Three ways down, and no curvature at all in the middle: the Hessian cannot say what this point is.",
    expression="x**3 - 3*x*y**2",
    window=((-2.0, 2.0), (-2.0, 2.0)),
    start=(1.5, 0.01),
    saddles=((0.0, 0.0),),
)

# Every point of the hyperbola x y = 1 is a minimum; its two points nearest the origin stand for it.
PRODUCT_SADDLE = Surface(
    key="product_saddle",
    title="Product of two weights",
    summary="The smallest deep network: two weights whose product should be 1, a saddle between two curves of minima.",
    expression="(1 - x*y)**2",
    window=((-2.0, 2.0), (-2.0, 2.0)),
    start=(0.5, -0.499),
    minima=((1.0, 1.0), (-1.0, -1.0)),
    saddles=((0.0, 0.0),),
    levels="log",
)
