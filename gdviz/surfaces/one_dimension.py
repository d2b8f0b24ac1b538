"""Surfaces of one coordinate: curves on which every step can be checked by hand."""

from __future__ import annotations

from gdviz.engine.surface import Surface

PARABOLA = Surface(
    key="parabola",
    title="Parabola",
    summary="Every step of gradient descent multiplies x by the same factor: find the largest safe rate by hand.",
    expression="x**2",
    window=((-2.0, 2.0),),
    start=(1.5,),
    minima=((0.0,),),
)

# Left of the hilltop the curve falls without end; inside the window nothing is lower than the valley at 3.
CUBIC = Surface(
    key="cubic",
    title="Cubic with a hill and a valley",
    summary="The slope is zero on a hilltop and on a valley floor: left of the hill every method falls for ever.",
    expression="x**3 - 3*x**2 - 9*x + 2",
    window=((-3.0, 5.0),),
    start=(-0.9,),
    minima=((3.0,),),
    maxima=((-1.0,),),
)

X_CUBED = Surface(
    key="x_cubed",
    title="Cube with a flat step",
    summary="The slope is zero at 0, yet 0 is no minimum: a cautious run stops on the step, a fast one rolls over it.",
    expression="x**3",
    window=((-3.0, 3.0),),
    start=(2.0,),
    saddles=((0.0,),),
)

# The tenth power stands for ten equal weights multiplied, as in a deep or recurrent network. At 0 the first nine
# derivatives vanish: a hilltop so flat that its second derivative is zero.
CLIFF = Surface(
    key="cliff",
    title="Cliff",
    summary="One step of gradient descent from the wall shoots out of the picture; scaled methods walk down.",
    expression="(1 - x**10)**2",
    window=((-1.6, 1.6),),
    start=(1.4,),
    minima=((-1.0,), (1.0,)),
    maxima=((0.0,),),
    levels="log",
    reference="After the cliffs of Pascanu, Mikolov and Bengio, 2013.",
)
