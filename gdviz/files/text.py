"""An experiment as the text of its file: only what differs from what a reader would assume anyway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Hyper, Optimizer
from gdviz.engine.spec import DEFAULT_BOUND, Entry, RaceSpec
from gdviz.engine.surface import Surface
from gdviz.files.declaring import hyper_from_number
from gdviz.files.errors import shown
from gdviz.files.extras import extras_table
from gdviz.files.labels import assumed_labels
from gdviz.files.schema import FORMAT
from gdviz.files.surfaces import surface_table
from gdviz.files.toml import block_text, key_text, line, value_text
from gdviz.language.sentence import Sentence
from gdviz.optimizers import OPTIMIZERS


def experiment_text(
    spec: RaceSpec,
    optimizers: tuple[Optimizer, ...] = (),
    visible: Sequence[bool] = (),
    target: float | None = None,
    replicates: int = 0,
) -> str:
    """The TOML of a race, of its own optimizers, and of what is seen of it: one `visible` per entry, or all if there
    are none; InputError for what the format cannot hold.
    """
    lines = [f"gdviz = {FORMAT}", "", *_surface(spec.surface), "", *_race(spec, target, replicates)]
    labels = assumed_labels(entry.method for entry in spec.entries)
    for entry, label, seen in zip(spec.entries, labels, visible or (True,) * len(labels), strict=True):
        lines += ["", *_entry(entry, label, seen)]
    for method in _own(spec, optimizers):
        lines += ["", *_optimizer(method)]
    return "\n".join(lines) + "\n"


def _surface(surface: Surface) -> Iterator[str]:
    yield "[surface]"
    for name, value in surface_table(surface).items():
        yield line(name, value)


def _race(spec: RaceSpec, target: float | None, replicates: int) -> Iterator[str]:
    yield "[race]"
    yield line("starts", spec.starts)
    yield line("steps", spec.steps)
    yield line("tolerance", spec.tolerance)
    yield line("seed", spec.seed)
    if spec.bound != DEFAULT_BOUND:
        yield line("bound", spec.bound)
    if spec.batch is not None:
        batch = spec.batch
        table = {"size": batch.size, "order": "shuffled" if batch.shuffled else "fixed"}
        yield line("batch", {**table, "replacement": batch.replacement})
    if spec.noise:
        yield line("noise", spec.noise)
    if target is not None:
        yield line("target", target)
    if replicates:
        yield line("replicates", replicates)
    if not spec.entries:
        yield line("entries", ())


def _entry(entry: Entry, assumed_label: str, visible: bool) -> Iterator[str]:
    yield "[[race.entries]]"
    yield line("optimizer", entry.optimizer.key)
    if entry.label != assumed_label:
        yield line("label", entry.label)
    if not visible:
        yield line("visible", False)
    extras = dict(extras_table(entry))
    yield from (line(name, value) for name, value in extras.items())
    yield from (line(name, value) for name, value in entry.values if name not in extras)


def _own(spec: RaceSpec, optimizers: tuple[Optimizer, ...]) -> list[Optimizer]:
    """Every optimizer that is not built in, once."""
    built_in = {method.key: method for method in OPTIMIZERS}
    found: dict[str, Optimizer] = {}
    for method in (*optimizers, *(entry.optimizer for entry in spec.entries)):
        if method == built_in.get(method.key):
            continue
        if method.key in built_in or found.setdefault(method.key, method) != method:
            key = shown(method.key)
            raise InputError(
                Sentence("two different optimizers have the key {key!r}; rename your own", key=key), "optimizers"
            )
    return list(found.values())


def _optimizer(method: Optimizer) -> Iterator[str]:
    yield "[[optimizers]]"
    yield line("key", method.key)
    if method.title != method.key:
        yield line("title", method.title)
    yield f"rules = {block_text(method.rules)}"
    for name in ("summary", "reference", "variant_of"):
        if text := getattr(method, name):
            yield line(name, text)
    starting = set(method.initial.values())
    if method.hyperparameters:
        yield "[optimizers.hyperparameters]"
    for hyper in method.hyperparameters:
        yield _hyper(hyper, hyper.name in starting)
    for name in ("roles", "initial", "symbols"):
        if table := getattr(method, name):
            yield f"[optimizers.{name}]"
            yield from (line(key, text) for key, text in table.items())


def _hyper(hyper: Hyper, initial: bool) -> str:
    guess = hyper_from_number(hyper.name, hyper.default, initial)
    changed = {
        field.name: getattr(hyper, field.name)
        for field in fields(Hyper)
        if field.name not in ("name", "default") and getattr(hyper, field.name) != getattr(guess, field.name)
    }
    value = {"default": hyper.default, **changed} if changed else hyper.default
    return f"{key_text(hyper.name)} = {value_text(value)}"
