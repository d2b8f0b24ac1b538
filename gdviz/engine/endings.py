"""How the lanes of a race ended: their last steps, and from them the runs with their verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.entry_lanes import EntryLanes
from gdviz.engine.result import Chunk, Floats, Run
from gdviz.engine.spec import RaceSpec
from gdviz.engine.verdict import best_known, judge_many
from gdviz.engine.verdict_case import Ending, Stop

# Enough to see an oscillation of many steps.
TAIL = 256
# With many lanes the tails must not take more memory than the race.
TAIL_NUMBERS = 4_000_000


class Tails:
    """The last points and losses of every lane, gathered chunk by chunk; a stopped lane keeps the last it had.

    Step n lies in column n % length until step n + length comes; `kept` are the last steps that came without a gap.
    """

    def __init__(self, spec: RaceSpec) -> None:
        self.length = max(8, min(TAIL, TAIL_NUMBERS // spec.lanes))
        self.points = np.empty((spec.lanes, self.length, len(spec.starts[0])))
        self.loss = np.empty((spec.lanes, self.length))
        self.kept = range(0)

    def add(self, chunk: Chunk, steps: NDArray[np.int64]) -> None:
        """Takes in the chunk that follows; `steps` says how far each lane has come."""
        if not len(chunk.points):
            return
        end = chunk.first + len(chunk.points)
        self.kept = range(self.kept.start if chunk.first == self.kept.stop else chunk.first, end)
        shortest = int(steps[steps >= chunk.first].min(initial=end))
        first = max(chunk.first, shortest - self.length + 1)
        while first < end:
            last = min(end, (first // self.length + 1) * self.length)
            self._write(chunk, range(first, last), steps)
            first = last

    def _write(self, chunk: Chunk, some: range, steps: NDArray[np.int64]) -> None:
        """Writes steps that lie side by side, for the lanes that have done them."""
        rows = slice(some.start - chunk.first, some.stop - chunk.first)
        columns = slice(some.start % self.length, some.start % self.length + len(some))
        done = np.arange(some.start, some.stop) <= steps[:, None]
        np.copyto(self.points[:, columns], chunk.points[rows].swapaxes(0, 1), where=done[:, :, None])
        np.copyto(self.loss[:, columns], chunk.loss[rows].T, where=done)

    def ending(self, lane: int, stop: Stop, steps: int, point: Floats, loss: float) -> Ending:
        """How a lane ended; where its last steps were not kept, the tail is the final point alone."""
        if steps not in self.kept:
            return Ending(stop, steps, point[None], np.array([loss]))
        columns = np.arange(max(self.kept.start, steps - self.length + 1), steps + 1) % self.length
        return Ending(stop, steps, self.points[lane, columns], self.loss[lane, columns])


def runs_of(spec: RaceSpec, groups: Sequence[EntryLanes], tails: Tails, searched: Sequence[Floats]) -> tuple[Run, ...]:
    """One run per lane, in the order of the lanes; `searched` (starts, 2) is what each entry's line searches asked."""
    compiled = compile_surface(spec.surface, 2)
    stops = [stop for group in groups for stop in group.stop]
    steps = [int(count) for group in groups for count in group.steps]
    points = np.concatenate([group.points for group in groups])
    with np.errstate(all="ignore"):
        losses, slopes = compiled.value(points), np.linalg.norm(compiled.gradient(points), axis=1)
    endings = [tails.ending(lane, stops[lane], steps[lane], points[lane], losses[lane]) for lane in range(spec.lanes)]
    best = best_known(compiled, spec.surface, endings)
    answers = judge_many(endings, compiled, spec.surface, best, spec.sampling)
    return tuple(
        Run(
            **_question(spec, groups, lane, steps[lane], np.concatenate(searched)[lane]),
            point=tuple(points[lane].tolist()),
            loss=float(losses[lane]),
            gradient_norm=float(slopes[lane]),
            steps=steps[lane],
            verdict=verdict,
            message=message,
        )
        for lane, (verdict, message) in enumerate(answers)
    )


def _question(spec: RaceSpec, groups: Sequence[EntryLanes], lane: int, steps: int, searched: Floats) -> dict[str, Any]:
    """What was asked of a lane and how often it has asked the surface in so many steps, as fields of Run."""
    number, start = divmod(lane, len(spec.starts))
    entry, evaluations = spec.entries[number], groups[number].program.evaluations
    return {
        "label": entry.label or entry.method.title,
        "optimizer": entry.optimizer.key,
        "hyperparameters": entry.hyperparameters(),
        "start": spec.starts[start],
        "gradient_evaluations": evaluations["grad"] * steps + int(searched[1]),
        "loss_evaluations": evaluations["f"] * steps + int(searched[0]),
        "hessian_evaluations": evaluations["hess"] * steps,
    }
