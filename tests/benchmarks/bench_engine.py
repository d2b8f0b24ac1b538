"""The engine against a torch.optim loop, torch in batches and a textbook NumPy loop, all measured in one run.

    python tests/benchmarks/bench_engine.py

Needs torch (pip install gdviz[benchmark]) and llvmlite (gdviz[fast]). Everything runs on one core. Every figure is the
best of some repetitions, rivals in turn; nothing is asserted.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import torch

from gdviz.engine.compiled_lanes import llvm_kernel_of
from gdviz.engine.entry_lanes import EntryLanes
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.runners import BatchLanes, lanes_of
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.optimizers import optimizer
from gdviz.surfaces import surface

START = (1.0, -1.5)
RATE = 0.001  # so that no lane is at rest before the end
LANES, STEPS = 8, 10_000
LONG = 300_000
SIDE, SWEEP_STEPS = 256, 500
# A stochastic race: every optimizer and torch's of the same name, at one rate.
BATCH, DRAWN_STEPS, DRAWN_RATE = Batch(8), 2_000, 0.01
RIVALS: dict[str, Callable[[list[torch.Tensor]], torch.optim.Optimizer]] = {
    "gd": lambda point: torch.optim.SGD(point, lr=DRAWN_RATE),
    "momentum": lambda point: torch.optim.SGD(point, lr=DRAWN_RATE, momentum=0.9),
    "nesterov": lambda point: torch.optim.SGD(point, lr=DRAWN_RATE, momentum=0.9, nesterov=True),
    "adagrad": lambda point: torch.optim.Adagrad(point, lr=DRAWN_RATE),
    "rmsprop": lambda point: torch.optim.RMSprop(point, lr=DRAWN_RATE),
    "adam": lambda point: torch.optim.Adam(point, lr=DRAWN_RATE),
    "nadam": lambda point: torch.optim.NAdam(point, lr=DRAWN_RATE),
    "adamax": lambda point: torch.optim.Adamax(point, lr=DRAWN_RATE),
}
# The slow rivals do a part of the work; their time is scaled up to the whole.
TORCH_STEPS = 1_000
NUMPY_STEPS = 5_000


def beale(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def torch_loop(make: Callable[[list[torch.Tensor]], torch.optim.Optimizer], steps: int) -> None:
    point = torch.tensor(START, requires_grad=True)
    chosen = make([point])
    history = []
    for _ in range(steps):
        chosen.zero_grad()
        loss = beale(point[0], point[1])
        loss.backward()
        history.append((point.detach().clone(), loss.detach()))
        chosen.step()


def torch_batched(starts: np.ndarray, steps: int) -> None:
    """One tensor row per coordinate, the layout that suits torch best."""
    points = torch.tensor(starts.T.copy()).requires_grad_()
    adam = torch.optim.Adam([points], lr=RATE)
    for _ in range(steps):
        adam.zero_grad()
        beale(points[0], points[1]).sum().backward()
        adam.step()


def torch_batches(make: Callable[[list[torch.Tensor]], torch.optim.Optimizer], steps: int) -> None:
    """One optimizer on the neuron; the loss that is kept is the batch's, while ours is that of all samples."""
    samples = surface("neuron_noisy").data
    x, y = (torch.tensor(samples.column(name)) for name in ("x", "y"))
    order = torch.tensor(BATCH.indices(len(samples), 0, np.arange(1, steps + 1)))
    point = torch.tensor(surface("neuron_noisy").start, requires_grad=True)
    chosen = make([point])
    history = []
    for rows in order:
        chosen.zero_grad()
        loss = ((torch.sigmoid(point[0] * x[rows] + point[1]) - y[rows]) ** 2 / 2).mean()
        loss.backward()
        history.append((point.detach().clone(), loss.detach()))
        chosen.step()


def beale_gradient(theta: np.ndarray) -> np.ndarray:
    x, y = theta
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return np.array(
        [
            2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1),
            2 * a * x + 4 * b * x * y + 6 * c * x * y**2,
        ]
    )


