"""What rules say about their names without saying it: which never change, and which hold vectors or matrices."""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.language.functions import Kind, names_of
from gdviz.language.latex_pieces import Level, Piece, Shape
from gdviz.language.latex_printer import Printer
from gdviz.language.tree import Call, Rule, names_in, walk

_POSITION, _STEP_COUNT = "theta", "t"
_AT_THE_POINT = names_of(Kind.SURFACE)


def constants(rules: Sequence[Rule]) -> set[str]:
    """The assigned names that are the same at every step: they follow from hyperparameters alone."""
    moving = {_POSITION, _STEP_COUNT}
    before = -1
    while len(moving) > before:
        before = len(moving)
        moving.update(rule.name for rule in rules if _moves(rule, moving) or _read_too_early(rule.name, rules))
    return {rule.name for rule in rules} - moving


def _moves(rule: Rule, moving: set[str]) -> bool:
    calls = any(isinstance(node, Call) and node.function in _AT_THE_POINT for node in walk(rule.expression))
    return calls or not moving.isdisjoint(names_in(rule.expression))


def _read_too_early(name: str, rules: Sequence[Rule]) -> bool:
    """Whether the name is kept from the step before, or assigned more than once."""
    places = [number for number, rule in enumerate(rules) if rule.name == name]
    return len(places) > 1 or any(name in names_in(rule.expression) for rule in rules[: places[0] + 1])


def shapes(rules: Sequence[Rule]) -> dict[str, Shape]:
    """What every assigned name holds, found from theta and the gradients by going round until nothing changes."""
    found = {_POSITION: Shape.VECTOR}
    printer = Printer(lambda name: Piece("a", Level.ATOM, found.get(name, Shape.SCALAR)))
    changed = True
    while changed:
        changed = False
        for rule in rules:
            shape = printer.node(rule.expression).shape
            if shape > found.get(rule.name, Shape.SCALAR):
                found[rule.name], changed = shape, True
    return found
