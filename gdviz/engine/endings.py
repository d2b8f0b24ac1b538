"""How the lanes of a race ended: their last steps, and from them the runs with their verdicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.result import Chunk, Floats, Run
from gdviz.engine.runners import EntryLanes
from gdviz.engine.spec import RaceSpec
from gdviz.engine.verdict import best_known, judge_many
from gdviz.engine.verdict_case import Ending

# Enough to see an oscillation of many steps.
TAIL = 256
# With many lanes the tails must not take more memory than the race.
TAIL_NUMBERS = 20_000_000


class Tails:
    """The last points of every lane, gathered chunk by chunk; a stopped lane keeps the last it had."""

    def __init__(self, spec: RaceSpec) -> None:
        self.length = max(8, min(TAIL, TAIL_NUMBERS // spec.lanes))
        self.points: list[Floats] = [np.empty((0, len(spec.starts[0])))] * spec.lanes

    def add(self, chunk: Chunk) -> None:
        """Takes in the chunk that follows."""
        known = ~np.isnan(chunk.loss) | ~np.isnan(chunk.points).all(axis=2)
        for lane in range(chunk.points.shape[1]):
            count = int(np.count_nonzero(known[:, lane]))
            if count:
                new = chunk.points[max(0, count - self.length) : count, lane]
                self.points[lane] = np.concatenate([self.points[lane], new])[-self.length :]


def runs_of(spec: RaceSpec, groups: Sequence[EntryLanes], tails: Tails) -> tuple[Run, ...]:
    """One run per lane, in the order of the lanes."""
    compiled = compile_surface(spec.surface, 2)
    stops = [stop for group in groups for stop in group.stop]
    steps = [int(count) for group in groups for count in group.steps]
    points = np.concatenate([group.points for group in groups])
    endings = [
        Ending(stop, count, tail, compiled.value(tail))
        for stop, count, tail in zip(stops, steps, tails.points, strict=True)
    ]
    answers = judge_many(endings, compiled, spec.surface, best_known(compiled, spec.surface, endings))
    with np.errstate(all="ignore"):
        losses, slopes = compiled.value(points), np.linalg.norm(compiled.gradient(points), axis=1)
    runs = []
    for lane, (verdict, message) in enumerate(answers):
        entry, start = spec.entries[lane // len(spec.starts)], spec.starts[lane % len(spec.starts)]
        evaluations = groups[lane // len(spec.starts)].program.evaluations
        runs.append(
            Run(
                label=entry.label or entry.optimizer.title,
                optimizer=entry.optimizer.key,
                hyperparameters=entry.hyperparameters(),
                start=start,
                point=tuple(points[lane].tolist()),
                loss=float(losses[lane]),
                gradient_norm=float(slopes[lane]),
                steps=steps[lane],
                gradient_evaluations=evaluations["grad"] * steps[lane],
                loss_evaluations=evaluations["f"] * steps[lane],
                hessian_evaluations=evaluations["hess"] * steps[lane],
                verdict=verdict,
                message=message,
            )
        )
    return tuple(runs)
