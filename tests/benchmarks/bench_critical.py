"""Finding every critical point in a window, beside SciPy's root from the same starts with a textbook gradient.

    python tests/benchmarks/bench_critical.py

Best of several runs; nothing is asserted. Both merge what they found, and the numbers found are printed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import root

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.critical_answer import CriticalQuestion
from gdviz.engine.critical_points import ON_A_SIDE, critical_points_in
from gdviz.surfaces import surface

TURNS = 5


def beale(at):
    x, y = at
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return [
        2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1),
        2 * a * x + 4 * b * x * y + 6 * c * x * y**2,
    ]


def himmelblau(at):
    x, y = at
    a, b = x**2 + y - 11, x + y**2 - 7
    return [4 * x * a + 2 * b, 2 * a + 4 * y * b]


def rastrigin(at):
    return 2 * at + 20 * np.pi * np.sin(2 * np.pi * at)


RIVALS = {"beale": beale, "himmelblau": himmelblau, "rastrigin": rastrigin}


def by_scipy(gradient: Callable, window) -> int:
    side = (np.arange(ON_A_SIDE) + 0.5) / ON_A_SIDE
    (left, right), (bottom, top) = window
    ends = set()
    for across in side:
        for up in side:
            found = root(gradient, np.array([left + (right - left) * across, bottom + (top - bottom) * up]))
            if found.success and left <= found.x[0] <= right and bottom <= found.x[1] <= top:
                ends.add(tuple(np.round(found.x, 4)))
    return len(ends)


def best(work: Callable[[], int], turns: int) -> tuple[float, int]:
    times = []
    for _ in range(turns):
        begun = time.perf_counter()
        count = work()
        times.append(time.perf_counter() - begun)
    return min(times), count


def main() -> None:
    for key, gradient in RIVALS.items():
        shown = surface(key)
        compile_surface(shown)
        question = CriticalQuestion(shown, shown.window)
        ours, found = best(lambda question=question: len(critical_points_in(question).points), TURNS)
        theirs, rival = best(lambda gradient=gradient, shown=shown: by_scipy(gradient, shown.window), 1)
        print(
            f"{key}: gdviz {1e3 * ours:.0f} ms, {found} points; scipy.optimize.root {1e3 * theirs:.0f} ms,"
            f" {rival} points; ratio {theirs / ours:.1f}"
        )


if __name__ == "__main__":
    main()
