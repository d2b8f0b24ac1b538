"""The rules with one step's numbers in the place of the letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gdviz.language.latex_numbers import Quantity, quantity
from gdviz.language.latex_page import Page
from gdviz.language.latex_pieces import Level, Piece, Shape
from gdviz.language.latex_printer import Printer
from gdviz.language.tree import Rule

# Hyperparameters are chosen, not computed: they are shown as they were typed if that is not too long.
_HYPERPARAMETER_DIGITS = 6


@dataclass(frozen=True, eq=False)
class StepValues:
    """The numbers of one step; `t` counts from 1.

    `before` holds theta and every state as they were before the step, `after` every rule's name as it was afterwards,
    `hyperparameters` the rest. A value is a number, or an array of shape (dim,) or (dim, dim).
    """

    t: int
    before: Mapping[str, Quantity] = field(default_factory=dict)
    after: Mapping[str, Quantity] = field(default_factory=dict)
    hyperparameters: Mapping[str, Quantity] = field(default_factory=dict)


def rules_latex_numbers(
    rules: Sequence[Rule], values: StepValues, symbols: Mapping[str, str] | None = None, digits: int = 4
) -> tuple[str, ...]:
    """The lines of `rules_latex` with one step's numbers on the right, and at the end what they come to.

    Vectors are columns, those of one coordinate plain numbers. A name whose value is not known stays a letter, a result
    that is not known is left out. `digits` is how many significant digits are shown; hyperparameters keep at least six.
    """
    page = Page(rules, symbols or {})
    return tuple(_line(page, number, values, digits) for number in range(len(page.rules)))


def _line(page: Page, number: int, values: StepValues, digits: int) -> str:
    rule = page.rules[number]
    right = Printer(_reader(page, number, values, digits)).node(rule.expression).text
    line = f"{page.left(number)} = {right}"
    if not page.done(rule.name, number + 1) or rule.name not in values.after:
        return line
    result = quantity(values.after[rule.name], digits)
    return line if result == right else f"{line} = {result}"


def _reader(page: Page, number: int, values: StepValues, digits: int) -> Callable[[str], Piece]:
    """What the names on the right of a rule stand for in this step."""

    def read(name: str) -> Piece:
        if name == "t":
            return Piece(str(values.t))
        if not page.assigned(name):
            piece = _piece(values.hyperparameters.get(name), max(digits, _HYPERPARAMETER_DIGITS))
        elif page.waiting(name, number):
            piece = _piece(values.before.get(name), digits)
        else:
            piece = _piece(values.after.get(name), digits) if page.done(name, number) else None
        return piece or page.name(name, number)

    return read


def _piece(value: Quantity | None, digits: int) -> Piece | None:
    if value is None:
        return None
    text = quantity(value, digits)
    if text.startswith(r"\begin"):
        return Piece(text, Level.ATOM, Shape.MATRIX if "&" in text else Shape.VECTOR)
    if text.startswith("-") or r"\cdot" in text:
        return Piece(text, Level.PRODUCT)
    return Piece(text, Level.POWER if "^" in text else Level.ATOM)
