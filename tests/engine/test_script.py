"""The written script, run in a Python of its own, against the engine; and what strangers' texts can do to it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.program import program
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.script import script
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.language.evaluate import used_by
from gdviz.optimizers import OPTIMIZERS
from tests.engine.plain_race import assert_same_bits
from tests.engine.written_rules import hyper

EXACT = frozenset("input const add sub mul div neg sqrt min max abs where sign floor lt le gt ge eq ne".split())


def answers(text: str) -> list[tuple[str, int, list[float]]]:
    """What the script prints when it is run without gdviz: label, steps, point and loss."""
    environment = {"PYTHONIOENCODING": "utf-8", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-"],
        input=text.encode(),
        capture_output=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    lines = [line.split(" ") for line in done.stdout.decode().splitlines()]
    width = next(index for index, word in enumerate(reversed(lines[0])) if word.isdigit())
    return [
        (" ".join(words[: -width - 1]), int(words[-width - 1]), [float(word) for word in words[-width:]])
        for words in lines
    ]


def check_against_engine(spec: RaceSpec, rtol: float = 1e-12) -> None:
    compare(spec, answers(script(spec)), rtol)


def compare(spec: RaceSpec, found: list[tuple[str, int, list[float]]], rtol: float) -> None:
    """Bit for bit where both do the same arithmetic."""
    runs = list(race(spec, Record.POINTS))[-1].runs
    assert [label for label, _, _ in found] == [run.label for run in runs]
    assert [steps for _, steps, _ in found] == [run.steps for run in runs]
    for lane, (_, _, numbers) in enumerate(found):
        wanted = [*runs[lane].point, runs[lane].loss]
        if is_exact(spec.surface, spec.entries[lane // len(spec.starts)]):
            assert_same_bits(numbers, wanted)
        np.testing.assert_allclose(numbers, wanted, rtol=rtol, atol=1e-300)


def is_exact(surface: Surface, entry: Entry) -> bool:
    """Whether one step takes nothing but arithmetic that all computers do alike."""
    compiled = program(surface, entry)
    needed = used_by(compiled.tape, compiled.new_states)
    if not {compiled.tape.operations[number].name for number in needed} <= EXACT:
        return False
    # Powers of sums are left to NumPy, and BLAS multiplies matrices in its own order.
    text = script(RaceSpec(surface, (entry,), ((0.0,) * compiled.dimension,)))
    return "**" not in text.replace("**hyperparameters", "") and "@" not in text


SURFACES = {
    "one coordinate": (Surface("c", "Cubic", "x**3 - 3*x**2 - 9*x + 2"), ((1.0,), (4.5,))),
    "Beale": (
        Surface("b", "Beale", "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2"),
        ((0.5, 0.5), (-1.0, 1.5)),
    ),
    "products": (Surface("p", "Products", "x*x/16 + 9*y*y - x*y/(1 + x*x)"), ((-2.4, 0.2), (1.0, -0.1))),
    "functions": (
        Surface(
            "f",
            "Functions",
            "sin(x) + exp(-y*y) + softplus(x*y) + abs(z) + log(1 + x*x) + tanh(z)*e + where(x < 0, y, pi)",
        ),
        ((0.3, 0.4, 0.5),),
    ),
    "three coordinates": (Surface("q", "Quadratic", "x**2 + 0.1*y**2 + 2*z**2"), ((1.0, 1.0, 1.0),)),
    "numbered coordinates": (Surface("n", "Numbered", "x1**2 + x2**4 + (x3 - x4)**2"), ((1.0, 0.5, 0.3, 0.2),)),
}


@pytest.mark.parametrize("name", SURFACES)
def test_every_optimizer(name: str) -> None:
    surface, starts = SURFACES[name]
    entries = tuple(Entry(method, label=f"{method.title} #1") for method in OPTIMIZERS)
    check_against_engine(RaceSpec(surface, entries, starts, 25, 1e-3, 0, 1e3), rtol=1e-9)


def test_some_of_it_is_compared_bit_by_bit() -> None:
    surface = Surface("p", "Products", "x*x/16 + 9*y*y - x*y/2")
    exact = [Entry(method) for method in OPTIMIZERS if is_exact(surface, Entry(method))]
    assert len(exact) >= 8
    check_against_engine(RaceSpec(surface, tuple(exact), ((-2.4, 0.2), (1.0, -0.1)), 25), rtol=0.0)


BOWL = Surface("s", "S", "x*x + 2*y*y - x*y")
AWKWARD = """
    np = grad(theta)
    sum = 0.9*sum + np*np
    len = len + 1
    range = np/sqrt(sum + 1)
    lambda_ = lambda_*0.5 + range
    map = lambda_/len
    float = map + 0*STEPS
    np_ = np_ + float
    print = np_ - 0.5*np_ + float
    start = print
    theta_ = start
    steps = theta_
    run = steps*lr
    match = run
    type = match
    theta = theta - type
