"""A race as a plain NumPy script that runs without gdviz: the formulas of the screen, line by line."""

from __future__ import annotations

import math

from gdviz.engine.expression import parsed
from gdviz.engine.line_search import SEARCHES
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.program import program
from gdviz.engine.rules import POSITION, STEP_COUNT
from gdviz.engine.script_searches import searches_script
from gdviz.engine.script_surface import SEEN, surface_script
from gdviz.engine.spec import Entry, RaceSpec, Value
from gdviz.engine.surface import Surface
from gdviz.language.python_text import python_name, python_text
from gdviz.language.tree import Call, Node, names_in, walk
from gdviz.language.values import Matrix, Scalar
from gdviz.language.values import Value as Shape

_HEAD = '''"""A race of optimizers on the surface {title}, written by gdviz. It needs NumPy only."""

import numpy as np

np.seterr(all="ignore")
STEPS = {steps}
TOLERANCE = {tolerance}  # a run stops when every component of its gradient is smaller
BOUND = {bound}  # and when its point is farther out than this

'''
_SIGMOID = """
def sigmoid(a):
    return 1 / (1 + np.exp(-a))

"""
_SOFTPLUS = """
def softplus(a):
    return np.maximum(a, 0) + np.log(1 + np.exp(-np.abs(a)))

"""
_SOLVE = """
def solve(matrix, right):
    try:
        return np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)

"""
_EIG_ABS = """
def eig_abs(matrix):
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.abs(values)) @ vectors.T

"""
_TAIL = """
RACE = [
{entries}
]
STARTS = {starts}

if __name__ == "__main__":
    for name, run, hyperparameters in RACE:
        for start in STARTS:
            theta, steps = run(np.array(start), **hyperparameters)
            print(name, steps, *map(float, theta), float({loss}(theta)))
"""
_STOP_TEST = ("if np.max(np.abs(grad(theta))) < TOLERANCE:", "    return theta, t - 1")


def script(spec: RaceSpec) -> str:
    """The text of the script; run, it prints one line a lane: the label, the steps, the final point and its loss."""
    functions = _functions(spec)
    head = {"tolerance": _python_number(spec.tolerance), "bound": _python_number(spec.bound)}
    trees = [tree for method in functions for tree in _trees(method)]
    surface = surface_script(spec, needs_hessian=_calls(trees, "hess"))
    surface_trees = [parsed(spec.surface.expression)]
    parts = [
        _HEAD.format(title=_plain(spec.surface.title), steps=spec.steps, **head),
        _SIGMOID if _calls([*trees, *surface_trees], "sigmoid", "softplus") else "",  # the one is the other's slope
        _SOFTPLUS if _calls([*trees, *surface_trees], "softplus") else "",
        _SOLVE if _calls(trees, "solve") else "",
        _EIG_ABS if _calls(trees, "eig_abs") else "",
        searches_script() if any(_calls(trees, name) for name in SEARCHES) else "",
        surface,
        *(_optimizer(spec, entry, functions[method]) for method, entry in _first_of_each(spec).items()),
        _TAIL.format(
            entries="\n".join(_entry(entry, functions[entry.method]) for entry in spec.entries),
            starts=_listed(spec.starts),
            loss="f" if spec.sampling.exact else "loss",
        ),
    ]
    return "".join(parts)


def _first_of_each(spec: RaceSpec) -> dict[Optimizer, Entry]:
    return {entry.method: entry for entry in reversed(spec.entries)}


def _functions(spec: RaceSpec) -> dict[Optimizer, str]:
    """The Python name of every method, numbered where keys are alike to Python."""
    names: dict[Optimizer, str] = {}
    for entry in spec.entries:
        name = function_name(entry.method)
        taken = sum(known == name or known.startswith(f"{name}__") for known in names.values())
        names.setdefault(entry.method, f"{name}__{taken + 1}" if taken else name)
    return names


def _trees(optimizer: Optimizer) -> list[Node]:
    rules = optimizer.program
    return [rule.expression for rule in rules.rules] + [node for _, node in rules.initial]


def _calls(trees: list[Node], *functions: str) -> bool:
    return any(isinstance(node, Call) and node.function in functions for tree in trees for node in walk(tree))


def _optimizer(spec: RaceSpec, entry: Entry, function: str) -> str:
    optimizer, exact = entry.method, spec.sampling.exact
    names = ", ".join(python_name(hyper.name) for hyper in optimizer.hyperparameters)
    lines = [f"def {function}(theta{', *, ' + names if names else ''}):"]
    lines += [] if exact else [f"    {SEEN.format(step=1)}"]
    lines += [f"    {line}" for line in _initial(spec.surface, entry)]
    lines += ["    for t in range(1, STEPS + 1):"]
    lines += [f"        {line}" for line in (_STOP_TEST if exact else [SEEN.format(step="t")])]
    lines += [f"        {python_name(rule.name)} = {python_text(rule.expression)}" for rule in optimizer.program.rules]
    lines += [
        f"        if not (np.max(np.abs(theta)) < BOUND and np.isfinite({'f' if exact else 'loss'}(theta))):",
        "            return theta, t",
        "    return theta, STEPS",
    ]
    return "\n" + "\n".join(lines) + "\n\n"


def _initial(surface: Surface, entry: Entry) -> list[str]:
    """The states before the first step, and the rules that their initial values name."""
    rules, states = entry.method.program, program(surface, entry).states
    needed = {name for _, node in rules.initial for name in names_in(node)}
    lines: list[str] = []
    for rule in reversed(rules.rules):
        if rule.name in needed and rule.name not in states:
            needed |= {*names_in(rule.expression)}
            lines.insert(0, f"{python_name(rule.name)} = {python_text(rule.expression)}")
    if STEP_COUNT in needed:
        lines.insert(0, f"{STEP_COUNT} = 0")
    initial = dict(rules.initial)
    for name, value in states.items():
        if name == POSITION:
            continue
        zero = _zero(value)
        text = python_text(initial[name]) if name in initial else ""
        start = f"{zero} + {text}" if text and not isinstance(value, Scalar) else text or zero
        lines.append(f"{python_name(name)} = {start}")
    return lines


def _zero(like: Shape) -> str:
    match like:
        case Scalar():
            return "0.0"
        case Matrix():
            return "np.zeros((len(theta), len(theta)))"
    return "np.zeros_like(theta)"


def _entry(entry: Entry, function: str) -> str:
    label = entry.label or entry.method.title
    values = ", ".join(
        f"{python_name(name)!r}: {_python_value(value)}" for name, value in entry.hyperparameters().items()
    )
    return f"    ({label!r}, {function}, {{{values}}}),"


def _python_value(value: Value) -> str:
    if isinstance(value, tuple):
        return f"np.array([{', '.join(_python_number(number) for number in value)}])"
    return _python_number(value)


def _python_number(value: float) -> str:
    return repr(float(value)) if math.isfinite(value) else f"float({str(value)!r})"


def _listed(starts: tuple[tuple[float, ...], ...]) -> str:
    return repr([[float(number) for number in start] for start in starts])


def _plain(title: str) -> str:
    """A title that cannot end the script's docstring: files come from strangers."""
    return "".join(letter for letter in title if letter.isprintable() and letter not in "\"\\'")


def function_name(optimizer: Optimizer) -> str:
    """The optimizer's key as a Python name that hides no other."""
    return "run_" + "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in optimizer.key)
