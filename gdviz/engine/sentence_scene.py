"""One rule in one step: all that a sentence about it is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gdviz.engine.optimizer import Role
from gdviz.engine.plain_text import formula_text
from gdviz.engine.result import Floats
from gdviz.engine.rules import POSITION
from gdviz.engine.sentence_texts import THE_GRADIENT, THE_POINT, THE_SQUARE, THE_VELOCITY
from gdviz.engine.step_numbers import StepNumbers
from gdviz.language.sentence import Sentence
from gdviz.language.tree import Binary, Call, Name, Node, Number


@dataclass(frozen=True, eq=False)
class Scene:
    """One rule in one step: all that a sentence about it is made from."""

    numbers: StepNumbers
    rule: int
    role: Role | None
    roles: Mapping[str, Role]
    letter: Callable[[str], str]

    @property
    def name(self) -> str:
        """The name that the rule assigns."""
        return self.numbers.rules[self.rule].name

    @property
    def value(self) -> Floats:
        """What it comes to."""
        return self.numbers.lines[self.rule]

    @property
    def before(self) -> Floats | None:
        """What the name stood for until then, if it stood for anything."""
        return self.numbers.known(self.rule).get(self.name)

    def of(self, node: Node) -> Floats:
        """What a part of the rule comes to."""
        return self.numbers.value(node, self.rule)

    def text(self, node: Node) -> str:
        """A part of the rule as a formula in one line."""
        return formula_text(node, self.letter)

    def thing(self, node: Node) -> str:
        """A part of the rule in words, where there are words for it."""
        match node:
            case Name():
                word = THE_POINT if node.name == POSITION else self._word(node.name)
                return Sentence(word) if word else self.letter(node.name)
            case Binary(operator="**", right=Number(value=2.0)) if isinstance(node.left, Name):
                return Sentence(THE_SQUARE, thing=self.thing(node.left))
        return self.text(node)

    def _word(self, name: str) -> str:
        """The word for a vector that is the only one of its kind, else nothing."""
        if self.is_the_gradient(name):
            return THE_GRADIENT
        alike = [each for each, role in self.roles.items() if role is Role.VELOCITY]
        return THE_VELOCITY if alike == [name] else ""

    def is_the_gradient(self, name: str) -> bool:
        """Whether a name stands for the only gradient that the rules take."""
        taken = [rule.name for rule in self.numbers.rules if is_gradient(rule.expression)]
        return taken == [name] and [rule.name for rule in self.numbers.rules].count(name) == 1

    def subject(self) -> str:
        """The letter of the rule's name."""
        return self.letter(self.name)


def direction(vector: Floats, scene: Scene, words: tuple[str, str, str]) -> str:
    """The word for down, level or up, against the newest gradient."""
    down, level, up = words
    slope = float(np.dot(np.broadcast_to(vector, scene.numbers.gradient.shape), newest_gradient(scene)))
    return down if slope < 0 else up if slope > 0 else level


def is_gradient(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "grad"


def newest_gradient(scene: Scene) -> Floats:
    """The gradient that the rules have taken last, else the one at the point."""
    for rule in reversed(range(scene.rule)):
        node, value = scene.numbers.rules[rule].expression, scene.numbers.lines[rule]
        if is_gradient(node):
            return value
    return scene.numbers.gradient


def length(vector: Floats) -> float:
    """The Euclidean length."""
    return float(np.sqrt(np.sum(np.square(vector)))) if np.abs(vector).max(initial=0.0) < 1e150 else _large(vector)


def _large(vector: Floats) -> float:
    most = float(np.abs(vector).max())
    return most * float(np.sqrt(np.sum(np.square(vector / most))))
