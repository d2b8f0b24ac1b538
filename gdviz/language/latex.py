"""Formulas as a textbook prints them: expressions, surfaces, and rules with derived time indices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from gdviz.language.latex_lines import aligned, broken, shortened
from gdviz.language.latex_names import Symbol, default_symbol, symbol_table
from gdviz.language.latex_page import BEFORE, NOW, START, Page, symbol_piece
from gdviz.language.latex_pieces import Level, Piece, at_least
from gdviz.language.latex_printer import Printer
from gdviz.language.latex_steps import StepValues, rules_latex_numbers
from gdviz.language.tree import Node, Rule, names_in

__all__ = [
    "StepValues",
    "aligned",
    "derivative_latex",
    "derivative_left_side",
    "function_latex",
    "initial_latex",
    "latex",
    "left_side",
    "rules_latex",
    "rules_latex_numbers",
    "sum_latex",
]

# So many coordinates are named in front of a surface; of more only the first and the last.
_COORDINATES = 4


def latex(
    node: Node,
    symbols: Mapping[str, str] | None = None,
    previous: Collection[str] = (),
    current: Collection[str] = (),
    room: int = 0,
) -> str:
    """The LaTeX of an expression; names in `previous` carry the index t-1, names in `current` the index t.

    `symbols` maps a name to its letter; the others get one from their spelling: beta1, m_hat, x2. With a `room` of so
    many signs the middle of a longer sum is left out.
    """
    printer = _printer(node, symbols or {}, previous, current)
    return shortened(node, printer, room) if room else printer.node(node).text


def _printer(node: Node, symbols: Mapping[str, str], previous: Collection[str], current: Collection[str]) -> Printer:
    table = symbol_table(names_in(node), symbols)

    def read(name: str) -> Piece:
        time = BEFORE if name in previous else NOW if name in current else ""
        return symbol_piece(table.get(name, Symbol(name)), time)

    return Printer(read)


def function_latex(node: Node, coordinates: Sequence[str], letter: str = "f", width: int = 0, room: int = 0) -> str:
    """A surface with its left side, `f(x, y) = x^{2} + y^{2}`; of many coordinates only first and last are named.

    With a `width` a sum is broken into lines of about so many signs; with a `room` the middle of a longer one is left
    out.
    """
    left = left_side(coordinates, letter)
    return broken(left, node, _printer(node, {}, (), ()), width) if width else f"{left} = {latex(node, room=room)}"


def left_side(coordinates: Sequence[str], letter: str = "f") -> str:
    """The name of a surface with its coordinates; of many only the first and the last."""
    table = symbol_table(coordinates, {})
    names = [table[name].text() for name in coordinates]
    if len(names) > _COORDINATES:
        names[1:-1] = [r"\ldots"]
    return f"{letter}({', '.join(names)})"


def derivative_latex(partial: Node, by: str, coordinates: Sequence[str], width: int) -> str:
    """A partial derivative with its left side, `\\partial f / \\partial x`, a sum broken as in function_latex."""
    return broken(derivative_left_side(by, coordinates), partial, _printer(partial, {}, (), ()), width)


def derivative_left_side(by: str, coordinates: Sequence[str]) -> str:
    """The name of a partial derivative."""
    return rf"\frac{{\partial f}}{{\partial {symbol_table(coordinates, {})[by].text()}}}"


def sum_latex(node: Node, columns: Collection[str], rows: int, mean: bool) -> str:
    """An expression summed or averaged over samples, `\\frac{1}{40}\\sum_{i=1}^{40} (w x_i + b - y_i)^{2}`.

    The columns of the data carry the index of the sample; one sample needs none, and no sum.
    """
    if rows == 1:
        return latex(node)
    symbols = {name: default_symbol(name).text("i") for name in columns}
    term = at_least(_printer(node, symbols, (), ()).node(node), Level.PRODUCT).text
    share = rf"\frac{{1}}{{{rows}}}" if mean else ""
    return rf"{share}\sum_{{i=1}}^{{{rows}}} {term}"


def rules_latex(rules: Sequence[Rule], symbols: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """One line per rule with derived time indices.

    A name that this or a later rule assigns is read as it was before the step, index t-1; after its own rule it has the
    index t. Names that no rule assigns are hyperparameters and carry none. A name that is assigned several times
    carries primes until the last time.
    """
    page = Page(rules, symbols or {})
    return tuple(
        f"{page.left(number)} = {Printer(page.reader(number)).node(rule.expression).text}"
        for number, rule in enumerate(page.rules)
    )


def initial_latex(
    rules: Sequence[Rule], initial: Iterable[tuple[str, Node]], symbols: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """What states start at, one line each, as in `v_0 = (\\nabla f(\\theta_0))^{2}`; v_0 = v_0 is left out."""
    values = tuple(initial)
    # As rules of the program they share its table of letters.
    page = Page([*rules, *(Rule(name, value) for name, value in values)], symbols or {})
    printer = Printer(lambda name: page.letter(name, START if page.assigned(name) else ""))
    sides = [(page.letter(name, START).text, printer.node(value).text) for name, value in values]
    return tuple(f"{left} = {right}" for left, right in sides if left != right)
