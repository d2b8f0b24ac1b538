"""The numbers of one step: what every rule came to, and what any part of a rule stood for when its turn came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gdviz.engine.anatomy import StepQuestion
from gdviz.engine.compiled_surface import compile_surface, coordinates, formulas
from gdviz.engine.formulas import disturbed
from gdviz.engine.line_search import LineSearch, Walked, answer, line_search
from gdviz.engine.program import inputs_of, program
from gdviz.engine.result import Floats
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.language.evaluate import evaluate
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.tree import Call, Node, Rule, names_in
from gdviz.language.values import Matrix, Scalar, Value, Vector, flat


@dataclass(frozen=True, eq=False)
class StepNumbers:
    """`before` holds theta and the states, `lines` what each rule came to, in order."""

    question: StepQuestion
    names: tuple[str, ...]
    before: Mapping[str, Floats]
    hyperparameters: Mapping[str, Floats]
    lines: tuple[Floats, ...]
    gradient: Floats
    loss: float
    loss_after: float

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, one for each of `lines`."""
        return self.question.entry.method.program.rules

    @property
    def after(self) -> Floats:
        """Where the step led."""
        return self.lines[-1]

    def known(self, rule: int) -> dict[str, Floats]:
        """What every name stands for when a rule's turn comes."""
        done = {each.name: value for each, value in zip(self.rules[:rule], self.lines, strict=False)}
        return {**self.hyperparameters, STEP_COUNT: np.array(float(self.question.number)), **self.before, **done}

    def value(self, node: Node, rule: int) -> Floats:
        """What a part of a rule comes to in that rule: (), (dim,) or (dim, dim); a comparison is 0 or 1."""
        tape, names = Tape(), {}
        inputs: dict[str, float] = self.question.sampling.inputs()
        known = self.known(rule)
        for name in names_in(node):
            number = known[name]
            names[name] = _input(tape, name, number)
            inputs.update({f"{name}.{index}": each for index, each in enumerate(np.ravel(number))})
        seen = disturbed(formulas(self.question.surface), self.question.sampling)
        step = tape.constant(float(self.question.number))
        translator = Translator(tape, names, surface=lambda *asked: answer(tape, seen, asked, step))
        value = translator.value(node)
        return _shaped(value, evaluate(tape, flat(value), inputs))

    def search(self, node: Call, rule: int) -> SearchOfStep:
        """A line search that is part of a rule."""
        seen = disturbed(formulas(self.question.surface), self.question.sampling)
        search, drawn = line_search(node.function, seen), self.question.sampling.inputs()
        numbers = [float(number) for part in node.arguments for number in np.ravel(self.value(part, rule))]
        return SearchOfStep(search, (*numbers, float(self.question.number), *(drawn[each] for each in search.draws)))


@dataclass(frozen=True)
class SearchOfStep:
    """A line search with the numbers that it was given in a step."""

    search: LineSearch
    arguments: tuple[float, ...]

    @property
    def walked(self) -> Walked:
        """What it asked for, and the step that it took."""
        return self.search.walked(*self.arguments)


def step_numbers(question: StepQuestion) -> StepNumbers:
    """The numbers of a step, computed by the program that was run. Raises FormulaError."""
    surface, entry = question.surface, question.entry
    compiled = program(surface, entry, question.sampling)
    states = dict(question.states)
    row = [*question.point, *(number for name in compiled.states if name != POSITION for number in states[name])]
    inputs = {**inputs_of(entry, question.sampling), **dict(zip(compiled.state_inputs, row, strict=True))}
    inputs[STEP_COUNT] = float(question.number)
    outputs = [number for value in compiled.lines for number in flat(value)]
    results = evaluate(compiled.tape, outputs, inputs)
    lines, used = [], 0
    for value in compiled.lines:
        width = len(flat(value))
        lines.append(_shaped(value, results[used : used + width]))
        used += width
    before = {POSITION: np.array(question.point)}
    for name in compiled.states:
        if name != POSITION:
            before[name] = _shaped(compiled.states[name], [np.asarray(number) for number in states[name]])
    hypers = {name: np.array(value, dtype=np.float64) for name, value in entry.hyperparameters().items()}
    lines[-1] = np.broadcast_to(lines[-1], len(question.point)).astype(np.float64)
    exact = compile_surface(surface, 1)
    with np.errstate(all="ignore"):
        loss, loss_after = float(exact.value(before[POSITION])), float(exact.value(lines[-1]))
    gradient = exact.gradient(before[POSITION])
    return StepNumbers(question, coordinates(surface), before, hypers, tuple(lines), gradient, loss, loss_after)


def _input(tape: Tape, name: str, number: Floats) -> Value:
    ids = tuple(tape.input(f"{name}.{index}") for index in range(number.size))
    if number.ndim == 0:
        return Scalar(ids[0])
    if number.ndim == 1:
        return Vector(ids)
    width = len(number)
    return Matrix(tuple(ids[row * width : (row + 1) * width] for row in range(width)))


def _shaped(value: Value, numbers: list[Floats]) -> Floats:
    array = np.array([float(number) for number in numbers])
    if isinstance(value, Scalar):
        return array.reshape(())
    return array.reshape(len(value.rows), -1) if isinstance(value, Matrix) else array
