"""Every optimizer once more, as a plain NumPy loop written from its paper; nothing here knows gdviz.

Each takes the gradient, a start (dim,), a number of steps and its hyperparameters, floats or one value per coordinate,
and returns the points (steps + 1, dim).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Gradient = Callable[[Floats], Floats]
Value = float | tuple[float, ...]


def _walk(start: Floats, steps: int, advance: Callable[[Floats, int], Floats]) -> Floats:
    points = [np.array(start, dtype=float)]
    for t in range(1, steps + 1):
        points.append(advance(points[-1], t))
    return np.array(points)


def gd(grad: Gradient, start: Floats, steps: int, *, lr: Floats) -> Floats:
    return _walk(start, steps, lambda x, t: x - lr * grad(x))


def momentum(grad: Gradient, start: Floats, steps: int, *, lr: Floats, mu: Floats, v0: Floats) -> Floats:
    """With the velocity subtracted, as most lecture notes write it."""
    update = -v0 * np.ones_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal update
        update = mu * update + lr * grad(x)
        return x - update

    return _walk(start, steps, advance)


def torch_sgd(grad: Gradient, start: Floats, steps: int, *, lr: Floats, mu: Floats, dampening: Floats) -> Floats:
    buffer: Floats | None = None

    def advance(x: Floats, t: int) -> Floats:
        nonlocal buffer
        g = grad(x)
        buffer = g if buffer is None else mu * buffer + (1 - dampening) * g
        return x - lr * buffer

    return _walk(start, steps, advance)


def nesterov(grad: Gradient, start: Floats, steps: int, *, lr: Floats, mu: Floats, v0: Floats) -> Floats:
    update = -v0 * np.ones_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal update
        update = mu * update + lr * grad(x - mu * update)
        return x - update

    return _walk(start, steps, advance)


def adagrad(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, eps: Floats, acc0: Floats, inside: bool = False
) -> Floats:
    total = acc0 * np.ones_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal total
        g = grad(x)
        total = total + g * g
        return x - lr / (np.sqrt(total + eps) if inside else np.sqrt(total) + eps) * g

    return _walk(start, steps, advance)


def rmsprop(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, rho: Floats, eps: Floats, v0: Floats, inside: bool = False
) -> Floats:
    mean_square = v0 * np.ones_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal mean_square
        g = grad(x)
        mean_square = rho * mean_square + (1 - rho) * g * g
        return x - lr / (np.sqrt(mean_square + eps) if inside else np.sqrt(mean_square) + eps) * g

    return _walk(start, steps, advance)


def rmsprop_first_gradient(grad: Gradient, start: Floats, steps: int, *, lr: Floats, rho: Floats) -> Floats:
    """With the root-mean-square sigma itself as the state: the first step divides by |g_0|."""
    sigma: Floats | None = None

    def advance(x: Floats, t: int) -> Floats:
        nonlocal sigma
        g = grad(x)
        sigma = np.abs(g) if sigma is None else np.sqrt(rho * sigma**2 + (1 - rho) * g**2)
        return x - lr / sigma * g

    return _walk(start, steps, advance)


def rmsprop_centered(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, rho: Floats, eps: Floats, v0: Floats
) -> Floats:
    mean, mean_square = np.zeros_like(start), v0 * np.ones_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal mean, mean_square
        g = grad(x)
        mean = mean * rho + g * (1 - rho)
        mean_square = mean_square * rho + g * g * (1 - rho)
        return x - lr * g / (np.sqrt(np.maximum(mean_square - mean * mean, 0)) + eps)

    return _walk(start, steps, advance)


def rmsprop_compounding(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, rho: Floats, eps: Floats, v0: Floats
) -> Floats:
    """As the textbook's program does: coordinate by coordinate, the list of rates overwritten in place."""
    rates = list(lr * np.ones_like(start))
    r = list(v0 * np.ones_like(start))
    rhos, small = rho * np.ones_like(start), eps * np.ones_like(start)

    def advance(x: Floats, t: int) -> Floats:
        g, moved = grad(x), x.copy()
        for i in range(len(x)):
            r[i] = rhos[i] * r[i] + (1 - rhos[i]) * g[i] * g[i]
            rates[i] = rates[i] / (small[i] + np.sqrt(r[i]))
            moved[i] -= rates[i] * g[i]
        return moved

    return _walk(start, steps, advance)


