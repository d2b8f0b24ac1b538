"""Surfaces with derivatives written by hand, and loops of textbook optimizers: nothing of the engine's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gdviz.engine.result import Floats, Message, Verdict
from gdviz.engine.surface import Point, Surface
from gdviz.engine.verdict import Ending, Stop, best_known, judge

Rows = tuple[tuple[Floats, ...], ...]


@dataclass(frozen=True, eq=False)
class Written:
    """A surface by hand: functions of the coordinates for the value, the gradient's parts and the Hessian's rows."""

    surface: Surface
    f: Callable[..., Floats]
    g: Callable[..., tuple[Floats, ...]]
    h: Callable[..., Rows]

    def value(self, points: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.asarray(self.f(*self._columns(points)) + 0 * points[..., 0])

    def gradient(self, points: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.stack([part + 0 * points[..., 0] for part in self.g(*self._columns(points))], axis=-1)

    def hessian(self, points: Floats) -> Floats:
        with np.errstate(all="ignore"):
            rows = self.h(*self._columns(points))
            return np.stack([np.stack([part + 0 * points[..., 0] for part in row], axis=-1) for row in rows], axis=-2)

    @staticmethod
    def _columns(points: Floats) -> tuple[Floats, ...]:
        return tuple(np.moveaxis(points, -1, 0))


def written(
    f: Callable[..., Floats],
    g: Callable[..., tuple[Floats, ...]],
    h: Callable[..., Rows],
    half_width: float = 4.0,
    minima: tuple[Point, ...] = (),
) -> Written:
    """A surface over a window of that half width in every coordinate."""
    dim = f.__code__.co_argcount
    return Written(Surface("by_hand", "By hand", "", window=((-half_width, half_width),) * dim, minima=minima), f, g, h)


@dataclass(frozen=True, eq=False)
class Quadratic:
    """f = (x - centre).A.(x - centre)/2 for a symmetric matrix A."""

    matrix: Floats
    centre: Floats
    surface: Surface = field(default_factory=lambda: Surface("quadratic", "Quadratic", ""))

    def value(self, points: Floats) -> Floats:
        away = points - self.centre
        return np.asarray(0.5 * np.einsum("...i,ij,...j->...", away, self.matrix, away))

    def gradient(self, points: Floats) -> Floats:
        return np.asarray((points - self.centre) @ self.matrix)

    def hessian(self, points: Floats) -> Floats:
        return np.broadcast_to(self.matrix, (*points.shape, points.shape[-1]))


SQUARE = written(lambda x: x**2, lambda x: (2 * x,), lambda x: ((2.0,),))
BOWL = written(lambda x, y: x**2 + y**2, lambda x, y: (2 * x, 2 * y), lambda x, y: ((2.0, 0.0), (0.0, 2.0)))
DOME = written(lambda x, y: -(x**2) - 2 * y**2, lambda x, y: (-2 * x, -4 * y), lambda x, y: ((-2.0, 0.0), (0.0, -4.0)))
SADDLE = written(lambda x, y: x**2 - y**2, lambda x, y: (2 * x, -2 * y), lambda x, y: ((2.0, 0.0), (0.0, -2.0)))
ELLIPSE = written(
    lambda x, y: x**2 / 16 + 9 * y**2, lambda x, y: (x / 8, 18 * y), lambda x, y: ((0.125, 0.0), (0.0, 18.0))
)
PRODUCT = written(
    lambda x, y: (1 - x * y) ** 2,
    lambda x, y: (-2 * y * (1 - x * y), -2 * x * (1 - x * y)),
    lambda x, y: ((2 * y**2, 4 * x * y - 2), (4 * x * y - 2, 2 * x**2)),
    2.0,
)
CUBIC = written(
    lambda x: x**3 - 3 * x**2 - 9 * x + 2, lambda x: (3 * x**2 - 6 * x - 9,), lambda x: ((6 * x - 6,),), 5.0
)
THIRD_POWER = written(lambda x: x**3, lambda x: (3 * x**2,), lambda x: ((6 * x,),), 2.0)
FOURTH_POWER = written(lambda x: x**4, lambda x: (4 * x**3,), lambda x: ((12 * x**2,),), 2.0)
TENTH_POWER = written(
    lambda x: (1 - x**10) ** 2,
    lambda x: (-20 * x**9 * (1 - x**10),),
    lambda x: ((-180 * x**8 * (1 - x**10) + 200 * x**18,),),
    1.2,
)
MONKEY = written(
    lambda x, y: x**3 - 3 * x * y**2,
    lambda x, y: (3 * x**2 - 3 * y**2, -6 * x * y),
    lambda x, y: ((6 * x, -6 * y), (-6 * y, -6 * x)),
    2.0,
)
PEANO = written(
    lambda x, y: (y - x**2) * (y - 3 * x**2),
    lambda x, y: (12 * x**3 - 8 * x * y, 2 * y - 4 * x**2),
    lambda x, y: ((36 * x**2 - 8 * y, -8 * x), (-8 * x, 2.0)),
    2.0,
)
CROSS = written(
    lambda x, y: x**2 * y**2,
    lambda x, y: (2 * x * y**2, 2 * x**2 * y),
    lambda x, y: ((2 * y**2, 4 * x * y), (4 * x * y, 2 * x**2)),
)
TONGUE = written(
    lambda x, y: x**4 + x**2 * y**3,
    lambda x, y: (4 * x**3 + 2 * x * y**3, 3 * x**2 * y**2),
    lambda x, y: ((12 * x**2 + 2 * y**3, 6 * x * y**2), (6 * x * y**2, 6 * x**2 * y)),
    2.0,
)
CONSTANT = written(lambda x, y: 3.0 + 0 * x, lambda x, y: (0 * x, 0 * x), lambda x, y: ((0 * x, 0 * x), (0 * x, 0 * x)))
DECAY = written(lambda x: np.exp(-x), lambda x: (-np.exp(-x),), lambda x: ((np.exp(-x),),), 5.0)
LOGARITHM = written(lambda x: np.log(1.0 * x), lambda x: (1 / x,), lambda x: ((-1 / x**2,),), 5.0)
VEE = written(lambda x: np.maximum(x, -x), lambda x: (np.sign(x),), lambda x: ((0.0,),))
CONE = written(
    lambda x, y: np.sqrt(x**2 + y**2),
    lambda x, y: (x / np.hypot(x, y), y / np.hypot(x, y)),
    lambda x, y: (
        (y**2 / np.hypot(x, y) ** 3, -x * y / np.hypot(x, y) ** 3),
        (-x * y / np.hypot(x, y) ** 3, x**2 / np.hypot(x, y) ** 3),
    ),
)
ROSENBROCK = written(
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
    lambda x, y: ((2 - 400 * y + 1200 * x**2, -400 * x), (-400 * x, 200.0)),
    2.0,
    ((1.0, 1.0),),
)
HIMMELBLAU = written(
    lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    lambda x, y: (
        4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
        2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
    ),
    lambda x, y: ((12 * x**2 + 4 * y - 42, 4 * x + 4 * y), (4 * x + 4 * y, 12 * y**2 + 4 * x - 26)),
    6.0,
    ((3.0, 2.0), (-2.805118, 3.131313), (-3.77931, -3.283186), (3.584428, -1.848127)),
)
WELLS = written(
    lambda x, y: (x**2 - 1) ** 2 + 0.3 * x + y**2,
    lambda x, y: (4 * x * (x**2 - 1) + 0.3, 2 * y),
    lambda x, y: ((12 * x**2 - 4, 0.0), (0.0, 2.0)),
    2.0,
    ((-1.0355787140888537, 0.0),),
)
_BEALE = (1.5, 2.25, 2.625)


def _beale(x: Floats, y: Floats) -> Floats:
    return np.asarray(sum((c - x * (1 - y**k)) ** 2 for k, c in enumerate(_BEALE, 1)))


def _beale_gradient(x: Floats, y: Floats) -> tuple[Floats, ...]:
    terms = [(c - x * (1 - y**k), y**k - 1, k * x * y ** (k - 1)) for k, c in enumerate(_BEALE, 1)]
    return np.asarray(sum(2 * r * rx for r, rx, _ in terms)), np.asarray(sum(2 * r * ry for r, _, ry in terms))


def _beale_hessian(x: Floats, y: Floats) -> Rows:
    xx, xy, yy = 0 * x, 0 * x, 0 * x
    for k, c in enumerate(_BEALE, 1):
        r, rx, ry = c - x * (1 - y**k), y**k - 1, k * x * y ** (k - 1)
        bend = k * (k - 1) * x * y ** (k - 2) if k > 1 else 0 * x
        xx, xy = xx + 2 * rx**2, xy + 2 * (rx * ry + r * k * y ** (k - 1))
        yy = yy + 2 * (ry**2 + r * bend)
    return (xx, xy), (xy, yy)


BEALE = written(_beale, _beale_gradient, _beale_hessian, 4.5, ((3.0, 0.5),))


def _neuron(x: Floats, y: Floats) -> tuple[tuple[Floats, Floats, float], ...]:
    """Output, error and input of one sigmoid neuron for each of its two examples."""
    outputs = [(1 / (1 + np.exp(-(i * x + y))), wanted, i) for i, wanted in ((0.5, 0.2), (2.5, 0.9))]
    return tuple((s, s - wanted, i) for s, wanted, i in outputs)


def _neuron_gradient(x: Floats, y: Floats) -> tuple[Floats, ...]:
    terms = [(error * s * (1 - s), i) for s, error, i in _neuron(x, y)]
    return np.asarray(sum(slope * i for slope, i in terms)), np.asarray(sum(slope for slope, _ in terms))


def _neuron_hessian(x: Floats, y: Floats) -> Rows:
    bends = [((s * (1 - s)) ** 2 + error * s * (1 - s) * (1 - 2 * s), i) for s, error, i in _neuron(x, y)]
    xx, xy, yy = (np.asarray(sum(bend * i**power for bend, i in bends)) for power in (2, 1, 0))
    return (xx, xy), (xy, yy)


NEURON = written(
    lambda x, y: np.asarray(sum(0.5 * error**2 for _, error, _ in _neuron(x, y))),
    _neuron_gradient,
    _neuron_hessian,
    6.0,
    ((1.791759469228055, -2.282174095733918),),
)

Step = Callable[[Floats, Floats, int], Floats]


def gd(lr: float) -> Step:
    return lambda x, g, t: x - lr * g


def momentum(lr: float, mu: float) -> Step:
    v = np.zeros(1)

    def step(x: Floats, g: Floats, t: int) -> Floats:
        nonlocal v
        v = mu * v - lr * g
        return x + v

    return step


def adam(lr: float, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> Step:
    m, v = np.zeros(1), np.zeros(1)

    def step(x: Floats, g: Floats, t: int) -> Floats:
        nonlocal m, v
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        return x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)

    return step


def adagrad(lr: float) -> Step:
    acc = np.zeros(1)

    def step(x: Floats, g: Floats, t: int) -> Floats:
        nonlocal acc
        acc = acc + g**2
        return x - lr * g / (np.sqrt(acc) + 1e-8)

    return step


def sign_descent(lr: float) -> Step:
    return lambda x, g, t: x - lr * np.sign(g)


def ending(by_hand: Written | Quadratic, step: Step, start: Point, steps: int, tolerance: float = 1e-8) -> Ending:
    """The end of one lane, run by a plain loop with the engine's rules for stopping."""
    point = np.array(start, dtype=float)
    path, stop, done = [point], Stop.BUDGET, 0
    for t in range(1, steps + 1):
        gradient = by_hand.gradient(point)
        if np.abs(gradient).max() < tolerance:
            stop = Stop.TOLERANCE
            break
        with np.errstate(all="ignore"):
            point = step(point, gradient, t)
        path, done = [*path[-255:], point], t
        if not (np.isfinite(point).all() and np.abs(point).max() <= 1e12):
            stop = Stop.DIVERGED
            break
    tail = np.array(path)
    with np.errstate(all="ignore"):
        return Ending(stop, done, tail, by_hand.value(tail))


def verdict_of(
    by_hand: Written | Quadratic, step: Step, start: Point, steps: int, tolerance: float = 1e-8
) -> tuple[Verdict, Message]:
    """The verdict on a lane that races alone."""
    end = ending(by_hand, step, start, steps, tolerance)
    return judge(end, by_hand, by_hand.surface, best_known(by_hand, by_hand.surface, [end]))


def standing(by_hand: Written | Quadratic, point: Point, stop: Stop = Stop.TOLERANCE) -> tuple[Verdict, Message]:
    """The verdict on a lane that never moved."""
    tail = np.array([point], dtype=float)
    end = Ending(stop, 0, tail, by_hand.value(tail))
    return judge(end, by_hand, by_hand.surface, best_known(by_hand, by_hand.surface))
