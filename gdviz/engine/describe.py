"""All that can be derived from a surface: its derivatives to compute with, and its formulas to look at."""

from __future__ import annotations

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, coordinates
from gdviz.engine.expression import gradient_trees, parsed
from gdviz.engine.surface import Surface
from gdviz.language.latex import function_latex, latex, left_side, sum_latex
from gdviz.language.tree import Node

# A longer line would be too small to read: of a sum of more signs only the first terms and the last are shown.
_ROOM = 75


def surface_latex(surface: Surface) -> str:
    """The formula with its left side, as in `f(x, y) = x^{2}`; needs no SymPy. Raises FormulaError."""
    tree, names = parsed(surface.expression), coordinates(surface)
    if surface.data is None:
        return function_latex(tree, names, room=_ROOM)
    return f"{left_side(names)} = {_right_side(surface, tree)}"


def _right_side(surface: Surface, tree: Node) -> str:
    """A formula in the names of the surface, taken over its samples where it has any."""
    data = surface.data
    return latex(tree, room=_ROOM) if data is None else sum_latex(tree, data.names, len(data), surface.mean)


def describe(surface: Surface) -> tuple[CompiledSurface, str, tuple[str, ...]]:
    """The surface with gradient and Hessian, the LaTeX of f, and of each partial derivative.

    Raises FormulaError for a formula outside the language or without a gradient. Imports SymPy.
    """
    names = coordinates(surface)
    compiled = compile_surface(surface)
    partials = tuple(_right_side(surface, tree) for tree in gradient_trees(surface.expression, names))
    return compiled, surface_latex(surface), partials
