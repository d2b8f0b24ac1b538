"""The Styblinski-Tang function: four valleys, no two kinds equally deep."""

from __future__ import annotations

from gdviz.engine.surface import Surface

# A sum over the coordinates: every pair of the three roots of 4 x**3 - 32 x + 5 is a critical point.
_DEEP, _TOP, _SHALLOW = -2.903534027771177, 0.1567312567803401, 2.746802770990837

STYBLINSKI_TANG = Surface(
    key="styblinski_tang",
    title="Styblinski-Tang",
    summary="Four valleys of three depths: only a run with speed to spare crosses a ridge into a deeper one.",
    expression="(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)/2",
    window=((-4.0, 4.0), (-4.0, 4.0)),
    start=(0.5, 0.0),
    minima=((_DEEP, _DEEP),),
    local_minima=((_DEEP, _SHALLOW), (_SHALLOW, _DEEP), (_SHALLOW, _SHALLOW)),
    saddles=((_DEEP, _TOP), (_TOP, _DEEP), (_TOP, _SHALLOW), (_SHALLOW, _TOP)),
    maxima=((_TOP, _TOP),),
    reference="Styblinski and Tang, 1990.",
)
