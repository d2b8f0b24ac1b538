"""The names by which entries and lanes are told apart in tables and legends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from gdviz.engine.optimizer import Optimizer
from gdviz.engine.spec import Entry, RaceSpec, Value


def label_for(entry: Entry) -> str:
    """The title of the optimizer and the values that were chosen, as in `Adam lr=0.1`."""
    chosen = ", ".join(f"{name}={value_text(value)}" for name, value in entry.values)
    return f"{entry.method.title} {chosen}".strip()


def assumed_labels(optimizers: Iterable[Optimizer]) -> list[str]:
    """The labels of entries that were given none: Adam, Adam 2. They name no values, which a slider may change."""
    seen: Counter[str] = Counter()
    labels = []
    for method in optimizers:
        seen[method.key] += 1
        labels.append(method.title if seen[method.key] == 1 else f"{method.title} {seen[method.key]}")
    return labels


def lane_labels(spec: RaceSpec) -> list[str]:
    """One label per lane; with several starts it says from which."""
    names = [entry.label or label_for(entry) for entry in spec.entries]
    if len(spec.starts) == 1:
        return names
    return [f"{name} from {value_text(start)}" for name in names for start in spec.starts]


def value_text(value: Value | Sequence[float]) -> str:
    """A number, or numbers in parentheses, as short as exactness allows."""
    if isinstance(value, float | int):
        return repr(float(value)).removesuffix(".0")
    return "(" + ", ".join(value_text(item) for item in value) + ")"
