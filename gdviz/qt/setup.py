"""What the window asks and how it draws it: one immutable value, and the edits that make the next one from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, TypeVar

import numpy as np

from gdviz.engine.compiled_surface import compile_surface, dimension
from gdviz.engine.errors import InputError
from gdviz.engine.extras import NOTHING, RATE
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.replicates import check_count, check_size
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, RaceSpec, Value
from gdviz.engine.surface import Point, Surface
from gdviz.files.labels import label_for
from gdviz.language.sentence import Sentence
from gdviz.qt.style import Look, look, looks
from gdviz.surfaces import CLOSED, loss_fields, typed

T = TypeVar("T")

# What the window draws without stuttering; the command line races far more.
LANE_LIMIT = 200
LANE_STEP_LIMIT = 2_000_000


@dataclass(frozen=True)
class Setup:
    """The race's spec with one look and one visibility per entry, the user's own optimizers, raced or not, the loss
    that the race table waits for, and how many replicates with other seeds are drawn behind a race with draws.
    """

    spec: RaceSpec
    looks: tuple[Look, ...]
    visible: tuple[bool, ...]
    own: tuple[Optimizer, ...] = ()
    target: float | None = None
    replicates: int = 0

    @classmethod
    def of(cls, spec: RaceSpec, own: tuple[Optimizer, ...] = ()) -> Setup:
        """The setup in which every entry is visible and has the look of its place."""
        entries = len(spec.entries)
        return cls(spec, looks(entries), (True,) * entries, own)


def check_setup(setup: Setup) -> None:
    """Raise InputError or FormulaError if the race cannot be run, or is too large to be drawn."""
    from gdviz.engine.check import check_spec  # not needed for the first paint

    spec = setup.spec
    if spec.lanes > LANE_LIMIT:
        template = "the window shows at most {limit} runs, not {runs:,}"
        raise InputError(Sentence(template, limit=LANE_LIMIT, runs=spec.lanes), "starts")
    if spec.lanes * spec.steps > LANE_STEP_LIMIT:
        most = LANE_STEP_LIMIT // spec.lanes
        raise InputError(Sentence("the window shows at most {most} steps of these runs", most=f"{most:,}"), "steps")
    check_size(spec, setup.replicates)
    check_spec(spec)


def most_starts(setup: Setup) -> int:
    """From how many starts the window can show the race, as many steps as it has and with all its entries."""
    lanes = min(LANE_LIMIT, LANE_STEP_LIMIT // max(1, setup.spec.steps))
    return max(1, lanes // max(1, len(setup.spec.entries)))


def with_spec(setup: Setup, **changes: Any) -> Setup:
    """Other steps, tolerance, seed or starts; the names are those of RaceSpec."""
    return replace(setup, spec=replace(setup.spec, **changes))


def with_surface(setup: Setup, surface: Surface) -> Setup:
    """Another surface, raced from its own default start."""
    return _on(setup, surface, (surface.start,))


def with_typed(setup: Setup, expression: str) -> Setup:
    """The surface of a typed formula; FormulaError if the text is not in the language.

    With as many coordinates as before it keeps the window, and the starts if f has a value there. A formula in the
    parameters and columns of a loss over data stays a loss over them.
    """
    known = next((surface for surface in CLOSED if surface.expression == expression), None)
    if known:
        return with_surface(setup, known)
    old = setup.spec
    data = loss_fields(old.surface, expression)
    same_space = dimension(Surface("", "", expression, **data)) == dimension(old.surface)
    window = old.surface.window if same_space and old.surface.window else None
    surface = typed(expression, window, **data)
    if same_space and np.isfinite(compile_surface(surface, 0).value(np.array(old.starts))).all():
        return _on(setup, replace(surface, start=old.starts[0]), old.starts)
    return with_surface(setup, surface)


def with_own_surface(setup: Setup, surface: Surface) -> Setup:
    """A surface with a window and a start that somebody chose; another start than before is where the race starts.

    Otherwise the starts stay, if they have as many coordinates and f has a value there.
    """
    old = setup.spec
    same = surface.start == old.surface.start and dimension(surface) == dimension(old.surface)
    if same and np.isfinite(compile_surface(surface, 0).value(np.array(old.starts))).all():
        return _on(setup, surface, old.starts)
    return with_surface(setup, surface)


def with_batch(setup: Setup, batch: Batch | None) -> Setup:
    """Steps that see so many samples each, or all of them."""
    return with_spec(setup, batch=batch)


def with_mean(setup: Setup, mean: bool) -> Setup:
    """The mean of the loss over the samples, or their sum."""
    return with_spec(setup, surface=replace(setup.spec.surface, mean=mean))


def with_other_seed(setup: Setup) -> Setup:
    """Other draws of what is drawn."""
    return with_spec(setup, seed=setup.spec.seed + 1)


def with_start(setup: Setup, index: int, point: Point) -> Setup:
    """One start moved."""
    return with_spec(setup, starts=_put(setup.spec.starts, index, point))


def with_new_start(setup: Setup, point: Point) -> Setup:
    """One start more."""
    return with_spec(setup, starts=(*setup.spec.starts, point))


def without_start(setup: Setup, index: int) -> Setup:
    """One start less; InputError if it is the only one."""
    if len(setup.spec.starts) == 1:
        raise InputError(Sentence("this is the only start; add another one before you remove it"), "starts")
    return with_spec(setup, starts=_without(setup.spec.starts, index))


def with_entry(setup: Setup, optimizer: Optimizer) -> Setup:
    """One entry more, with defaults, and the first look that no other entry has."""
    entry = Entry(optimizer, label=_free_label(setup, optimizer.title))
    spec = replace(setup.spec, entries=(*setup.spec.entries, entry))
    free = next(each for each in map(look, count()) if each not in setup.looks)
    return replace(setup, spec=spec, looks=(*setup.looks, free), visible=(*setup.visible, True))


def with_own_optimizer(setup: Setup, optimizer: Optimizer) -> Setup:
    """An own optimizer declared and raced; in place of one with its key, the entries of which keep their values."""
    others = [each.key for each in setup.own]
    place = others.index(optimizer.key) if optimizer.key in others else len(others)
    entries = tuple(_rewritten(entry, optimizer) for entry in setup.spec.entries)
    changed = replace(with_spec(setup, entries=entries), own=(*setup.own[:place], optimizer, *setup.own[place + 1 :]))
    raced = any(entry.optimizer.key == optimizer.key for entry in entries)
    return changed if raced else with_entry(changed, optimizer)


def _rewritten(entry: Entry, optimizer: Optimizer) -> Entry:
    """An entry of the optimizer of this key as it is now; values outside what is now allowed come to its edge."""
    if entry.optimizer.key != optimizer.key:
        return entry
    label = entry.label.removeprefix(entry.optimizer.title)
    made = replace(entry, optimizer=optimizer, label=entry.label if label == entry.label else optimizer.title + label)
    try:
        hypers = {hyper.name: hyper for hyper in made.method.hyperparameters}
    except InputError:  # what its extras were about is gone
        made = replace(made, extras=NOTHING)
        hypers = {hyper.name: hyper for hyper in optimizer.hyperparameters}
    values = tuple((name, _clipped(value, hypers[name])) for name, value in entry.values if name in hypers)
    made = replace(made, values=values)
    return replace(made, label=label_for(made)) if entry.label == label_for(entry) else made


def _clipped(value: Value, hyper: Hyper) -> Value:
    if isinstance(value, tuple):
        return tuple(min(max(each, hyper.low), hyper.high) for each in value)
    return min(max(value, hyper.low), hyper.high)


def without_entry(setup: Setup, index: int) -> Setup:
    """One entry less; the others keep their looks."""
    spec = replace(setup.spec, entries=_without(setup.spec.entries, index))
    return replace(setup, spec=spec, looks=_without(setup.looks, index), visible=_without(setup.visible, index))


def with_value(setup: Setup, index: int, name: str, value: Value) -> Setup:
    """Another value of one entry's hyperparameter."""
    entry = setup.spec.entries[index]
    changed = entry.with_value(name, value)
    # A label that tells the values goes on telling the truth.
    if entry.values and entry.label == label_for(entry):
        changed = replace(changed, label=label_for(changed))
    return with_spec(setup, entries=_put(setup.spec.entries, index, changed))


