"""The declaration of an optimizer: rules as a textbook prints them, hyperparameters and what each rule means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from gdviz.engine.errors import InputError
from gdviz.engine.rules import POSITION, STEP_COUNT, Rules, read_rules
from gdviz.language.functions import FUNCTIONS
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS

# A sentence bears no longer name.
_LONGEST = 60


class Role(StrEnum):
    """What a rule's vector means to the learner; it decides how the vector is drawn."""

    GRADIENT = "gradient"
    LOOK_AHEAD = "look-ahead"
    VELOCITY = "velocity"
    MOMENT = "moment"
    SQUARES = "squares"
    SCALED = "scaled"
    STEP = "step"


@dataclass(frozen=True)
class Hyper:
    """One knob of an optimizer; `low` and `high` are inclusive, `log` asks for a logarithmic slider.

    `initial` marks a starting value of a state (v0, acc0): it may be a vector like any other, but is no rate.
    """

    name: str
    symbol: str
    default: float
    low: float
    high: float
    log: bool = False
    help: str = ""
    initial: bool = False


@dataclass(frozen=True)
class Optimizer:
    """A declared method; `rules` is its program, `initial` maps a state to the expression it starts at (zero
    otherwise).

    `symbols` maps a rule's name to its LaTeX letter. `variant_of` is the key of the method of which this is another
    reading. Raises FormulaError when built from rules that are not in the language, ValueError when the declaration
    contradicts itself.
    """

    key: str
    title: str
    rules: str
    hyperparameters: tuple[Hyper, ...] = ()
    summary: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)
    initial: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    variant_of: str = ""

    def __post_init__(self) -> None:
        _check_types(self)
        _check_hyperparameters(self)
        checked = self.program
        _check_names_are_rules("role", self.roles, checked)
        _check_names_are_rules("symbol", self.symbols, checked)

    @property
    def program(self) -> Rules:
        """The checked rules."""
        return _rules(self.rules, tuple(hyper.name for hyper in self.hyperparameters), tuple(self.initial.items()))

    @property
    def called(self) -> Sentence:
        """What sentences call it: the title, which can be translated, or the key where there is none."""
        name = self.title or self.key
        return Sentence(name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…")

    def __hash__(self) -> int:
        return hash((self.key, self.rules, self.hyperparameters))

    def hyper(self, name: str) -> Hyper:
        """The hyperparameter of that name; KeyError if there is none."""
        for hyper in self.hyperparameters:
            if hyper.name == name:
                return hyper
        raise KeyError(name)


@lru_cache(maxsize=256)
def _rules(text: str, names: tuple[str, ...], initial: tuple[tuple[str, str], ...]) -> Rules:
    return read_rules(text, names, dict(initial))


def _check_types(optimizer: Optimizer) -> None:
    """Declarations come from students' hands: a wrong type is said in a sentence too."""
    texts: tuple[object, ...] = (optimizer.key, optimizer.title, optimizer.rules)
    if not all(isinstance(text, str) for text in texts):
        raise InputError("the key, the title and the rules of an optimizer are texts", "rules")
    hypers: tuple[object, ...] = tuple(optimizer.hyperparameters)
    for hyper in hypers:
        if not isinstance(hyper, Hyper):
            raise InputError("each hyperparameter is a Hyper, as in Hyper('lr', 'η', 0.01, 0, 1)", "hyperparameters")
        numbers: tuple[object, ...] = (hyper.default, hyper.low, hyper.high)
        if not all(isinstance(number, int | float) for number in numbers):
            raise InputError(
                Sentence("the default, low and high of {name} must be numbers", name=hyper.name), "hyperparameters"
            )


def _check_hyperparameters(optimizer: Optimizer) -> None:
    names = [hyper.name for hyper in optimizer.hyperparameters]
    for hyper in optimizer.hyperparameters:
        if names.count(hyper.name) > 1:
            raise InputError(Sentence("the hyperparameter {name} is declared twice", name=hyper.name), hyper.name)
        if hyper.name in {POSITION, STEP_COUNT, *CONSTANTS, *FUNCTIONS}:
            raise InputError(
                Sentence("{name} has a meaning of its own and cannot be a hyperparameter", name=hyper.name), hyper.name
            )
        if not hyper.low <= hyper.default <= hyper.high:
            range_ = Sentence("{low:g} to {high:g}", low=hyper.low, high=hyper.high)
            raise InputError(
                Sentence(
                    "the default {default:g} of {name} is outside its range {range}",
                    default=hyper.default,
                    name=hyper.name,
                    range=range_,
                ),
                hyper.name,
            )


def _check_names_are_rules(what: str, names: Mapping[str, object], checked: Rules) -> None:
    known = {rule.name for rule in checked.rules}
    for name in names:
        if name not in known:
            raise InputError(
                Sentence("the {what} of {name} has no rule: {name} is never assigned", what=Sentence(what), name=name),
                name,
            )
