"""Adagrad: a rate for each coordinate from the sum of its squared gradients."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import guard, rate, start_squares

_ROLES = {"g": Role.GRADIENT, "acc": Role.SQUARES, "scaled": Role.SCALED}
_SYMBOLS = {"acc": "G", "scaled": r"\tilde{g}"}

ADAGRAD = Optimizer(
    key="adagrad",
    title="Adagrad",
    summary="Divide each coordinate's gradient by the root of the sum of its squares so far: steps only ever shrink.",
    rules="""
        g      = grad(theta)
        acc    = acc + g**2
        scaled = g/(sqrt(acc) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=(rate(0.5), guard(1e-8), start_squares("acc0", "G_0")),
    roles=_ROLES,
    initial={"acc": "acc0"},
    symbols=_SYMBOLS,
    reference="Duchi, Hazan and Singer, 2011, JMLR 12, section 1.3, diagonal form.",
)

ADAGRAD_EPS_INSIDE = Optimizer(
    key="adagrad_eps_inside",
    title="Adagrad, eps inside the root",
    summary="Adagrad with the small number added under the root instead of after it.",
    rules="""
        g      = grad(theta)
        acc    = acc + g**2
        scaled = g/sqrt(acc + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=(rate(0.5), guard(1e-8), start_squares("acc0", "G_0")),
    roles=_ROLES,
    initial={"acc": "acc0"},
    symbols=_SYMBOLS,
    reference="Ruder, 2016, arXiv:1609.04747, section 4.3.",
    variant_of="adagrad",
)
