"""The camel functions: valleys between humps, some deeper than others."""

from __future__ import annotations

from gdviz.engine.surface import Point, Surface


def _both(*points: tuple[float, float]) -> tuple[Point, ...]:
    """The points and their images in the origin: both functions are even."""
    return tuple(image for x, y in points for image in ((x, y), (-x, -y)))


THREE_HUMP_CAMEL = Surface(
    key="three_hump_camel",
    title="Three-hump camel",
    summary="A deep valley between two shallow ones: from the rim a slow run is caught by the shallow one.",
    expression="2*x**2 - 1.05*x**4 + x**6/6 + x*y + y**2",
    window=((-2.5, 2.5), (-2.5, 2.5)),
    start=(2.0, 1.5),
    minima=((0.0, 0.0),),
    local_minima=_both((1.7475523458302888, -0.8737761729151444)),
    saddles=_both((1.07054229182366, -0.53527114591183)),
    levels="log",
    reference="Jamil and Yang, 2013, function 29.",
)

SIX_HUMP_CAMEL = Surface(
    key="six_hump_camel",
    title="Six-hump camel",
    summary="Six valleys of three depths in a small space: the end depends on the method as much as on the start.",
    expression="(4 - 2.1*x**2 + x**4/3)*x**2 + x*y + (-4 + 4*y**2)*y**2",
    window=((-3.0, 3.0), (-2.0, 2.0)),
    start=(-2.2, -1.0),
    minima=_both((0.08984201310031806, -0.7126564030207396)),
    local_minima=_both((1.703606714969981, -0.7960835686726251), (1.6071047529201972, 0.5686514548841314)),
    saddles=(
        (0.0, 0.0),
        *_both(
            (1.1092053368047865, -0.7682680925095399),
            (1.2960702671671092, 0.6050843880386585),
            (1.6380679841897785, 0.22867406904439408),
        ),
    ),
    maxima=_both((1.2302298765166526, 0.16233458445899496)),
    levels="log",
    reference="Dixon and Szego, 1978; Jamil and Yang, 2013, function 30.",
)
