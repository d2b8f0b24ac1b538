"""What differs between two setups, row by row and in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry
from gdviz.engine.surface import Point, Surface
from gdviz.files.labels import value_text
from gdviz.language.sentence import Sentence
from gdviz.qt.labels import label_sentence
from gdviz.qt.setup import Setup
from gdviz.qt.style import Look
from gdviz.qt.text import clipped
from gdviz.surfaces import SURFACES
from gdviz.surfaces.typed_surface import TYPED

# What the spec asks besides surface, starts and entries: its field, and what the reader calls it.
_NUMBERS = (("steps", "Steps"), ("tolerance", "Tolerance"), ("seed", "Seed"), ("noise", "Noise"), ("bound", "Bound"))
# So many letters of a typed formula tell it from others.
_SHOWN_FORMULA = 80


@dataclass(frozen=True)
class Change:
    """One row of the differences, in English texts that tr() translates."""

    what: str
    old: str
    new: str

    @property
    def sentence(self) -> Sentence:
        """The row in a line."""
        return Sentence("{what}: {old} → {new}", what=self.what, old=self.old, new=self.new)


def setup_changes(old: Setup, new: Setup) -> list[Change]:
    """Every difference, those that decide most first."""
    return [
        *_surface(old, new),
        *_entries(old, new),
        *_starts(old, new),
        *_batch(old, new),
        *_numbers(old, new),
        *_replicates(old, new),
        *_own(old, new),
    ]


def describe_change(old: Setup, new: Setup) -> Sentence:
    """The differences in one short line; the first speaks for several."""
    changes = setup_changes(old, new)
    if not changes:
        return Sentence("Nothing has changed")
    if len(changes) == 1:
        return changes[0].sentence
    template = "{first}, and one more change" if len(changes) == 2 else "{first}, and {count} more changes"
    return Sentence(template, first=changes[0].sentence, count=len(changes) - 1)


def _surface(old: Setup, new: Setup) -> Iterator[Change]:
    before, after = old.spec.surface, new.spec.surface
    if (before.expression, before.data) != (after.expression, after.data):
        yield Change(Sentence("Surface"), _surface_name(before), _surface_name(after))
    elif before.window != after.window:
        yield Change(Sentence("Window of the surface"), _window(before.window), _window(after.window))
    if before.data is not None and before.data == after.data and before.mean != after.mean:
        yield Change(
            Sentence("Loss over the samples"), *(Sentence("mean" if each.mean else "sum") for each in (before, after))
        )


def _surface_name(surface: Surface) -> Sentence:
    """A typed surface is known by its formula alone, a loss over one's own data by its kind."""
    known = any((each.expression, each.data) == (surface.expression, surface.data) for each in SURFACES)
    made = surface.data is not None and surface.title != TYPED
    return Sentence(surface.title if known or made else clipped(surface.expression, _SHOWN_FORMULA))


def _window(spans: Sequence[tuple[float, float]]) -> str:
    return " × ".join(f"[{value_text(low)}, {value_text(high)}]" for low, high in spans)


def _entries(old: Setup, new: Setup) -> Iterator[Change]:
    """Entries are the same if they look the same: that is how the eye follows them, and no two look alike."""
    before, after = _by_look(old), _by_look(new)
    for look in dict.fromkeys((*before, *after)):
        was, now = before.get(look), after.get(look)
        if was == now:
            continue
        if was and now and was[0].optimizer.key == now[0].optimizer.key:
            yield from _entry(*was, *now)
            continue
        if was:
            yield Change(label_sentence(was[0]), Sentence("in the race"), Sentence("left out"))
        if now:
            yield Change(label_sentence(now[0]), Sentence("left out"), Sentence("in the race"))


def _by_look(setup: Setup) -> dict[Look, tuple[Entry, bool]]:
    return dict(zip(setup.looks, zip(setup.spec.entries, setup.visible, strict=True), strict=True))


def _entry(was: Entry, was_visible: bool, now: Entry, is_visible: bool) -> Iterator[Change]:
    label = label_sentence(was)
    if was.method.rules != now.method.rules:
        yield Change(Sentence("Rules of {label}", label=label), Sentence("as before"), Sentence("rewritten"))
    olds, news = was.hyperparameters(), now.hyperparameters()
    for name in dict.fromkeys((*olds, *news)):
        if olds.get(name) != news.get(name):
            what = Sentence("{name} of {label}", name=name, label=label)
            yield Change(what, *(value_text(each[name]) if name in each else "–" for each in (olds, news)))
    if was_visible != is_visible:
        yield Change(label, *(Sentence("shown") if each else Sentence("hidden") for each in (was_visible, is_visible)))


def _starts(old: Setup, new: Setup) -> Iterator[Change]:
    before, after = old.spec.starts, new.spec.starts
    if before == after:
        return
    if len(before) != len(after):
        yield Change(Sentence("Starts"), _few(before), _few(after))
        return
    for number, (was, now) in enumerate(zip(before, after, strict=True), 1):
        if was != now:
            what = Sentence("Start") if len(before) == 1 else Sentence("Start {number}", number=number)
            yield Change(what, _place(was), _place(now))


def _few(starts: tuple[Point, ...]) -> str:
    return _place(starts[0]) if len(starts) == 1 else str(len(starts))


def _place(point: Point) -> str:
    """A start is put with the mouse: four digits say where."""
    return value_text([float(f"{value:.4g}") for value in point])


def _batch(old: Setup, new: Setup) -> Iterator[Change]:
    if old.spec.batch != new.spec.batch:
        yield Change(Sentence("Batch"), batch_sentence(old.spec.batch), batch_sentence(new.spec.batch))


def batch_sentence(batch: Batch | None) -> Sentence:
    """What a step sees of the samples."""
    if batch is None:
        return Sentence("all samples")
    if batch.replacement:
        return Sentence("{size}, with replacement", size=batch.size)
    return Sentence("{size}, shuffled" if batch.shuffled else "{size}, in fixed order", size=batch.size)


def _numbers(old: Setup, new: Setup) -> Iterator[Change]:
    for field, what in _NUMBERS:
        was, now = getattr(old.spec, field), getattr(new.spec, field)
        if was != now:
            yield Change(Sentence(what), value_text(was), value_text(now))


def _replicates(old: Setup, new: Setup) -> Iterator[Change]:
    if old.replicates != new.replicates:
        yield Change(Sentence("Replicates"), str(old.replicates), str(new.replicates))


def _own(old: Setup, new: Setup) -> Iterator[Change]:
    before, after = ({each.key: each for each in setup.own} for setup in (old, new))
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) == after.get(key):
            continue
        title = Sentence((after.get(key) or before[key]).title)
        was = Sentence("as before") if key in before else Sentence("not declared")
        now = Sentence("not declared") if key not in after else Sentence("rewritten" if key in before else "declared")
        yield Change(Sentence("Own optimizer {title}", title=title), was, now)
