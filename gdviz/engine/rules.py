"""What the rules of an optimizer read, keep and yield: checked once, when the optimizer is declared."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.language.functions import FUNCTIONS, Kind
from gdviz.language.parser import parse_expression, parse_rules
from gdviz.language.sentence import Sentence, nearest
from gdviz.language.tree import CONSTANTS, Call, Node, Rule, names_in, walk

POSITION = "theta"
STEP_COUNT = "t"


@dataclass(frozen=True)
class Rules:
    """Checked rules: `states` survive from step to step, theta first; `initial` holds what they start at, zero if
    absent.
    """

    rules: tuple[Rule, ...]
    states: tuple[str, ...]
    initial: tuple[tuple[str, Node], ...]

    @cached_property
    def evaluations(self) -> dict[str, int]:
        """How often a step asks for grad, f and hess, line searches apart."""
        calls = [node.function for rule in self.rules for node in walk(rule.expression) if isinstance(node, Call)]
        return {function: calls.count(function) for function in ("grad", "f", "hess")}

    @cached_property
    def single_numbers(self) -> frozenset[str]:
        """The names that stand where a line search needs one number: no vector can take their place."""
        nodes = [node for rule in self.rules for node in walk(rule.expression) if isinstance(node, Call)]
        searches = [node for node in nodes if FUNCTIONS[node.function].kind is Kind.LINE]
        return frozenset(name for node in searches for each in node.arguments[3:] for name in names_in(each))


def read_rules(text: str, hyperparameters: Collection[str], initial: dict[str, str]) -> Rules:
    """The rules of a declaration; raises FormulaError with the place, or InputError when the declaration contradicts
    itself.
    """
    rules = parse_rules(text)
    for rule in rules:
        if rule.name in hyperparameters:
            raise FormulaError(
                Sentence("the hyperparameter {name} cannot be assigned", name=rule.name), rule.at.line, rule.at.column
            )
    if rules[-1].name != POSITION:
        at = rules[-1].at
        raise FormulaError("the last rule must assign theta, as in theta = theta - lr*g", at.line, at.column)
    states = _states(rules, hyperparameters)
    starts = tuple((name, _initial(name, text, states)) for name, text in initial.items())
    _check_initial_names(starts, rules, states, hyperparameters)
    _check_all_read(rules, starts, hyperparameters)
    return Rules(rules, states, starts)


def undeclared(text: str, hyperparameters: Collection[str]) -> tuple[str, ...]:
    """The names that rules read and nothing gives a value to, in the order of reading; FormulaError for no rules."""
    rules = parse_rules(text)
    given = {*hyperparameters, STEP_COUNT, POSITION, *FUNCTIONS, *(rule.name for rule in rules)}
    read = dict.fromkeys(name for rule in rules for name in names_in(rule.expression))
    return tuple(name for name in read if name not in given)


def _states(rules: tuple[Rule, ...], hyperparameters: Collection[str]) -> tuple[str, ...]:
    """The names that are read before they are assigned, in the order of reading."""
    assigned_somewhere = {rule.name for rule in rules}
    given = {*hyperparameters, *CONSTANTS, STEP_COUNT}
    assigned: set[str] = set()
    states = [POSITION]
    for rule in rules:
        for name, at in names_in(rule.expression).items():
            if name in assigned or name in given or name in states:
                continue
            if name not in assigned_somewhere:
                raise _unknown(name, at.line, at.column, [*assigned_somewhere, *given])
            states.append(name)
        assigned.add(rule.name)
    return tuple(states)


def _unknown(name: str, line: int, column: int, known: list[str]) -> FormulaError:
    near = difflib.get_close_matches(name, known, 1)
    if name in FUNCTIONS:
        hint = Sentence("write {name}(...)", name=name)
    elif near:
        hint = nearest(near)
    else:
        hint = Sentence("it is neither a hyperparameter nor assigned by a rule")
    return FormulaError(Sentence("the name {name} is not known; {hint}", name=name, hint=hint), line, column)


def _initial(name: str, text: str, states: tuple[str, ...]) -> Node:
    if name not in states or name == POSITION:
        raise InputError(
            Sentence("{name} cannot have an initial value: it is not kept from step to step", name=name), name
        )
    try:
        return parse_expression(text)
    except FormulaError as error:
        raise FormulaError(
            Sentence("initial value of {name}: {message}", name=name, message=error.message), error.line, error.column
        ) from None


def _check_initial_names(
    starts: tuple[tuple[str, Node], ...],
    rules: tuple[Rule, ...],
    states: tuple[str, ...],
    hyperparameters: Collection[str],
) -> None:
    known = [POSITION, *hyperparameters, *CONSTANTS]
    for rule in rules:
        if rule.name not in states and all(name in (*known, STEP_COUNT) for name in names_in(rule.expression)):
            known.append(rule.name)
    later = {*states, *(rule.name for rule in rules)} - {*known}
    for state, node in starts:
        for name, at in names_in(node).items():
            if name in later:
                template = "initial value of {state}: {name} has no value yet before the first step"
                raise FormulaError(Sentence(template, state=state, name=name), at.line, at.column)
            if name not in known:
                raise _unknown(name, at.line, at.column, known)


def _check_all_read(
    rules: tuple[Rule, ...], starts: tuple[tuple[str, Node], ...], hyperparameters: Collection[str]
) -> None:
    trees = [rule.expression for rule in rules] + [node for _, node in starts]
    read = {name for tree in trees for name in names_in(tree)}
    for name in hyperparameters:
        if name not in read:
            raise InputError(Sentence("the hyperparameter {name} is never read by a rule", name=name), name)
