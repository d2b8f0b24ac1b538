"""Random rules of + - * / sqrt and their company, for checking the kernels against the plainest reading of them."""

from __future__ import annotations

from hypothesis import strategies as st

from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.rules import read_rules
from gdviz.engine.spec import Entry, Value
from gdviz.language.parser import parse_rules
from gdviz.language.tree import names_in

HYPERS = ("lr", "mu")
NAMES = ("a", "b", "c", "d")
NUMBERS = ("0", "1", "2", "0.5", "3", "0.1", "1e-3", "1e200", "1e-200", "7.25")
VALUES: tuple[Value, ...] = (0.1, 0.9, 0.0, 1.0, -0.5, (0.1, 0.02), (0.0, -1.0))


def hyper(name: str, default: float = 0.1) -> Hyper:
    """A hyperparameter that may have any value."""
    return Hyper(name, name, default, -1e300, 1e300)


def optimizer(rules: str, *hypers: str, **initial: str) -> Optimizer:
    """An optimizer of the rules alone."""
    return Optimizer("own", "Own", rules, tuple(hyper(name) for name in hypers), initial=initial)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    comparison = st.builds("{} {} {}".format, inner, st.sampled_from(("<", "<=", ">", ">=", "==", "!=")), inner)
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/+-*/"), inner),
        st.builds("{}({})".format, st.sampled_from(("sqrt", "-", "abs", "norm(theta)*")), inner),
        st.builds("{}({}, {})".format, st.sampled_from(("minimum", "maximum")), inner, inner),
        st.builds("where({}, {}, {})".format, comparison, inner, inner),
        st.builds("dot(theta - {}, theta)".format, inner),
        st.builds("grad(theta - {})".format, inner),
    )


# Arithmetic on vectors and scalars; {0} .. {3} stand for the rules' names. No powers: NumPy has its own way with them.
LEAVES = ("{0}", "{1}", "{2}", "{3}", "{0}", "{1}", "theta", "theta", "lr", "mu", "t", *NUMBERS)
EXPRESSIONS = st.recursive(st.sampled_from(LEAVES), _larger, max_leaves=6)
TARGETS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=6)
FIRST = st.sampled_from(("1", "-2", "theta", "grad(theta)", "0.5*theta", "lr"))


@st.composite
def written_rules(draw: st.DrawFn) -> Entry:
    """Rules with states of every kind: read before they are written, swapped, shifted, constant or unchanged."""
    targets = draw(TARGETS)
    names = (targets * 4)[:4]
    lines = [f"{target} = {draw(EXPRESSIONS).format(*names)}" for target in targets]
    lines.append(f"theta = theta - {draw(EXPRESSIONS).format(*names)}")
    text = "\n".join(lines)
    read = {name for rule in parse_rules(text) for name in names_in(rule.expression)}
    hypers = tuple(name for name in HYPERS if name in read)
    states = read_rules(text, hypers, {}).states[1:]
    initial = {name: draw(FIRST) for name in states if draw(st.booleans())}
    initial = {name: text for name, text in initial.items() if text != "lr" or "lr" in hypers}
    values = tuple((name, draw(st.sampled_from(VALUES))) for name in hypers)
    return Entry(optimizer(text, *hypers, **initial), values)
