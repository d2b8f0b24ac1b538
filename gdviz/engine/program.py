"""A surface and an optimizer fused into one tape: what one step computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from gdviz.engine.compiled_surface import formulas
from gdviz.engine.formulas import Formulas, as_answer, count, disturbed
from gdviz.engine.line_search import Searched, answer, searches
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.engine.sampling import EXACT, Sampling
from gdviz.engine.shapes import state_kinds
from gdviz.engine.spec import Entry
from gdviz.engine.surface import Surface
from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.tree import Node, names_in
from gdviz.language.values import Matrix, Scalar, Value, Vector, flat, kind


@dataclass(frozen=True, eq=False)
class Program:
    """One step of a lane as a tape.

    `states` names every state with its shape as inputs, theta first; `new_states` are the numbers they become.
    `gradient` is the gradient at theta before the step, for the stop rule; none where chance disturbs it: a small one
    then says nothing. `values` holds what each rule's name stands
    for in the end; `searches` tells of the line searches, whose evaluations come on top of `evaluations`.
    """

    tape: Tape
    states: Mapping[str, Value]
    new_states: tuple[int, ...]
    gradient: tuple[int, ...]
    values: Mapping[str, Value]
    evaluations: Mapping[str, int]
    start: Tape = field(repr=False)
    start_states: tuple[int, ...] = ()
    lines: tuple[Value, ...] = ()
    searches: tuple[Searched, ...] = ()

    @property
    def dimension(self) -> int:
        """How many coordinates theta has."""
        return len(flat(self.states[POSITION]))

    @property
    def state_inputs(self) -> tuple[str, ...]:
        """The input name of every number of every state, theta's first."""
        numbers = [number for value in self.states.values() for number in flat(value)]
        return tuple(str(self.tape.operations[number].payload) for number in numbers)


def input_name(name: str, index: int | None = None) -> str:
    """The tape's name for one number of a state or hyperparameter."""
    return name if index is None else f"{name}.{index}"


def program(surface: Surface, entry: Entry, sampling: Sampling = EXACT) -> Program:
    """The program of an entry on a surface, seen as `sampling` lets it; compiled once per surface, optimizer, batch and
    choice of vector hyperparameters.

    Raises FormulaError when the formulas do not fit together.
    """
    vectors = frozenset(name for name, value in entry.hyperparameters().items() if isinstance(value, tuple))
    return _program(disturbed(formulas(surface), sampling), entry.method, vectors, sampling.exact)


def inputs_of(entry: Entry, sampling: Sampling = EXACT) -> dict[str, float]:
    """The entry's hyperparameters, and what the draws of a step read, by input name."""
    inputs = sampling.inputs()
    for name, value in entry.hyperparameters().items():
        if isinstance(value, tuple):
            inputs.update({input_name(name, index): number for index, number in enumerate(value)})
        else:
            inputs[name] = value
    return inputs


@lru_cache(maxsize=512)
def _program(formulas: Formulas, optimizer: Optimizer, vectors: frozenset[str], stop_rule: bool) -> Program:
    return _Builder(formulas, optimizer, vectors, stop_rule).build(state_kinds(optimizer.program, vectors))


@dataclass(frozen=True)
class AnySurface:
    """A stand-in with the right shapes, for checking rules before there is a surface."""

    dimension: int

    def at(self, tape: Tape, function: str, point: Vector, step: int) -> Value:
        """As in Formulas, but as numbers given from outside."""
        numbers = range(count(function, self.dimension))
        return as_answer(function, tuple(tape.input(f"{function}.{index}") for index in numbers))


