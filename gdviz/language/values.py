"""Scalars, vectors and matrices of tape values, and the operations that combine them element by element."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence
from gdviz.language.tape import Tape
from gdviz.language.tree import Position


@dataclass(frozen=True, slots=True)
class Scalar:
    """One number."""

    id: int


@dataclass(frozen=True, slots=True)
class Vector:
    """One number per coordinate."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of numbers, one row and one column per coordinate."""

    rows: tuple[tuple[int, ...], ...]


Value = Scalar | Vector | Matrix


def flat(value: Value) -> tuple[int, ...]:
    """All numbers of a value, row by row."""
    match value:
        case Scalar():
            return (value.id,)
        case Vector():
            return value.ids
    return tuple(number for row in value.rows for number in row)


def kind(value: Value) -> str:
    """The word for what a value is."""
    return type(value).__name__.lower()


def shaped(ids: tuple[int, ...], like: Value) -> Value:
    """Numbers laid out as another value is."""
    match like:
        case Scalar():
            return Scalar(ids[0])
        case Vector():
            return Vector(ids)
    width = len(like.rows)
    return Matrix(tuple(ids[row * width : (row + 1) * width] for row in range(width)))


def elementwise(values: tuple[Value, ...], operation: Callable[..., int], at: Position) -> Value:
    """The operation on corresponding numbers; a scalar goes with any shape, a vector not with a matrix."""
    largest = max(values, key=_rank)
    for value in values:
        if not isinstance(value, Scalar) and len(flat(value)) != len(flat(largest)):
            raise FormulaError(
                Sentence(
                    "a {value} and a {largest} do not go together",
                    value=Sentence(kind(value)),
                    largest=Sentence(kind(largest)),
                ),
                at.line,
                at.column,
            )
    columns = [flat(value) * (len(flat(largest)) if isinstance(value, Scalar) else 1) for value in values]
    return shaped(tuple(operation(*numbers) for numbers in zip(*columns, strict=True)), largest)


def _rank(value: Value) -> int:
    return 2 if isinstance(value, Matrix) else int(isinstance(value, Vector))


def total(tape: Tape, numbers: tuple[int, ...]) -> int:
    """The sum, from left to right."""
    result = numbers[0]
    for number in numbers[1:]:
        result = tape.apply("add", result, number)
    return result


def dot(tape: Tape, left: tuple[int, ...], right: tuple[int, ...]) -> int:
    """The sum of the products of corresponding numbers."""
    return total(tape, tuple(tape.apply("mul", a, b) for a, b in zip(left, right, strict=True)))
