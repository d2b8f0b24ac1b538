"""Losses over data: what a model has to answer for, summed or averaged over samples."""

from __future__ import annotations

from dataclasses import replace

from gdviz.engine.samples import Samples
from gdviz.engine.surface import Surface
from gdviz.surfaces.neuron_points import NOISY_POINTS

NEURON = Surface(
    key="neuron",
    title="Sigmoid neuron",
    expression="(sigmoid(w*x + b) - y)**2/2",
    parameters=("w", "b"),
    data=Samples.of({"x": (0.5, 2.5), "y": (0.2, 0.9)}),
    model="sigmoid(w*x + b)",
    target="y",
    window=((-6.0, 6.0), (-6.0, 6.0)),
    start=(-2.0, -2.0),
    # Where both samples are met: w = ln 36 / 2 and b = -ln 4 - w / 2.
    minima=((1.791759469228055, -2.282174095733918),),
    levels="log",
    summary="One neuron fits two points: a plateau where it is saturated, a cliff, and a valley.",
    reference="Sigmoid neuron with one input, trained on (0.5, 0.2) and (2.5, 0.9).",
)
NEURON_NOISY = replace(
    NEURON,
    key="neuron_noisy",
    title="Neuron, 40 noisy points",
    data=Samples.of({"x": [x for x, _ in NOISY_POINTS], "y": [y for _, y in NOISY_POINTS]}),
    mean=True,
    minima=(),
    summary="The same neuron on forty noisy points: no weights meet them all, and a batch sees only some.",
    reference="Points made for gdviz: sigmoid(1.8 x - 2.3) and Gaussian noise of 0.08.",
)
LINE = Surface(
    key="line",
    title="Line through 18 points",
    expression="(b + w*x - y)**2/2",
    parameters=("b", "w"),
    data=Samples.of({"x": range(1, 19), "y": (2, 3, 3, 5, 8, 10, 10, 13, 15, 15, 16, 19, 19, 20, 22, 22, 25, 28)}),
    mean=True,
    model="b + w*x",
    target="y",
    window=((-4.0, 4.0), (-1.0, 3.0)),
    start=(1.0, 1.0),
    minima=((7 / 51, 477 / 323),),
    levels="log",
    summary="Least squares: a long narrow bowl, since slope and intercept pull together.",
    reference="Linear regression of 18 points.",
)
TWO_NEURONS_SQUARED = Surface(
    key="two_neurons_squared",
    title="Two neurons, squared error",
    expression="(sigmoid(w2*sigmoid(w1*x)) - y)**2",
    parameters=("w1", "w2"),
    data=Samples.of({"x": (1.0,), "y": (1.0,)}),
    model="sigmoid(w2*sigmoid(w1*x))",
    target="y",
    window=((-10.0, 10.0), (-10.0, 10.0)),
    start=(-3.0, -3.0),
    summary="Far from the target the squared error is flat: a wrong neuron learns slowest.",
    reference="Two sigmoid neurons in a row, the sample (1, 1).",
)
TWO_NEURONS_ENTROPY = replace(
    TWO_NEURONS_SQUARED,
    key="two_neurons_entropy",
    title="Two neurons, cross-entropy",
    expression="-(y*log(sigmoid(w2*sigmoid(w1*x))) + (1 - y)*log(1 - sigmoid(w2*sigmoid(w1*x))))",
    summary="The cross-entropy of the same two neurons keeps its slope where the squared error is flat.",
)
