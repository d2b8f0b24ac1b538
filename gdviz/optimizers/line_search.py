"""Gradient descent that looks along its line before it steps: the rate is chosen anew each time."""

from __future__ import annotations

from dataclasses import replace

from gdviz.engine.optimizer import Hyper, Optimizer, Role

_ROLES = {"g": Role.GRADIENT}
_SYMBOLS = {"alpha": r"\alpha"}
_FIRST = Hyper("first", r"\alpha_0", 1.0, 1e-8, 1e4, log=True, help="The step that is tried first.")
# A small c1 lets the first step on Beale's function jump over the ridge, into the valley that leads away for ever.
_DECREASE = Hyper("c1", "c_1", 0.1, 1e-8, 0.5, log=True, help="Share of the promised decrease that is asked for.")


def _candidate(index: int, value: float) -> Hyper:
    return Hyper(f"rate{index}", rf"\eta_{index}", value, 1e-8, 1e4, log=True, help="A rate that is tried each step.")


BEST_OF_FIVE = Optimizer(
    key="gd_best_of",
    title="Best of five rates",
    summary="Try five rates every step and keep the one that ends lowest.",
    rules="""
        g     = grad(theta)
        loss1 = f(theta - rate1*g)
        loss2 = f(theta - rate2*g)
        loss3 = f(theta - rate3*g)
        loss4 = f(theta - rate4*g)
        loss5 = f(theta - rate5*g)
        best  = minimum(minimum(minimum(loss1, loss2), minimum(loss3, loss4)), loss5)
        late  = where(loss3 == best, rate3, where(loss4 == best, rate4, rate5))
        alpha = where(loss1 == best, rate1, where(loss2 == best, rate2, late))
        theta = theta - alpha*g
    """,
    hyperparameters=tuple(_candidate(index, value) for index, value in enumerate((0.1, 0.5, 1.0, 5.0, 10.0), 1)),
    roles=_ROLES,
    symbols={
        **_SYMBOLS,
        **{f"loss{index}": f"L_{index}" for index in range(1, 6)},
        "best": r"L_{\min}",
        "late": r"\alpha'",
    },
    reference="Line search over a given set of rates, as lectures do it.",
)
BACKTRACKING = Optimizer(
    key="gd_backtracking",
    title="Backtracking (Armijo)",
    summary="Begin with a long step and shorten it until the loss falls enough (Armijo).",
    rules="""
        g     = grad(theta)
        alpha = backtracking(theta, -g, g, first, shrink, c1)
        theta = theta - alpha*g
    """,
    hyperparameters=(
        _FIRST,
        Hyper("shrink", r"\rho", 0.5, 0.05, 0.95, help="By what a step that is too long is multiplied."),
        _DECREASE,
    ),
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Armijo, 1966, Pacific Journal of Mathematics 16, 1-3.",
)
WOLFE = Optimizer(
    key="gd_wolfe",
    title="Strong Wolfe search",
    summary="Take a step that lowers the loss enough and after which the slope is nearly level.",
    rules="""
        g     = grad(theta)
        alpha = wolfe(theta, -g, g, first, c1, c2)
        theta = theta - alpha*g
    """,
    hyperparameters=(
        _FIRST,
        _DECREASE,
        Hyper("c2", "c_2", 0.9, 0.01, 0.999, help="Share of the slope that may be left after the step."),
    ),
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Wolfe, 1969, SIAM Review 11, 226-235; Nocedal and Wright, 2006, algorithms 3.5 and 3.6.",
)
EXACT = Optimizer(
    key="gd_exact",
    title="Exact line search",
    summary="Go along the line to where it is lowest: every step is at a right angle to the last.",
    rules="""
        g     = grad(theta)
        alpha = exact(theta, -g, g, first)
        theta = theta - alpha*g
    """,
    hyperparameters=(replace(_FIRST, default=0.01, help="Where the search begins; too far, and it skips a valley."),),
    roles=_ROLES,
    symbols=_SYMBOLS,
    reference="Cauchy, 1847; Nocedal and Wright, 2006, section 3.1.",
)
