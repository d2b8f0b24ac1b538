"""The loss of one sigmoid neuron: a cliff and a valley between plains."""

from __future__ import annotations

from gdviz.engine.surface import Surface

# x is the weight and y the bias; the neuron should answer 0.2 to the input 0.5 and 0.9 to 2.5. Both answers are exact
# where x/2 + y = -ln 4 and 5 x/2 + y = ln 9: at x = ln 6, y = -ln 4 - (ln 6)/2.
PLATEAU = Surface(
    key="plateau",
    title="Plateau of one neuron",
    summary="The loss of one sigmoid neuron: on the shelf the slope is almost zero, and gradient descent crawls.",
    expression="0.5*((sigmoid(0.5*x + y) - 0.2)**2 + (sigmoid(2.5*x + y) - 0.9)**2)",
    window=((-6.0, 6.0), (-6.0, 6.0)),
    start=(-2.0, -2.0),
    minima=((1.791759469228055, -2.282174095733918),),
    levels="log",
)
