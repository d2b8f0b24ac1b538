"""Ackley's function: a nearly flat plain full of dents around one sharp funnel."""

from __future__ import annotations

from gdviz.engine.surface import Point, Surface

# One dent of each kind, x >= y >= 0; the others are its mirror images. The saddles and maxima between the dents, 320 in
# this window, are left out.
_DENTS: tuple[tuple[float, float], ...] = (
    (0.9521665459501717, 0.0),
    (0.9684776587077244, 0.9684776587077244),
    (1.9589197181217173, 0.0),
    (1.9646166628629864, 0.9824160350791393),
    (1.9744519864841166, 1.9744519864841166),
    (2.964619443112052, 0.0),
    (2.9672595287625643, 0.9891541864816626),
    (2.973139419924383, 1.9821399503814776),
    (2.9792239546911445, 2.9792239546911445),
    (3.9694667433517576, 0.0),
    (3.9709183150642833, 0.9927672061700447),
    (3.974540178468205, 1.9873106146274968),
    (3.978924750768195, 2.9842137381272384),
    (3.983067699689763, 3.983067699689763),
    (4.973611257996986, 0.0),
    (4.974497722176982, 0.9949203738218393),
    (4.976843849330102, 1.9907648757355256),
    (4.97995793948682, 2.987995058852837),
    (4.983198896760882, 3.986568097953945),
    (4.986180456997876, 4.986180456997876),
)


def _images(x: float, y: float) -> tuple[Point, ...]:
    """The point and its mirror images in the axes and the diagonals, each once."""
    pairs = [(a * s, b * t) for a, b in ((x, y), (y, x)) for s in (1.0, -1.0) for t in (1.0, -1.0)]
    return tuple(dict.fromkeys((a + 0.0, b + 0.0) for a, b in pairs))


# The minimum is the tip of a cone: f is not differentiable there, and the square root has no gradient exactly at 0.
ACKLEY = Surface(
    key="ackley",
    title="Ackley",
    summary="A plain full of dents around a sharp funnel: the slope stays steep at the tip, so no fixed rate settles.",
    expression="-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + e + 20",
    window=((-5.0, 5.0), (-5.0, 5.0)),
    start=(1.6, -0.6),
    minima=((0.0, 0.0),),
    local_minima=tuple(image for dent in _DENTS for image in _images(*dent)),
    reference="Ackley, 1987; Jamil and Yang, 2013, function 1.",
)
