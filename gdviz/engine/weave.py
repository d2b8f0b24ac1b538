"""Extras woven into the rules of an optimizer: the optimizer that is printed, shown and run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count

from gdviz.engine.errors import InputError, unknown
from gdviz.engine.extras import CLIP, RATE, WARM_UP, WARM_UP_STEPS, Clip, Extras, words
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.engine.schedule import BASE, RESULT, Schedule
from gdviz.language.functions import FUNCTIONS
from gdviz.language.latex_names import default_symbol
from gdviz.language.parser import parse_expression
from gdviz.language.python_text import python_text
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS, Binary, Call, Name, Node, Rule, changed, names_in, substituted

_FULL = parse_expression(f"minimum(1, t/{WARM_UP})")
_CLIPPED = {
    Clip.NORM: f"raw*({CLIP}/maximum(norm(raw), {CLIP}))",
    Clip.VALUE: f"minimum(maximum(raw, -{CLIP}), {CLIP})",
}


@dataclass(frozen=True)
class Woven:
    """A woven optimizer and which of its names came from where.

    `rates` maps a scheduled hyperparameter to the name of its value at each step, `lines` to the rules that end with
    it; `knobs` a hyperparameter of the schedule of another, (of, name), to its name here. `gradients` holds the names
    of every gradient before and after it was clipped.
    """

    optimizer: Optimizer
    rates: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    knobs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    gradients: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=512)
def woven(optimizer: Optimizer, extras: Extras) -> Woven:
    """The optimizer with its extras; the optimizer itself, the same object, if there are none.

    Raises InputError when they do not fit it.
    """
    if not extras:
        return Woven(optimizer)
    weaver = _Weaver(optimizer)
    if extras.clip is not None:
        weaver.clip(extras.clip)
    for of in _driven(optimizer, extras):
        weaver.schedule(of, extras.schedule(of), extras.warm_up and of == RATE)
    return weaver.woven(extras)


def schedulable(optimizer: Optimizer) -> list[str]:
    """The hyperparameters that may have a schedule: those that a rule reads at every step."""
    read = {name for rule in optimizer.program.rules for name in names_in(rule.expression)}
    return [hyper.name for hyper in optimizer.hyperparameters if hyper.name in read and not hyper.initial]


def _driven(optimizer: Optimizer, extras: Extras) -> list[str]:
    """The hyperparameters whose values change from step to step, in the order of declaration."""
    allowed = schedulable(optimizer)
    for of, _ in extras.schedules:
        if of not in allowed:
            raise unknown(Sentence("hyperparameter of {key}", key=optimizer.key), of[:40], allowed, "schedule")
    if extras.warm_up and RATE not in allowed:
        raise InputError(Sentence("{method} has no rate lr that could be warmed up", method=optimizer.called), WARM_UP)
    scheduled = {of for of, _ in extras.schedules} | ({RATE} if extras.warm_up else set())
    return [name for name in allowed if name in scheduled]


class _Weaver:
    """The rules, hyperparameters and letters of an optimizer while more of them join."""

    def __init__(self, optimizer: Optimizer) -> None:
        self.base = optimizer
        self.rules = list(optimizer.program.rules)
        self.hypers = list(optimizer.hyperparameters)
        self.roles = dict(optimizer.roles)
        self.initial = dict(optimizer.initial)
        self.symbols = dict(optimizer.symbols)
        self.rates: dict[str, str] = {}
        self.lines: dict[str, tuple[Rule, ...]] = {}
        self.knobs: dict[tuple[str, str], str] = {}
        self.gradients: list[tuple[str, str]] = []
        self.taken = {*CONSTANTS, *FUNCTIONS, POSITION, STEP_COUNT, BASE, RESULT}
        self.taken |= {rule.name for rule in self.rules} | {hyper.name for hyper in self.hypers}

    def clip(self, clip: Clip) -> None:
        """Every gradient is taken in a line of its own and then made smaller."""
        self._join(clip.hyper, CLIP)
        rules: list[Rule] = []
        for rule in self.rules:
            if _is_gradient(rule.expression):
                rules.append(replace(rule, expression=self._clipped(rule.expression, clip, rules, rule.name)))
            else:
                rest = changed(rule.expression, lambda node: self._apart(node, clip, rules))
                rules.append(replace(rule, expression=rest))
        self.rules = rules

    def _apart(self, node: Node, clip: Clip, rules: list[Rule]) -> Node:
        """A gradient inside a longer expression becomes a name of its own."""
        if not _is_gradient(node):
            return node
        name = self._fresh("clipped")
        rules.append(Rule(name, self._clipped(node, clip, rules, name)))
        return Name(name)

    def _clipped(self, gradient: Node, clip: Clip, rules: list[Rule], name: str) -> Node:
        """What `name` becomes, after a line for the gradient as it is."""
        raw = self._fresh("raw")
        rules.append(Rule(raw, gradient))
        self.gradients.append((raw, name))
        return substituted(parse_expression(_CLIPPED[clip]), {"raw": Name(raw)})

    def schedule(self, of: str, schedule: Schedule | None, warm_up: bool) -> None:
        """The rules read the rate of the step in the place of the hyperparameter."""
        now = self._fresh(f"{of}_t")
        self.rules = [replace(rule, expression=substituted(rule.expression, {of: Name(now)})) for rule in self.rules]
        lines = self._lines(of, now, schedule) if schedule else [Rule(now, Name(of))]
        if warm_up:
            self._join(WARM_UP_STEPS, WARM_UP)
            *before, last = lines
            lines = [*before, replace(last, expression=Binary("*", last.expression, _FULL))]
        self.lines[of] = tuple(lines)
        self.rates[of] = now
        self.symbols[now] = self.base.hyper(of).symbol or default_symbol(of).text()

    def _lines(self, of: str, now: str, schedule: Schedule) -> list[Rule]:
        """The schedule's rules in names that are free here."""
        names = {BASE: of, of: of, **dict.fromkeys(schedule.of, of), RESULT: now}
        for hyper in schedule.hyperparameters:
            names[hyper.name] = self._join(hyper, hyper.name if hyper.name not in self.taken else f"{hyper.name}_{of}")
            self.knobs[of, hyper.name] = names[hyper.name]
        for rule in schedule.lines:
            if rule.name not in names:
                names[rule.name] = self._fresh(rule.name)
        trees = {name: Name(new) for name, new in names.items()}
        for name, text in schedule.initial.items():
            self.initial[names[name]] = python_text(substituted(parse_expression(text), trees), numpy=False)
        for name, letter in schedule.symbols.items():
            self.symbols[names[name]] = letter
        return [Rule(names[rule.name], substituted(rule.expression, trees)) for rule in schedule.lines]

    def _join(self, hyper: Hyper, name: str) -> str:
        """One hyperparameter more; its letter gives way to its name if it is taken."""
        if name in self.taken and name in (CLIP, WARM_UP):
            template = "{method} has {name} of its own, which would be mistaken for that of the entry"
            raise InputError(Sentence(template, method=self.base.called, name=name), name)
        name = self._fresh(name)
        letters = {each.symbol for each in self.hypers} | set(self.symbols.values())
        symbol = hyper.symbol if hyper.symbol not in letters else default_symbol(name).text()
        self.hypers.append(replace(hyper, name=name, symbol=symbol))
        return name

    def _fresh(self, name: str) -> str:
        """The name, or with the first number that makes it one nobody has."""
        names = (name if number == 1 else f"{name}{number}" for number in count(1))
        free = next(each for each in names if each not in self.taken)
        self.taken.add(free)
        return free

    def woven(self, extras: Extras) -> Woven:
        """The optimizer of all that has joined."""
        rules = [*(line for lines in self.lines.values() for line in lines), *self.rules]
        width = max(len(rule.name) for rule in rules)
        lines = [f"{rule.name:{width}} = {python_text(rule.expression, numpy=False)}" for rule in rules]
        optimizer = replace(
            self.base,
            key="_".join([self.base.key, *_keys(extras)]),
            title=", ".join([self.base.title, *words(extras)]),
            rules="\n".join(lines),
            hyperparameters=tuple(self.hypers),
            roles=self.roles,
            initial=self.initial,
            symbols=self.symbols,
        )
        return Woven(optimizer, self.rates, self.lines, self.knobs, tuple(self.gradients))


def _is_gradient(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "grad"


def _keys(extras: Extras) -> list[str]:
    keys = [schedule.key for _, schedule in extras.schedules]
    return [*keys, *([WARM_UP] if extras.warm_up else []), *([extras.clip.value] if extras.clip else [])]
