"""An optimizer as it is being written: rules, and texts for its hyperparameters and for what each name means."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from textwrap import dedent
from typing import NamedTuple

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.engine.optimizer_latex import letters
from gdviz.engine.program import check_shapes
from gdviz.engine.rules import POSITION
from gdviz.files.declaring import check_hyper, check_rules, declared, hyper_from_number, symbol_for
from gdviz.language.errors import FormulaError
from gdviz.language.parser import parse_expression, parse_rules
from gdviz.language.sentence import Sentence
from gdviz.language.tree import names_in
from gdviz.optimizers import OPTIMIZERS
from gdviz.qt.controls.scale import number_of, text_of
from gdviz.qt.text import tr

# Where a complaint belongs that is not about the rules.
TITLE, TABLES = "title", "tables"


class HyperDraft(NamedTuple):
    """One hyperparameter as texts; what is left empty is guessed from the name and the value."""

    name: str
    value: str = ""
    low: str = ""
    high: str = ""
    log: bool = False


@dataclass(frozen=True)
class OptimizerDraft:
    """`roles` and `starts` say by name what a vector means and what a state starts at; `base` is what all this was made
    from, and tells the letters and helps of names that are still there.
    """

    title: str
    rules: str
    hypers: tuple[HyperDraft, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    base: Optimizer = OPTIMIZERS[0]

    @classmethod
    def of(cls, optimizer: Optimizer, title: str) -> OptimizerDraft:
        """The draft that says what an optimizer says, under a title of its own."""
        rows = tuple(_row(hyper) for hyper in optimizer.hyperparameters)
        rules = dedent(optimizer.rules).strip("\n").rstrip()
        return cls(title, rules, rows, dict(optimizer.roles), dict(optimizer.initial), optimizer)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the hyperparameters."""
        return tuple(row.name for row in self.hypers)

    def letters(self) -> tuple[tuple[str, str], ...]:
        """The LaTeX of the names that have letters of their own."""
        known = {**{name: symbol_for(name) for name in self.names if name}, **letters(self.base)}
        return tuple(known.items())

    def check_rules(self) -> None:
        """Raise FormulaError, with its place, for what is wrong with the rules alone."""
        check_rules(self.rules, self.names)

    def declared(self, own: Collection[Optimizer], dimension: int = 2) -> Optimizer:
        """The optimizer; FormulaError for the rules, InputError for the title (TITLE) or anything else (TABLES).

        `own` holds the optimizers of one's own that there are: one with this title is meant to be changed.
        """
        self.check_rules()
        key = self.key(own)
        try:
            made = self._made(key, next((each for each in own if each.key == key), None))
        except InputError as error:
            raise InputError(error.sentence, TABLES) from None
        check_shapes(made, dimension)
        return made

    def changes(self, own: Collection[Optimizer]) -> Optimizer | None:
        """The optimizer of one's own that has this title, if there is one."""
        return next((each for each in own if each.title == self.title.strip()), None)

    def _made(self, key: str, old: Optimizer | None) -> Optimizer:
        initial = {name: text for name, text in self.starts.items() if text}
        for name, text in initial.items():
            _check_start(name, text)
        assigned = assigned_names(self.rules)
        return declared(
            self.rules,
            [self._hyper(row, row.name in initial.values()) for row in self.hypers],
            key=key,
            title=self.title.strip(),
            roles={name: role for name, role in self.roles.items() if name in assigned},
            initial=initial,
            symbols={name: letter for name, letter in self.base.symbols.items() if name in assigned},
            summary=old.summary if old else "",
            reference=old.reference if old else "",
            variant_of=old.variant_of if old else "",
        )

    def _hyper(self, row: HyperDraft, initial: bool) -> Hyper:
        if not row.name:
            raise InputError("every hyperparameter needs a name")
        known = next((each for each in self.base.hyperparameters if each.name == row.name), None)
        value = _number(row.name, "Value", row.value)
        guess = known or hyper_from_number(row.name, value, initial)
        low = _number(row.name, "Low", row.low) if row.low else guess.low
        high = _number(row.name, "High", row.high) if row.high else guess.high
        made = replace(guess, default=value, low=low, high=high, log=row.log)
        try:
            check_hyper(made)
        except InputError as error:
            raise _about(row.name, error) from None
        return made

    def key(self, own: Collection[Optimizer]) -> str:
        """The key that a file knows it by: that of the one it changes, or one made of the title.

        InputError for a title that cannot be.
        """
        title = self.title.strip()
        if not title:
            raise InputError("give the optimizer a name", TITLE)
        if old := self.changes(own):
            return old.key
        key = "_".join(re.findall(r"[a-z0-9]+", title.lower()))
        if (key in {each.key for each in OPTIMIZERS} and title.isascii()) or _is_built_in(title):
            raise InputError(
                Sentence("{title} is the name of a built-in optimizer; choose another", title=title), TITLE
            )
        # A title in other letters may be like a built-in one in these.
        return _free(key if key and title.isascii() else f"own_{key}".rstrip("_"), {each.key for each in own})


def _is_built_in(title: str) -> bool:
    return any(title in (each.title, tr(each.title)) for each in OPTIMIZERS)


def assigned_names(rules: str) -> dict[str, bool]:
    """The names that rules assign but theta, in order, with whether they are kept from step to step; empty for no
    rules.
    """
    try:
        checked = parse_rules(rules)
    except FormulaError:
        return {}
    kept: dict[str, bool] = {}
    read: set[str] = set()
    for rule in checked:
        read |= {name for name in names_in(rule.expression) if name not in kept}
        kept.setdefault(rule.name, rule.name in read)
    return {name: state for name, state in kept.items() if name != POSITION}


def usual_role(name: str) -> Role | None:
    """What a vector of this name means in the built-in optimizers."""
    return next((each.roles[name] for each in OPTIMIZERS if name in each.roles), None)


def usual_hyper(name: str) -> HyperDraft:
    """A hyperparameter of this name as in the built-in optimizers, or one to begin with."""
    known = (hyper for each in OPTIMIZERS for hyper in each.hyperparameters if hyper.name == name)
    return next((_row(hyper) for hyper in known), _row(hyper_from_number(name, 0.1)))


def _row(hyper: Hyper) -> HyperDraft:
    return HyperDraft(hyper.name, text_of(hyper.default), text_of(hyper.low), text_of(hyper.high), hyper.log)


def _number(name: str, column: str, text: str) -> float:
    try:
        return number_of(text)
    except InputError as error:
        template = "{column} of {name}: {error}"
        raise InputError(Sentence(template, column=Sentence(column), name=name, error=error.sentence)) from None


def _check_start(name: str, text: str) -> None:
    try:
        parse_expression(text)
    except FormulaError as error:
        raise InputError(Sentence("initial value of {name}: {message}", name=name, message=error.message)) from None


def _about(name: str, error: InputError) -> InputError:
    return InputError(Sentence("{place}: {error}", place=name, error=error.sentence))


def _free(key: str, taken: set[str]) -> str:
    names = (key if number == 1 else f"{key}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