def with_visible(setup: Setup, index: int, visible: bool) -> Setup:
    """One entry shown or hidden."""
    return replace(setup, visible=_put(setup.visible, index, visible))


def with_target(setup: Setup, target: float | None) -> Setup:
    """Another loss whose first step below is told, or none."""
    return replace(setup, target=target)


def with_replicates(setup: Setup, count: int) -> Setup:
    """So many runs with other seeds behind the race; InputError if they are too many."""
    check_count(count)
    check_size(setup.spec, count)
    return replace(setup, replicates=count)


def with_rates(setup: Setup, rates: Mapping[int, float]) -> Setup:
    """Other rates of some entries."""
    for index, rate in rates.items():
        setup = with_value(setup, index, RATE, rate)
    return setup


def _on(setup: Setup, surface: Surface, starts: tuple[Point, ...]) -> Setup:
    """The race on another surface; a batch holds no more samples than there are."""
    batch = setup.spec.batch
    if batch is not None:
        rows = len(surface.data) if surface.data is not None else 0
        batch = replace(batch, size=min(batch.size, rows)) if rows > 1 else None
    return with_spec(setup, surface=surface, starts=starts, batch=batch)


def _free_label(setup: Setup, title: str) -> str:
    taken = {entry.label for entry in setup.spec.entries}
    labels = (title if number == 1 else f"{title} {number}" for number in range(1, len(taken) + 2))
    return next(label for label in labels if label not in taken)


def _put(values: Sequence[T], index: int, value: T) -> tuple[T, ...]:
    return (*values[:index], value, *values[index + 1 :])


def _without(values: Sequence[T], index: int) -> tuple[T, ...]:
    return (*values[:index], *values[index + 1 :])
