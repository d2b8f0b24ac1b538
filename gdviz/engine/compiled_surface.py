"""A surface ready to be evaluated: value, exact gradient and exact Hessian on arrays of points."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from keyword import iskeyword
from typing import TYPE_CHECKING

import numpy as np

from gdviz.engine.expression import parsed
from gdviz.engine.result import Floats
from gdviz.engine.surface import Surface
from gdviz.language import limits
from gdviz.language.errors import FormulaError
from gdviz.language.functions import FUNCTIONS
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS, names_in

if TYPE_CHECKING:
    from gdviz.engine.formulas import ClosedFormulas, DataFormulas
    from gdviz.language.tape import Tape

# What evaluates a surface is imported where that is done: not before the first paint.
LETTERS = ("x", "y", "z")


def coordinates(surface: Surface | str) -> tuple[str, ...]:
    """The names of the coordinates: the parameters of a loss over data, else x, y, z or x1 .. xn, those that the
    formula uses, or as many as its window or start has.

    Raises FormulaError for a name that is no coordinate, or for both kinds of names in one formula.
    """
    if isinstance(surface, Surface) and surface.data is not None:
        return _parameters(surface.expression, surface.parameters, surface.data.names)
    expression = surface if isinstance(surface, str) else surface.expression
    wanted = 0 if isinstance(surface, str) else max(len(surface.window), len(surface.start))
    return _coordinates(expression, wanted)


@lru_cache(maxsize=256)
def _parameters(expression: str, parameters: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    for name in (*parameters, *columns):
        if (*parameters, *columns).count(name) > 1 or name in CONSTANTS or name in FUNCTIONS or not _is_name(name):
            template = "{name} cannot name a parameter or a column: it has a meaning already, or is no name"
            raise FormulaError(Sentence(template, name=name), 1, 1)
    used = names_in(parsed(expression))
    for name, at in used.items():
        if name not in (*parameters, *columns):
            template = "{name} is neither a parameter ({parameters}) nor a column of the data ({columns})"
            listed = {"parameters": ", ".join(parameters), "columns": ", ".join(columns)}
            raise FormulaError(Sentence(template, name=name, **listed), at.line, at.column)
    for name in parameters:
        if name not in used:
            raise FormulaError(Sentence("the parameter {name} does not occur in the formula", name=name), 1, 1)
    return parameters


def _is_name(text: str) -> bool:
    return text.isidentifier() and not iskeyword(text)


@lru_cache(maxsize=256)
def _coordinates(expression: str, wanted: int) -> tuple[str, ...]:
    used = names_in(parsed(expression))
    numbered = [int(name[1:]) for name in used if re.fullmatch(r"x[1-9]\d{0,3}", name)]
    for name, at in used.items():
        if name not in LETTERS and not re.fullmatch(r"x[1-9]\d{0,3}", name):
            template = "{name} is no coordinate; a surface is written in x, y, z or x1, x2, .. xn"
            raise FormulaError(Sentence(template, name=name), at.line, at.column)
        if numbered and name in LETTERS:
            raise FormulaError("write x, y, z or x1, x2, .., not both", at.line, at.column)
    if not used:
        raise FormulaError("there is no coordinate in this formula; write x, y, z or x1, x2, .. xn", 1, 1)
    if numbered:
        return tuple(f"x{index}" for index in range(1, _count(max([*numbered, wanted])) + 1))
    return LETTERS[: max(wanted, 1 + max(LETTERS.index(name) for name in used))]


def _count(wanted: int) -> int:
    if wanted > limits.COORDINATES:
        raise FormulaError(Sentence("a surface may have at most {limit:,} coordinates", limit=limits.COORDINATES), 1, 1)
    return wanted


def dimension(surface: Surface | str) -> int:
    """How many coordinates a surface has."""
    return len(coordinates(surface))


@dataclass(frozen=True, eq=False)
class CompiledSurface:
    """A surface's tape with the numbers of its value, gradient and Hessian in it; picklable, no SymPy needed to use
    it.
    """

    coordinates: tuple[str, ...]
    tape: Tape
    value_number: int
    gradient_numbers: tuple[int, ...] = ()
    hessian_numbers: tuple[int, ...] = ()

    def value(self, points: Floats) -> Floats:
        """f at points (..., dim): (...)."""
        return self._at(points, (self.value_number,))[..., 0]

    def gradient(self, points: Floats) -> Floats:
        """The exact gradient at points (..., dim): (..., dim)."""
        return self._at(points, self.gradient_numbers)

    def hessian(self, points: Floats) -> Floats:
        """The exact Hessian at points (..., dim): (..., dim, dim)."""
        dim = len(self.coordinates)
        result = self._at(points, self.hessian_numbers)
        return result.reshape(*result.shape[:-1], dim, dim)

    def _at(self, points: Floats, numbers: tuple[int, ...]) -> Floats:
        from gdviz.language.evaluate import evaluate

        points = np.asarray(points, dtype=np.float64)
        inputs = {name: points[..., index] for index, name in enumerate(self.coordinates)}
        columns = evaluate(self.tape, numbers, inputs)
        return np.stack([np.broadcast_to(column, points.shape[:-1]) for column in columns], axis=-1)


def formulas(surface: Surface) -> ClosedFormulas | DataFormulas:
    """The formulas of a surface, exact and over all of its data."""
    from gdviz.engine.formulas import ClosedFormulas, DataFormulas

    one = ClosedFormulas(surface.expression, coordinates(surface))
    return one if surface.data is None else DataFormulas(one, surface.data, surface.mean)


def compile_surface(surface: Surface, derivatives: int = 2) -> CompiledSurface:
    """The surface with so many orders of derivatives (0, 1 or 2); 0 needs no SymPy. Raises FormulaError."""
    from gdviz.engine.formulas import WRITTEN_OUT_AT_ONCE, DataFormulas

    exact = formulas(surface)
    if isinstance(exact, DataFormulas):
        exact = replace(exact, written_out=WRITTEN_OUT_AT_ONCE)
    return _compiled(exact, coordinates(surface), derivatives)


@lru_cache(maxsize=128)
def _compiled(formulas: ClosedFormulas | DataFormulas, names: tuple[str, ...], derivatives: int) -> CompiledSurface:
    from gdviz.language.tape import Tape
    from gdviz.language.values import Vector, flat

    tape = Tape()
    point = Vector(tuple(tape.input(name) for name in names))
    never = tape.constant(0.0)  # the whole surface does not look at the step count
    numbers = [flat(formulas.at(tape, function, point, never)) for function in ("f", "grad", "hess")[: derivatives + 1]]
    value, gradient, hessian = (*numbers, (), ())[:3]
    return CompiledSurface(names, tape, value[0], gradient, hessian)
