"""The declaration of a surface: the formula to descend and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.engine.samples import Samples

Point = tuple[float, ...]


@dataclass(frozen=True)
class Surface:
    """A function f to descend, written as one expression in x, y, z or x1 .. xn.

    `window` holds (low, high) per coordinate; `minima` lists every global minimum inside it, `local_minima`, `saddles`
    and `maxima` what else is known; `start` is a sensible default. `levels` is "linear" or "log": the spacing of
    contour lines. Raises FormulaError when the expression is not in the language.

    A loss over `data` is the sum, or the `mean`, of the expression over the samples: it is written in the `parameters`,
    which are the coordinates, and in the names of the data's columns. `model` is what it fits to the column `target`,
    in the same names.
    """

    key: str
    title: str
    expression: str
    window: tuple[tuple[float, float], ...] = ()
    start: Point = ()
    minima: tuple[Point, ...] = ()
    local_minima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    maxima: tuple[Point, ...] = ()
    levels: str = "linear"
    summary: str = ""
    reference: str = ""
    parameters: tuple[str, ...] = ()
    data: Samples | None = None
    mean: bool = False
    model: str = ""
    target: str = ""