def adadelta(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, rho: Floats, eps: Floats, eg0: Floats, ed0: Floats
) -> Floats:
    squares, moves = eg0 * np.ones_like(start), ed0 * np.ones_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal squares, moves
        g = grad(x)
        squares = rho * squares + (1 - rho) * g * g
        delta = np.sqrt((moves + eps) / (squares + eps)) * g
        moves = rho * moves + (1 - rho) * delta * delta
        return x - lr * delta

    return _walk(start, steps, advance)


def adam(
    grad: Gradient,
    start: Floats,
    steps: int,
    *,
    lr: Floats,
    beta1: Floats,
    beta2: Floats,
    eps: Floats,
    inside: bool = False,
    corrected: bool = True,
    late: int = 0,
    weight_decay: Value = 0.0,
) -> Floats:
    m, v = np.zeros_like(start), np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, v
        g = grad(x)
        m = m + (1 - beta1) * (g - m)
        v = v + (1 - beta2) * (g * g - v)
        m_hat = m / (1 - beta1 ** (t + late)) if corrected else m
        v_hat = v / (1 - beta2 ** (t + late)) if corrected else v
        denominator = np.sqrt(v_hat + eps) if inside else np.sqrt(v_hat) + eps
        return x - lr * np.asarray(weight_decay) * x - lr * m_hat / denominator

    return _walk(start, steps, advance)


def adamax(
    grad: Gradient,
    start: Floats,
    steps: int,
    *,
    lr: Floats,
    beta1: Floats,
    beta2: Floats,
    eps: Floats,
    misprinted: bool = False,
) -> Floats:
    m, u = np.zeros_like(start), np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, u
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, np.abs(g) + eps)
        return x - lr / (1 - (beta2 if misprinted else beta1) ** t) * m / u

    return _walk(start, steps, advance)


def nadam(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta1: Floats, beta2: Floats, eps: Floats
) -> Floats:
    m, v = np.zeros_like(start), np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, v
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        ahead = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
        return x - lr / (np.sqrt(v / (1 - beta2**t)) + eps) * ahead

    return _walk(start, steps, advance)


def nadam_dozat(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta1: Floats, beta2: Floats, eps: Floats, psi: Floats
) -> Floats:
    """As PyTorch's single-tensor loop does it: the gradient and the average applied one after the other."""
    m, v = np.zeros_like(start), np.zeros_like(start)
    product = np.ones_like(start)

    def share(t: int) -> Floats:
        return np.asarray(beta1 * (1.0 - 0.5 * 0.96 ** (t * psi)))

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, v, product
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        product = product * share(t)
        denominator = np.sqrt(v / (1 - beta2**t)) + eps
        x = x - lr * (1 - share(t)) / (1 - product) * g / denominator
        return x - lr * share(t + 1) / (1 - product * share(t + 1)) * m / denominator

    return _walk(start, steps, advance)


def amsgrad(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta1: Floats, beta2: Floats, eps: Floats
) -> Floats:
    m, v, largest = np.zeros_like(start), np.zeros_like(start), np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, v, largest
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        largest = np.maximum(largest, v)
        return x - lr / (1 - beta1**t) * m / (np.sqrt(largest) / np.sqrt(1 - beta2**t) + eps)

    return _walk(start, steps, advance)