class _Builder:
    """Translates the rules of an optimizer on a surface into one tape."""

    def __init__(self, surface: Formulas, optimizer: Optimizer, vectors: frozenset[str], stop_rule: bool) -> None:
        self.surface = surface
        self.optimizer = optimizer
        self.vectors = vectors
        self.stop_rule = stop_rule
        self.dimension = surface.dimension
        self.lines: list[Value] = []

    def build(self, kinds: Mapping[str, str]) -> Program:
        tape = Tape()
        states = {name: self._input(tape, name, kind) for name, kind in kinds.items()}
        step = tape.input(STEP_COUNT)
        gradient = flat(self.surface.at(tape, "grad", _vector(states[POSITION]), step)) if self.stop_rule else ()
        after = self.run_rules(tape, states)
        new = tuple(number for name in states for number in flat(_broadcast(after[name], states[name])))
        start, start_states = self._start(kinds)
        values = {rule.name: after[rule.name] for rule in self.optimizer.program.rules}
        evaluations, lines = self.optimizer.program.evaluations, tuple(self.lines)
        return Program(tape, states, new, gradient, values, evaluations, start, start_states, lines, searches(tape))

    def run_rules(self, tape: Tape, states: Mapping[str, Value]) -> dict[str, Value]:
        """What every name stands for after the rules."""
        step = tape.input(STEP_COUNT)
        translator = Translator(tape, {**self._hypers(tape), **states, STEP_COUNT: Scalar(step)})
        translator.surface = lambda *asked: answer(tape, self.surface, asked, step)
        for rule in self.optimizer.program.rules:
            value = translator.value(rule.expression)
            if any(tape.is_condition(number) for number in flat(value)):
                raise FormulaError(
                    Sentence("{name} would be a comparison, not a number", name=rule.name), rule.at.line, rule.at.column
                )
            translator.assign(rule.name, value)
            self.lines.append(value)
        return translator.names

    def _hypers(self, tape: Tape) -> dict[str, Value]:
        return {
            hyper.name: self._input(tape, hyper.name, "vector" if hyper.name in self.vectors else "scalar")
            for hyper in self.optimizer.hyperparameters
        }

    def _input(self, tape: Tape, name: str, shape: str) -> Value:
        if shape == "scalar":
            return Scalar(tape.input(name))
        if shape == "vector":
            return Vector(tuple(tape.input(input_name(name, index)) for index in range(self.dimension)))
        n = self.dimension
        return Matrix(tuple(tuple(tape.input(input_name(name, n * i + j)) for j in range(n)) for i in range(n)))

    def _start(self, kinds: Mapping[str, str]) -> tuple[Tape, tuple[int, ...]]:
        """The tape of the states' initial values; a name of a rule stands for that rule evaluated at the start."""
        tape = Tape()
        theta = self._input(tape, POSITION, "vector")
        translator = Translator(tape, {**self._hypers(tape), POSITION: theta, STEP_COUNT: Scalar(tape.constant(0.0))})
        first = tape.constant(1.0)  # what is drawn for the first step is what the start sees
        translator.surface = lambda *asked: answer(tape, self.surface, asked, first)
        for rule in self.optimizer.program.rules:
            if rule.name not in kinds and _ready(rule.expression, translator.names):
                translator.assign(rule.name, translator.value(rule.expression))
        initial = dict(self.optimizer.program.initial)
        numbers: list[int] = list(flat(theta))
        for name, shape in list(kinds.items())[1:]:
            value = translator.value(initial[name]) if name in initial else Scalar(tape.constant(0.0))
            numbers.extend(flat(_broadcast(value, self._input(Tape(), name, shape))))
        return tape, tuple(numbers)


def _ready(node: Node, names: Mapping[str, Value]) -> bool:
    return all(name in names for name in names_in(node))


def _vector(value: Value) -> Vector:
    assert isinstance(value, Vector)
    return value


def _broadcast(value: Value, like: Value) -> Value:
    """The value in the shape of another: a scalar is repeated."""
    if isinstance(value, Scalar) and not isinstance(like, Scalar):
        return Vector(flat(value) * len(flat(like)))
    if kind(value) != kind(like) or len(flat(value)) != len(flat(like)):
        raise FormulaError(
            Sentence(
                "a {value} stands where a {like} is kept from step to step",
                value=Sentence(kind(value)),
                like=Sentence(kind(like)),
            )
        )
    return value


def check_shapes(optimizer: Optimizer, dimension: int = 2, vectors: frozenset[str] = frozenset()) -> None:
    """Raises FormulaError unless the rules fit together in so many coordinates; `vectors` as in state_kinds."""
    _Builder(AnySurface(dimension), optimizer, vectors, True).build(state_kinds(optimizer.program, vectors))
