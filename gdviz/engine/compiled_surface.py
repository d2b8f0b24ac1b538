"""A surface ready to be evaluated: value, exact gradient and exact Hessian on arrays of points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gdviz.engine.result import Floats
from gdviz.engine.surface import Surface
from gdviz.language import limits
from gdviz.language.errors import FormulaError
from gdviz.language.evaluate import evaluate
from gdviz.language.parser import parse_expression
from gdviz.language.sentence import Sentence
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.tree import Node, names_in
from gdviz.language.values import Scalar

LETTERS = ("x", "y", "z")


@lru_cache(maxsize=256)
def parsed(expression: str) -> Node:
    """The tree of a surface's expression; raises FormulaError."""
    return parse_expression(expression)


def coordinates(surface: Surface | str) -> tuple[str, ...]:
    """The names of the coordinates, x, y, z or x1 .. xn: those the formula uses, or as many as its window or start has.

    Raises FormulaError for a name that is no coordinate, or for both kinds of names in one formula.
    """
    expression = surface if isinstance(surface, str) else surface.expression
    wanted = 0 if isinstance(surface, str) else max(len(surface.window), len(surface.start))
    return _coordinates(expression, wanted)


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
        points = np.asarray(points, dtype=np.float64)
        inputs = {name: points[..., index] for index, name in enumerate(self.coordinates)}
        columns = evaluate(self.tape, numbers, inputs)
        return np.stack([np.broadcast_to(column, points.shape[:-1]) for column in columns], axis=-1)


def compile_surface(surface: Surface, derivatives: int = 2) -> CompiledSurface:
    """The surface with so many orders of derivatives (0, 1 or 2); 0 needs no SymPy. Raises FormulaError."""
    return _compiled(surface.expression, coordinates(surface), derivatives)


@lru_cache(maxsize=128)
def _compiled(expression: str, names: tuple[str, ...], derivatives: int) -> CompiledSurface:
    tape = Tape()
    translator = Translator(tape, {name: Scalar(tape.input(name)) for name in names})
    tree = parsed(expression)
    value = one_number(translator, tree)
    gradient: tuple[int, ...] = ()
    hessian: tuple[int, ...] = ()
    if derivatives >= 1:
        gradient = tuple(one_number(translator, partial) for partial in gradient_trees(expression, names))
    if derivatives >= 2:
        hessian = tuple(one_number(translator, entry) for row in hessian_trees(expression, names) for entry in row)
    return CompiledSurface(names, tape, value, gradient, hessian)


def gradient_trees(expression: str, names: tuple[str, ...]) -> tuple[Node, ...]:
    """The formulas of the partial derivatives. Imports SymPy."""
    from gdviz.language.derivatives import gradient

    return gradient(parsed(expression), names)


def hessian_trees(expression: str, names: tuple[str, ...]) -> tuple[tuple[Node, ...], ...]:
    """The formulas of the second derivatives, row by row. Imports SymPy."""
    from gdviz.language.derivatives import hessian

    return hessian(parsed(expression), names)


def one_number(translator: Translator, tree: Node) -> int:
    """The number that a surface's formula yields; raises FormulaError when it yields something else."""
    value = translator.value(tree)
    if not isinstance(value, Scalar) or translator.tape.is_condition(value.id):
        raise FormulaError("a surface must yield one number", tree.at.line, tree.at.column)
    return value.id
