"""What an editor shows of a text while it is typed: its formulas typeset, line by line, with the exact gradient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from gdviz.engine.compiled_surface import compile_surface, coordinates
from gdviz.engine.describe import surface_latex
from gdviz.engine.expression import gradient_trees, parsed
from gdviz.engine.surface import Surface
from gdviz.engine.terrain import DEFAULT_WINDOW, SAMPLES
from gdviz.engine.typeset import TypesetError, svg
from gdviz.language.errors import FormulaError
from gdviz.language.latex import derivative_latex, derivative_left_side, function_latex, rules_latex, sum_latex
from gdviz.language.parser import parse_rules
from gdviz.language.python_text import python_text
from gdviz.language.sentence import Sentence
from gdviz.language.tree import Node

# Signs to a line; longer sums are broken.
WIDTH = 72
# So many partial derivatives are shown; of more the reader is told.
MOST_PARTIALS = 12
# A formula of more letters takes longer to draw than a race can wait, and than anybody reads.
LONGEST_LATEX = 2_500
LONGEST_TEXT = 2_000


class PreviewLine(NamedTuple):
    """A formula as a picture, empty where it is too long for one, and as text that stands in for it."""

    text: str
    svg: bytes = b""


def surface_lines(surface: Surface) -> Iterator[PreviewLine]:
    """f and its exact partial derivatives. Raises FormulaError; imports SymPy."""
    names = coordinates(surface)
    tree = parsed(surface.expression)
    whole = function_latex(tree, names, width=WIDTH) if surface.data is None else surface_latex(surface)
    yield _line(whole, _text("f", surface, tree))
    partials = _partials(surface, names)
    for name, partial in list(zip(names, partials, strict=True))[:MOST_PARTIALS]:
        yield _line(_partial_latex(surface, partial, name, names), _text(f"∂f/∂{name}", surface, partial))
    if len(partials) > MOST_PARTIALS:
        yield PreviewLine(Sentence("and {count:,} more partial derivatives", count=len(partials) - MOST_PARTIALS))


def _partials(surface: Surface, names: tuple[str, ...]) -> tuple[Node, ...]:
    """The partial derivatives. Where there are none because f has no values either, that is the fault to tell."""
    try:
        return gradient_trees(surface.expression, names)
    except FormulaError:
        if _has_values(surface, len(names)):
            raise
        raise FormulaError("this formula has no finite value anywhere in the window", 1, 1) from None


def _has_values(surface: Surface, dim: int) -> bool:
    low, high = np.array(surface.window or (DEFAULT_WINDOW,) * dim).T
    places = low + (high - low) * np.random.default_rng(0).random((SAMPLES, dim))
    return bool(np.isfinite(compile_surface(surface, 0).value(places)).any())


def _partial_latex(surface: Surface, partial: Node, name: str, names: tuple[str, ...]) -> str:
    data = surface.data
    if data is None:
        return derivative_latex(partial, name, names, WIDTH)
    return derivative_left_side(name, names) + " = " + sum_latex(partial, data.names, len(data), surface.mean)


def _text(left: str, surface: Surface, tree: Node) -> str:
    text = python_text(tree, numpy=False)
    if surface.data is None:
        return f"{left} = {text}"
    return f"{left} = 1/{len(surface.data)} Σ ({text})" if surface.mean else f"{left} = Σ ({text})"


def rule_lines(rules: str, letters: Sequence[tuple[str, str]]) -> Iterator[PreviewLine]:
    """Every rule with its time indices; `letters` maps names to the LaTeX that is declared for them."""
    checked = parse_rules(rules)
    for rule, latex in zip(checked, rules_latex(checked, dict(letters)), strict=True):
        yield _line(latex, f"{rule.name} = {python_text(rule.expression, numpy=False)}")


def _line(latex: str, text: str) -> PreviewLine:
    if len(latex) <= LONGEST_LATEX:
        try:
            return PreviewLine(text, svg(latex))
        except TypesetError:
            pass
    return PreviewLine(text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…")