def radam(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta1: Floats, beta2: Floats, eps: Floats
) -> Floats:
    """Coordinate by coordinate, for the branch of each depends on its own beta2."""
    m, v = np.zeros_like(start), np.zeros_like(start)
    longest = 2 / (1 - beta2 * np.ones_like(start)) - 1

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, v
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        correction = (1 - beta2**t) * np.ones_like(x)
        length = longest - 2 * t * (1 - correction) / correction
        step = m / (1 - beta1**t)
        for i, (rho, top) in enumerate(zip(length, longest, strict=True)):
            if rho > 5:
                rectified = np.sqrt((rho - 4) * (rho - 2) * top / ((top - 4) * (top - 2) * rho))
                step[i] *= rectified * np.sqrt(correction[i]) / (np.sqrt(v[i]) + (eps * np.ones_like(x))[i])
        return x - lr * step

    return _walk(start, steps, advance)


def qhm(grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta: Floats, nu: Floats) -> Floats:
    buffer = np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal buffer
        g = grad(x)
        buffer = beta * buffer + (1 - beta) * g
        return x - lr * ((1 - nu) * g + nu * buffer)

    return _walk(start, steps, advance)


def qhadam(
    grad: Gradient,
    start: Floats,
    steps: int,
    *,
    lr: Floats,
    beta1: Floats,
    beta2: Floats,
    eps: Floats,
    nu1: Floats,
    nu2: Floats,
) -> Floats:
    m, v = np.zeros_like(start), np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, v
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        above = g + nu1 * (m / (1 - beta1**t) - g)
        below = np.sqrt((1 - nu2) * g * g + nu2 * v / (1 - beta2**t)) + eps
        return x - lr * above / below

    return _walk(start, steps, advance)


def adabelief(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta1: Floats, beta2: Floats, eps: Floats
) -> Floats:
    m, s = np.zeros_like(start), np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, s
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * (g - m) * (g - m) + eps
        return x - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)

    return _walk(start, steps, advance)


def yogi(grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta1: Floats, beta2: Floats, eps: Floats) -> Floats:
    m, v = np.zeros_like(start), np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m, v
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = v + (1 - beta2) * np.where(v > g * g, -1.0, np.where(v < g * g, 1.0, 0.0)) * g * g
        return x - lr * m / (np.sqrt(v) + eps)

    return _walk(start, steps, advance)


def lion(
    grad: Gradient, start: Floats, steps: int, *, lr: Floats, beta1: Floats, beta2: Floats, weight_decay: Floats
) -> Floats:
    m = np.zeros_like(start)

    def advance(x: Floats, t: int) -> Floats:
        nonlocal m
        g = grad(x)
        direction = np.sign(beta1 * m + (1 - beta1) * g)
        m = beta2 * m + (1 - beta2) * g
        return x - lr * (direction + weight_decay * x)

    return _walk(start, steps, advance)


METHODS: dict[str, Callable[..., Floats]] = {
    "gd": gd,
    "momentum": momentum,
    "momentum_rate_outside": torch_sgd,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "adagrad_eps_inside": partial(adagrad, inside=True),
    "rmsprop": rmsprop,
    "rmsprop_eps_inside": partial(rmsprop, inside=True),
    "rmsprop_first_gradient": rmsprop_first_gradient,
    "rmsprop_centered": rmsprop_centered,
    "rmsprop_compounding": rmsprop_compounding,
    "adadelta": adadelta,
    "adam": adam,
    "adam_eps_inside": partial(adam, inside=True),
    "adam_uncorrected": partial(adam, corrected=False),
    "adam_late_correction": partial(adam, late=1),
    "adamax": adamax,
    "adamax_beta2_correction": partial(adamax, misprinted=True),
    "nadam": nadam,
    "nadam_dozat": nadam_dozat,
    "amsgrad": amsgrad,
    "adamw": adam,
    "radam": radam,
    "qhm": qhm,
    "qhadam": qhadam,
    "adabelief": adabelief,
    "yogi": yogi,
    "lion": lion,
}
