"""A declaration that contradicts itself is refused when it is made, in one sentence that names the fault."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from gdviz.engine.errors import InputError, unknown
from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.language.errors import FormulaError
from tests.engine.written_rules import hyper

RULES = "g = grad(theta)\nv = mu*v - lr*g\ntheta = theta + v"
LR, MU = hyper("lr"), hyper("mu")


def declared(rules: str = RULES, hypers: tuple[Hyper, ...] = (LR, MU), **others: Any) -> Optimizer:
    return Optimizer("own", "Own", rules, hypers, **others)


def test_a_declaration_without_fault() -> None:
    own = declared(roles={"v": Role.VELOCITY, "theta": Role.STEP}, symbols={"g": "g"}, initial={"v": "lr*g"})
    assert own.program.states == ("theta", "v")
    assert [rule.name for rule in own.program.rules] == ["g", "v", "theta"]
    assert own.hyper("mu") is MU
    with pytest.raises(KeyError):
        own.hyper("eps")


# rules: (line, column, a piece of the sentence)
FORMULA_FAULTS = {
    "g = grad(theta)\ntheta = theta - lr*mu*gg": (2, 23, "the name gg is not known; did you mean g?"),
    "theta = theta - lr*mu*momentum": (1, 23, "neither a hyperparameter nor assigned by a rule"),
    "theta = theta - lr*mu*sqrt": (1, 23, "write sqrt(...)"),
    "theta = theta - lr*mu*thta": (1, 23, "did you mean theta?"),
    "theta = theta - lr*mu*LR": (1, 23, "LR is not known"),
    "theta = theta - lr*mu*x": (1, 23, "x is not known"),
    "g = grad(theta)\ntheta = theta - lr*mu*g\nv = g": (3, 1, "the last rule must assign theta"),
    "g = lr*mu*grad(theta)": (1, 1, "the last rule must assign theta"),
    "lr = 0.1\ntheta = theta - lr*mu*grad(theta)": (1, 1, "the hyperparameter lr cannot be assigned"),
    "    mu = mu*0.9\n    theta = theta - lr*mu": (1, 5, "the hyperparameter mu cannot be assigned"),
    "t = t + 1\ntheta = theta - lr*mu": (1, 1, "t has a meaning of its own"),
    "grad = 2\ntheta = theta - lr*mu": (1, 1, "grad has a meaning of its own"),
    "e = 2\ntheta = theta - lr*mu*e": (1, 1, "e has a meaning of its own"),
    "theta = theta - lr*mu*": (1, 23, ""),
    "": (1, 1, "no rules"),
}


@pytest.mark.parametrize("rules", FORMULA_FAULTS)
def test_rules_at_fault(rules: str) -> None:
    line, column, piece = FORMULA_FAULTS[rules]
    with pytest.raises(FormulaError) as fault:
        declared(rules)
    assert (fault.value.line, fault.value.column) == (line, column)
    assert piece in fault.value.message


def test_a_hyperparameter_that_is_never_read() -> None:
    with pytest.raises(InputError, match="the hyperparameter mu is never read by a rule") as fault:
        declared("theta = theta - lr*grad(theta)")
    assert fault.value.where == "mu"


def test_a_hyperparameter_read_only_by_an_initial_value_is_read() -> None:
    declared("g = grad(theta)\nv = v - lr*g\ntheta = theta + v", initial={"v": "mu*theta"})


HYPERS_AT_FAULT = {
    "declared twice": ((LR, MU, LR), "lr is declared twice"),
    "theta": ((LR, MU, hyper("theta")), "theta has a meaning of its own"),
    "the step": ((LR, MU, hyper("t")), "t has a meaning of its own"),
    "a constant": ((LR, MU, hyper("e")), "e has a meaning of its own"),
    "a function": ((LR, MU, hyper("sqrt")), "sqrt has a meaning of its own"),
    "a default too small": (
        (LR, Hyper("mu", "m", -0.1, 0.0, 1.0)),
        "the default -0.1 of mu is outside its range 0 to 1",
    ),
    "a default too large": ((LR, Hyper("mu", "m", 1.5, 0.0, 1.0)), "the default 1.5 of mu is outside its range 0 to 1"),
    "a default that is no number": ((LR, Hyper("mu", "m", float("nan"), 0.0, 1.0)), "outside its range"),
    "a range upside down": ((LR, Hyper("mu", "m", 0.5, 1.0, 0.0)), "outside its range"),
}


@pytest.mark.parametrize("name", HYPERS_AT_FAULT)
def test_hyperparameters_at_fault(name: str) -> None:
    hypers, sentence = HYPERS_AT_FAULT[name]
    extra = "".join(f"*{each.name}" for each in hypers[2:] if each.name in ("t", "e", "sqrt"))
    with pytest.raises((InputError, FormulaError), match=sentence):
        declared(f"g = grad(theta)\nv = mu*v - lr*g{extra}\ntheta = theta + v", hypers)


@pytest.mark.parametrize("word", ["range edges", "low", "high"])
def test_the_ends_of_a_range_belong_to_it(word: str) -> None:
    default = 0.0 if word == "low" else 1.0
    declared(hypers=(LR, Hyper("mu", "m", default, 0.0, 1.0)))


NAMES_AT_FAULT: tuple[tuple[dict[str, Any], str], ...] = (
    ({"roles": {"w": Role.VELOCITY}}, "the role of w has no rule: w is never assigned"),
    ({"roles": {"lr": Role.STEP}}, "the role of lr has no rule"),
    ({"symbols": {"w": "w"}}, "the symbol of w has no rule: w is never assigned"),
    ({"initial": {"g": "1"}}, "g cannot have an initial value: it is not kept from step to step"),
    ({"initial": {"theta": "1"}}, "theta cannot have an initial value"),
    ({"initial": {"w": "1"}}, "w cannot have an initial value"),
    ({"initial": {"v": "1 +"}}, "initial value of v: the formula cannot be read"),
    ({"initial": {"v": "x.y"}}, "initial value of v: a dot after a name"),
    ({"initial": {"v": "gg"}}, "the name gg is not known; did you mean g?"),
    ({"initial": {"v": "t"}}, "the name t is not known"),
    ({"initial": {"v": "v + 1"}}, "initial value of v: v has no value yet before the first step"),
)


@pytest.mark.parametrize(("others", "sentence"), NAMES_AT_FAULT)
def test_names_at_fault(others: dict[str, Any], sentence: str) -> None:
    with pytest.raises((InputError, FormulaError)) as fault:
        declared(**others)
    assert sentence in fault.value.message


def test_an_initial_value_may_only_read_what_is_known_before_the_first_step() -> None:
    """d itself reads v."""
    with pytest.raises(FormulaError, match="d has no value yet before the first step"):
        declared("d = mu*v\nv = d - lr*grad(theta)\ntheta = theta + v", initial={"v": "d"})


STATES = {
    "theta = theta - lr*mu": ("theta",),
    "v = mu*v + w*lr\nw = v\ntheta = theta + v": ("theta", "v", "w"),
    "w = mu + lr\nv = w\ntheta = theta + v": ("theta",),
    "w = w*mu\nw = w*lr\ntheta = theta + w": ("theta", "w"),
    "theta = theta - mu\nv = grad(theta)\ntheta = theta - lr*v": ("theta",),
    "v = where(t < 2, mu, v)\ntheta = theta - lr*v": ("theta", "v"),
}


@pytest.mark.parametrize("rules", STATES)
def test_what_is_read_before_it_is_assigned_is_kept(rules: str) -> None:
    assert declared(rules).program.states == STATES[rules]


def test_it_is_a_value() -> None:
    own = declared(initial={"v": "g"}, roles={"v": Role.VELOCITY})
    again = pickle.loads(pickle.dumps(own))
    assert again == own
    assert hash(again) == hash(own)
    assert again.program == own.program
    assert own != declared(initial={"v": "2*g"}, roles={"v": Role.VELOCITY})
    assert own != declared(RULES + " ", initial={"v": "g"}, roles={"v": Role.VELOCITY})


def test_the_nearest_known_name_is_offered() -> None:
    error = unknown("optimizer", "adm", ["gd", "adam", "adagrad"], "entries[0]")
    assert error.message == "there is no optimizer named 'adm'; did you mean adam?"
    assert error.where == "entries[0]"
    assert "known: gd, adam" in unknown("optimizer", "zzz", ["gd", "adam"]).message
