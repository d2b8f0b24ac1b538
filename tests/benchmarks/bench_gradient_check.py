"""The gradient check of a surface with 100 coordinates against the textbook's loop and SciPy, measured in one run.

    python tests/benchmarks/bench_gradient_check.py

All make central differences along every coordinate with the same 45 step sizes. The rivals' f is written in NumPy by
hand, for one point at a time: ours is compiled from its text and takes all points at once. Ours judges them as well.
Every figure is the best of some repetitions; nothing is asserted. The aim is below 0.1 s.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable

import numpy as np
from scipy.optimize._numdiff import approx_derivative

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.gradient_check import STEPS, measure
from gdviz.engine.surface import Surface

COUNT = 100
NUMBERS = range(1, COUNT + 1)
EXPRESSION = " + ".join(f"({n}*x{n}**2 - cos(x{n}*x{n % COUNT + 1}))" for n in NUMBERS)
POINT = np.linspace(-2.0, 2.0, COUNT)
FACTORS = np.arange(1.0, COUNT + 1.0)


def f(x: np.ndarray) -> float:
    return float(np.sum(FACTORS * x**2 - np.cos(x * np.roll(x, -1))))


def textbook() -> np.ndarray:
    found = np.empty((len(STEPS), COUNT))
    for row, step in enumerate(STEPS):
        x = POINT.copy()
        for axis in range(COUNT):
            kept = x[axis]
            x[axis] = kept + step
            after = f(x)
            x[axis] = kept - step
            found[row, axis] = (after - f(x)) / (2 * step)
            x[axis] = kept
    return found


def scipys() -> np.ndarray:
    return np.array([approx_derivative(f, POINT, method="3-point", abs_step=step) for step in STEPS])


def best(work: Callable[[], object], repetitions: int = 5) -> float:
    """The shortest of some repetitions, in seconds of the processor, so that a busy machine changes little."""
    times = []
    for _ in range(repetitions):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    began = time.process_time()
    compiled = compile_surface(Surface("s", "S", EXPRESSION), 1)
    print(f"{'derive and compile, once (imports SymPy)':50} {(time.process_time() - began) * 1e3:9.1f} ms")
    assert abs(float(compiled.value(POINT)) - f(POINT)) < 1e-9 * abs(f(POINT))
    ours = best(lambda: measure(compiled, tuple(POINT)))
    for rival, work in (("textbook loop", textbook), ("SciPy", scipys)):
        theirs = best(work)
        print(
            f"{f'{COUNT} coordinates x {len(STEPS)} step sizes':50} {ours * 1e3:9.1f} ms   "
            f"{rival} {theirs * 1e3:8.1f} ms   {theirs / ours:5.1f} times faster"
        )


if __name__ == "__main__":
    main()