"""
OWN: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "names of Python and of the script": (AWKWARD, ("STEPS", "lr"), {"lambda_": "np"}),
    "names of the main part": (
        "name = grad(theta)\nhyperparameters = name\ntheta = theta - RACE*hyperparameters",
        ("RACE",),
        {},
    ),
    "an initial value through two rules": (
        "g = grad(theta)\nd = 2*g\nv = 0.9*v + d\ntheta = theta - lr*v",
        ("lr",),
        {"v": "d + lr"},
    ),
    "an initial value from before the first step": (
        "g = grad(theta)\nb = g/(t + 1)\nv = 0.9*v + b\ntheta = theta - lr*v",
        ("lr",),
        {"v": "3*b"},
    ),
    "an initial value of a rule assigned twice": (
        "g = grad(theta)\ng = 2*g\nv = 0.9*v + g\ntheta = theta - lr*v",
        ("lr",),
        {"v": "g"},
    ),
    "a matrix": ("g = grad(theta)\nB = 0.5*B + outer(g, g)\ntheta = theta - lr*solve(B + eye(theta), g)", ("lr",), {}),
    "a matrix from a number": (
        "g = grad(theta)\nB = B + outer(g, g)\ntheta = theta - lr*(B @ g)",
        ("lr",),
        {"B": "0.1"},
    ),
    "a matrix that is read first": ("g = B @ grad(theta)\nB = 0.5*B + eye(theta)\ntheta = theta - lr*g", ("lr",), {}),
    "Newton": ("theta = theta - lr*solve(eig_abs(hess(theta)), grad(theta))", ("lr",), {}),
    "a singular matrix": ("theta = theta - solve(0*hess(theta), grad(theta))", (), {}),
    "whole vectors": (
        "g = grad(theta)\nv = where(dot(v, g) > 0, 0, 0.9*v) - lr*g/(1 + norm(g) + max_abs(g))\ntheta = theta + v",
        ("lr",),
        {},
    ),
    "a counter": ("n = n + 1\nc = where(n > 3, floor(n/2), n)\ntheta = theta - lr*sign(grad(theta))/c", ("lr",), {}),
    "powers": (
        "theta = theta - lr*(theta**2 - theta**3 + theta**4 - theta**7 + (theta + 1)**2 + theta**-2)",
        ("lr",),
        {},
    ),
    "signs and powers": ("theta = theta - lr*(-theta**2 + (-theta)**3 - -theta**4 + 2**-theta)", ("lr",), {}),
}


def own_entry(name: str) -> Entry:
    rules, hypers, initial = OWN[name]
    key = f"own {list(OWN).index(name)}"
    own = Optimizer(key, name, rules, tuple(hyper(each) for each in hypers), initial=initial)
    return Entry(own, tuple((each, 0.01) for each in hypers))


def own_race(*names: str) -> RaceSpec:
    return RaceSpec(BOWL, tuple(own_entry(name) for name in names), ((1.0, -0.5), (0.25, 0.5)), 9, 1e-9)


@pytest.fixture(scope="module")
def own_answers() -> list[tuple[str, int, list[float]]]:
    """All of them in one script."""
    return answers(script(own_race(*OWN)))


@pytest.mark.parametrize("name", OWN)
def test_an_optimizer_of_ones_own(name: str, own_answers: list[tuple[str, int, list[float]]]) -> None:
    compare(own_race(name), [answer for answer in own_answers if answer[0] == name], rtol=1e-11)


def test_vectors_and_infinities_among_the_values() -> None:
    own = Optimizer(
        "o", "O", "v = m*v - lr*grad(theta)\ntheta = theta + v", (hyper("lr"), hyper("m")), initial={"v": "m"}
    )
    wide = Optimizer("w", "W", "theta = theta - lr*theta/k", (hyper("lr"), hyper_without_end("k")))
    entries = (
        Entry(own, (("lr", (0.1, 0.01)), ("m", 0.5))),
        Entry(own, (("m", (0.0, 0.9)),)),
        Entry(wide, (("k", float("inf")),)),
    )
    surface = Surface("s", "S", "x*x + 2*y*y")
    check_against_engine(RaceSpec(surface, entries, ((1.0, -0.5),), 9, 0.0, 0, float("inf")))
    check_against_engine(RaceSpec(surface, entries, ((1.0, -0.5),), 9, float("inf")))


def hyper_without_end(name: str) -> Hyper:
    return Hyper(name, name, 1.0, 0.0, float("inf"))


def test_keys_that_would_be_one_name_are_numbered() -> None:
    entries = tuple(
        Entry(Optimizer(key, key, f"theta = theta - 0.1*{rate}*theta")) for key, rate in (("a-b", 1), ("a b", 2))
    )
    check_against_engine(RaceSpec(Surface("s", "S", "x*x"), entries, ((1.0,),), 5))


QUOTES = ('"""', "'''", "'", '"', "\\", "\n", "\r", "\u2028", "\x00", "\ud800", "\x1b", "\u202e", "é", "好")
CODE = ("import os", "; x = 1", "# ", "__import__('os')", "{", "}", "{0}", "{steps}", "})", "),", "%s", "\\n", "\\x41")
ANY = st.lists(st.one_of(st.integers(0, 127), st.integers(0, 0x10FFFF)).map(chr), max_size=20)
NASTY = st.one_of(ANY.map("".join), st.lists(st.sampled_from((*QUOTES, *CODE)), max_size=8).map("".join))
STATEMENTS = (ast.Import, ast.Assign, ast.FunctionDef, ast.If, ast.Expr)


