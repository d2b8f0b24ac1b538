"""Schedules, warm-up and clipping in files and short texts."""

from __future__ import annotations

import json

import pytest

from gdviz.cli.listing import run_list
from gdviz.engine.errors import InputError
from gdviz.engine.extras import Clip, Extras
from gdviz.engine.spec import Entry
from gdviz.files.arguments import entry_from_text
from gdviz.files.experiment import parse_experiment
from gdviz.files.text import experiment_text
from gdviz.optimizers import optimizer
from gdviz.schedules import SCHEDULES, schedule

HEAD = 'gdviz = 1\nsurface.key = "bowl"\n[[race.entries]]\noptimizer = "adam"\n'


def entry_of(text: str) -> Entry:
    return parse_experiment(HEAD + text).spec.entries[0]


COSINE = (("lr", schedule("cosine")),)


@pytest.mark.parametrize(
    ("text", "extras", "values"),
    [
        ('schedule = "exponential"', Extras((("lr", schedule("exponential")),)), ()),
        ('schedule = "constant"', Extras(), ()),
        ('schedule = {key="cosine", of="lr", period=200}', Extras(COSINE), (("period", 200.0),)),
        ('schedule = "cosine"\nlr = 0.2\nperiod = 50', Extras(COSINE), (("lr", 0.2), ("period", 50.0))),
        ("warm_up = 100", Extras(warm_up=True), (("warm_up", 100.0),)),
        ("warm_up = true", Extras(warm_up=True), ()),
        ("clip = 1.5", Extras(clip=Clip.NORM), (("clip", 1.5),)),
        ('clip = {by="value", at=1.0}', Extras(clip=Clip.VALUE), (("clip", 1.0),)),
        ('clip = "value"', Extras(clip=Clip.VALUE), ()),
        ('clip = "norm"\nwarm_up = 5\nlr = 1', Extras(warm_up=True, clip=Clip.NORM), (("lr", 1.0), ("warm_up", 5.0))),
        ('schedule = ["cosine", "sutskever"]', Extras((*COSINE, ("beta1", schedule("sutskever")))), ()),
    ],
)
def test_what_a_file_may_say(text: str, extras: Extras, values: tuple[tuple[str, float], ...]) -> None:
    entry = entry_of(text)
    assert (entry.extras, entry.values) == (extras, values)
    spec = parse_experiment(HEAD + text).spec
    assert parse_experiment(experiment_text(spec)).spec == spec


def test_a_typed_formula_brings_its_numbers() -> None:
    entry = entry_of('schedule = {rule="lr/(1+k*t)", k=0.01}\nk = 0.5')
    ((of, own),) = entry.extras.schedules
    assert (of, own.rules, own.hyperparameters[0].default) == ("lr", "rate = lr/(1+k*t)", 0.01)
    assert entry.value("k") == 0.5
    assert entry.label == "Adam, own schedule"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('schedule = "cosin"', r"race\.entries\[0\]\.schedule: there is no schedule named 'cosin'; did you mean cos"),
        ("schedule = 3", r"race\.entries\[0\]\.schedule: expected text in quotes, got a whole number"),
        ("schedule = [3]", r"schedule\[0\]: expected text in quotes"),
        ('schedule = {of="lr"}', r"schedule: .*give it a key or a rule"),
        ('schedule = {key="cosine", rule="lr"}', "not both"),
        ('schedule = {key="cosine", perod=3}', r"schedule\.perod: the schedule cosine has no number named 'perod'"),
        ('schedule = {key="cosine", of="mu"}', "no hyperparameter of adam named 'mu'"),
        ('schedule = {key="cosine", period="long"}', r"schedule\.period: expected a number"),
        ('schedule = {rule="lr/(1 + k*t)"}', "the name k is not known"),
        ('schedule = {rule="lr/(1 + of*t)", k=1}', "the name of is not known"),
        ('schedule = ["cosine", "step"]', "lr.*two schedules"),
        ("clip = {by=1}", r"clip\.by: expected text in quotes"),
        ('clip = {by="length"}', "by norm or by value"),
        ("clip = {bye=1}", r"clip: there is no key 'bye'"),
        ("clip = -1", "clip must lie between"),
        ('warm_up = "long"', r"race\.entries\[0\]\.warm_up: expected"),
        ("warm_up = 0.5", "warm_up must lie between"),
        ('schedule = {rule="lr*(1 - t/100)"}', "comes to -0.*at step 101"),
    ],
)
def test_what_a_file_may_not_say(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        entry_of(text)


def test_a_hyperparameter_of_that_name_is_meant_first() -> None:
    text = HEAD.replace("adam", "mine") + "clip = 0.25\nwarm_up = 3\n"
    text += '[[optimizers]]\nkey = "mine"\nrules = "theta = theta - clip*grad(theta)/warm_up"\n'
    entry = parse_experiment(text + "hyperparameters = { clip = 0.5, warm_up = 2 }").spec.entries[0]
    assert (entry.extras, entry.values) == (Extras(), (("clip", 0.25), ("warm_up", 3.0)))


@pytest.mark.parametrize(
    ("text", "extras", "label"),
    [
        ("adam:lr=0.1,schedule=cosine,period=200,clip=1", Extras(COSINE, clip=Clip.NORM), "Adam, cosine, clipped"),
        ("adam:clip=value:2,warm_up=9", Extras(warm_up=True, clip=Clip.VALUE), "Adam, warm-up, clipped by value"),
        ("adam:schedule=sutskever", Extras((("beta1", schedule("sutskever")),)), "Adam, growing momentum"),
        ("adam:schedule=cosine:beta2", Extras((("beta2", schedule("cosine")),)), "Adam, cosine"),
    ],
)
def test_short_texts(text: str, extras: Extras, label: str) -> None:
    entry = entry_from_text(text)
    assert entry.extras == extras
    assert entry.label.startswith(label)


def test_a_formula_in_a_short_text() -> None:
    entry = entry_from_text("adam:schedule=lr/(1 + k*(t - 1)),k=0.3,lr=0.2")
    assert entry.extras.schedules[0][1].rules == "rate = lr/(1 + k*(t - 1))"
    assert (entry.value("k"), entry.value("lr")) == (0.3, 0.2)
    with pytest.raises(InputError, match="k has no value"):
        entry_from_text("adam:schedule=lr/(1 + k*t)")


def test_extras_beside_numbers_that_are_not_theirs() -> None:
    assert entry_from_text("adam:lr=0.1") == Entry(optimizer("adam"), (("lr", 0.1),), "Adam lr=0.1")


def test_list_of_schedules(capsys: pytest.CaptureFixture[str]) -> None:
    run_list("schedules", json=False)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(SCHEDULES) + 1
    run_list("schedules", json=True)
    assert [each["key"] for each in json.loads(capsys.readouterr().out)] == [each.key for each in SCHEDULES]


def test_a_clip_for_each_coordinate_on_the_command_line_is_that_of_a_file():
    assert dict(entry_from_text("adam:clip=value:(1,2)").values)["clip"] == (1.0, 2.0)
