"""Which letter, time index and primes every name of a program has in every rule, by the order of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from gdviz.language.latex_derived import constants, shapes
from gdviz.language.latex_names import Symbol, symbol_table
from gdviz.language.latex_pieces import Level, Piece, Shape
from gdviz.language.tree import Rule, names_in

BEFORE, NOW, START = "t-1", "t", "0"


class Page:
    """The names of a program as they are printed; `number` counts rules from 0."""

    def __init__(self, rules: Sequence[Rule], symbols: Mapping[str, str]) -> None:
        self.rules = tuple(rules)
        names = [name for rule in self.rules for name in (rule.name, *names_in(rule.expression))]
        self._table = symbol_table(names, symbols)
        self._shapes = shapes(self.rules)
        self._last = {rule.name: number for number, rule in enumerate(self.rules)}
        self._constants = constants(self.rules)

    def assigned(self, name: str) -> bool:
        """Whether any rule assigns the name; if not it is a hyperparameter."""
        return name in self._last

    def done(self, name: str, number: int) -> bool:
        """Whether the rules before that number have assigned the name for the last time."""
        return self._last.get(name, number) < number

    def waiting(self, name: str, number: int) -> bool:
        """Whether no rule before that number has assigned the name, so that it is as it was before the step."""
        return not self._times(name, number)

    def left(self, number: int) -> str:
        """The left side of a rule."""
        return self.name(self.rules[number].name, number + 1).text

    def name(self, name: str, number: int) -> Piece:
        """A name as a rule of that number reads it; one to be assigned again has a prime for every time it was."""
        if not self.assigned(name) or name in self._constants:
            return self.letter(name)
        if self.waiting(name, number):
            return self.letter(name, BEFORE)
        return self.letter(name, NOW, 0 if self.done(name, number) else self._times(name, number))

    def letter(self, name: str, time: str = "", primes: int = 0) -> Piece:
        """A name's letter with that time index."""
        symbol = self._table[name] if name in self._table else Symbol(name)
        return symbol_piece(symbol, time, primes, self._shapes.get(name, Shape.SCALAR))

    def reader(self, number: int) -> Callable[[str], Piece]:
        """What the names on the right of a rule print as."""
        return lambda name: self.name(name, number)

    def _times(self, name: str, number: int) -> int:
        return sum(rule.name == name for rule in self.rules[:number])


def symbol_piece(symbol: Symbol, time: str = "", primes: int = 0, shape: Shape = Shape.SCALAR) -> Piece:
    """The piece of a symbol: one that is not a single letter needs parentheses under an exponent."""
    return Piece(symbol.text(time, primes), Level.ATOM if symbol.single and not primes else Level.POWER, shape)
