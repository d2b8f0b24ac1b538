"""The surfaces that gdviz knows, in teaching order: closed formulas, then losses over data; and any that is typed."""

from __future__ import annotations

from gdviz.engine.errors import unknown
from gdviz.engine.surface import Surface
from gdviz.surfaces.ackley import ACKLEY
from gdviz.surfaces.beale import BEALE, BEALE_MISPRINTED, BEALE_SQUARES
from gdviz.surfaces.camels import SIX_HUMP_CAMEL, THREE_HUMP_CAMEL
from gdviz.surfaces.data import LINE, NEURON, NEURON_NOISY, TWO_NEURONS_ENTROPY, TWO_NEURONS_SQUARED
from gdviz.surfaces.landscapes import HILLS, TWO_WELLS
from gdviz.surfaces.one_dimension import CLIFF, CUBIC, PARABOLA, X_CUBED
from gdviz.surfaces.plateau import PLATEAU
from gdviz.surfaces.quadratics import BOOTH, BOWL, ELLIPSE, QUADRATIC_3D
from gdviz.surfaces.rastrigin import RASTRIGIN
from gdviz.surfaces.saddles import MONKEY_SADDLE, PRODUCT_SADDLE, SADDLE
from gdviz.surfaces.styblinski_tang import STYBLINSKI_TANG
from gdviz.surfaces.typed_surface import loss_fields, typed
from gdviz.surfaces.valleys import HIMMELBLAU, ROSENBROCK

__all__ = ["CLOSED", "LOSSES", "SURFACES", "loss_fields", "surface", "typed"]

CLOSED: tuple[Surface, ...] = (
    PARABOLA,
    CUBIC,
    X_CUBED,
    BOWL,
    ELLIPSE,
    BEALE,
    BEALE_SQUARES,
    BEALE_MISPRINTED,
    ROSENBROCK,
    HIMMELBLAU,
    BOOTH,
    RASTRIGIN,
    ACKLEY,
    STYBLINSKI_TANG,
    THREE_HUMP_CAMEL,
    SIX_HUMP_CAMEL,
    SADDLE,
    MONKEY_SADDLE,
    PRODUCT_SADDLE,
    CLIFF,
    PLATEAU,
    TWO_WELLS,
    HILLS,
    QUADRATIC_3D,
)
LOSSES: tuple[Surface, ...] = (LINE, NEURON, NEURON_NOISY, TWO_NEURONS_SQUARED, TWO_NEURONS_ENTROPY)
SURFACES: tuple[Surface, ...] = (*CLOSED, *LOSSES)

_BY_KEY = {known.key: known for known in SURFACES}


def surface(key: str) -> Surface:
    """The surface of that key; InputError with the nearest known key if there is none."""
    if key not in _BY_KEY:
        raise unknown("surface", key, _BY_KEY, "surface")
    return _BY_KEY[key]
