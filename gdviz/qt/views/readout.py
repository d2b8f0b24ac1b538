"""What lies under the mouse, as one line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gdviz.engine.result import Floats
from gdviz.engine.surface import Point
from gdviz.qt.text import tr
from gdviz.qt.views.findings import ShownModel
from gdviz.qt.views.number_text import short, shorts

Function = Callable[[Floats], Floats]


def readout(
    names: Sequence[str], point: Point, value: Function, gradient: Function | None, shown: ShownModel | None = None
) -> str:
    """The coordinates, f, and with a model how far it is off, or else the gradient, once what computes it is known."""
    at = np.array(point)
    places = [f"{name} = {short(number)}" for name, number in zip(names[:4], point, strict=False)]
    if len(names) > 4:
        places.append("…")
    with np.errstate(all="ignore"):
        loss = float(value(at))
        texts = ["  ".join(places), f"f = {short(loss)}"]
        if shown is not None:
            texts.append(_model_text(shown, at, loss))
        elif gradient is not None:
            texts.append(_gradient_text(np.asarray(gradient(at), dtype=float)))
    return "    ".join(texts)


def _model_text(shown: ShownModel, at: Floats, loss: float) -> str:
    model = float(shown.model.values(at, shown.order))
    return tr("model {model}, off by {off}", model=short(model), off=short(abs(model - loss), 2))


def _gradient_text(gradient: Floats) -> str:
    if gradient.size == 1:
        return f"f′ = {short(float(gradient.reshape(-1)[0]))}"
    return f"∇f = {shorts(gradient, 4, 3)}"
