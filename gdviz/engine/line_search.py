"""Line searches of many lanes at once, as a function of the tape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.formulas import Formulas
from gdviz.engine.line_searches import Search, backtracking, exact, wolfe
from gdviz.engine.result import Floats
from gdviz.engine.rules import STEP_COUNT
from gdviz.engine.sampling import NOISE, SEED
from gdviz.language.evaluate import evaluate
from gdviz.language.scalar_function import scalar_function
from gdviz.language.tape import Tape
from gdviz.language.values import Scalar, Value, Vector, flat

SEARCHES: dict[str, Callable[..., Search]] = {"backtracking": backtracking, "wolfe": wolfe, "exact": exact}
# The name of the step along the line among the inputs of a search's tape.
_ALONG = "along"


@dataclass(frozen=True)
class Searched:
    """The numbers of a tape that a search yields: its step, and how often it asked for the loss and the gradient."""

    step: int
    losses: int
    gradients: int


class Trial(NamedTuple):
    """What a search asked for: the loss ("f") or the slope ("g") at a step, and the answer."""

    asked: str
    step: float
    answer: float


class Walked(NamedTuple):
    """A search that has ended: the step that it took, and what it asked for on the way."""

    step: float
    trials: list[Trial]

    @property
    def numbers(self) -> tuple[float, float, float]:
        """As in Searched."""
        losses = sum(trial.asked == "f" for trial in self.trials)
        return self.step, losses, len(self.trials) - losses


@dataclass(frozen=True)
class LineSearch:
    """A search on a surface as its formulas show it: a call on (theta .., d .., g .., parameters .., t, draws ..) with
    the outputs of Searched.

    `tape` computes the loss and the slope along d from `inputs`: the step along the line, theta, d, the step count and
    what the draws read.
    """

    name: str
    formulas: Formulas
    tape: Tape = field(compare=False, repr=False)
    outputs: dict[str, int] = field(compare=False, repr=False)
    inputs: tuple[str, ...] = field(compare=False, repr=False)

    @property
    def draws(self) -> tuple[str, ...]:
        """What the draws read beside the step count."""
        return self.inputs[2 + 2 * self.formulas.dimension :]

    @cached_property
    def functions(self) -> dict[str, Callable[..., tuple[float, ...]]]:
        """The loss ("f") and the slope ("g") at one step of one lane, as functions of the inputs."""
        return {what: scalar_function(self.tape, (number,), self.inputs) for what, number in self.outputs.items()}

    def __call__(self, *arguments: Any) -> Sequence[Any]:
        if all(isinstance(argument, float) for argument in arguments):
            return self.walked(*arguments).numbers
        arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=np.float64) for argument in arguments))
        columns = np.array([array.reshape(-1) for array in arrays])
        alone = columns.shape[1] == 1
        found = [self.walked(*columns[:, 0].tolist())] if alone else _Lines(self, columns).walked()
        return list(np.array([each.numbers for each in found]).T.reshape(3, *arrays[0].shape))

    def walked(self, *arguments: float) -> Walked:
        """One lane's search: plain floats are many times faster then."""
        numbers = [float(argument) for argument in arguments]
        line, slope, parameters = self._parts(numbers)
        walk, functions, trials = SEARCHES[self.name](slope, *parameters), self.functions, []
        try:
            with np.errstate(all="ignore"):
                asked, step = next(walk)
                while True:
                    answer = functions[asked](step, *line)[0]
                    trials.append(Trial(asked, step, answer))
                    asked, step = walk.send(answer)
        except StopIteration as end:
            return Walked(end.value, trials)

    def asked(self, what: str, step: float, *arguments: float) -> float:
        """The loss ("f") or the slope ("g") at one step along one lane's line."""
        line, *_ = self._parts(arguments)
        with np.errstate(all="ignore"):
            return self.functions[what](step, *line)[0]

    def slice(self, steps: Sequence[float], *arguments: float) -> list[float]:
        """The loss at these steps along one lane's line."""
        line, *_ = self._parts(arguments)
        with np.errstate(all="ignore"):
            return [self.functions["f"](step, *line)[0] for step in steps]

    def _parts(self, numbers: Sequence[float]) -> tuple[list[float], float, Sequence[float]]:
        """The inputs but for the step, the slope at theta, and the parameters of the search."""
        dim = self.formulas.dimension
        rest = len(numbers) - 1 - len(self.draws)
        slope = 0.0
        for towards, steep in zip(numbers[dim : 2 * dim], numbers[2 * dim : 3 * dim], strict=True):
            slope += towards * steep
        return [*numbers[: 2 * dim], *numbers[rest:]], slope, numbers[3 * dim : rest]


