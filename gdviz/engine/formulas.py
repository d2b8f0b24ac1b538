"""The formulas of a surface, put into a tape at any point: a closed one, a loss over data, one that chance disturbs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gdviz.engine.expression import one_number, trees
from gdviz.engine.sample_sum import BatchValues, sample_sum
from gdviz.engine.samples import Samples
from gdviz.engine.sampling import NOISE, SEED, Batch, NormalDraws, Sampling
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.values import Matrix, Scalar, Value, Vector, flat, shaped, total

# Up to so many samples are written out one after the other, which is fastest for few; more are summed by NumPy.
# Step by step that costs a call each time, and for many points at once hardly anything.
WRITTEN_OUT, WRITTEN_OUT_AT_ONCE = 64, 4


class Formulas(Protocol):
    """Anything that can be asked for f, grad and hess at a point of a tape; `step` is the number of the step count."""

    @property
    def dimension(self) -> int:
        """How many coordinates a point has."""

    def __hash__(self) -> int:
        """Equal formulas are compiled once."""

    def at(self, tape: Tape, function: str, point: Vector, step: int) -> Value:
        """f, grad or hess at a point."""


@dataclass(frozen=True)
class ClosedFormulas:
    """The formulas of one expression in its coordinates."""

    expression: str
    names: tuple[str, ...]

    @property
    def dimension(self) -> int:
        """As in Formulas."""
        return len(self.names)

    def at(self, tape: Tape, function: str, point: Vector, step: int) -> Value:
        """As in Formulas."""
        return self.written(tape, function, dict(zip(self.names, point.ids, strict=True)))

    def written(self, tape: Tape, function: str, numbers: dict[str, int]) -> Value:
        """The function where every name of the expression stands for a number of the tape."""
        inner = Translator(tape, {name: Scalar(number) for name, number in numbers.items()})
        values = tuple(one_number(inner, tree) for tree in trees(self.expression, self.names, function))
        return as_answer(function, values)


@dataclass(frozen=True)
class DataFormulas:
    """The sum or the mean of one expression over samples; with a batch, over those that the step sees."""

    one: ClosedFormulas
    samples: Samples
    mean: bool
    batch: Batch | None = None
    written_out: int = WRITTEN_OUT

    @property
    def dimension(self) -> int:
        """As in Formulas."""
        return self.one.dimension

    def at(self, tape: Tape, function: str, point: Vector, step: int) -> Value:
        """As in Formulas."""
        rows = self.batch.size if self.batch else len(self.samples)
        if rows <= self.written_out:
            return self._written_out(tape, function, point, self._rows(tape, step), rows)
        drawn = (step, tape.input(SEED)) if self.batch else ()
        call = sample_sum(self.one.expression, self.one.names, function, self.samples, self.mean, self.batch)
        numbers = tape.call(tape.function(call), (*point.ids, *drawn), count(function, self.dimension))
        return as_answer(function, numbers)

    def _rows(self, tape: Tape, step: int) -> Iterable[Sequence[int]]:
        """The numbers of every sample, column by column."""
        if self.batch is None:
            return [[tape.constant(number) for number in row] for row in self.samples.table.tolist()]
        width = len(self.samples.names)
        values = tape.function(BatchValues(self.samples, self.batch))
        numbers = tape.call(values, (step, tape.input(SEED)), self.batch.size * width)
        return [numbers[first : first + width] for first in range(0, len(numbers), width)]

    def _written_out(
        self, tape: Tape, function: str, point: Vector, rows: Iterable[Sequence[int]], count: int
    ) -> Value:
        here = dict(zip(self.one.names, point.ids, strict=True))
        terms = [
            self.one.written(tape, function, here | dict(zip(self.samples.names, row, strict=True))) for row in rows
        ]
        sums = tuple(total(tape, numbers) for numbers in zip(*map(flat, terms), strict=True))
        if self.mean:
            sums = tuple(tape.apply("div", number, tape.constant(float(count))) for number in sums)
        return shaped(sums, terms[0])


@dataclass(frozen=True)
class NoisyFormulas:
    """Formulas whose gradient has Gaussian noise on every coordinate."""

    exact: Formulas

    @property
    def dimension(self) -> int:
        """As in Formulas."""
        return self.exact.dimension

    def at(self, tape: Tape, function: str, point: Vector, step: int) -> Value:
        """As in Formulas."""
        value = self.exact.at(tape, function, point, step)
        if function != "grad":
            return value
        draws = tape.function(NormalDraws(self.dimension))
        noise = tape.call(draws, (step, tape.input(SEED)), self.dimension)
        amounts = [tape.apply("mul", tape.input(NOISE), each) for each in noise]
        return shaped(tuple(tape.apply("add", a, b) for a, b in zip(flat(value), amounts, strict=True)), value)


def disturbed(exact: ClosedFormulas | DataFormulas, sampling: Sampling) -> Formulas:
    """The formulas as a step of a race sees them."""
    seen: Formulas = exact
    if isinstance(exact, DataFormulas) and sampling.batch:
        seen = DataFormulas(exact.one, exact.samples, exact.mean, sampling.batch)
    return NoisyFormulas(seen) if sampling.noise else seen


def as_answer(function: str, values: tuple[int, ...]) -> Value:
    """The numbers as f, grad and hess are shaped."""
    if function == "f":
        return Scalar(values[0])
    if function == "grad":
        return Vector(values)
    width = round(len(values) ** 0.5)
    return Matrix(tuple(values[row * width : (row + 1) * width] for row in range(width)))


def count(function: str, dimension: int) -> int:
    """How many numbers f, grad and hess have."""
    return {"f": 1, "grad": dimension, "hess": dimension * dimension}[function]
