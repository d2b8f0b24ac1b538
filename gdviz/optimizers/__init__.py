"""Every optimizer the program knows, each declared once as the lines a textbook prints."""

from __future__ import annotations

from gdviz.engine.errors import unknown
from gdviz.engine.optimizer import Optimizer
from gdviz.optimizers.adabelief import ADABELIEF
from gdviz.optimizers.adadelta import ADADELTA
from gdviz.optimizers.adagrad import ADAGRAD, ADAGRAD_EPS_INSIDE
from gdviz.optimizers.adam import ADAM, ADAM_EPS_INSIDE, ADAM_LATE_CORRECTION, ADAM_UNCORRECTED
from gdviz.optimizers.adamax import ADAMAX, ADAMAX_BETA2_CORRECTION
from gdviz.optimizers.adamw import ADAMW
from gdviz.optimizers.amsgrad import AMSGRAD
from gdviz.optimizers.gradient_descent import GRADIENT_DESCENT
from gdviz.optimizers.line_search import BACKTRACKING, BEST_OF_FIVE, EXACT, WOLFE
from gdviz.optimizers.lion import LION
from gdviz.optimizers.momentum import MOMENTUM, MOMENTUM_RATE_OUTSIDE
from gdviz.optimizers.nadam import NADAM, NADAM_DOZAT
from gdviz.optimizers.nesterov import NESTEROV
from gdviz.optimizers.quasi_hyperbolic import QHADAM, QHM
from gdviz.optimizers.radam import RADAM
from gdviz.optimizers.rmsprop import (
    RMSPROP,
    RMSPROP_CENTERED,
    RMSPROP_COMPOUNDING,
    RMSPROP_EPS_INSIDE,
    RMSPROP_FIRST_GRADIENT,
)
from gdviz.optimizers.yogi import YOGI

# In teaching order, the variants right after their method.
OPTIMIZERS: tuple[Optimizer, ...] = (
    GRADIENT_DESCENT,
    MOMENTUM,
    MOMENTUM_RATE_OUTSIDE,
    NESTEROV,
    ADAGRAD,
    ADAGRAD_EPS_INSIDE,
    RMSPROP,
    RMSPROP_EPS_INSIDE,
    RMSPROP_FIRST_GRADIENT,
    RMSPROP_CENTERED,
    RMSPROP_COMPOUNDING,
    ADADELTA,
    ADAM,
    ADAM_EPS_INSIDE,
    ADAM_UNCORRECTED,
    ADAM_LATE_CORRECTION,
    ADAMAX,
    ADAMAX_BETA2_CORRECTION,
    NADAM,
    NADAM_DOZAT,
    AMSGRAD,
    ADAMW,
    RADAM,
    QHM,
    QHADAM,
    ADABELIEF,
    YOGI,
    LION,
    BEST_OF_FIVE,
    BACKTRACKING,
    WOLFE,
    EXACT,
)

_BY_KEY = {each.key: each for each in OPTIMIZERS}


def optimizer(key: str) -> Optimizer:
    """The optimizer of that key; InputError with the nearest key if there is none."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise unknown("optimizer", key, _BY_KEY, "optimizer") from None
