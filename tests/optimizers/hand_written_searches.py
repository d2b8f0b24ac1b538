"""Gradient descent with line searches once more, as plain loops written from the books; nothing here knows gdviz.

Searches take the loss, the gradient, a point, a direction and the gradient at the point, then their numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Loss = Callable[[Floats], Any]
Gradient = Callable[[Floats], Floats]


def backtracking(
    f: Loss, grad: Gradient, x: Floats, d: Floats, g: Floats, first: float, shrink: float, c1: float
) -> float:
    """Algorithm 3.1 of Nocedal and Wright."""
    slope = np.dot(d, g)
    for power in range(60):
        alpha = float(np.prod([first, *[shrink] * power]))
        if slope < 0 and f(x + alpha * d) <= f(x) + c1 * alpha * slope:
            return alpha
    return 0.0


def wolfe(f: Loss, grad: Gradient, x: Floats, d: Floats, g: Floats, first: float, c1: float, c2: float) -> float:
    """Algorithms 3.5 and 3.6 of Nocedal and Wright, as one loop: bracket, then narrow with parabolas."""

    def phi(alpha: float) -> tuple[float, float]:
        return float(f(x + alpha * d)), float(np.dot(grad(x + alpha * d), d))

    loss0, slope0 = phi(0.0)
    slope0 = float(np.dot(g, d))
    if slope0 >= 0:
        return 0.0
    best, worst, step = (0.0, loss0, slope0), None, first
    for tried in range(120):
        loss, slope = phi(step)
        too_high = not loss <= loss0 + c1 * step * slope0 or (tried > 0 and loss >= best[1])
        if not too_high and abs(slope) <= c2 * abs(slope0):
            return step
        if too_high:
            worst = (step, loss)
        else:
            turned = slope >= 0 if worst is None else slope * (worst[0] - best[0]) >= 0
            if turned:
                worst = best[:2]
            best = (step, loss, slope)
        step = 2 * step if worst is None else _lowest(best, worst)
    return best[0]


def _lowest(best: tuple[float, float, float], worst: tuple[float, float]) -> float:
    """Where the parabola with the value and slope at one end and the value at the other is lowest."""
    (a, loss, slope), (b, other) = best, worst
    if not np.isfinite(other):
        return (a + b) / 2
    curvature = (other - loss - slope * (b - a)) / (b - a) ** 2
    step = a - slope / (2 * curvature) if curvature > 0 else np.nan
    near, far = a + 0.1 * (b - a), a + 0.9 * (b - a)
    return float(step) if min(near, far) <= step <= max(near, far) else (a + b) / 2


def exact(f: Loss, grad: Gradient, x: Floats, d: Floats, g: Floats, first: float) -> float:
    """Where the slope along the line changes its sign: doubling, then halving until floats have no number between."""
    if np.dot(d, g) >= 0:
        return 0.0
    low, high = 0.0, first
    while np.dot(grad(x + high * d), d) < 0:
        low, high = high, 2 * high
    while low < (low + high) / 2 < high:
        middle = (low + high) / 2
        if np.dot(grad(x + middle * d), d) < 0:
            low = middle
        else:
            high = middle
    return high


def best_of(
    f: Loss, grad: Gradient, x: Floats, rate1: Floats, rate2: Floats, rate3: Floats, rate4: Floats, rate5: Floats
) -> Floats:
    return min((x - rate * grad(x) for rate in (rate1, rate2, rate3, rate4, rate5)), key=f)


def _stepping(search: Callable[..., float]) -> Callable[..., Floats]:
    def advance(f: Loss, grad: Gradient, x: Floats, **numbers: Floats) -> Floats:
        g = grad(x)
        return x - search(f, grad, x, -g, g, *map(float, numbers.values())) * g

    return advance


def _walking(advance: Callable[..., Floats]) -> Callable[..., Floats]:
    def walk(f: Loss, grad: Gradient, start: Floats, steps: int, **numbers: Floats) -> Floats:
        points = [np.array(start, dtype=float)]
        for _ in range(steps):
            points.append(advance(f, grad, points[-1], **numbers))
        return np.array(points)

    return walk


SEARCHES = {"backtracking": backtracking, "wolfe": wolfe, "exact": exact}
# Each takes the loss before the gradient, a start, a number of steps and its hyperparameters.
SEARCHING: dict[str, Callable[..., Floats]] = {
    "gd_best_of": _walking(best_of),
    **{f"gd_{name}": _walking(_stepping(search)) for name, search in SEARCHES.items()},
}
