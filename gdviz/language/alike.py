"""Terms that differ only in their numbers and names, as those of a loss written out over its data do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gdviz.language.folding import constant_value
from gdviz.language.tree import CONSTANTS, Binary, Name, Negative, Node, Number, fold, rebuilt


@dataclass(frozen=True)
class Alike:
    """A term as a `shape`, with a stand-in in the place of every name and number; `filling` says what each stands for.

    Exponents that are numbers stay what they are: the rules of differentiation depend on them.
    """

    shape: Node
    filling: Mapping[str, Node]

    @property
    def names(self) -> dict[str, str]:
        """The stand-in of every name."""
        return {here.name: stand_in for stand_in, here in self.filling.items() if isinstance(here, Name)}

    def filled(self, node: Node) -> Node:
        """What has been derived from the shape, with this term's own names and numbers."""

        def part(here: Node, below: list[Node]) -> Node:
            return self.filling.get(here.name, here) if isinstance(here, Name) else rebuilt(here, below)

        return fold(node, part)


def alike(term: Node) -> Alike:
    """The shape of a term; terms of the same shape have the same derivatives but for what fills them."""
    filling: dict[str, Node] = {}
    names: dict[str, Name] = {}

    def part(here: Node, below: list[Node]) -> Node:
        match here:
            case Number():
                return _stand_in("c", here, filling)
            case Negative(Number()) if isinstance(below[0], Name):
                filling[below[0].name] = here
                return below[0]
            case Name() if here.name not in CONSTANTS:
                if here.name not in names:
                    names[here.name] = _stand_in("v", here, filling)
                return names[here.name]
            case Binary("**") if constant_value(here.right) is not None:
                return Binary("**", below[0], here.right)
        return rebuilt(here, below)

    return Alike(fold(term, part), filling)


def _stand_in(letter: str, here: Node, filling: dict[str, Node]) -> Name:
    name = f"{letter}{len(filling)}"
    filling[name] = here
    return Name(name)