@given(title=NASTY, label=NASTY, key=NASTY, optimizer_title=NASTY)
@settings(max_examples=80)
def test_texts_of_strangers_stay_texts(title: str, label: str, key: str, optimizer_title: str) -> None:
    text = script_of(title, label, key, optimizer_title)
    text.encode()
    module = ast.parse(text)
    (race_list,) = (node.value for node in module.body if isinstance(node, ast.Assign) and name_of(node) == "RACE")
    assert isinstance(race_list, ast.List)
    labels = [ast.literal_eval(entry.elts[0]) for entry in race_list.elts if isinstance(entry, ast.Tuple)]
    assert labels == [label or optimizer_title, optimizer_title]
    assert all(isinstance(statement, STATEMENTS) for statement in module.body)
    assert [shape(statement) for statement in module.body] == PLAIN


def script_of(title: str, label: str, key: str, optimizer_title: str) -> str:
    own = Optimizer(key, optimizer_title, "v = 0.5*v + grad(theta)\ntheta = theta - lr*v", (hyper("lr"),))
    return script(RaceSpec(Surface(title, title, "x*x + y*y"), (Entry(own, (), label), Entry(own)), ((1.0, 2.0),), 5))


def name_of(statement: ast.Assign) -> str:
    target = statement.targets[0]
    assert isinstance(target, ast.Name)
    return target.id


def shape(statement: ast.stmt) -> str:
    """A statement without its texts and without the names that may be given to functions."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
        if isinstance(node, ast.Name) and node.id.startswith("run_"):
            node.id = "run"
        if isinstance(node, ast.FunctionDef) and node.name.startswith("run_"):
            node.name = "run"
    return ast.dump(statement)


PLAIN = [shape(statement) for statement in ast.parse(script_of("Bowl", "one", "own", "Own")).body]
