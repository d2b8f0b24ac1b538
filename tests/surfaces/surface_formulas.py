"""The surfaces written a second time, in NumPy and by hand: what the declarations are compared with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def _beale(x, y):
    return sum((c - x * (1 - y**k)) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625)))


def _beale_slips(x, y, last):
    return np.square(1.5 - x * y) + np.square(2.25 - x * (1 - y * y)) + (2.65 - x * (1 - y * y * y)) ** last


def _bell(x, y, at_x, at_y):
    return np.exp(-(np.square(x - at_x) + np.square(y - at_y)))


def _neuron(weight, bias):
    """Half the sum of squared errors of tanh's twin, 1/(1+exp(-s)) = (1 + tanh(s/2))/2."""
    answers = [(1 + np.tanh((weight * given + bias) / 2)) / 2 for given in (0.5, 2.5)]
    return 0.5 * ((answers[0] - 0.2) ** 2 + (answers[1] - 0.9) ** 2)


def _ackley(x, y):
    distance = np.hypot(x, y) / np.sqrt(2)
    waves = (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2
    return 20 * (1 - np.exp(-distance / 5)) + np.exp(1) - np.exp(waves)


def _rastrigin(x, y):
    return x * x + y * y + 20 * np.sin(np.pi * x) ** 2 + 20 * np.sin(np.pi * y) ** 2


FORMULAS: dict[str, Callable] = {
    "parabola": lambda x: x * x,
    "cubic": lambda x: ((x - 3) * x - 9) * x + 2,
    "x_cubed": lambda x: x * x * x,
    "bowl": lambda x, y: x * x + y * y,
    "ellipse": lambda x, y: (x / 4) ** 2 + (3 * y) ** 2,
    "beale": _beale,
    "beale_squares": lambda x, y: _beale_slips(x, y, 2),
    "beale_misprinted": lambda x, y: _beale_slips(x, y, 3),
    "rosenbrock": lambda x, y: 100 * np.square(y - x * x) + np.square(x - 1),
    "himmelblau": lambda x, y: np.square(x * x + y - 11) + np.square(y * y + x - 7),
    "booth": lambda x, y: 5 * x * x + 5 * y * y + 8 * x * y - 34 * x - 38 * y + 74,
    "rastrigin": _rastrigin,
    "ackley": _ackley,
    "styblinski_tang": lambda x, y: sum(((c * c - 16) * c + 5) * c / 2 for c in (x, y)),
    "three_hump_camel": lambda x, y: x * x * (2 - 1.05 * x * x + x**4 / 6) + y * (x + y),
    "six_hump_camel": lambda x, y: 4 * x * x - 2.1 * x**4 + x**6 / 3 + x * y - 4 * y * y + 4 * y**4,
    "saddle": lambda x, y: (x - y) * (x + y),
    "monkey_saddle": lambda x, y: np.real((x + 1j * y) ** 3),
    "product_saddle": lambda x, y: np.square(x * y - 1),
    "cliff": lambda x: np.square((x * x) ** 5 - 1),
    "plateau": _neuron,
    "two_wells": lambda x, y: x**4 - 2 * x * x + 1 + 0.3 * x + np.square(x - y),
    "hills": lambda x, y: (
        3 * _bell(x, y, 0, 0)
        + 2 * _bell(x, y, 2, -1)
        - 3 * _bell(x, y, -2, -1)
        - 2 * _bell(x, y, 2, 1)
        - _bell(x, y, 0, -2)
    ),
    "quadratic3d": lambda x, y, z: x * x + y * y / 10 + 2 * z * z,
}


def at(key, points):
    """The value of a surface at points (..., dim): (...)."""
    return FORMULAS[key](*np.moveaxis(np.asarray(points, dtype=float), -1, 0))


def slope(key, point, h=1e-5):
    """The gradient by central differences, independent of any symbolic derivative."""
    point = np.asarray(point, dtype=float)
    steps = h * np.eye(point.size)
    return (at(key, point + steps) - at(key, point - steps)) / (2 * h)


def curvature(key, point, h=1e-4):
    """The Hessian by central differences."""
    point = np.asarray(point, dtype=float)
    steps = h * np.eye(point.size)
    corners = [[(a, b) for b in steps] for a in steps]
    rows = [
        [
            at(key, point + a + b) - at(key, point + a - b) - at(key, point - a + b) + at(key, point - a - b)
            for a, b in row
        ]
        for row in corners
    ]
    return np.array(rows) / (4 * h * h)


def grid(window, count):
    """Points of a regular grid over a window, (count, ..., dim)."""
    axes = [np.linspace(low, high, count) for low, high in window]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
