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
    """The last points and losses of every lane, gathered chunk by chunk; a stopped lane keeps the last it had."""

    def __init__(self, spec: RaceSpec) -> None:
        self.length = max(8, min(TAIL, TAIL_NUMBERS // spec.lanes))
        self.points: list[Floats] = [np.empty((0, len(spec.starts[0])))] * spec.lanes
        self.loss: list[Floats] = [np.empty(0)] * spec.lanes

    def add(self, chunk: Chunk, steps: NDArray[np.int64]) -> None:
        """Takes in the chunk that follows; `steps` says how far each lane has come."""
        counts = np.clip(steps + 1 - chunk.first, 0, len(chunk.points))
        for lane in np.flatnonzero(counts):
            new = slice(max(0, counts[lane] - self.length), counts[lane])
            self.points[lane] = np.concatenate([self.points[lane], chunk.points[new, lane]])[-self.length :]
            self.loss[lane] = np.concatenate([self.loss[lane], chunk.loss[new, lane]])[-self.length :]

    def ending(self, lane: int, stop: Stop, steps: int, point: Floats, loss: float) -> Ending:
        """How a lane ended; where its last steps were not kept, the tail is the final point alone."""
        tail, losses = self.points[lane], self.loss[lane]
        if not len(tail) or not np.array_equal(tail[-1], point, equal_nan=True):
            tail, losses = point[None], np.array([loss])
        return Ending(stop, steps, tail, losses)


def runs_of(spec: RaceSpec, groups: Sequence[EntryLanes], tails: Tails) -> tuple[Run, ...]:
    """One run per lane, in the order of the lanes."""
    compiled = compile_surface(spec.surface, 2)
    stops = [stop for group in groups for stop in group.stop]
    steps = [int(count) for group in groups for count in group.steps]
    points = np.concatenate([group.points for group in groups])
    with np.errstate(all="ignore"):
        losses, slopes = compiled.value(points), np.linalg.norm(compiled.gradient(points), axis=1)
    endings = [tails.ending(lane, stops[lane], steps[lane], points[lane], losses[lane]) for lane in range(spec.lanes)]
    answers = judge_many(endings, compiled, spec.surface, best_known(compiled, spec.surface, endings))
    return tuple(
        Run(
            **_question(spec, groups, lane, steps[lane]),
            point=tuple(points[lane].tolist()),
            loss=float(losses[lane]),
            gradient_norm=float(slopes[lane]),
            steps=steps[lane],
            verdict=verdict,
            message=message,
        )
        for lane, (verdict, message) in enumerate(answers)
    )


def _question(spec: RaceSpec, groups: Sequence[EntryLanes], lane: int, steps: int) -> dict[str, Any]:
    """What was asked of a lane and how often it has asked the surface in so many steps, as fields of Run."""
    number, start = divmod(lane, len(spec.starts))
    entry, evaluations = spec.entries[number], groups[number].program.evaluations
    return {
        "label": entry.label or entry.optimizer.title,
        "optimizer": entry.optimizer.key,
        "hyperparameters": entry.hyperparameters(),
        "start": spec.starts[start],
        "gradient_evaluations": evaluations["grad"] * steps,
        "loss_evaluations": evaluations["f"] * steps,
        "hessian_evaluations": evaluations["hess"] * steps,
    }
