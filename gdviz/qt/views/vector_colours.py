"""One colour for every vector of an optimizer: the same in its formula, on the map and in its bars."""

from __future__ import annotations

from itertools import cycle, islice

from gdviz.engine.optimizer import Optimizer, Role
from gdviz.engine.rules import POSITION
from gdviz.qt.style import theme

_ROLES = tuple(Role)


def role_colour(role: Role) -> str:
    """The colour of the first vector of a role, in the theme of the moment."""
    return theme().vectors[_ROLES.index(role)]


def vector_colours(optimizer: Optimizer) -> dict[str, str]:
    """The colour of every vector by name, theta having that of the step; other names are written in ink."""
    from gdviz.language.latex_derived import shapes  # the printer of formulas is not needed for the first paint
    from gdviz.language.latex_pieces import Shape

    rules = optimizer.program.rules
    held = shapes(rules)
    names = [name for name in dict.fromkeys(rule.name for rule in rules) if held.get(name) is Shape.VECTOR]
    places: dict[str, int] = {}
    for name in names:
        role = Role.STEP if name == POSITION else optimizer.roles.get(name)
        place = _ROLES.index(role) if role else -1
        if place >= 0 and place not in places.values():
            places[name] = place
    colours = theme().vectors
    spare = cycle(colours[len(_ROLES) :])
    others = [name for name in names if name not in places]
    return {name: colours[place] for name, place in places.items()} | dict(
        zip(others, islice(spare, len(others)), strict=True)
    )