@lru_cache(maxsize=64)
def line_search(name: str, formulas: Formulas) -> LineSearch:
    """The search of that name on a surface. Raises FormulaError; imports SymPy."""
    tape, dim = Tape(), formulas.dimension
    start, towards = ([f"{name}.{index}" for index in range(dim)] for name in ("p", "d"))
    along, step = tape.input(_ALONG), tape.input(STEP_COUNT)
    ways = [tape.input(each) for each in towards]
    point = Vector(
        tuple(
            tape.apply("add", tape.input(each), tape.apply("mul", along, way))
            for each, way in zip(start, ways, strict=True)
        )
    )
    loss, gradient = (flat(formulas.at(tape, function, point, step)) for function in ("f", "grad"))
    slope = tape.constant(0.0)
    for steep, way in zip(gradient, ways, strict=True):
        slope = tape.apply("add", slope, tape.apply("mul", steep, way))
    read = {operation.payload for operation in tape.operations if operation.name == "input"}
    draws = [each for each in (SEED, NOISE) if each in read]
    return LineSearch(name, formulas, tape, {"f": loss[0], "g": slope}, (_ALONG, *start, *towards, STEP_COUNT, *draws))


class _Lines:
    """The lines of many lanes."""

    def __init__(self, search: LineSearch, columns: Floats) -> None:
        dim, rest = search.formulas.dimension, len(columns) - 1 - len(search.draws)
        self.search = search
        self.inputs = np.concatenate([columns[: 2 * dim], columns[rest:]])
        slopes = np.sum(columns[dim : 2 * dim] * columns[2 * dim : 3 * dim], axis=0)
        start = SEARCHES[search.name]
        self.walks = [
            start(*numbers) for numbers in zip(slopes.tolist(), *columns[3 * dim : rest].tolist(), strict=True)
        ]

    def walked(self) -> list[Walked]:
        """Every lane's search to its end, all that is asked at the same time answered at once."""
        trials: list[list[Trial]] = [[] for _ in self.walks]
        steps = [0.0] * len(self.walks)
        asked: dict[int, tuple[str, float]] = {}
        answers: dict[int, float | None] = dict.fromkeys(range(len(self.walks)))
        while answers:
            for lane, answer in answers.items():
                if answer is not None:
                    trials[lane].append(Trial(*asked.pop(lane), answer))
                try:
                    asked[lane] = self.walks[lane].send(answer)  # type: ignore[arg-type]  # None begins a walk
                except StopIteration as end:
                    steps[lane] = end.value
            answers = dict(self._answers(asked))
        return [Walked(*each) for each in zip(steps, trials, strict=True)]

    def _answers(self, asked: dict[int, tuple[str, float]]) -> dict[int, float]:
        answers: dict[int, float] = {}
        for what in ("f", "g"):
            lanes = [lane for lane, (wanted, _) in asked.items() if wanted == what]
            if lanes:
                steps = np.array([asked[lane][1] for lane in lanes])
                answers.update(zip(lanes, self._measured(what, lanes, steps).tolist(), strict=True))
        return answers

    def _measured(self, what: str, lanes: Sequence[int], steps: Floats) -> Floats:
        inputs = dict(zip(self.search.inputs, [steps, *self.inputs[:, lanes]], strict=True))
        (found,) = evaluate(self.search.tape, (self.search.outputs[what],), inputs)
        result: Floats = np.broadcast_to(found, steps.shape)
        return result


def answer(tape: Tape, formulas: Formulas, asked: Sequence[Any], step: int) -> Value:
    """What the surface says to (function, point), or a search along a line of it to (function, theta, d, g, ..)."""
    name, *arguments = asked
    if name not in SEARCHES:
        return formulas.at(tape, name, arguments[0], step)
    search = line_search(name, formulas)
    numbers = [number for argument in arguments for number in flat(argument)]
    drawn = [tape.input(each) for each in search.draws]
    return Scalar(tape.call(tape.function(search), (*numbers, step, *drawn), 3)[0])


def searches(tape: Tape) -> tuple[Searched, ...]:
    """The searches of a tape."""
    calls = [operation for operation in tape.operations if operation.name == "call"]
    found = [call for call in calls if isinstance(tape.functions.get(str(call.payload)), LineSearch)]
    return tuple(Searched(*tape.call(str(call.payload), call.arguments, 3)) for call in found)
