"""Losses over data, batches and noise in experiment files and on the command line."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from gdviz.cli.commands import run
from gdviz.engine.errors import InputError
from gdviz.engine.samples import Samples
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.files.experiment import load, parse_experiment, save
from gdviz.optimizers import optimizer
from gdviz.surfaces import LOSSES, surface, typed

OWN = """
gdviz = 1
[surface]
expression = "(slope*hours + start - grade)**2"
parameters = ["slope", "start"]
mean = true
model = "slope*hours + start"
target = "grade"
[surface.data]
hours = [1, 2, 4]
grade = [3, 5, 8.5]
[race]
starts = [[0, 0]]
batch = { size = 2, order = "fixed" }
noise = 0.5
"""


def spec_of(known, **more):
    return RaceSpec(known, (Entry(optimizer("adam"), label="Adam"),), (known.start,), 100, **more)


@pytest.mark.parametrize("known", LOSSES, ids=lambda known: known.key)
def test_a_known_loss_is_written_as_its_key_and_read_back(tmp_path, known):
    spec = spec_of(known, batch=Batch(1, replacement=True), noise=0.25, seed=9)
    save(tmp_path / "race.gdviz", spec)
    assert load(tmp_path / "race.gdviz") == spec
    assert "expression" not in (tmp_path / "race.gdviz").read_text()


def test_a_loss_of_ones_own_is_read_and_written(tmp_path):
    spec = parse_experiment(OWN).spec
    assert (spec.batch, spec.noise) == (Batch(2, shuffled=False), 0.5)
    assert spec.surface.data is not None
    assert spec.surface.data.column("grade").tolist() == [3, 5, 8.5]
    assert (spec.surface.parameters, spec.surface.mean, spec.surface.target) == (("slope", "start"), True, "grade")
    save(tmp_path / "race.gdviz", spec)
    assert load(tmp_path / "race.gdviz") == spec


def test_other_data_under_a_known_formula_are_kept(tmp_path):
    line = surface("line")
    fields = {name: getattr(line, name) for name in ("parameters", "mean", "model", "target")}
    own = typed(line.expression, data=surface("neuron").data, **fields)
    save(tmp_path / "race.gdviz", spec_of(own))
    assert load(tmp_path / "race.gdviz").surface == own


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('parameters = ["slope", "start"]', "", "a loss over data needs parameters"),
        ("hours = [1, 2, 4]", "hours = [1, 2]", "grade: this column has 3 numbers, the column hours has 2"),
        ("hours = [1, 2, 4]", "hours = [1, nan, 4]", "hours: a number of this column is not finite"),
        ("hours = [1, 2, 4]", 'hours = [1, 2, "four"]', "expected a number, got text in quotes"),
        ("hours = [1, 2, 4]", "hours = []\n", "there is no sample"),
        ("hours + start", "hour + start", "hour is neither a parameter"),
        ("size = 2", "size = 4", "a batch has from 1 to 3 samples, not 4"),
        ('order = "fixed"', 'order = "random"', "order"),
        ("noise = 0.5", "noise = -1", "noise must be"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old, new, said):
    with pytest.raises(InputError, match=re.escape(said)):
        parse_experiment(OWN.replace(old, new, 1))


def test_a_batch_on_the_command_line(capsys):
    words = ["race", "--surface", "neuron", "--optimizer", "gd:lr=1", "--steps", "60", "--tolerance", "0", "--json"]
    assert run([*words, "--batch", "1,fixed"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["surface"]["samples"] == 2
    assert answer["runs"][0]["point"] == pytest.approx([-1.7959007405614342, -1.7367468750981296], rel=1e-11)
    for wrong in ("0", "3", "two", "1,sorted"):
        with pytest.raises(InputError, match=r"batch|size|whole number"):
            run([*words, "--batch", wrong])


def test_specs_that_differ_in_their_draws_are_different():
    spec = spec_of(surface("neuron"))
    assert len({spec, replace(spec, noise=0.1), replace(spec, batch=Batch(1)), replace(spec, batch=Batch(2))}) == 4


def test_what_could_not_be_read_again_is_not_written(tmp_path):
    path = tmp_path / "race.gdviz"
    save(path, spec_of(surface("neuron")))
    before = path.read_text()
    large = {"x": [index / 7 for index in range(40_000)], "y": [index / 3 for index in range(40_000)]}
    with pytest.raises(InputError, match="more than the 1 MB"):
        save(path, spec_of(replace(surface("line"), key="mine", title="Mine", data=Samples.of(large))))
    assert path.read_text() == before


def test_a_column_of_a_file_has_a_name_that_formulas_can_read():
    with pytest.raises(InputError, match="class cannot name a parameter or a column"):
        parse_experiment(OWN.replace("hours", "class"))
