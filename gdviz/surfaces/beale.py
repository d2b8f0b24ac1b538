"""Beale's function, and the two readings of it that a misprint in a textbook leads to."""

from __future__ import annotations

from gdviz.engine.surface import Surface

_WINDOW = ((-4.5, 4.5), (-4.5, 4.5))
_START = (1.0, -1.5)

BEALE = Surface(
    key="beale",
    title="Beale",
    summary="Steep walls around a long flat valley: a rate that survives the walls crawls on the floor.",
    expression="(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
    window=_WINDOW,
    start=_START,
    minima=((3.0, 0.5),),
    saddles=((0.0, 1.0), (0.10053793732415836, -2.644513585023125)),
    levels="log",
    reference="Beale, 1958; Jamil and Yang, 2013, function 10.",
)

BEALE_SQUARES = Surface(
    key="beale_squares",
    title="Beale with two slips",
    summary="A lost -x and 2.65 for 2.625: the minimum leaves (3, 0.5), is no longer zero, and a second valley opens.",
    expression="(1.5 - x*y)**2 + (2.25 - x + x*y**2)**2 + (2.65 - x + x*y**3)**2",
    window=_WINDOW,
    start=_START,
    minima=((3.0121278009628147, 0.4989954773927709),),
    local_minima=((-0.08545628145781373, 3.2637345009228342),),
    saddles=((0.0, 1.1225508403578712), (0.26887004315202295, -1.5370846164508347)),
    levels="log",
    reference="A lecture's misprint of Beale's function, read with squares.",
)

# The cube has no lower bound: the valley near (3, 0.5) is only a dent in a slope that falls for ever.
BEALE_MISPRINTED = Surface(
    key="beale_misprinted",
    title="Beale as misprinted",
    summary="With a cube for the last square there is no bottom: a dent near (3, 0.5) beside an endless fall.",
    expression="(1.5 - x*y)**2 + (2.25 - x + x*y**2)**2 + (2.65 - x + x*y**3)**3",
    window=_WINDOW,
    start=(1.75, 1.9),
    local_minima=((3.0008695167781907, 0.49992757196544446),),
    saddles=(
        (0.0, 1.0416333046388728),
        (0.36227175088950275, -1.528016926716365),
        (3.661872338438609, 0.45828957990250274),
    ),
    maxima=((0.8820455152542676, -1.4864361282868832),),
    levels="log",
    reference="A lecture's misprint of Beale's function, read as printed.",
)
