"""The declaration of a schedule: how a hyperparameter goes with the steps, in the formula language."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.language.errors import FormulaError
from gdviz.language.functions import FUNCTIONS, Kind, names_of
from gdviz.language.parser import parse_rules
from gdviz.language.sentence import Sentence, nearest
from gdviz.language.tree import CONSTANTS, Call, Name, Node, Rule, names_in, walk

BASE = "base"  # the hyperparameter's own value
RESULT = "rate"  # what the last rule assigns


@dataclass(frozen=True)
class Schedule:
    """Rules that turn a hyperparameter's own value `base` into its `rate` of step t, which counts from 1.

    `of` names the hyperparameters it is meant for, the first that an optimizer has being taken when none is named.
    `short` is its part of a label, as in "Adam, cosine". `initial` is as in Optimizer. Raises FormulaError or
    InputError when built from rules that say no rate.
    """

    key: str
    title: str
    rules: str
    hyperparameters: tuple[Hyper, ...] = ()
    summary: str = ""
    short: str = ""
    of: tuple[str, ...] = ("lr",)
    initial: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""

    def __post_init__(self) -> None:
        _check(self)

    def __hash__(self) -> int:
        return hash((self.key, self.rules, self.hyperparameters))

    @property
    def lines(self) -> tuple[Rule, ...]:
        """The rules as trees."""
        return _parsed(self.rules)


@lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[Rule, ...]:
    return parse_rules(text)


def reads_time_alone(schedule: Schedule) -> bool:
    """Whether the rate follows from the step and the schedule's own numbers, whatever the race does."""
    return not schedule.initial and not any(_asks_the_surface(rule.expression) for rule in schedule.lines)


def _asks_the_surface(tree: Node) -> bool:
    calls = any(isinstance(node, Call) and node.function in names_of(Kind.SURFACE, Kind.LINE) for node in walk(tree))
    return calls or POSITION in names_in(tree)


def _check(schedule: Schedule) -> None:
    lines = schedule.lines
    last = lines[-1]
    if last.name != RESULT:
        raise FormulaError("the last rule of a schedule must assign rate, as in rate = base/t", last.at.line, 1)
    own = [hyper.name for hyper in schedule.hyperparameters]
    given = {BASE, *schedule.of, STEP_COUNT, POSITION, *CONSTANTS, *own, *schedule.initial}
    for rule in lines:
        if rule.name in {*own, BASE, *schedule.of, POSITION}:
            raise FormulaError(
                Sentence("the name {name} cannot be assigned in a schedule", name=rule.name),
                rule.at.line,
                rule.at.column,
            )
        _check_known(rule, given)
        given.add(rule.name)
    _check_read(schedule, own)


def _check_known(rule: Rule, known: Collection[str]) -> None:
    for name, at in names_in(rule.expression).items():
        if name not in known:
            raise FormulaError(
                Sentence("the name {name} is not known; {hint}", name=name, hint=_hint(name, known)), at.line, at.column
            )


def _hint(name: str, known: Collection[str]) -> Sentence:
    if name in FUNCTIONS:
        return Sentence("write {name}(...)", name=name)
    near = difflib.get_close_matches(name, known, 1)
    return nearest(near) if near else Sentence("known here: {names}", names=", ".join(sorted(known)))


def _check_read(schedule: Schedule, own: Collection[str]) -> None:
    read = {node.name for rule in schedule.lines for node in walk(rule.expression) if isinstance(node, Name)}
    for name in own:
        if name not in read:
            raise InputError(Sentence("the hyperparameter {name} is never read by a rule", name=name), name)
    if not read & {BASE, *schedule.of}:
        name = schedule.of[0]
        raise InputError(Sentence("a schedule of {name} must read {name}, as in {name}/(1 + 0.01*t)", name=name), name)
