"""RMSprop: Adagrad that forgets, and the readings of it that textbooks and libraries disagree about."""

from __future__ import annotations

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.optimizers.hypers import guard, memory, rate, start_squares

_ROLES = {"g": Role.GRADIENT, "v": Role.SQUARES, "scaled": Role.SCALED}
_SYMBOLS = {"scaled": r"\tilde{g}"}
_KNOBS = (rate(0.01), memory(0.9), guard(1e-8), start_squares("v0", "v_0"))

RMSPROP = Optimizer(
    key="rmsprop",
    title="RMSprop",
    summary="Divide each coordinate's gradient by the root of a moving average of its squares.",
    rules="""
        g      = grad(theta)
        v      = rho*v + (1 - rho)*g**2
        scaled = g/(sqrt(v) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    initial={"v": "v0"},
    symbols=_SYMBOLS,
    reference="Tieleman and Hinton, 2012, Coursera: Neural Networks for Machine Learning, lecture 6.5.",
)

RMSPROP_EPS_INSIDE = Optimizer(
    key="rmsprop_eps_inside",
    title="RMSprop, eps inside the root",
    summary="RMSprop with the small number added under the root instead of after it.",
    rules="""
        g      = grad(theta)
        v      = rho*v + (1 - rho)*g**2
        scaled = g/sqrt(v + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles=_ROLES,
    initial={"v": "v0"},
    symbols=_SYMBOLS,
    reference="Ruder, 2016, arXiv:1609.04747, section 4.5.",
    variant_of="rmsprop",
)

# The floor under v is far below any square that matters: it only makes 0/0 a zero on a coordinate that is already flat.
RMSPROP_FIRST_GRADIENT = Optimizer(
    key="rmsprop_first_gradient",
    title="RMSprop, started at the first gradient",
    summary="RMSprop whose average starts at the first squared gradient, so that the first step is exactly the rate.",
    rules="""
        g      = grad(theta)
        v      = rho*v + (1 - rho)*g**2
        scaled = g/sqrt(maximum(v, 1e-300))
        theta  = theta - lr*scaled
    """,
    hyperparameters=(rate(0.01), memory(0.9)),
    roles=_ROLES,
    initial={"v": "grad(theta)**2"},
    symbols=_SYMBOLS,
    reference="Lecture notes that write sigma_0 = |g_0| and sigma_t = sqrt(rho sigma_{t-1}^2 + (1 - rho) g_t^2).",
    variant_of="rmsprop",
)

# Rounding can bring the average of squares below the square of the average, which has no root.
RMSPROP_CENTERED = Optimizer(
    key="rmsprop_centered",
    title="RMSprop, centered",
    summary="Divide by an estimate of how much the gradient varies, not of how large it is.",
    rules="""
        g      = grad(theta)
        m      = rho*m + (1 - rho)*g
        v      = rho*v + (1 - rho)*g**2
        scaled = g/(sqrt(maximum(v - m**2, 0)) + eps)
        theta  = theta - lr*scaled
    """,
    hyperparameters=_KNOBS,
    roles={**_ROLES, "m": Role.MOMENT},
    initial={"v": "v0"},
    symbols=_SYMBOLS,
    reference="Graves, 2013, arXiv:1308.0850, equations 38 to 40; eps outside the root as in torch.optim.RMSprop.",
    variant_of="rmsprop",
)

RMSPROP_COMPOUNDING = Optimizer(
    key="rmsprop_compounding",
    title="RMSprop, compounding rate",
    summary="A slip worth racing: the rate itself is divided at every step, so it collapses and the point freezes.",
    rules="""
        g     = grad(theta)
        v     = rho*v + (1 - rho)*g**2
        rate  = rate/(sqrt(v) + eps)
        step  = -rate*g
        theta = theta + step
    """,
    hyperparameters=(rate(0.1), *_KNOBS[1:]),
    roles={"g": Role.GRADIENT, "v": Role.SQUARES, "step": Role.STEP},
    initial={"v": "v0", "rate": "lr"},
    symbols={"rate": r"\eta", "step": r"\Delta\theta"},
    reference="A textbook's program that overwrites its rate in place; not a published method.",
    variant_of="rmsprop",
)
