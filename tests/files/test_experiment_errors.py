"""A file that is wrong is answered with one sentence that names the place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.engine.errors import InputError
from gdviz.files.default import default_spec
from gdviz.files.experiment import load, parse_experiment, save

BOWL = 'gdviz = 1\nsurface.key = "bowl"\n'
ENTRY = BOWL + '[[race.entries]]\noptimizer = "adam"\n'
MINE = BOWL + '[[optimizers]]\nkey = "mine"\n'
RULES = MINE + 'rules = "theta = theta - lr*grad(theta)"\n'

CASES = {
    "no format": ('[surface]\nkey = "bowl"', ["gdviz = 1 is missing"]),
    "newer": ("gdviz = 2", ["made by a newer gdviz (format 2); this one reads format 1"]),
    "newer with unknown keys": ("gdviz = 3\nnew = 1", ["newer gdviz (format 3)"]),
    "format text": ('gdviz = "1"', ["gdviz:", "must be 1"]),
    "format true": ("gdviz = true", ["gdviz:", "must be 1"]),
    "format zero": ("gdviz = 0", ["gdviz:", "must be 1"]),
    "format huge": ("gdviz = 0x" + "f" * 10_000, ["gdviz:", "must be 1"]),
    "not toml": ("gdviz = 1\n[surface\n", ["line 2", "not TOML"]),
    "no surface": ("gdviz = 1", ["surface", "missing"]),
    "empty surface": ("gdviz = 1\n[surface]", ["surface:", "key or an expression"]),
    "surface is text": ('gdviz = 1\nsurface = "bowl"', ["surface: expected a table, got text in quotes"]),
    "unknown table": (BOWL + "[rase]", ["no key 'rase'", "did you mean race?"]),
    "unknown key": (BOWL + "[race]\nstep = 3", ["race: there is no key 'step'", "did you mean steps?"]),
    "unknown surface key": (BOWL + "surface.windw = []", ["surface: ", "'windw'", "did you mean window?"]),
    "unknown hyper table key": (RULES + "[optimizers.hyperparameters]\nlr={default=1,hi=2}", ["lr: ", "'hi'"]),
    "unknown optimizer table key": (RULES + 'tite = "a"', ["optimizers[0]: there is no key 'tite'", "title"]),
    "unknown surface": ('gdviz = 1\nsurface.key = "boul"', ["surface.key: ", "'boul'", "did you mean bowl?"]),
    "unknown optimizer": (BOWL + 'race.entries = [{optimizer="adm"}]', ["entries[0].optimizer", "did you mean adam?"]),
    "entry without optimizer": (BOWL + "race.entries = [{lr=1}]", ["race.entries[0]", "optimizer is missing"]),
    "unknown hyper": (ENTRY + "lrr = 1", ["race.entries[0]", "'lrr'", "did you mean lr?"]),
    "hyper out of range": (ENTRY + "lr = 1e9", ["race.entries[0].lr", "between", "not 1000000000"]),
    "hyper nan": (ENTRY + "lr = nan", ["race.entries[0].lr", "not nan"]),
    "hyper text": (ENTRY + 'lr = "0.1"', ["race.entries[0].lr", "expected a number or a list", "got text"]),
    "hyper bool": (ENTRY + "lr = true", ["race.entries[0].lr", "got true or false"]),
    "hyper vector too long": (ENTRY + "lr = [1, 2, 3]", ["race.entries[0].lr", "3 values", "2 coordinates"]),
    "hyper vector of text": (ENTRY + 'lr = [1, "a"]', ["race.entries[0].lr[1]", "expected a number"]),
    "hyper date": (ENTRY + "lr = 2020-01-01", ["race.entries[0].lr"]),
    "label": (ENTRY + "label = 3", ["race.entries[0].label", "expected text"]),
    "steps float": (BOWL + "race.steps = 1.0", ["race.steps: expected a whole number, got a number"]),
    "steps bool": (BOWL + "race.steps = true", ["race.steps: expected a whole number, got true or false"]),
    "steps negative": (BOWL + "race.steps = -1", ["race.steps", "not -1"]),
    "steps too many": (BOWL + "race.steps = 1_000_000_000_000", ["race.steps", "TB", "the limit is 1 GB"]),
    "steps absurd": (BOWL + "race.steps = 0x" + "f" * 10_000, ["race.steps"]),
    "tolerance": (BOWL + "race.tolerance = -1e-8", ["race.tolerance", "not -1e-08"]),
    "tolerance nan": (BOWL + "race.tolerance = nan", ["race.tolerance", "not nan"]),
    "seed": (BOWL + "race.seed = -1", ["race.seed"]),
    "bound": (BOWL + "race.bound = 0", ["race.bound"]),
    "start dimension": (BOWL + "race.starts = [[1, 2], [3]]", ["race.starts[1]", "1 coordinate", "has 2"]),
    "start text": (BOWL + 'race.starts = [[1, "a"]]', ["race.starts[0][1]: expected a number, got text"]),
    "start flat": (BOWL + "race.starts = [1, 2]", ["race.starts[0]: expected a list"]),
    "start infinite": (BOWL + "race.starts = [[1, inf]]", ["race.starts[0]", "not a finite number"]),
    "no starts": (BOWL + "race.starts = []", ["race.starts", "no start"]),
    "no entries": (BOWL + "race.entries = []", ["race.entries", "no optimizer"]),
    "window sides": (BOWL + "surface.window = [[0, 1, 2], [0, 1]]", ["surface.window[0]"]),
    "window dimension": (BOWL + "surface.window = [[0, 1]]", ["surface.window", "2 coordinates"]),
    "start of the surface": (BOWL + "surface.start = [1, 2, 3]", ["surface.start", "2 coordinates"]),
    "minima": (BOWL + "surface.minima = [[1, 2], [3]]", ["surface.minima[1]", "1 numbers"]),
    "levels": (BOWL + 'surface.levels = "cubic"', ["surface.levels"]),
    "formula": ('gdviz = 1\nsurface.expression = "x +"', ["surface.expression: line 1, column"]),
    "formula outside": ('gdviz = 1\nsurface.expression = "x.real"', ["surface.expression: line 1, column 1", "dot"]),
    "formula power": ('gdviz = 1\nsurface.expression = "9**9**9**9"', ["surface.expression: line 1"]),
    "formula import": ("gdviz = 1\nsurface.expression = \"__import__('os')\"", ["surface.expression: line 1"]),
    "formula attribute": ('gdviz = 1\nsurface.expression = "().__class__"', ["surface.expression: line 1"]),
    "formula nested": (f'gdviz = 1\nsurface.expression = "{"(" * 100_000}x"', ["surface.expression: line 1"]),
    "formula unknown name": (
        'gdviz = 1\nsurface.expression = "a*x"',
        ["surface.expression: line 1, column 1", "a is no"],
    ),
    "formula window": (
        'gdviz = 1\nsurface.expression = "x + y"\nsurface.window = [[0, 1]]',
        ["surface", "window", "1", "2"],
    ),
    "rules outside": (MINE + 'rules = "theta = theta.x"', ["optimizers[0].rules: line 1, column 9"]),
    "rules second line": (
        MINE + 'rules = """\ng = grad(theta)\ntheta = theta - 2*h\n"""',
        ["rules: line 2, column 19"],
    ),
    "rules without theta": (MINE + 'rules = "g = grad(theta)"', ["optimizers[0].rules", "theta"]),
    "rules missing": (MINE, ["optimizers[0]: the key rules is missing"]),
    "rules empty": (MINE + 'rules = ""', ["optimizers[0].rules"]),
    "unused hyper": (RULES + "hyperparameters = {lr = 1, mu = 1}", ["optimizers[0]", "mu", "never read"]),
    "missing hyper": (RULES, ["optimizers[0].rules: line 1, column 17", "lr"]),
    "hyper name": (RULES + 'hyperparameters = {lr = 1, "a b" = 1}', ["hyperparameters.a b", "cannot have this name"]),
    "hyper named label": (RULES + "hyperparameters = {lr = 1, label = 1}", ["hyperparameters.label"]),
    "hyper default text": (RULES + 'hyperparameters = {lr = "1"}', ["optimizers[0].hyperparameters.lr", "a number"]),
    "hyper default inf": (RULES + "hyperparameters = {lr = inf}", ["hyperparameters.lr", "finite"]),
    "hyper default missing": (
        RULES + "hyperparameters = {lr = {low = 1}}",
        ["hyperparameters.lr", "default is missing"],
    ),
    "hyper range": (RULES + "hyperparameters = {lr = {default = 1, low = 2, high = 3}}", ["lr", "low <= default"]),
    "role": (RULES + 'hyperparameters={lr=1}\nroles = {theta = "steps"}', ["roles.theta", "did you mean step?"]),
    "role of no rule": (RULES + 'hyperparameters={lr=1}\nroles = {h = "step"}', ["optimizers[0]", "h"]),
    "initial": (RULES + 'hyperparameters={lr=1}\ninitial = {v = "1+"}', ["initial.v: line 1, column"]),
    "initial of no state": (RULES + "hyperparameters={lr=1}\ninitial = {v = 1}", ["optimizers[0]", "v cannot have"]),
    "key of a known optimizer": (
        BOWL + '[[optimizers]]\nkey="adam"\nrules="theta=theta"',
        ["optimizers[0].key", "adam"],
    ),
    "key twice": (RULES + 'hyperparameters={lr=1}\n[[optimizers]]\nkey="mine"\nrules="theta=theta"', ["[1].key"]),
    "key empty": (BOWL + '[[optimizers]]\nkey=" "\nrules="theta=theta"', ["optimizers[0].key", "empty"]),
    "shapes": (
        MINE + 'rules = """\ng = grad(theta)\nn = norm(g)\ntheta = n\n"""',
        ["optimizers[0].rules: line", "scalar"],
    ),
}


@pytest.mark.parametrize(("text", "parts"), CASES.values(), ids=CASES.keys())
def test_one_sentence_names_the_place(text: str, parts: list[str]) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        parse_experiment(text)
    assert time.perf_counter() - began < 5
    for part in parts:
        assert part in caught.value.message
    assert "\n" not in caught.value.message


def test_the_file_is_named_first(tmp_path: Path) -> None:
    path = tmp_path / "bad.gdviz"
    path.write_text(BOWL + "[race]\nstep = 3")
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.message.startswith(f"{path}: race: there is no key 'step'")


def test_reading_runs_nothing_and_changes_nothing(tmp_path: Path) -> None:
    path, trace = tmp_path / "evil.gdviz", tmp_path / "trace"
    evil = f'gdviz = 1\nsurface.expression = """__import__(\'os\').system(\'touch {trace}\')"""'
    path.write_text(evil)
    with pytest.raises(InputError):
        load(path)
    assert path.read_text() == evil
    assert not trace.exists()


@given(st.data())
def test_a_damaged_file_is_never_more_than_an_input_error(data: st.DataObject) -> None:
    text = _EXAMPLE
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 8)))
    damaged = text[:begin] + data.draw(st.text(max_size=6)) + text[end:]
    try:
        parse_experiment(damaged)
    except InputError as error:
        assert "\n" not in error.message.replace("\r", "\n")  # noqa: PT017


_EXAMPLE = """gdviz = 1
[surface]
expression = "x**2/16 + 9*y**2"
window = [[-4.0, 4.0], [-2.0, 2.0]]
[race]
starts = [[-2.4, 0.2]]
steps = 100
[[race.entries]]
optimizer = "mine"
lr = [0.1, 0.2]
[[optimizers]]
key = "mine"
rules = \"\"\"
g = grad(theta)
v = mu*v - lr*g
theta = theta + v
\"\"\"
hyperparameters = { lr = 0.01, mu = { default = 0.9, low = 0, high = 1 } }
roles = { g = "gradient" }
"""


def test_a_file_that_was_never_saved_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        save(tmp_path / "none" / "a.gdviz", default_spec())
    assert list(tmp_path.iterdir()) == []


def test_a_built_in_key_on_another_formula_is_refused_with_both(tmp_path: Path) -> None:
    path = tmp_path / "wrong.gdviz"
    path.write_text('gdviz = 1\n[surface]\nkey = "beale"\nexpression = "x**2 + y**2"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"beale.*x\*\*2 \+ y\*\*2") as refused:
        load(path)
    assert refused.value.where == "surface.key"
