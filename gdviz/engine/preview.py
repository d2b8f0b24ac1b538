"""What an editor shows of a text while it is typed: its formulas typeset, line by line, with the exact gradient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gdviz.engine.compiled_surface import coordinates
from gdviz.engine.expression import gradient_trees, parsed
from gdviz.engine.typeset import TypesetError, svg
from gdviz.language.latex import derivative_latex, function_latex, rules_latex
from gdviz.language.parser import parse_rules
from gdviz.language.python_text import python_text
from gdviz.language.sentence import Sentence

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


def surface_lines(expression: str) -> Iterator[PreviewLine]:
    """f and its exact partial derivatives. Raises FormulaError; imports SymPy."""
    names = coordinates(expression)
    tree = parsed(expression)
    yield _line(function_latex(tree, names, width=WIDTH), f"f = {python_text(tree, numpy=False)}")
    partials = gradient_trees(expression, names)
    for name, partial in list(zip(names, partials, strict=True))[:MOST_PARTIALS]:
        text = f"∂f/∂{name} = {python_text(partial, numpy=False)}"
        yield _line(derivative_latex(partial, name, names, WIDTH), text)
    if len(partials) > MOST_PARTIALS:
        yield PreviewLine(Sentence("and {count:,} more partial derivatives", count=len(partials) - MOST_PARTIALS))


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
