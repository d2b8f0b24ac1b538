"""Our own landscapes: two wells of unequal depth, and hills and basins in a plain."""

from __future__ import annotations

from gdviz.engine.surface import Surface

# On y = x only 4 x**3 - 4 x + 0.3 = 0 is left: its three roots are the two wells and the saddle between them.
TWO_WELLS = Surface(
    key="two_wells",
    title="Two wells",
    summary="A shallow well in front of a deep one: gradient descent stops in it, momentum may roll on to the second.",
    expression="(x**2 - 1)**2 + 0.3*x + (y - x)**2",
    window=((-2.0, 2.0), (-2.0, 2.0)),
    start=(1.7, -1.5),
    minima=((-1.0355787140888537, -1.0355787140888537),),
    local_minima=((0.9601495555191055, 0.9601495555191055),),
    saddles=((0.07542915856974822, 0.07542915856974822),),
    levels="log",
)

HILLS = Surface(
    key="hills",
    title="Hills and basins",
    summary="Two hills and three basins of different depth in a plain: from a hillside each method chooses its basin.",
    expression=(
        "3*exp(-x**2 - y**2) + 2*exp(-(x - 2)**2 - (y + 1)**2)"
        " - 3*exp(-(x + 2)**2 - (y + 1)**2) - 2*exp(-(x - 2)**2 - (y - 1)**2) - exp(-x**2 - (y + 2)**2)"
    ),
    window=((-4.0, 4.0), (-4.0, 4.0)),
    start=(0.9, -0.4),
    minima=((-2.0084226759728776, -1.0086487335380798),),
    local_minima=((-0.06537142067078554, -2.070920925270282), (2.0177808501125174, 1.040779512373965)),
    saddles=((-0.6977639799481729, -1.819437373545413), (1.1130501519653373, -0.6018530859043635)),
    maxima=((0.012422917468476551, 0.008755360186493914), (1.9867864170842409, -1.0200789227663112)),
)
