"""Experiment files: what they may leave out, what they mean, and what becomes of them when they are written."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.engine.errors import InputError
from gdviz.engine.extras import Clip, Extras
from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.engine.spec import Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.engine.weave import schedulable
from gdviz.files.default import default_spec
from gdviz.files.experiment import Experiment, load, load_experiment, parse_experiment, save, save_experiment
from gdviz.files.text import experiment_text
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.schedules import SCHEDULES
from gdviz.schedules.own import own_schedule
from gdviz.surfaces import SURFACES, surface, typed

MINE = """
[[optimizers]]
key = "mine"
rules = \"\"\"
g = grad(theta)
v = mu*v - lr*g
theta = theta + v
\"\"\"
hyperparameters = { lr = 0.01, mu = 0.9 }
"""


def spec_of(text: str) -> RaceSpec:
    return parse_experiment("gdviz = 1\n" + text).spec


def test_the_first_line_and_a_surface_are_enough() -> None:
    assert spec_of('surface.key = "beale"') == default_spec()


def test_everything_that_is_written_is_read() -> None:
    spec = spec_of(
        """
        [surface]
        expression = "x**2/16 + 9*y**2"
        window = [[-4.0, 4], [-2, 2.0]]
        [race]
        starts = [[-2.4, 0.2], [1, 2]]
        steps = 1000
        tolerance = 1e-6
        seed = 7
        bound = 1e6
        [[race.entries]]
        optimizer = "adam"
        lr = 0.1
        [[race.entries]]
        optimizer = "momentum"
        label = "heavy"
        lr = [0.125, 0.015]
        v0 = [1, 1]
        """
    )
    assert spec.surface.expression == "x**2/16 + 9*y**2"
    assert spec.surface.window == ((-4.0, 4.0), (-2.0, 2.0))
    assert spec.starts == ((-2.4, 0.2), (1.0, 2.0))
    assert (spec.steps, spec.tolerance, spec.seed, spec.bound) == (1000, 1e-6, 7, 1e6)
    assert spec.entries == (
        Entry(optimizer("adam"), (("lr", 0.1),), "Adam"),
        Entry(optimizer("momentum"), (("lr", (0.125, 0.015)), ("v0", (1.0, 1.0))), "heavy"),
    )


def test_entries_without_labels_are_told_apart() -> None:
    spec = spec_of('surface.key = "bowl"\nrace.entries = [{optimizer="gd"}, {optimizer="adam"}, {optimizer="gd"}]')
    assert [entry.label for entry in spec.entries] == ["Gradient descent", "Adam", "Gradient descent 2"]


def test_a_known_surface_may_be_changed() -> None:
    spec = spec_of('[surface]\nkey = "beale"\nwindow = [[0, 4], [-1, 2]]\nstart = [1.0, 1.0]')
    assert spec.surface == replace(surface("beale"), window=((0.0, 4.0), (-1.0, 2.0)), start=(1.0, 1.0))
    assert spec.starts == ((1.0, 1.0),)


def test_an_expression_alone_gets_what_a_typed_one_gets() -> None:
    spec = spec_of('surface.expression = "x**2 + 3*y**2"')
    assert spec.surface == typed("x**2 + 3*y**2")
    assert spec.starts == (spec.surface.start,)


def test_an_own_optimizer_is_declared_with_numbers() -> None:
    experiment = parse_experiment('gdviz = 1\nsurface.key = "bowl"\n' + MINE)
    (mine,) = experiment.optimizers
    assert (mine.key, mine.title) == ("mine", "mine")
    assert [(hyper.name, hyper.default, hyper.log) for hyper in mine.hyperparameters] == [
        ("lr", 0.01, True),
        ("mu", 0.9, False),
    ]
    assert mine.hyper("lr").symbol == optimizer("gd").hyper("lr").symbol
    # With no entries written, a student's own methods are what is raced.
    assert [entry.optimizer for entry in experiment.spec.entries] == [mine]


def test_an_own_optimizer_is_declared_in_full() -> None:
    experiment = parse_experiment(
        """
        gdviz = 1
        surface.key = "bowl"
        [[optimizers]]
        key = "mine"
        title = "Mine"
        summary = "A test."
        reference = "Nobody, 2020."
        variant_of = "momentum"
        rules = "g = grad(theta)\\nv = k*v - lr*g\\ntheta = theta + v"
        roles = { g = "gradient", v = "velocity" }
        initial = { v = "v0" }
        symbols = { v = "u" }
        [optimizers.hyperparameters]
        lr = { default = 0.2, low = 0.1, high = 0.3, log = false, symbol = "h", help = "Rate." }
        k = 0.5
        v0 = 0
        """
    )
    (mine,) = experiment.optimizers
    assert mine.roles == {"g": Role.GRADIENT, "v": Role.VELOCITY}
    assert mine.initial == {"v": "v0"}
    assert mine.symbols == {"v": "u"}
    assert (mine.title, mine.summary, mine.reference, mine.variant_of) == (
        "Mine",
        "A test.",
        "Nobody, 2020.",
        "momentum",
    )
    assert mine.hyper("lr") == Hyper("lr", "h", 0.2, 0.1, 0.3, False, "Rate.")
    assert mine.hyper("k") == Hyper("k", "k", 0.5, 0.0, 10.0)
    assert mine.hyper("v0").initial


def test_the_format_is_written_first_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    save(path, default_spec())
    assert path.read_text().startswith("gdviz = 1\n")
    assert load(path) == default_spec()


def test_own_optimizers_that_are_not_raced_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    mine = parse_experiment('gdviz = 1\nsurface.key = "bowl"\n' + MINE).optimizers
    save(path, default_spec(), mine)
    assert load_experiment(path).optimizers == mine
    assert load(path) == default_spec()


def test_saving_refuses_what_could_not_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    path.write_text("old")
    rules = "theta = theta - lr*grad(theta)"
    false_adam = Optimizer("adam", "Adam", rules, (Hyper("lr", "h", 0.1, 0, 1),))
    one = Optimizer("mine", "One", rules, (Hyper("lr", "h", 0.1, 0, 1),))
    other = Optimizer("mine", "Other", rules, (Hyper("lr", "h", 0.2, 0, 1),))
    for entries in ((Entry(false_adam),), (Entry(one), Entry(other))):
        with pytest.raises(InputError, match="two different optimizers"):
            save(path, RaceSpec(surface("bowl"), entries, ((1.0, 1.0),)))
    with pytest.raises(InputError, match="half a character"):
        save(path, RaceSpec(surface("bowl"), (Entry(one, label="\ud800"),), ((1.0, 1.0),)))
    assert path.read_text() == "old"


FINITE = st.floats(-1e12, 1e12)
LABELS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def own_optimizers(draw: st.DrawFn) -> Optimizer:
    """One of a few shapes of rules with drawn numbers and texts."""
    names = draw(
        st.lists(st.sampled_from(["lr", "mu", "k", "beta1", "warm_up", "v0", "Gamma2"]), min_size=1, unique=True)
    )
    hypers = []
    for name in names:
        low, default, high = sorted(draw(st.tuples(FINITE, FINITE, FINITE)))
        hypers.append(
            Hyper(name, draw(LABELS), default, low, high, draw(st.booleans()), draw(LABELS), draw(st.booleans()))
        )
    indent = draw(st.sampled_from(["", "    "]))
    rules = f"\n{indent}g = grad(theta)\n{indent}v = v + g\n{indent}theta = theta - v*({'+'.join(names)})\n{indent}"
    return Optimizer(
        key=draw(st.sampled_from(["mine", "yours", "a b", "ünï"])),
        title=draw(LABELS),
        rules=rules,
        hyperparameters=tuple(hypers),
        summary=draw(LABELS),
        roles=draw(st.sampled_from([{}, {"g": Role.GRADIENT}, {"v": Role.LOOK_AHEAD, "g": Role.STEP}])),
        initial=draw(st.sampled_from([{}, {"v": "g**2"}, {"v": names[0]}])),
        symbols=draw(st.sampled_from([{}, {"g": r"\nabla"}])),
        reference=draw(LABELS),
        variant_of=draw(st.sampled_from(["", "adam"])),
    )


@st.composite
def surfaces(draw: st.DrawFn) -> Surface:
    """A known surface, one with changes, or a typed one, perhaps with a key, a window or points of its own."""
    base = draw(st.sampled_from(SURFACES) | st.sampled_from(["x**2", "x + y**2", "x1*x5"]).map(typed))
    dim = len(base.start)
    point = st.tuples(*[FINITE] * dim)
    pair = st.tuples(FINITE, FINITE).map(sorted).map(tuple).filter(lambda pair: pair[0] < pair[1])
    optional: dict[str, st.SearchStrategy[Any]] = {
        "key": LABELS,
        "title": LABELS,
        "window": st.tuples(*[pair] * dim),
        "start": point,
        "minima": st.lists(point, max_size=2).map(tuple),
        "saddles": st.lists(point, max_size=2).map(tuple),
        "levels": st.sampled_from(["linear", "log"]),
        "summary": LABELS,
    }
    changes = draw(st.fixed_dictionaries({}, optional=optional))
    return replace(base, **changes)


@st.composite
def extras(draw: st.DrawFn, method: Optimizer) -> Extras:
    """None, or schedules of one or two hyperparameters, known or typed, a warm-up and a clipping, where they fit."""
    names = [hyper.name for hyper in method.hyperparameters]
    driven = [name for name in schedulable(method) if method.hyper(name).low >= 0]  # a negative rate is refused
    schedules = []
    for of in draw(st.lists(st.sampled_from(driven), max_size=2, unique=True)) if driven else []:
        number = draw(st.floats(0, 1e6))
        typed_in = own_schedule(f"{of}/(1 + q*t)", of, {"q": number})
        schedules.append((of, draw(st.sampled_from([*SCHEDULES[1:], typed_in]))))
    clip = draw(st.sampled_from([None, *Clip])) if "clip" not in names else None
    warm_up = "lr" in driven and "warm_up" not in names and draw(st.booleans())
    return Extras(tuple(schedules), warm_up, clip)


@st.composite
def specs(draw: st.DrawFn) -> RaceSpec:
    place = draw(surfaces())
    dim = len(place.start)
    mine = draw(own_optimizers())
    entries = []
    for method in draw(st.lists(st.sampled_from([*OPTIMIZERS[:6], mine]), min_size=1, max_size=3)):
        values = []
        entry = Entry(method, extras=draw(extras(method)))
        hypers = entry.method.hyperparameters
        for hyper in hypers[: draw(st.integers(0, 3))] + hypers[len(hypers) - draw(st.integers(0, 2)) :]:
            number = st.floats(hyper.low, hyper.high)
            values.append((hyper.name, draw(number | st.tuples(*[number] * dim))))
        entries.append(replace(entry, values=tuple(dict(values).items()), label=draw(LABELS)))
    return RaceSpec(
        place,
        tuple(entries),
        tuple(draw(st.lists(st.tuples(*[FINITE] * dim), min_size=1, max_size=3))),
        draw(st.integers(0, 1000)),
        draw(st.floats(0, allow_infinity=False)),
        draw(st.integers(0, 2**63 - 1)),
        draw(st.sampled_from([1e12, 1.5e13, 1e300])),
    )


@given(specs())
def test_every_spec_reads_back_to_the_last_bit(spec: RaceSpec) -> None:
    again = parse_experiment(experiment_text(spec)).spec
    assert again == spec
    assert repr(_numbers(again)) == repr(_numbers(spec))  # repr tells -0.0 from 0.0


def _numbers(spec: RaceSpec) -> Any:
    return spec.starts, spec.tolerance, spec.surface, [entry.values for entry in spec.entries]


@given(specs())
def test_what_is_written_the_second_time_is_what_was_written_the_first_time(spec: RaceSpec) -> None:
    text = experiment_text(spec)
    assert experiment_text(parse_experiment(text).spec) == text


def test_files_round_trip_through_the_disk() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "梯度 descent.gdviz"
        spec = replace(default_spec(), starts=((0.1, -0.0), (5e-324, 1e11 / 3)))
        save(path, spec)
        assert repr(load(path).starts) == repr(spec.starts)


def test_who_is_seen_and_the_target_there_and_back(tmp_path: Path) -> None:
    spec = replace(default_spec(), starts=((1.0, 2.0),))
    seen = (True, False, True, True, False, True)
    for experiment in (Experiment(spec, (), seen, 1e-3, 40), Experiment(spec, (), (True,) * 6, None)):
        save_experiment(tmp_path / "a.gdviz", experiment)
        assert load_experiment(tmp_path / "a.gdviz") == experiment
    for word in ("visible", "target", "replicates"):
        assert word not in (tmp_path / "a.gdviz").read_text()
    save(tmp_path / "a.gdviz", spec)
    assert load_experiment(tmp_path / "a.gdviz").visible == (True,) * 6
    assert parse_experiment("gdviz = 1\nsurface.key = 'beale'").visible == (True,) * 6


@pytest.mark.parametrize(
    ("race", "sentence"),
    [
        (
            "entries = [{optimizer='gd'}, {optimizer='adam', visible='no'}]",
            r"race\.entries\[1\]\.visible: expected true",
        ),
        (
            "entries = [{optimizer='gd', visible=1}]",
            r"race\.entries\[0\]\.visible: expected true or false, got a whole",
        ),
        ("target = 'low'", r"race\.target: expected a number"),
        ("target = inf", r"race\.target: this must be a finite number"),
    ],
)
def test_who_is_seen_and_the_target_of_a_wrong_type(race: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        spec_of(f"surface.key = 'beale'\n[race]\n{race}")


def test_no_hyperparameter_may_be_called_visible() -> None:
    with pytest.raises(InputError, match="visible"):
        spec_of("surface.key = 'beale'\n" + MINE.replace("lr = 0.01", "visible = 0.01").replace("lr*g", "visible*g"))
