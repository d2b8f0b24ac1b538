"""Optimizers with milder defaults, for tests that race on Beale's function, where five lecture rates are too long."""

from __future__ import annotations

from dataclasses import replace

from gdviz.engine.optimizer import Optimizer
from gdviz.optimizers import OPTIMIZERS

# The shortest of its five rates, 0.1, flies off from every start on Beale's function.
TOO_LONG_FOR_BEALE = {"gd_best_of": 0.01}


def _gentle(method: Optimizer) -> Optimizer:
    share = TOO_LONG_FOR_BEALE.get(method.key)
    if share is None:
        return method
    shorter = tuple(replace(hyper, default=share * hyper.default) for hyper in method.hyperparameters)
    return replace(method, hyperparameters=shorter)


GENTLE = tuple(map(_gentle, OPTIMIZERS))
