"""All that can be derived from a surface: its derivatives to compute with, and its formulas to look at."""

from __future__ import annotations

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, coordinates, gradient_trees, parsed
from gdviz.engine.surface import Surface
from gdviz.language.latex import function_latex, latex

# A longer line would be too small to read: of a sum of more signs only the first terms and the last are shown.
_ROOM = 75


def surface_latex(surface: Surface) -> str:
    """The formula with its left side, as in `f(x, y) = x^{2}`; needs no SymPy. Raises FormulaError."""
    return function_latex(parsed(surface.expression), coordinates(surface), room=_ROOM)


def describe(surface: Surface) -> tuple[CompiledSurface, str, tuple[str, ...]]:
    """The surface with gradient and Hessian, the LaTeX of f, and of each partial derivative.

    Raises FormulaError for a formula outside the language or without a gradient. Imports SymPy.
    """
    names = coordinates(surface)
    compiled = compile_surface(surface)
    partials = tuple(latex(tree, room=_ROOM) for tree in gradient_trees(surface.expression, names))
    return compiled, surface_latex(surface), partials