def numpy_loop(steps: int) -> None:
    """Adam as a textbook writes it, vectors of two numbers, history kept."""
    theta, m, v = np.array(START), np.zeros(2), np.zeros(2)
    history = [theta]
    for t in range(1, steps + 1):
        g = beale_gradient(theta)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        theta = theta - RATE * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        history.append(theta)


def spec(key: str, starts: tuple[tuple[float, ...], ...], entries: int, steps: int, **values: float) -> RaceSpec:
    entry = Entry(optimizer(key), tuple(values.items()))
    # Tolerance 0: every lane runs all its steps, as the rivals' do.
    return RaceSpec(surface("beale"), (entry,) * entries, starts, steps, tolerance=0.0)


def drawn_spec() -> RaceSpec:
    """All the optimizers that torch has too, on batches of the 40-point neuron."""
    known = surface("neuron_noisy")
    entries = tuple(Entry(optimizer(key), (("lr", DRAWN_RATE),)) for key in RIVALS)
    return RaceSpec(known, entries, (known.start,), DRAWN_STEPS, batch=BATCH)


def run(question: RaceSpec, record: Record = Record.POINTS) -> None:
    for _ in race(question, record):
        pass


def sweep(question: RaceSpec, kind: Callable[..., EntryLanes]) -> None:
    """All the steps of the first entry, nothing kept."""
    kind(question, question.entries[0], False).advance(1, question.steps, keep=False)


def compiled_anew(question: RaceSpec) -> None:
    """As the first race of an optimizer on a surface; what loading LLVM takes, once, is not in it."""
    llvm_kernel_of.cache_clear()
    sweep(question, lanes_of)


def best(work: Callable[[], object], repetitions: int) -> float:
    """The shortest time of some repetitions, in seconds of the processor: what else runs on the machine counts less."""
    times = []
    for _ in range(repetitions):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def report(title: str, ours: float, rival: str, theirs: float) -> None:
    print(f"{title:58} {ours * 1e3:9.1f} ms   {rival} {theirs * 1e3:10.1f} ms   {theirs / ours:7.1f} times faster")


def main() -> None:
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    run(spec("adam", (START,), LANES, 10))

    ours = best(lambda: run(spec("adam", (START,), LANES, STEPS, lr=RATE)), 5)
    theirs = best(lambda: torch_loop(lambda p: torch.optim.Adam(p, lr=RATE), TORCH_STEPS), 3)
    report("8 lanes x 10,000 steps of Adam, full history", ours, "torch loop", theirs / TORCH_STEPS * STEPS * LANES)
    theirs = best(lambda: numpy_loop(NUMPY_STEPS), 3)
    report("the same", ours, "textbook NumPy", theirs / NUMPY_STEPS * STEPS * LANES)

    ours = best(lambda: run(spec("gd", (START,), 1, LONG, lr=1e-3)), 3)
    theirs = best(lambda: torch_loop(lambda p: torch.optim.SGD(p, lr=1e-3), TORCH_STEPS), 3)
    report("1 lane x 300,000 steps of gradient descent", ours, "torch loop", theirs / TORCH_STEPS * LONG)

    run(drawn_spec())
    ours = best(lambda: run(drawn_spec()), 5)
    theirs = sum(best(partial(torch_batches, rival, TORCH_STEPS), 3) for rival in RIVALS.values())
    title = f"batches of {BATCH.size} of 40 samples, {len(RIVALS)} optimizers x 2,000 steps"
    report(title, ours, "torch loop", theirs / TORCH_STEPS * DRAWN_STEPS)

    axis = np.linspace(-4, 4, SIDE)
    starts = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    question = spec("adam", tuple(map(tuple, starts.tolist())), 1, SWEEP_STEPS, lr=RATE)
    theirs = best(lambda: torch_batched(starts, SWEEP_STEPS), 3)
    report("256 x 256 starts x 500 steps of Adam", best(lambda: sweep(question, lanes_of), 5), "torch batched", theirs)
    report("the same, compiled anew", best(lambda: compiled_anew(question), 5), "torch batched", theirs)
    report("the same without llvmlite", best(lambda: sweep(question, BatchLanes), 3), "torch batched", theirs)


if __name__ == "__main__":
    main()
